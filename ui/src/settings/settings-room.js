// The settings room: a column of sections.

import { html } from 'lit-html';
import { ledgerPart } from '../ledger/ledger-part.js';
import { t } from '../lib/fluent.js';
import { version } from '../life.js';
import { dataPart } from './data-part.js';
import { generalPart } from './general-part.js';
import { modelPart } from './model-part.js';

export { loadSettings as load } from './settings.js';

export function draw() {
  return html`<section class="room settings" aria-labelledby="settings-title">
    <div class="column">
      <h1 id="settings-title">${t('settings-title')}</h1>
      ${generalPart()} ${modelPart()} ${ledgerPart()} ${dataPart()}
      <p class="settings-version">${t('settings-version', { version: version.value })}</p>
    </div>
  </section>`;
}
