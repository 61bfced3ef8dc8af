// One request: a row, and the sheet with its exact text.

import { html, nothing } from 'lit-html';
import { copyText } from '../lib/clipboard.js';
import { dayWords } from '../lib/dates.js';
import { showError } from '../lib/error.js';
import { hasWords, t } from '../lib/fluent.js';
import { signal } from '../lib/signals.js';
import { openSheet } from '../parts/dialog.js';
import { icon } from '../parts/icons.js';
import { bytesWords, costWords, millisWords, tokensWords } from './figures.js';
import { exactText } from './ledger.js';

/** @import { ExactText, Request } from '../ipc/wire.ts' */

/** @param {Request} request */
export function requestRow(request) {
  const state = stateWords(request);
  const purpose = t(`purpose-${request.purpose}`);
  const figures = [
    t('ledger-sent', { bytes: bytesWords(request.bytesOut) }),
    request.state === 'open' ? null : t('ledger-received', { bytes: bytesWords(request.bytesIn) }),
    tokensWords(request),
    costWords(request),
    request.state === 'open' || request.state === 'cut_off' ? null : millisWords(request.millis),
  ];
  return html`<li class="request" data-state=${request.state}>
    <span class="request-time">${request.time}</span>
    <div class="request-what">
      <p class="request-who">
        ${icon(request.local ? 'home' : 'away')}
        <span><strong>${request.host}</strong>${request.model === '' ? nothing : html` <span class="request-model">${request.model}</span>`}</span>
      </p>
      <p class="request-figures">${[purpose, ...figures].filter((words) => words !== null).join(' · ')}</p>
      ${state ? html`<p class="request-state">${state}</p>` : nothing}
    </div>
    ${
      request.held
        ? html`<button class="quiet" type="button" aria-label=${t('ledger-exact-label', { time: request.time, host: request.host })} @click=${() => openExact(request)}>${t('ledger-exact')}</button>`
        : nothing
    }
  </li>`;
}

/**
 * How it stands, where it isn't whole.
 * @param {Request} request
 * @returns {string | null}
 */
export function stateWords({ state, failure, local }) {
  if (state === 'whole') return local ? t('ledger-stayed') : null;
  if (state !== 'failed') return t(`ledger-state-${state}`);
  const known = failure !== null && hasWords(`failure-${failure}`) ? failure : 'unreadable';
  return t(`failure-${known}`);
}

/** @param {Request} request */
export function openExact(request) {
  const exact = signal(/** @type {ExactText | null | undefined} */ (undefined));
  exactText(request.id).then((found) => {
    exact.value = found;
  }, showError);
  openSheet({
    title: () => t('ledger-exact-title'),
    body: () => exactTemplate(request, exact.value),
  }).catch(showError);
}

/**
 * @param {Request} request
 * @param {ExactText | null | undefined} exact
 */
function exactTemplate(request, exact) {
  if (exact === undefined) return html`<p role="status" aria-busy="true">${t('ledger-reading')}</p>`;
  if (exact === null) return html`<p>${t('ledger-exact-gone')}</p>`;
  return html`<div class="exact">
    <p class="exact-about">
      ${t('ledger-exact-about', { host: request.host, day: dayWords(request.day), time: request.time })}
    </p>
    <p class="exact-about">${t('ledger-exact-memory')}</p>
    <pre tabindex="0" aria-label=${t('ledger-exact-title')}>${exact.text}</pre>
    <button class="quiet" type="button" @click=${() => copyText(exact.text).catch(showError)}>${icon('copy')}${t('turn-copy')}</button>
  </div>`;
}
