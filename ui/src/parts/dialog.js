// A sheet over the room: the native dialog, drawn by a template. Focus returns to where it was.

import { html } from 'lit-html';
import { t } from '../lib/fluent.js';
import { draw } from '../lib/signals.js';
import { icon } from './icons.js';

/**
 * Opens a sheet. Resolves when it has closed.
 * @param {object} sheet
 * @param {() => string} sheet.title
 * @param {(close: () => void) => unknown} sheet.body  Drawn again when a signal it read changes.
 * @returns {Promise<void>}
 */
export function openSheet({ title, body }) {
  const dialog = document.createElement('dialog');
  dialog.className = 'sheet';
  const close = () => dialog.close();
  const stop = draw(
    () => html`
      <header>
        <h2 id="sheet-title">${title()}</h2>
        <button class="round" type="button" aria-label=${t('close')} @click=${close}>${icon('close')}</button>
      </header>
      <div class="sheet-body" tabindex="-1" autofocus>${body(close)}</div>
    `,
    dialog,
  );
  dialog.setAttribute('aria-labelledby', 'sheet-title');
  // A click on the veil closes it, as people expect; a drag that began inside does not.
  dialog.addEventListener('pointerdown', (event) => {
    if (event.target === dialog) close();
  });
  const before = document.activeElement;
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      stop();
      dialog.remove();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      resolve();
    });
  });
}
