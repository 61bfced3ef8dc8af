// Who answers, in one line, and the way to the room where that is chosen.

import { html } from 'lit-html';
import { t } from '../lib/fluent.js';
import { whereto } from '../life.js';
import { go } from '../router.js';

export function modelPart() {
  const { host, model } = whereto.value;
  return html`<section class="part" aria-labelledby="model-title">
    <h2 id="model-title">${t('model-title')}</h2>
    <p class="part-words">
      ${model === null ? t('model-now-listener') : host === null ? t('model-now-here', { model }) : t('model-now-host', { model, host })}
    </p>
    <p><button class="quiet" type="button" @click=${() => go('models')}>${t('model-open')}</button></p>
  </section>`;
}
