// Short messages at the edge of the window. One that offers an undo counts down while it can still be done.

import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { t } from '../lib/fluent.js';
import { draw, signal } from '../lib/signals.js';
import { icon } from './icons.js';
import { offerUndo, withdrawUndo } from './undo.js';

/**
 * @typedef {object} Toast
 * @property {number} key
 * @property {'plain' | 'error'} tone
 * @property {string} text
 * @property {string} [next]  What can be done about it.
 * @property {string} [details]  For the fold.
 * @property {{ label: string, run: () => void }} [action]
 * @property {number} [stays]  How long it stays, milliseconds, when that is not as long as others do.
 * @property {number} [until]  Unix milliseconds; shown as seconds left beside the action.
 */

/** What is shown now, oldest first. */
export const toasts = signal(/** @type {Toast[]} */ ([]));

/** Ticks once a second while something counts down. */
const second = signal(0);

let lastKey = 0;
/** @type {ReturnType<typeof setInterval> | null} */
let ticking = null;
/** @type {Map<number, ReturnType<typeof setTimeout>>} */
const endings = new Map();

/** How long a plain message stays, milliseconds. Errors stay until they are closed. */
const STAYS = 6000;
const MOST = 4;

/**
 * Shows a message. Returns the function that closes it.
 * @param {Omit<Toast, 'key'>} toast
 * @returns {() => void}
 */
export function showToast(toast) {
  const same = toasts.value.find((t) => t.text === toast.text && t.details === toast.details && !t.action);
  if (same && !toast.action) return () => closeToast(same.key);
  lastKey += 1;
  const key = lastKey;
  toasts.value = [...toasts.value, { ...toast, key }].slice(-MOST);
  const stays = toast.until ? toast.until - Date.now() : toast.tone === 'error' ? null : (toast.stays ?? STAYS);
  if (stays !== null)
    endings.set(
      key,
      setTimeout(() => closeToast(key), Math.max(0, stays)),
    );
  if (toast.until !== undefined && toast.action) offerUndo(nameOf(key), { until: toast.until, undo: toast.action.run });
  keepTicking();
  return () => closeToast(key);
}

/** Under which name it can be taken back. @param {number} key */
const nameOf = (key) => `toast ${key}`;

/** @param {number} key */
export function closeToast(key) {
  clearTimeout(endings.get(key));
  endings.delete(key);
  withdrawUndo(nameOf(key));
  toasts.value = toasts.value.filter((toast) => toast.key !== key);
  keepTicking();
}

function keepTicking() {
  const counting = toasts.value.some((toast) => toast.until !== undefined);
  if (counting && ticking === null) ticking = setInterval(() => (second.value += 1), 1000);
  if (!counting && ticking !== null) {
    clearInterval(ticking);
    ticking = null;
  }
}

/** Sheets over the page, the top one last. @type {import('../lib/signals.js').Signal<readonly HTMLElement[]>} */
const sheets = signal(/** @type {readonly HTMLElement[]} */ ([]));

/** The messages, for the view: while a sheet is open they are in it, for nothing else can be reached then. */
export function toastStack() {
  return sheets.value.length === 0 ? stack() : nothing;
}

/**
 * Draws the messages in a sheet while it is the top one.
 * @param {HTMLElement} sheet
 * @returns {() => void} ends it
 */
export function toastsOver(sheet) {
  const place = document.createElement('div');
  sheet.append(place);
  sheets.value = [...sheets.peek(), sheet];
  const stop = draw(() => (sheets.value.at(-1) === sheet ? stack() : nothing), place);
  return () => {
    stop();
    sheets.value = sheets.peek().filter((other) => other !== sheet);
  };
}

function stack() {
  return html`<div class="toasts" role="status" aria-live="polite">
    ${repeat(toasts.value, (toast) => toast.key, toastTemplate)}
  </div>`;
}

/** @param {Toast} toast */
function toastTemplate(toast) {
  return html`<div class="toast" data-tone=${toast.tone}>
    <div class="toast-words">
      <p>${toast.text}</p>
      ${toast.next ? html`<p class="toast-next">${toast.next}</p>` : nothing}
      ${
        toast.details
          ? html`<details><summary>${t('error-details')}</summary><pre>${toast.details}</pre></details>`
          : nothing
      }
    </div>
    ${
      toast.action
        ? html`<button class="quiet" type="button" @click=${toast.action.run}>
            ${toast.action.label}${toast.until ? html` <span aria-hidden="true">${secondsLeft(toast.until)}</span>` : nothing}
          </button>`
        : nothing
    }
    <button class="round" type="button" aria-label=${t('close')} @click=${() => closeToast(toast.key)}>${icon('close')}</button>
  </div>`;
}

/** @param {number} until */
function secondsLeft(until) {
  second.value;
  return Math.max(0, Math.ceil((until - Date.now()) / 1000));
}
