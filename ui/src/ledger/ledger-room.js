// The ledger's room: the month and its limit, the sums, and every request, the newest first.

import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { ApiError } from '../ipc/core.js';
import { dayWords, numberWords } from '../lib/dates.js';
import { errorWords, showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { failedTemplate } from '../parts/failed.js';
import { searchField } from '../parts/search-field.js';
import { showToast } from '../parts/toast.js';
import {
  exported,
  exporting,
  exportLedger,
  failed,
  look,
  lookFor,
  lookFurther,
  looking,
  query,
  rows,
  showLocal,
  totals,
  withLocal,
} from './ledger.js';
import { monthPart } from './month.js';
import { requestRow } from './request.js';
import { sums } from './sums.js';

/** @import { LedgerFormat, Request } from '../ipc/wire.ts' */

/** More is fetched when less than this many pixels are left. */
const AHEAD = 600;

export { loadLedger as load } from './ledger.js';

export function draw() {
  return html`<section class="room ledger" aria-labelledby="ledger-title" @scroll=${onScroll}>
    <div class="column">
      <h1 id="ledger-title">${t('ledger-title')}</h1>
      <p class="ledger-lead">${t('ledger-lead')}</p>
      ${failed.value && !rows.value ? failure(failed.value) : whole()}
    </div>
  </section>`;
}

function whole() {
  if (!rows.value || !totals.value)
    return html`<p class="soft" role="status" aria-busy="true">${t('ledger-reading')}</p>`;
  return html`${isEmpty() ? html`<p class="ledger-nothing" role="status">${withLocal.value ? t('ledger-empty-all') : t('ledger-empty')}</p>` : nothing}
    ${monthPart(totals.value)} ${sums(totals.value)}
    <section class="requests" aria-labelledby="ledger-requests">
      <h2 id="ledger-requests">${t('ledger-requests')}</h2>
      <form role="search" @submit=${onSubmit}>
        ${searchField({ label: t('ledger-search-label'), words: t('ledger-search-words'), value: query.value, look: lookFor, empty: lookAtAll })}
        <label class="switch">
          <input type="checkbox" .checked=${withLocal.value} @change=${onLocal} />
          <span>${t('ledger-with-local')}</span>
        </label>
      </form>
      <p class="ledger-count" role="status">${countWords()}</p>
      ${failed.value ? failure(failed.value) : nothing} ${list()}
    </section>
    ${exportPart()}`;
}

/** Whether there is nothing at all, rather than nothing found. */
function isEmpty() {
  return rows.value?.requests.length === 0 && rows.value.query === '';
}

/** @param {ApiError} error */
function failure(error) {
  const way = html`<button class="quiet" type="button" ?disabled=${looking.value} @click=${again}>${t('ledger-again')}</button>`;
  return failedTemplate(errorWords(error), t('ledger-failed'), way);
}

function again() {
  look().catch(showError);
}

function countWords() {
  const now = rows.value;
  if (!now) return nothing;
  const n = now.requests.length;
  if (n === 0) return isEmpty() ? nothing : t('ledger-none-found', { query: now.query });
  return now.hasMore
    ? t('ledger-shown', { n, shown: numberWords(n) })
    : t('ledger-shown-all', { n, shown: numberWords(n) });
}

function list() {
  const now = rows.value;
  if (!now || now.requests.length === 0) return nothing;
  return html`<div class="request-days" aria-busy=${looking.value ? 'true' : 'false'}>
      ${repeat(
        byDay(now.requests),
        ({ day, requests }) => `${day} ${requests[0]?.id}`,
        ({ day, requests }) => html`<h3>${dayWords(day)}</h3>
          <ol role="list">
            ${repeat(requests, ({ id }) => id, requestRow)}
          </ol>`,
      )}
    </div>
    ${
      now.hasMore
        ? html`<button class="quiet" type="button" ?disabled=${looking.value} @click=${further}>${t('ledger-more')}</button>`
        : nothing
    }`;
}

/**
 * Requests that follow one another on one day, together. A day comes twice when the zone changed between.
 * @param {Request[]} requests
 * @returns {{ day: string, requests: Request[] }[]}
 */
export function byDay(requests) {
  /** @type {{ day: string, requests: Request[] }[]} */
  const days = [];
  for (const request of requests) {
    const last = days.at(-1);
    if (last?.day === request.day) last.requests.push(request);
    else days.push({ day: request.day, requests: [request] });
  }
  return days;
}

function exportPart() {
  return html`<section class="part" aria-labelledby="ledger-export">
    <h2 id="ledger-export">${t('ledger-export')}</h2>
    <p class="soft">${t('ledger-export-words')}</p>
    <div class="ways">${exportButton('csv')} ${exportButton('json')}</div>
    <p class="soft exported" role="status">${exportWords()}</p>
  </section>`;
}

/** @param {LedgerFormat} format */
function exportButton(format) {
  return html`<button class="quiet" type="button" ?disabled=${exporting.value !== null} @click=${() => exportLedger(format).catch(exportFailed)}>
    ${t(`ledger-export-${format}`)}
  </button>`;
}

/** @param {unknown} cause */
function exportFailed(cause) {
  const error = ApiError.from(cause);
  // The one thing about a chosen place that can't be used: it is the data folder.
  if (error.code === 'bad_input')
    showToast({ tone: 'error', text: t('data-export-elsewhere'), details: error.message });
  else showError(error);
}

function exportWords() {
  if (exporting.value) return t('data-exporting');
  if (!exported.value) return nothing;
  const { turns, path } = exported.value;
  return t('ledger-exported', { n: turns, requests: numberWords(turns), path });
}

function further() {
  lookFurther().catch(showError);
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  event.preventDefault();
  again();
}

function lookAtAll() {
  lookFor('');
  again();
}

/** @param {Event} event */
function onLocal(event) {
  showLocal(/** @type {HTMLInputElement} */ (event.target).checked).catch(showError);
}

/** @param {Event} event */
function onScroll(event) {
  const room = /** @type {HTMLElement} */ (event.currentTarget);
  if (room.scrollHeight - room.scrollTop - room.clientHeight < AHEAD) further();
}
