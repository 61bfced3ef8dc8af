// Looking for words in everything ever said. Signals and actions; nothing here draws.

import { call } from '../ipc/core.js';
import { showError } from '../lib/error.js';
import { batch, signal } from '../lib/signals.js';

/** @import { Hit } from '../ipc/wire.ts' */

export const query = signal('');
/** What was found for `found.query`; `null` before anything was looked for. */
export const found = signal(/** @type {{ query: string, hits: Hit[], moreBefore: number | null } | null} */ (null));
export const looking = signal(false);

/** Looked for this long after the last key, milliseconds. */
const AFTER = 140;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let asked = 0;

/**
 * The person wrote in the field.
 * @param {string} text
 */
export function look(text) {
  query.value = text;
  clearTimeout(timer);
  timer = setTimeout(() => void lookNow().catch(showError), AFTER);
}

/** Looks for what is written. */
export async function lookNow() {
  clearTimeout(timer);
  const words = query.value.trim();
  asked += 1;
  const mine = asked;
  if (words === '') {
    batch(() => {
      found.value = null;
      looking.value = false;
    });
    return;
  }
  looking.value = true;
  try {
    const { hits, moreBefore } = await call('search', { query: words, before: null });
    if (mine === asked) found.value = { query: words, hits, moreBefore };
  } finally {
    if (mine === asked) looking.value = false;
  }
}

/** Adds the older ones. */
export async function lookFurther() {
  const now = found.value;
  if (!now || now.moreBefore === null || looking.value) return;
  const mine = asked;
  looking.value = true;
  try {
    const { hits, moreBefore } = await call('search', { query: now.query, before: now.moreBefore });
    if (mine === asked) found.value = { ...now, hits: [...now.hits, ...hits], moreBefore };
  } finally {
    if (mine === asked) looking.value = false;
  }
}

/**
 * An excerpt in parts, in order: those that were found are marked. Marks out of order or out of bounds are left out.
 * @param {string} excerpt
 * @param {[number, number][]} marks  UTF-16 offsets [start, end)
 * @returns {{ text: string, marked: boolean }[]}
 */
export function toParts(excerpt, marks) {
  const parts = [];
  let at = 0;
  for (const [start, end] of marks) {
    if (start < at || end <= start || end > excerpt.length) continue;
    if (start > at) parts.push({ text: excerpt.slice(at, start), marked: false });
    parts.push({ text: excerpt.slice(start, end), marked: true });
    at = end;
  }
  if (at < excerpt.length) parts.push({ text: excerpt.slice(at), marked: false });
  return parts;
}
