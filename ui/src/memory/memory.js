// What she remembers, as the room shows it: facts by words, person, kind and time; doubts first; people; what is not to
// be brought up. Signals and actions; nothing here draws.

import { ApiError, call, listen } from '../ipc/core.js';
import { showError } from '../lib/error.js';
import { rereading } from '../lib/rereading.js';
import { batch, computed, effect, signal } from '../lib/signals.js';
import { loadShelf } from '../models/shelf.js';
import { room } from '../router.js';

/** @import { About, Avoided, Event, Fact, FactDetail, FactKind, FactPage, FactsArgs, Meaning, Person, Settled } from '../ipc/wire.ts' */

/** @typedef {'facts' | 'themes' | 'people' | 'avoided'} View */
/**
 * @typedef {object} Filter
 * @property {string} query
 * @property {About | null} about
 * @property {FactKind | null} kind
 * @property {string | null} fromDay
 * @property {string | null} untilDay
 * @property {string | null} believedOn
 * @property {boolean} past
 */

/** @type {Filter} */
export const NO_FILTER = {
  query: '',
  about: null,
  kind: null,
  fromDay: null,
  untilDay: null,
  believedOn: null,
  past: false,
};

export const view = signal(/** @type {View} */ ('facts'));
export const filter = signal(NO_FILTER);
/** What was found, and by which filter; `null` until it was read. */
export const found = signal(/** @type {(FactPage & { by: Filter, view: View }) | null} */ (null));
/** What she heard in two ways, each with what stands against it. */
export const doubts = signal(/** @type {FactDetail[]} */ ([]));
export const people = signal(/** @type {Person[] | null} */ (null));
export const avoided = signal(/** @type {Avoided[] | null} */ (null));
export const meaning = signal(/** @type {Meaning | null} */ (null));
export const looking = signal(false);
/** Why it could not be read. */
export const failed = signal(/** @type {ApiError | null} */ (null));

/** Whether anything but everything is asked for. */
export const filtered = computed(() => {
  const { believedOn: _, ...rest } = filter.value;
  const { believedOn: __, ...none } = NO_FILTER;
  return JSON.stringify(rest) !== JSON.stringify(none);
});

/** Facts asked for at once. */
export const PAGE = 50;
/** The most facts that can be had at once. */
const MOST = 2000;
/** Doubts shown at once. */
const DOUBTS = 3;
/** Doubts asked for, so that there are so many pairs among them. */
const DOUBTFUL = 4 * DOUBTS;
/** Looked for this long after the last key, milliseconds. */
const AFTER = 160;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** What changed is read this long after it did, milliseconds. */
const CALM = 500;
/** Whether that is going to be. */
let soon = false;
let asked = 0;
let listening = false;

/** Reads what the room shows, and keeps it true while the room is open. */
export async function loadMemory() {
  if (!listening) {
    listening = true;
    listen(onEvent);
  }
  // Only what it costs to see how the model of meaning stands: the list of files is small.
  loadShelf().catch(showError);
  await look();
}

/** @param {Event} event */
function onEvent(event) {
  if (room.value !== 'memory') return;
  if (event.kind === 'memoryChanged' || event.kind === 'overflowed') {
    // One deed may be told many times over.
    if (soon) return;
    soon = true;
    setTimeout(() => {
      soon = false;
      refresh().catch(showError);
    }, CALM);
  }
  if (event.kind === 'readingProgress') readMeaning().catch(showError);
  if (event.kind === 'shelfChanged') Promise.all([loadShelf(), readMeaning()]).catch(showError);
}

async function readMeaning() {
  meaning.value = await call('meaning', {});
}

/**
 * @param {Filter} by
 * @param {View} shown
 * @param {Pick<FactsArgs, 'after' | 'limit'>} part
 * @returns {FactsArgs}
 */
function argsOf(by, shown, part) {
  return { ...by, query: by.query.trim(), kind: shown === 'themes' ? 'theme' : by.kind, doubted: false, ...part };
}

/** Resolves when the room was read, or could not be. @returns {Promise<void>} */
export function whenRead() {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (!found.value && !failed.value) return;
      queueMicrotask(() => {
        stop();
        resolve();
      });
    });
  });
}

/** Reads from the beginning. What can't be read is said in the room. */
export async function look() {
  clearTimeout(timer);
  asked += 1;
  const mine = asked;
  looking.value = true;
  try {
    await readAll(mine, 0);
  } catch (cause) {
    if (mine === asked) failed.value = ApiError.from(cause);
  } finally {
    if (mine === asked) looking.value = false;
  }
}

/**
 * Everything the room shows, as much of the list as was on screen.
 * @param {number} mine  of which asking; a reply that comes after another asking is of no use
 * @param {number} onScreen  so many facts at least
 */
async function readAll(mine, onScreen) {
  const by = filter.value;
  const shown = view.value;
  const limit = Math.min(MOST, Math.max(PAGE, onScreen));
  const [first, unsure, everybody, notNow, way] = await Promise.all([
    call('facts', argsOf(by, shown, { after: null, limit })),
    call('facts', { ...NO_FILTER, doubted: true, after: null, limit: DOUBTFUL }),
    call('people', {}),
    call('avoided', {}),
    call('meaning', {}),
  ]);
  const { about } = by;
  if (mine === asked && typeof about === 'object' && about && !everybody.some(({ id }) => id === about.person)) {
    // Whoever was asked for is forgotten, or is somebody else now.
    filter.value = { ...filter.value, about: null };
    await look();
    return;
  }
  let page = first;
  while (page.next !== null && page.facts.length < onScreen && mine === asked) {
    const more = await call('facts', argsOf(by, shown, { after: page.next, limit }));
    page = { ...more, facts: [...page.facts, ...more.facts] };
  }
  const pairs = await pairsOf(unsure.facts);
  if (mine !== asked) return;
  batch(() => {
    failed.value = null;
    // What is being forgotten is out of sight at once; its undo is in the message.
    found.value = { ...page, facts: page.facts.filter(inSight), by, view: shown };
    doubts.value = pairs;
    people.value = everybody;
    avoided.value = notNow;
    meaning.value = way;
  });
}

/** @param {Fact} fact */
const inSight = (fact) => fact.forgottenAt === null;

/**
 * The first doubts, each once, with what stands against it.
 * @param {Fact[]} unsure
 */
async function pairsOf(unsure) {
  /** @type {FactDetail[]} */
  const pairs = [];
  /** @type {Set<number>} */
  const told = new Set();
  for (const { id } of unsure) {
    if (pairs.length === DOUBTS) break;
    if (told.has(id)) continue;
    const detail = await call('fact', { fact: id }).catch((error) => {
      // Settled or forgotten since the list was read.
      if (ApiError.from(error).code === 'gone') return null;
      throw error;
    });
    if (!detail || detail.against.length === 0) continue;
    for (const one of [detail.fact, ...detail.against]) told.add(one.id);
    pairs.push(detail);
  }
  return pairs;
}

/** Something changed. */
const refresh = rereading(async () => {
  // What the room shows is read when it is first opened.
  if (listening) await readAll(asked, found.value?.facts.length ?? 0);
});

/** Adds the next ones. */
export async function lookFurther() {
  const now = found.value;
  if (!now || now.next === null || looking.value) return;
  const mine = asked;
  looking.value = true;
  try {
    const more = await call('facts', argsOf(now.by, now.view, { after: now.next, limit: PAGE }));
    const shown = found.value;
    if (mine !== asked || !shown) return;
    const had = new Set(shown.facts.map(({ id }) => id));
    const facts = [...shown.facts, ...more.facts.filter((fact) => !had.has(fact.id) && inSight(fact))];
    found.value = { ...more, facts, by: now.by, view: now.view };
  } finally {
    if (mine === asked) looking.value = false;
  }
}

/**
 * The person wrote in the search field.
 * @param {string} query
 */
export function lookFor(query) {
  filter.value = { ...filter.value, query };
  clearTimeout(timer);
  timer = setTimeout(() => void look().catch(showError), AFTER);
}

/** @param {Partial<Filter>} change */
export async function narrow(change) {
  filter.value = { ...filter.value, ...change };
  await look();
}

/** @param {View} shown */
export async function show(shown) {
  if (view.value === shown) return;
  view.value = shown;
  await look();
}

/** Everything that holds, of everybody. */
export async function showAll() {
  await narrow({ ...NO_FILTER, believedOn: filter.value.believedOn });
}

/** What is known of one person. @param {number} person */
export async function showPerson(person) {
  view.value = 'facts';
  await narrow({ ...NO_FILTER, about: { person } });
}

/**
 * After a deed. It is done, whether or not what came of it can be read: that it can't is told by itself.
 * @template T
 * @param {T} reply
 * @returns {T}
 */
function done(reply) {
  refresh().catch(showError);
  return reply;
}

/** After something was done to a fact in its sheet. */
export function changed() {
  done(null);
}

/**
 * Decides a doubt.
 * @param {number} fact
 * @param {Settled} settled
 */
export async function settle(fact, settled) {
  done(await call('settle', { fact, settled }));
}

/** @param {string} text */
export async function avoid(text) {
  done(await call('avoid', { text }));
}

/** @param {number} id */
export async function allow(id) {
  done(await call('allow', { avoided: id }));
}

/** @param {number} id @param {string} name @param {string} relation */
export async function changePerson(id, name, relation) {
  done(await call('change_person', { person: id, name, relation }));
}

/** @param {number} keep @param {number[]} others */
export async function mergePeople(keep, others) {
  done(await call('merge_people', { keep, others }));
}

/** @param {About} about @param {FactKind} kind @param {string} text */
export async function addFact(about, kind, text) {
  return done(await call('add_fact', { about, kind, text }));
}

/**
 * Forgets someone, with everything known of them.
 * @param {number} person
 * @returns {Promise<number>} until when it can be undone
 */
export async function forgetPerson(person) {
  return done(await call('forget_person', { person })).undoUntil;
}

/** @param {number} person */
export async function restorePerson(person) {
  done(await call('restore_person', { person }));
}

/** Who there is to be a fact's, for a sheet that is opened before the room ever was. */
export async function loadPeople() {
  people.value = await call('people', {});
}

/** @param {number} fact @returns {Promise<number>} until when it can be undone */
export async function forgetFact(fact) {
  return done(await call('forget_fact', { fact })).undoUntil;
}

/** @param {number} fact */
export async function restoreFact(fact) {
  done(await call('restore_fact', { fact }));
}
