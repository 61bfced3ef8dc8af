// What left this computer, and to whom: the rows, their sums, the month's limit. Signals and actions; nothing here draws.

import { ApiError, call, listen, pickExportPath } from '../ipc/core.js';
import { today } from '../lib/dates.js';
import { showError } from '../lib/error.js';
import { rereading } from '../lib/rereading.js';
import { batch, signal } from '../lib/signals.js';
import { takeSettings } from '../life.js';
import { room } from '../router.js';

/** @import { ExactText, Exported, LedgerFormat, LedgerPage, Request, Totals } from '../ipc/wire.ts' */

export const query = signal('');
/** Whether what only went to this computer itself is shown, too. */
export const withLocal = signal(false);
/** The newest first; `null` until they were read. `query`: what they were found by. */
export const rows = signal(/** @type {{ query: string, requests: Request[], hasMore: boolean } | null} */ (null));
export const totals = signal(/** @type {Totals | null} */ (null));
/** Which sums are shown. */
export const period = signal(/** @type {'days' | 'months'} */ ('days'));
export const looking = signal(false);
/** Why the rows could not be read. */
export const failed = signal(/** @type {ApiError | null} */ (null));
export const exporting = signal(/** @type {LedgerFormat | null} */ (null));
export const exported = signal(/** @type {Exported | null} */ (null));
export const savingLimit = signal(false);

/** Looked for this long after the last key, milliseconds. */
const AFTER = 160;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let asked = 0;
let listening = false;

/** Reads what the room shows, and keeps it true while the room is open. */
export async function loadLedger() {
  if (!listening) {
    listening = true;
    listen((event) => {
      if (room.value !== 'ledger') return;
      if (event.kind === 'ledgerChanged') refresh().catch(showError);
      else if (event.kind === 'settingsChanged' || event.kind === 'overflowed') loadLedger().catch(showError);
    });
  }
  exported.value = null;
  await look();
}

/** Reads from the newest on. What can't be read is said in the room. */
export async function look() {
  clearTimeout(timer);
  asked += 1;
  const mine = asked;
  const words = query.value.trim();
  looking.value = true;
  try {
    const [page, sums] = await readFirst(words);
    if (mine !== asked) return;
    batch(() => {
      failed.value = null;
      rows.value = { query: words, ...page };
      totals.value = sums;
    });
  } catch (cause) {
    if (mine === asked) failed.value = ApiError.from(cause);
  } finally {
    if (mine === asked) looking.value = false;
  }
}

/**
 * @param {string} words
 * @returns {Promise<[LedgerPage, Totals]>}
 */
function readFirst(words) {
  const which = { query: words, withLocal: withLocal.value };
  return Promise.all([call('ledger', { ...which, before: null }), call('ledger_totals', which)]);
}

/** Something left, or ended: reads the newest anew and keeps the older ones that are on screen. */
const refresh = rereading(async () => {
  const mine = asked;
  const words = query.value.trim();
  const [page, sums] = await readFirst(words);
  const now = rows.value;
  if (mine !== asked || !now || now.query !== words) return;
  batch(() => {
    failed.value = null;
    rows.value = { query: words, ...joined(page, now) };
    totals.value = sums;
  });
});

/**
 * The newest page, and what was read after it.
 * @param {LedgerPage} newest
 * @param {LedgerPage} before
 * @returns {LedgerPage}
 */
export function joined(newest, before) {
  const last = newest.requests.at(-1);
  if (!newest.hasMore || !last) return newest;
  const older = before.requests.filter((request) => request.id < last.id);
  return { requests: [...newest.requests, ...older], hasMore: older.length === 0 || before.hasMore };
}

/** Adds the older ones. */
export async function lookFurther() {
  const now = rows.value;
  const last = now?.requests.at(-1);
  if (!now?.hasMore || !last || looking.value) return;
  const mine = asked;
  looking.value = true;
  try {
    const page = await call('ledger', { query: now.query, withLocal: withLocal.value, before: last.id });
    const shown = rows.value;
    if (mine !== asked || !shown) return;
    rows.value = { query: now.query, requests: [...shown.requests, ...page.requests], hasMore: page.hasMore };
  } finally {
    if (mine === asked) looking.value = false;
  }
}

/**
 * The person wrote in the search field.
 * @param {string} text
 */
export function lookFor(text) {
  query.value = text;
  clearTimeout(timer);
  timer = setTimeout(() => void look().catch(showError), AFTER);
}

/** @param {boolean} shown */
export async function showLocal(shown) {
  withLocal.value = shown;
  await look();
}

/**
 * What a person writes as a sum of dollars: `null` for nothing, `undefined` for what is none.
 * @param {string} text
 * @returns {number | null | undefined}
 */
export function toLimit(text) {
  const written = text.trim().replace(/^(US\$|\$)\s*/i, '');
  if (written === '') return null;
  if (!/^\d{1,7}([.,]\d{1,2})?$/.test(written)) return undefined;
  return Number(written.replace(',', '.'));
}

/** @param {number | null} limit  US dollars a month; `null`: none */
export async function saveLimit(limit) {
  if (savingLimit.value) return;
  savingLimit.value = true;
  try {
    takeSettings(await call('change_settings', { monthlyLimit: limit }));
    totals.value = await call('ledger_totals', { query: query.value.trim(), withLocal: withLocal.value });
  } finally {
    savingLimit.value = false;
  }
}

/**
 * Writes every row to a file of the person's choice. Nothing happens when they choose none.
 * @param {LedgerFormat} format
 */
export async function exportLedger(format) {
  if (exporting.value) return;
  exporting.value = format;
  exported.value = null;
  try {
    const path = await pickExportPath(`samantha-ledger-${today()}.${format}`);
    if (path !== null) exported.value = await call('export_ledger', { format, path });
  } finally {
    exporting.value = null;
  }
}

/**
 * @param {number} request
 * @returns {Promise<ExactText | null>}
 */
export function exactText(request) {
  return call('exact_text', { request });
}
