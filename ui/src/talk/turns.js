// The turns on screen: a window on one lifelong conversation, moved in both directions, never more than a few pages.

import { call } from '../ipc/core.js';
import { batch, signal } from '../lib/signals.js';
import { forgetThumbnails } from './pictures.js';

/** @import { Page, Turn } from '../ipc/wire.ts' */

/** Turns asked for at once. */
export const PAGE = 60;
/** Turns kept on screen at most. */
export const MOST = 240;

/** In order, oldest first; what is said off the record stands after everything that is kept. */
export const turns = signal(/** @type {Turn[]} */ ([]));
export const hasEarlier = signal(false);
export const hasLater = signal(false);
/** Whether the reader is at the end and wants to stay there. The thread keeps it true. */
export const following = signal(true);

/**
 * Where the thread must go, once: to a turn, or to the end. A new object each time.
 * @type {import('../lib/signals.js').Signal<{ turn: number | null } | null>}
 */
export const jump = signal(/** @type {{ turn: number | null } | null} */ (null));

/**
 * Where a turn stands: ids grow, but those below zero (off the record) come last, -1 first among them.
 * @param {number} id
 */
const place = (id) => (id < 0 ? 2 ** 52 - id : id);

/** Counts the windows: a reply that comes after the window was replaced is of no use. */
let windows = 0;
let fetchingEarlier = false;
let fetchingLater = false;

/** @param {Page} page */
export function showPage(page) {
  windows += 1;
  fetchingEarlier = false;
  fetchingLater = false;
  batch(() => {
    turns.value = page.turns;
    hasEarlier.value = page.hasEarlier;
    hasLater.value = page.hasLater;
  });
  watchForgetting();
}

/** Adds the page before the first turn on screen. */
export async function loadEarlier() {
  const first = turns.value.at(0);
  if (fetchingEarlier || !hasEarlier.value || !first) return;
  fetchingEarlier = true;
  const asked = windows;
  try {
    const page = await call('page', { from: first.id < 0 ? 'latest' : { before: first.id }, limit: PAGE });
    if (asked !== windows || turns.value.at(0)?.id !== first.id) return;
    const all = [...page.turns.filter((turn) => place(turn.id) < place(first.id)), ...turns.value];
    batch(() => {
      if (all.length > MOST) hasLater.value = true;
      turns.value = all.slice(0, MOST);
      hasEarlier.value = page.hasEarlier;
    });
    watchForgetting();
  } finally {
    if (asked === windows) fetchingEarlier = false;
  }
}

/** Adds the page after the last turn on screen. */
export async function loadLater() {
  const last = turns.value.at(-1);
  if (fetchingLater || !hasLater.value || !last) return;
  fetchingLater = true;
  const asked = windows;
  try {
    const page = await call('page', { from: last.id < 0 ? 'latest' : { after: last.id }, limit: PAGE });
    if (asked !== windows || turns.value.at(-1)?.id !== last.id) return;
    const all = [...turns.value, ...page.turns.filter((turn) => place(turn.id) > place(last.id))];
    batch(() => {
      if (all.length > MOST) hasEarlier.value = true;
      turns.value = all.slice(-MOST);
      hasLater.value = page.hasLater;
    });
    watchForgetting();
  } finally {
    if (asked === windows) fetchingLater = false;
  }
}

/**
 * Shows the moment of a turn.
 * @param {number} turn
 */
export async function goTo(turn) {
  if (!turns.value.some((shown) => shown.id === turn)) {
    showPage(await call('page', { from: { around: turn }, limit: PAGE * 2 }));
  }
  jump.value = { turn };
}

/** Shows the end of the talk. */
export async function goToNow() {
  if (hasLater.value) showPage(await call('page', { from: 'latest', limit: PAGE }));
  jump.value = { turn: null };
}

/**
 * Puts turns in their places. Those after the last one on screen are only added when the end is on screen.
 * @param {Turn[]} changed
 */
export function putTurns(changed) {
  const all = [...turns.value];
  for (const turn of changed) {
    const at = all.findIndex((shown) => place(shown.id) >= place(turn.id));
    const there = at === -1 ? undefined : all[at];
    if (there?.id === turn.id) {
      // A page asked for during the answer may come after its end.
      if (turn.state === 'streaming' && there.state !== 'streaming') continue;
      all[at] = turn;
    } else if (at === -1) {
      if (!hasLater.value) all.push(turn);
    } else if (at > 0 || !hasEarlier.value) {
      all.splice(at, 0, turn);
    }
  }
  batch(() => {
    if (all.length > MOST && following.value) {
      hasEarlier.value = true;
      // What nothing keeps can't be fetched again.
      const kept = all.filter((turn) => turn.id > 0).length;
      all.splice(0, Math.min(all.length - MOST, kept));
    }
    turns.value = all;
  });
  watchForgetting();
}

/** @param {number} turn */
export function dropTurn(turn) {
  if (turns.value.some((shown) => shown.id === turn)) turns.value = turns.value.filter((shown) => shown.id !== turn);
}

/**
 * Asks again for the turns that changed, those on screen and new ones at its end.
 * @param {number[]} changed
 */
export async function refresh(changed) {
  const asked = windows;
  const first = place(turns.value.at(0)?.id ?? 0);
  const last = place(turns.value.at(-1)?.id ?? 0);
  const near = changed.filter(
    (id) => (place(id) >= first || !hasEarlier.value) && (place(id) <= last || !hasLater.value),
  );
  if (near.length === 0) return;
  if (near.length > 4) {
    await reshow();
    return;
  }
  for (const id of near) {
    // What is off the record is only ever at the end.
    const from = id < 0 ? /** @type {const} */ ('latest') : { around: id };
    const page = await call('page', { from, limit: id < 0 ? PAGE : 3 }).catch((error) => {
      if (error.code === 'gone') return null;
      throw error;
    });
    if (asked !== windows) return;
    const found = page?.turns.find((turn) => turn.id === id);
    if (found) putTurns([found]);
    else dropTurn(id);
  }
}

/** Lets go of what was said off the record. */
export function dropOffRecord() {
  if (turns.value.some((turn) => turn.offRecord)) turns.value = turns.value.filter((turn) => !turn.offRecord);
}

/** @param {number} words  the turn whose answers go */
export function dropAnswersTo(words) {
  if (turns.value.some((turn) => turn.replyTo === words))
    turns.value = turns.value.filter((turn) => turn.replyTo !== words);
}

/** Asks again for everything on screen. */
export async function reshow() {
  const shown = turns.value;
  const middle = shown[Math.floor(shown.length / 2)];
  const from = hasLater.value && middle ? { around: middle.id } : /** @type {const} */ ('latest');
  showPage(await call('page', { from, limit: Math.min(200, Math.max(PAGE, shown.length)) }));
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let forgetting;

/** A deleted turn leaves the screen when its removal becomes final. */
function watchForgetting() {
  clearTimeout(forgetting);
  const moments = turns.value.flatMap((turn) => (turn.forgottenAt === null ? [] : [turn.forgottenAt]));
  if (moments.length === 0) return;
  forgetting = setTimeout(
    () => {
      const now = Date.now();
      const over = turns.value.filter((turn) => turn.forgottenAt !== null && turn.forgottenAt <= now);
      forgetThumbnails(over.flatMap((turn) => turn.pictures));
      turns.value = turns.value.filter((turn) => !over.includes(turn));
      watchForgetting();
    },
    Math.max(0, Math.min(...moments) - Date.now()) + 20,
  );
}
