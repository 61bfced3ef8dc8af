// A sheet over the room: the native dialog, drawn by a template. Focus returns to where it was.

import { html } from 'lit-html';
import { t } from '../lib/fluent.js';
import { draw } from '../lib/signals.js';
import { icon } from './icons.js';
import { toastsOver } from './toast.js';

/**
 * Puts the focus in the open sheet: on what is wanted, where it is there, else where it was when the sheet opened.
 * @param {string} [wanted]  a selector
 */
export function focusInSheet(wanted) {
  const body = document.querySelector('dialog[open] .sheet-body');
  const found = wanted === undefined ? null : body?.querySelector(wanted);
  const to = found ?? body;
  if (to instanceof HTMLElement) to.focus();
}

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
  const endToasts = toastsOver(dialog);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      // Whoever closed it may have put the focus where it belongs now.
      const free = document.activeElement === document.body || dialog.contains(document.activeElement);
      stop();
      endToasts();
      dialog.remove();
      if (free && before instanceof HTMLElement && before.isConnected) before.focus();
      resolve();
    });
  });
}
