// What can be done in the talk: say, ask again, edit, stop, delete. Signals and actions; nothing here draws.

import { call, converse } from '../ipc/core.js';
import { errorWords, showError } from '../lib/error.js';
import { hasWords, t } from '../lib/fluent.js';
import { batch, computed, signal } from '../lib/signals.js';
import { showToast } from '../parts/toast.js';
import { Exchange, newUid } from './exchange.js';
import { toItems } from './items.js';
import { allPrepared, draftPictures, picturesSaid, preparing, takeDraftPictures } from './pictures.js';
import { offRecord } from './record.js';
import {
  dropAnswersTo,
  dropOffRecord,
  goToNow,
  hasLater,
  jump,
  putTurns,
  refresh,
  reshow,
  showPage,
  turns,
} from './turns.js';

/** @import { Converse, Delta, HelpLines, Opening, Turn } from '../ipc/wire.ts' */

export { goTo, goToNow } from './turns.js';

/** What is written and not yet said. */
export const draft = signal('');
/** Why the last words were not kept: they are still in the composer. */
export const notKept = signal(/** @type {ReturnType<typeof errorWords> | null} */ (null));
/** Whether words are on their way to be kept. */
export const keeping = signal(false);
/** The person's turn that is being edited. `notKept`: why its new words were not kept. */
export const editing = signal(
  /** @type {{ turn: number, text: string, keeping: boolean, notKept: ReturnType<typeof errorWords> | null } | null} */ (
    null
  ),
);
/** Answers being made; the newest last. */
export const exchanges = signal(/** @type {Exchange[]} */ ([]));
/** The last answer, in words, for a screen reader. */
export const announced = signal('');
/** Turns whose latest new attempt did not come whole. */
export const attempts = signal(/** @type {ReadonlySet<number>} */ (new Set()));

const helps = signal(/** @type {Map<number, HelpLines>} */ (new Map()));
const typing = signal(false);
/** A turn that streamed keeps the key it streamed under. @type {Map<number, string>} */
const keys = new Map();

/** What the thread shows. */
export const items = computed(() =>
  toItems({ turns: turns.value, hasLater: hasLater.value, exchanges: exchanges.value, helps: helps.value, keys }),
);

export const answering = computed(() => exchanges.value.length > 0);

/** The state of her line, and nothing but the truth: it follows what is happening. */
export const presence = computed(() => {
  const now = exchanges.value.findLast((exchange) => exchange.begun);
  if (now) return now.text.value === '' ? 'thinking' : 'speaking';
  return typing.value ? 'listening' : 'idle';
});

export const level = computed(() => exchanges.value.at(-1)?.level.value ?? 0);

/** The person's last turn on screen, if the end of the talk is on screen. Off the record nothing can be edited. */
export const lastOfYours = computed(() => {
  if (hasLater.value || offRecord.value) return undefined;
  return turns.value.findLast((turn) => turn.speaker === 'user' && turn.forgottenAt === null);
});

/**
 * Words waiting to be kept. The same words with the same pictures, said again, carry the same uid.
 * @type {{ text: string, pictures: string, uid: string } | null}
 */
let words = null;

/** @param {Opening} opening */
export function beginTalk(opening) {
  batch(() => {
    showPage(opening.page);
    exchanges.value = [];
    helps.value = new Map();
    offRecord.value = opening.offRecord;
    draft.value = opening.draft;
    saved = opening.draft;
    takeDraftPictures(opening.draftPictures);
    jump.value = { turn: null };
  });
  if (opening.answering) joinAnswer().catch(showError);
}

/** Asks again for what is on screen, and joins an answer this page may have missed. */
export async function reloadTalk() {
  await Promise.all([reshow(), joinAnswer()]);
}

/**
 * Says what is written.
 * @returns {Promise<void>}
 */
export async function say() {
  if (keeping.value) return;
  if (preparing.value > 0 && !(await picturesAreReady())) return;
  const text = draft.value;
  // Off the record they wait: they are kept with the draft.
  const pictures = offRecord.value ? [] : draftPictures.value.map((picture) => picture.id);
  if (text.trim() === '' && pictures.length === 0) return;
  const shown = pictures.join();
  if (words?.text !== text || words.pictures !== shown) words = { text, pictures: shown, uid: newUid() };
  keeping.value = true;
  notKept.value = null;
  if (hasLater.value) await goToNow().catch(showError);
  else jump.value = { turn: null };
  try {
    await exchange({ kind: 'say', uid: words.uid, text, pictures });
  } finally {
    keeping.value = false;
  }
}

/** Nothing is sent without a picture that was shown beside it. */
async function picturesAreReady() {
  keeping.value = true;
  try {
    return await allPrepared();
  } finally {
    keeping.value = false;
  }
}

/**
 * Asks again for an answer, or for the answer to a turn of the person's.
 * @param {number} turn
 */
export async function retry(turn) {
  jump.value = { turn: null };
  await exchange({ kind: 'retry', turn });
}

/** Lets her go on without new words. */
export async function goOn() {
  jump.value = { turn: null };
  await exchange({ kind: 'goOn' });
}

/** Stops the answer being made. */
export async function stop() {
  if (answering.value) await call('stop', {});
}

/** @param {Turn} turn */
export function beginEdit(turn) {
  editing.value = { turn: turn.id, text: turn.text, keeping: false, notKept: null };
}

export function endEdit() {
  editing.value = null;
}

/**
 * Replaces the words of the person's last turn.
 * @param {string} text
 */
export async function sendEdit(text) {
  const now = editing.value;
  if (!now || now.keeping || text.trim() === '') return;
  editing.value = { ...now, text, keeping: true, notKept: null };
  try {
    await exchange({ kind: 'edit', turn: now.turn, text });
  } finally {
    if (editing.value?.turn === now.turn && editing.value.keeping) editing.value = { ...editing.value, keeping: false };
  }
}

/**
 * Deletes a turn; for ten seconds it can be brought back.
 * @param {Turn} turn
 */
export async function deleteTurn(turn) {
  const { undoUntil } = await call('delete_turn', { turn: turn.id });
  putTurns([{ ...turn, forgottenAt: undoUntil }]);
  const close = showToast({
    tone: 'plain',
    text: t('turn-deleted'),
    until: undoUntil,
    action: {
      label: t('undo'),
      run: () => {
        close();
        restoreTurn(turn.id).catch(showError);
      },
    },
  });
}

/** @param {number} turn */
export async function restoreTurn(turn) {
  await call('restore_turn', { turn });
  const there = turns.value.find((shown) => shown.id === turn);
  if (there) putTurns([{ ...there, forgottenAt: null }]);
  else await refresh([turn]);
}

/** Whether a turn goes because it asked to forget, and repeats what is forgotten. @param {Turn} turn */
export function goesWithWish({ id, wish }) {
  return wish?.kind === 'forget' && wish.state === 'done' && wish.turns.some(({ turn }) => turn === id);
}

/** Brings a turn back, and what goes with it. @param {Turn} turn */
export async function bringBack(turn) {
  if (goesWithWish(turn)) await call('undo_wish', { turn: turn.id });
  else await restoreTurn(turn.id);
}

/** @param {number[]} changed */
export async function turnsChanged(changed) {
  await refresh(changed);
}

/** Joins the answer being made, unless this page is already following one. */
export async function joinAnswer() {
  if (exchanges.value.length > 0) return;
  await exchange({ kind: 'rejoin' });
}

/**
 * One request, from the asking to the last delta.
 * @param {Converse} request
 */
async function exchange(request) {
  const now = new Exchange(request);
  exchanges.value = [...exchanges.value, now];
  try {
    await converse(request, (delta) => batch(() => onDelta(now, delta)));
  } catch (error) {
    // It never began, or broke on the way: what was written is still there.
    if (now.begun || (request.kind !== 'say' && request.kind !== 'edit')) throw error;
    keepWords(request, errorWords(error));
  } finally {
    end(now);
  }
}

/**
 * @param {Exchange} now
 * @param {Delta} delta
 */
function onDelta(now, delta) {
  switch (delta.kind) {
    case 'kept':
      now.begun = true;
      now.replyTo = delta.turn.id;
      putTurns([delta.turn]);
      jump.value = { turn: null };
      wordsKept(now.request);
      break;
    case 'notKept':
      end(now);
      keepWords(now.request, errorWords(delta.error));
      break;
    case 'refused':
      end(now);
      keepWords(now.request, null);
      showError(delta.error);
      break;
    case 'help': {
      const turn = now.replyTo ?? turns.value.at(-1)?.id;
      if (turn !== undefined) helps.value = new Map(helps.value).set(turn, delta.help);
      break;
    }
    case 'answering':
      now.begun = true;
      now.replyTo = delta.replyTo;
      now.turn = delta.turn;
      now.answeredBy = delta.answeredBy;
      now.restart(delta.text);
      // Off the record a new answer has no old one to fall back to.
      if (now.turn === null && now.replyTo !== null && now.replyTo < 0) dropAnswersTo(now.replyTo);
      if (now.turn !== null) forgetAttempt(now.turn);
      break;
    case 'piece':
      now.piece(delta.text);
      break;
    case 'waiting':
      now.wait(delta.why);
      break;
    case 'instead':
      now.wait(null);
      now.answeredBy = delta.answeredBy;
      now.failure = delta.failure;
      now.restart('');
      break;
    case 'closed':
      now.show();
      end(now);
      if (delta.turn) {
        // What streamed in its own place goes on in the same element; what replaces a turn takes that turn's.
        if (now.turn === null) keys.set(delta.turn.id, now.key);
        putTurns([delta.turn]);
        announced.value = delta.turn.text;
      }
      // Asked again, and not a word came: the turn stands as it was, so the reason has no place beneath it.
      if (delta.failure && now.turn !== null && !delta.attempt) showFailure(delta.failure);
      if (delta.attempt && delta.turn) attempts.value = new Set(attempts.value).add(delta.turn.id);
      break;
    case 'idle':
      end(now);
      // It ended between being told of and being asked for: what came of it is in the talk.
      if (now.request.kind === 'rejoin') reshow().catch(showError);
      break;
  }
  if (delta.kind === 'kept' || delta.kind === 'answering' || delta.kind === 'instead')
    exchanges.value = [...exchanges.value];
}

/** @param {string} failure  why a model gave nothing */
function showFailure(failure) {
  const known = hasWords(`failure-${failure}`) ? failure : 'unreadable';
  showToast({ tone: 'error', text: t(`failure-${known}`), next: t(`failure-${known}-next`) });
}

/** @param {Exchange} now */
function end(now) {
  if (now.ended) return;
  now.ended = true;
  now.wait(null);
  exchanges.value = exchanges.value.filter((other) => other !== now);
}

/** @param {number} turn */
function forgetAttempt(turn) {
  if (!attempts.value.has(turn)) return;
  const left = new Set(attempts.value);
  left.delete(turn);
  attempts.value = left;
}

/**
 * The words are durable: they leave the composer, except what was written since.
 * @param {Converse} request
 */
function wordsKept(request) {
  if (request.kind === 'edit') {
    editing.value = null;
    return;
  }
  if (request.kind !== 'say') return;
  words = null;
  keeping.value = false;
  const rest = draft.value.startsWith(request.text) ? draft.value.slice(request.text.length).trimStart() : draft.value;
  draft.value = rest;
  picturesSaid(request.pictures);
  typing.value = false;
  saveDraft();
}

/**
 * The words were not kept: they stay where they were written.
 * @param {Converse} request
 * @param {ReturnType<typeof errorWords> | null} why
 */
function keepWords(request, why) {
  if (request.kind === 'say') {
    keeping.value = false;
    notKept.value = why;
  } else if (request.kind === 'edit' && editing.value) {
    editing.value = { ...editing.value, keeping: false, notKept: why };
  } else if (why) {
    showToast({ tone: 'error', ...why });
  }
}

/** Saved this long after the last key, milliseconds. */
const DRAFT_AFTER = 300;
/** Silent this long, the person is no longer typing. */
const STILL = 2500;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let draftTimer;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let stillTimer;
let saved = '';

/**
 * The person wrote.
 * @param {string} text
 */
export function write(text) {
  batch(() => {
    draft.value = text;
    notKept.value = null;
    typing.value = text !== '';
  });
  clearTimeout(stillTimer);
  stillTimer = setTimeout(stoppedTyping, STILL);
  clearTimeout(draftTimer);
  draftTimer = setTimeout(saveDraft, DRAFT_AFTER);
}

export function stoppedTyping() {
  clearTimeout(stillTimer);
  typing.value = false;
}

/** Keeps what is written, so that it is there when the page opens again; off the record not a letter of it. */
export function saveDraft() {
  clearTimeout(draftTimer);
  if (offRecord.value) return;
  const text = draft.value;
  if (text === saved) return;
  saved = text;
  call('save_draft', { text }).catch((error) => {
    saved = '\0';
    showError(error);
  });
}

/** What is written stays in the composer, and nowhere else. */
export async function forgetDraft() {
  clearTimeout(draftTimer);
  if (saved === '') return;
  await call('save_draft', { text: '' });
  saved = '';
}

/**
 * The life says whether anything is kept from now on. When it is again, what was said meanwhile is gone, and what was
 * written meanwhile stays in the composer alone until more is written.
 * @param {boolean} on
 */
export function offRecordIs(on) {
  if (on === offRecord.value) return;
  batch(() => {
    offRecord.value = on;
    if (on) return;
    clearTimeout(draftTimer);
    saved = draft.value;
    dropOffRecord();
    helps.value = new Map([...helps.value].filter(([turn]) => turn > 0));
    attempts.value = new Set([...attempts.value].filter((turn) => turn > 0));
    announced.value = '';
    for (const turn of keys.keys()) if (turn < 0) keys.delete(turn);
  });
}

/** The draft is kept when the page is left, however that happens. */
export function followTyping() {
  addEventListener('pagehide', saveDraft);
  addEventListener('blur', saveDraft);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') saveDraft();
  });
}
