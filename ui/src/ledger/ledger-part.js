// The way to the ledger from the settings.

import { html } from 'lit-html';
import { t } from '../lib/fluent.js';
import { go } from '../router.js';

export function ledgerPart() {
  return html`<section class="part" aria-labelledby="ledger-part-title">
    <h2 id="ledger-part-title">${t('ledger-title')}</h2>
    <p class="part-words">${t('ledger-part-words')}</p>
    <a class="quiet" href="#/ledger" @click=${open}>${t('ledger-open')}</a>
  </section>`;
}

/** @param {Event} event */
function open(event) {
  event.preventDefault();
  go('ledger');
}
