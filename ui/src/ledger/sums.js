// Sums a day or a month, each with a bar of what it sent.

import { html, nothing } from 'lit-html';
import { dayWords, numberWords } from '../lib/dates.js';
import { t } from '../lib/fluent.js';
import { signal } from '../lib/signals.js';
import { bytesWords, monthWords, sumWords } from './figures.js';
import { period } from './ledger.js';

/** @import { Total, Totals } from '../ipc/wire.ts' */

/** How many are shown before they are asked for. */
const SHOWN = 7;
const all = signal(false);

/** @param {Totals} totals */
export function sums(totals) {
  const list = totals[period.value];
  if (list.length === 0) return nothing;
  const shown = all.value ? list : list.slice(0, SHOWN);
  const most = Math.max(...shown.map(weight), 1);
  return html`<section class="sums" aria-labelledby="ledger-sums">
    <div class="sums-head">
      <h2 id="ledger-sums">${t('ledger-sums')}</h2>
      <div class="choice" role="group" aria-labelledby="ledger-sums">
        ${
          /** @type {const} */ (['days', 'months']).map(
            (one) =>
              html`<button type="button" aria-pressed=${period.value === one ? 'true' : 'false'} @click=${() => {
                period.value = one;
              }}>${t(`ledger-by-${one}`)}</button>`,
          )
        }
      </div>
    </div>
    <ol role="list">
      ${shown.map((total) => sumTemplate(total, most))}
    </ol>
    ${
      list.length > SHOWN
        ? html`<button class="plain-link" type="button" aria-expanded=${all.value ? 'true' : 'false'} @click=${() => {
            all.value = !all.value;
          }}>${all.value ? t('ledger-sums-fewer') : t('ledger-sums-all', { n: list.length })}</button>`
        : nothing
    }
  </section>`;
}

/** @param {Total} total */
function weight(total) {
  return total.bytesOut + total.bytesIn;
}

/**
 * @param {Total} total
 * @param {number} most
 */
function sumTemplate(total, most) {
  const tokens = total.tokensOut + total.tokensIn;
  return html`<li>
    <span class="sum-when">${period.value === 'days' ? dayWords(total.period) : monthWords(total.period)}</span>
    <span class="sum-cost">${sumWords(total)}</span>
    <progress class="sum-bar" max=${most} .value=${weight(total)} aria-hidden="true"></progress>
    <span class="sum-words">
      ${t('ledger-sum', {
        n: total.requests,
        requests: numberWords(total.requests),
        out: bytesWords(total.bytesOut),
        in: bytesWords(total.bytesIn),
      })}${tokens > 0 ? ` · ${t('ledger-sum-tokens', { n: numberWords(tokens) })}` : nothing}
    </span>
  </li>`;
}
