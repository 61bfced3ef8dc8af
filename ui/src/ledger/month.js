// This month's known cost, and the limit the person may set.

import { html, nothing } from 'lit-html';
import { showError } from '../lib/error.js';
import { languageTag, t } from '../lib/fluent.js';
import { signal } from '../lib/signals.js';
import { showToast } from '../parts/toast.js';
import { moneyWords } from './figures.js';
import { saveLimit, savingLimit, toLimit } from './ledger.js';

/** @import { Totals } from '../ipc/wire.ts' */

/** What is written in the field; `null` while it says what is kept. */
const written = signal(/** @type {string | null} */ (null));

/** @param {Totals} now */
export function monthPart({ thisMonth, limit }) {
  const reached = limit !== null && thisMonth >= limit;
  return html`<section class="month" aria-labelledby="ledger-this-month">
    <h2 id="ledger-this-month">${t('ledger-this-month')}</h2>
    <p class="month-sum">
      <strong>${moneyWords(thisMonth)}</strong>
      ${limit === null ? t('ledger-no-limit') : t('ledger-of-limit', { limit: moneyWords(limit) })}
    </p>
    ${
      limit === null
        ? nothing
        : html`<progress class="month-bar" max="1" .value=${limit === 0 ? 1 : Math.min(1, thisMonth / limit)} ?data-reached=${reached} aria-hidden="true"></progress>`
    }
    ${reached ? html`<p class="month-reached" role="status">${t('ledger-limit-reached')}</p>` : nothing}
    ${limitForm(limit)}
  </section>`;
}

/** @param {number | null} limit */
function limitForm(limit) {
  const kept = limit === null ? '' : sumToEdit(limit);
  const text = written.value ?? kept;
  const wrong = toLimit(text) === undefined;
  const same = toLimit(text) === limit;
  return html`<form class="limit" @submit=${onSubmit}>
    <div class="labelled">
      <label for="ledger-limit">${t('ledger-limit')}</label>
      <div class="limit-field">
        <input
          id="ledger-limit"
          class="field"
          inputmode="decimal"
          autocomplete="off"
          placeholder=${t('ledger-limit-none')}
          aria-describedby="ledger-limit-words"
          aria-invalid=${wrong ? 'true' : 'false'}
          .value=${text}
          @input=${onInput}
        />
        <button class="quiet" type="submit" ?disabled=${wrong || same || savingLimit.value}>${t('ledger-limit-save')}</button>
      </div>
    </div>
    <p id="ledger-limit-words" class="field-words" ?data-wrong=${wrong}>
      ${wrong ? t('ledger-limit-wrong') : t('ledger-limit-words')}
    </p>
  </form>`;
}

/**
 * A sum as a person writes it, without its currency and without thousands apart.
 * @param {number} dollars
 */
function sumToEdit(dollars) {
  return new Intl.NumberFormat(languageTag.value, { useGrouping: false, maximumFractionDigits: 2 }).format(dollars);
}

/** @param {InputEvent} event */
function onInput(event) {
  written.value = /** @type {HTMLInputElement} */ (event.target).value;
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  event.preventDefault();
  if (written.value === null) return;
  const limit = toLimit(written.value);
  if (limit === undefined) return;
  saveLimit(limit)
    .then(() => {
      written.value = null;
      const text = limit === null ? t('ledger-limit-gone') : t('ledger-limit-saved', { limit: moneyWords(limit) });
      showToast({ tone: 'plain', text });
    })
    .catch(showError);
}
