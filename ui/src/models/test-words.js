// What came of trying a connection, in words.

import { html, nothing } from 'lit-html';
import { hasWords, t } from '../lib/fluent.js';
import { secondsWords } from '../lib/sizes.js';
import { icon } from '../parts/icons.js';

/** @import { Tested } from '../ipc/wire.ts' */

/** @param {Tested | 'testing' | undefined} test */
export function testTemplate(test) {
  // The place is there before the outcome, so that a screen reader hears it come.
  return html`<div class="tested-place" role="status">${outcome(test)}</div>`;
}

/** @param {Tested | 'testing' | undefined} test */
function outcome(test) {
  if (test === undefined) return nothing;
  if (test === 'testing') return html`<span class="tested">${t('model-testing')}</span>`;
  if (test.works) {
    return html`<span class="tested works">${icon('check')}${t('model-works', { time: secondsWords(test.millis) })}</span>`;
  }
  const code = test.failure !== null && hasWords(`failure-${test.failure}`) ? test.failure : 'unreadable';
  return html`<span class="tested fails">
    <span>${t(`failure-${code}`)} ${t(`try-${code}`)}</span>
    ${test.detail ? html`<details><summary>${t('error-details')}</summary><pre>${test.detail}</pre></details>` : nothing}
  </span>`;
}
