// Bytes, tokens, dollars and months as the language writes them.

import { numberWords } from '../lib/dates.js';
import { languageTag, t } from '../lib/fluent.js';

/** @import { Request, Total } from '../ipc/wire.ts' */

/**
 * @param {number} bytes
 * @returns {string}
 */
export function bytesWords(bytes) {
  if (bytes < 1000) return t('ledger-bytes', { n: bytes });
  if (bytes < 1_000_000) return t('ledger-kilobytes', { n: rounded(bytes / 1000) });
  return t('ledger-megabytes', { n: rounded(bytes / 1_000_000) });
}

/** @param {number} n */
function rounded(n) {
  return numberWords(n < 10 ? Math.round(n * 10) / 10 : Math.round(n));
}

/**
 * US dollars: cents, and more places where a small sum needs them.
 * @param {number} dollars
 * @returns {string}
 */
export function moneyWords(dollars) {
  const places = dollars === 0 || dollars >= 1 ? 2 : dollars >= 0.01 ? 4 : 6;
  return new Intl.NumberFormat(languageTag.value, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'symbol',
    minimumFractionDigits: 2,
    maximumFractionDigits: places,
  }).format(dollars);
}

/**
 * What a request cost: a sum, or in words why there is none.
 * @param {Request} request
 * @returns {string | null}  `null` where there is nothing to say
 */
export function costWords(request) {
  if (request.cost !== null) return request.cost === 0 ? null : moneyWords(request.cost);
  if (request.local || request.state === 'open' || request.purpose === 'list' || request.purpose === 'download')
    return null;
  return t('ledger-cost-unknown');
}

/**
 * Tokens out and in; `null` when neither is known.
 * @param {Request} request
 * @returns {string | null}
 */
export function tokensWords(request) {
  if (request.tokensOut === null && request.tokensIn === null) return null;
  const side = (/** @type {number | null} */ n) => (n === null ? t('ledger-not-known') : numberWords(n));
  return t('ledger-tokens', { out: side(request.tokensOut), in: side(request.tokensIn) });
}

/** @param {number} millis */
export function millisWords(millis) {
  if (millis < 1000) return t('ledger-millis', { n: millis });
  return t('ledger-seconds', { n: rounded(millis / 1000) });
}

/**
 * A month, `2026-11`: "November 2026".
 * @param {string} month
 */
export function monthWords(month) {
  const [year, number] = month.split('-');
  return t('ledger-month', { month: t(`month-${Number(number)}`), year: String(year) });
}

/**
 * A sum's cost, with how much of it isn't known.
 * @param {Pick<Total, 'cost' | 'unpriced'>} total
 */
export function sumWords(total) {
  if (total.unpriced === 0) return moneyWords(total.cost);
  if (total.cost === 0) return t('ledger-unpriced-only', { n: total.unpriced });
  return t('ledger-unpriced', { cost: moneyWords(total.cost), n: total.unpriced });
}
