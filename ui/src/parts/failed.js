// Why something could not be read or done, where it would stand: a sentence, what to do, the details in a fold.

import { html, nothing } from 'lit-html';
import { t } from '../lib/fluent.js';

/**
 * @param {{ text: string, next?: string | undefined, details: string }} words
 * @param {string} [lead]  what it was that failed
 * @param {unknown} [way]  what can be done about it here
 */
export function failedTemplate({ text, next, details }, lead, way = nothing) {
  return html`<div class="failed" role="alert">
    <p>${lead ?? nothing} ${text} ${next ?? nothing}</p>
    <details><summary>${t('error-details')}</summary><pre>${details}</pre></details>
    ${way}
  </div>`;
}
