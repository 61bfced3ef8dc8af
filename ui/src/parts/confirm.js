// Asks before something that can't simply be done back. The quiet way out comes first and takes the focus.

import { html, nothing } from 'lit-html';
import { t } from '../lib/fluent.js';
import { openSheet } from './dialog.js';

/**
 * @param {object} question
 * @param {() => string} question.title
 * @param {() => string} question.text
 * @param {() => string} [question.more]  What stays safe.
 * @param {() => string} question.yes
 * @returns {Promise<boolean>} whether the person said yes
 */
export async function confirm({ title, text, more, yes }) {
  let said = false;
  await openSheet({
    title,
    body: (close) => html`<div class="confirm">
      <p>${text()}</p>
      ${more ? html`<p class="confirm-more">${more()}</p>` : nothing}
      <div class="confirm-ways">
        <button class="quiet" type="button" @click=${close}>${t('cancel')}</button>
        <button
          class="solid"
          type="button"
          @click=${() => {
            said = true;
            close();
          }}
        >
          ${yes()}
        </button>
      </div>
    </div>`,
  });
  return said;
}
