// The kept conversation of the fake life. What was said before the page opened is worked out from a turn's number
// when it is looked at, so a hundred thousand turns cost nothing; what changed since is kept beside it.

import { ApiError } from '../core.js';
import { said, scatter } from './words.js';

/** @import { Deleted, Hits, Page, PageArgs, SearchArgs, Turn, Version } from '../wire.ts' */
/** @import { World } from '../fake.js' */

const DAY = 86_400_000;
const MINUTE = 60_000;
const EPISODE = 16;
const HITS = 30;
/** How long a removal can be undone. */
export const UNDO = 10_000;

/** @typedef {ReturnType<typeof makeLife>} Life */

/** @param {World} world */
export function makeLife(world) {
  const before = world.number('turns', 120);
  const language = world.settings.language;
  const episodes = Math.ceil(before / EPISODE);
  const today = new Date(world.now()).setHours(0, 0, 0, 0);
  let last = before;
  /** @type {Map<number, Turn>} */
  const changed = new Map();
  /** @type {Set<number>} */
  const gone = new Set();
  /** @type {Map<number, Version[]>} */
  const versions = new Map();
  let nextVersion = 1;
  /** What was said off the record, in order; ids below zero, the first is -1. @type {Turn[]} */
  let off = [];
  /** How many were ever said off the record: no id is used twice. */
  let saidOff = 0;
  /** Whether nothing is kept now. */
  let offRecord = false;

  /** How many days ago an episode was, counted from the last one: more often than daily, with holes. */
  const daysAgo = (/** @type {number} */ fromLast) => 1 + Math.floor(fromLast * 0.6) + (fromLast > 6 ? 9 : 0);

  /**
   * @param {number} id
   * @returns {Turn}
   */
  function generated(id) {
    const n = id - 1;
    const episode = Math.floor(n / EPISODE);
    const fromLast = episodes - 1 - episode;
    const evening = fromLast === 0 || daysAgo(fromLast - 1) !== daysAgo(fromLast);
    const start = today - daysAgo(fromLast) * DAY + (evening ? 19 : 8) * 60 * MINUTE;
    const saidAt = start + (scatter(episode) % 50) * MINUTE + (n % EPISODE) * 3 * MINUTE + (scatter(n) % 3) * MINUTE;
    const speaker = n % 2 === 0 ? /** @type {const} */ ('user') : /** @type {const} */ ('companion');
    return {
      id,
      episode: episode + 1,
      speaker,
      text: said(language, speaker, n),
      state: 'complete',
      saidAt,
      ...wallClock(saidAt),
      answeredBy: speaker === 'companion' ? { model: null, host: null } : null,
      failure: null,
      versions: 0,
      replyTo: speaker === 'companion' ? id - 1 : null,
      forgottenAt: null,
      pictures: [],
      recalled: 0,
      wish: null,
      offRecord: false,
    };
  }

  /** @param {number} id */
  function find(id) {
    if (id < 0) return off.find((turn) => turn.id === id) ?? null;
    if (gone.has(id) || !Number.isInteger(id) || id < 1 || id > last) return null;
    return changed.get(id) ?? generated(id);
  }

  /**
   * Up to `limit` turns from `id` on (it included), newest first or oldest first.
   * @param {number} id
   * @param {1 | -1} step
   * @param {number} limit
   */
  function walk(id, step, limit) {
    /** @type {Turn[]} */
    const turns = [];
    let at = step === -1 ? Math.min(id, last) : Math.max(id, 1);
    for (; at >= 1 && at <= last && turns.length < limit; at += step) {
      const turn = find(at);
      if (turn) turns.push(turn);
    }
    return turns;
  }

  const life = {
    count: () => last - gone.size,
    find,

    /** @param {number} id */
    must(id) {
      const turn = find(id);
      if (!turn) throw new ApiError('gone', `no turn ${id}`);
      return turn;
    },

    /** The newest turn of the person's. */
    lastOfThePerson: () =>
      off.findLast((turn) => turn.speaker === 'user') ??
      walk(last, -1, 50).find((turn) => turn.speaker === 'user' && turn.forgottenAt === null) ??
      null,

    /** @param {number} id */
    answerTo: (id) =>
      id < 0
        ? (off.find((turn) => turn.replyTo === id) ?? null)
        : (walk(id + 1, 1, 20).find((turn) => turn.replyTo === id) ?? null),

    /**
     * @param {PageArgs} args
     * @returns {Page}
     */
    page({ from, limit }) {
      if (!(limit >= 1 && limit <= 200)) throw new ApiError('bad_input', 'limit is 1 to 200');
      /** @type {Turn[]} */
      let turns;
      if (from === 'latest' || ('around' in from && from.around < 0)) turns = walk(last, -1, limit).reverse();
      else if ('before' in from) turns = walk(from.before - 1, -1, limit).reverse();
      else if ('after' in from) turns = from.after < 0 ? [] : walk(from.after + 1, 1, limit);
      else {
        life.must(from.around);
        turns = [...walk(from.around - 1, -1, limit >> 1).reverse(), ...walk(from.around, 1, limit - (limit >> 1))];
      }
      const first = turns[0];
      const end = turns.at(-1);
      const whole = (end?.id ?? 0) === (walk(last, -1, 1)[0]?.id ?? 0);
      return {
        // What was said off the record stands at the end of what is kept.
        turns: whole ? [...turns, ...off] : turns,
        hasEarlier: first ? walk(first.id - 1, -1, 1).length > 0 : from !== 'latest' && 'after' in from,
        hasLater: end ? walk(end.id + 1, 1, 1).length > 0 : from !== 'latest' && 'before' in from && last > 0,
      };
    },

    /**
     * @param {SearchArgs} args
     * @returns {Hits}
     */
    search({ query, before: older }) {
      const asked = plain(query).match(/[\p{L}\p{N}]+/gu) ?? [];
      /** @type {Hits} */
      const found = { hits: [], moreBefore: null };
      if (!asked.length) return found;
      for (let id = Math.min(last, (older ?? last + 1) - 1); id >= 1; id--) {
        const turn = find(id);
        if (!turn || turn.forgottenAt !== null) continue;
        const text = plain(turn.text);
        if (!asked.every((word) => starts(text, word).length > 0)) continue;
        if (found.hits.length === HITS) {
          found.moreBefore = found.hits.at(-1)?.turn ?? null;
          break;
        }
        const { id: of, speaker, saidAt, day, time } = turn;
        found.hits.push({ turn: of, speaker, saidAt, day, time, ...around(turn.text, asked) });
      }
      return found;
    },

    /** @param {number} id */
    versions: (id) => versions.get(life.must(id).id) ?? [],

    /**
     * Keeps what a turn said until now.
     * @param {number} id
     * @param {Omit<Version, 'id'>} version
     * @returns {Version}
     */
    keepVersion(id, version) {
      const kept = { id: nextVersion++, ...version };
      versions.set(id, [...(versions.get(id) ?? []), kept]);
      life.put({ ...life.must(id), versions: versions.get(id)?.length ?? 0 });
      return kept;
    },

    /** @param {Turn} turn */
    put(turn) {
      if (turn.id < 0) {
        off = off.map((old) => (old.id === turn.id ? turn : old));
        return turn;
      }
      changed.set(turn.id, turn);
      return turn;
    },

    /**
     * A turn said now.
     * @param {Pick<Turn, 'speaker' | 'text' | 'state' | 'answeredBy' | 'failure' | 'replyTo'> & Partial<Pick<Turn, 'pictures' | 'recalled' | 'wish'>>} turn
     */
    append(turn) {
      const saidAt = world.now();
      const latest = off.at(-1) ?? walk(last, -1, 1)[0];
      const episode = latest ? latest.episode + (saidAt - latest.saidAt > 45 * MINUTE ? 1 : 0) : 1;
      /** @type {Turn} */
      const said = {
        id: offRecord ? -++saidOff : last + 1,
        episode,
        saidAt,
        ...wallClock(saidAt),
        versions: 0,
        forgottenAt: null,
        pictures: [],
        recalled: 0,
        wish: null,
        offRecord,
        ...turn,
      };
      if (offRecord) off.push(said);
      else last = said.id;
      return life.put(said);
    },

    offRecord: () => offRecord,

    /** @param {boolean} on */
    setOffRecord(on) {
      offRecord = on;
      off = [];
    },

    /**
     * Takes back a turn that came to nothing.
     * @param {number} id
     */
    drop(id) {
      if (id < 0) {
        off = off.filter((turn) => turn.id !== id);
        return;
      }
      gone.add(id);
      changed.delete(id);
      versions.delete(id);
    },

    /**
     * @param {number} id
     * @returns {Deleted}
     */
    deleteTurn(id) {
      const turn = life.must(id);
      if (id < 0) throw new ApiError('not_now', 'said off the record');
      if (turn.state === 'streaming') throw new ApiError('not_now', 'the turn is being said');
      const undoUntil = turn.forgottenAt ?? world.now() + UNDO;
      life.put({ ...turn, forgottenAt: undoUntil });
      world.emit({ kind: 'turnsChanged', turns: [id] });
      setTimeout(() => {
        const now = find(id);
        if (now?.forgottenAt !== undoUntil) return;
        life.drop(id);
        world.emit({ kind: 'turnsChanged', turns: [id] });
      }, undoUntil - world.now());
      return { undoUntil };
    },

    /** @param {number} id */
    restoreTurn(id) {
      life.put({ ...life.must(id), forgottenAt: null });
      world.emit({ kind: 'turnsChanged', turns: [id] });
      return null;
    },

    /** Empties the life. */
    empty() {
      for (let id = 1; id <= last; id++) gone.add(id);
      changed.clear();
      versions.clear();
    },
  };
  return life;
}

/**
 * @param {number} at
 * @returns {{ day: string, time: string }}
 */
export function wallClock(at) {
  const date = new Date(at);
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return {
    day: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
    time: `${two(date.getHours())}:${two(date.getMinutes())}`,
  };
}

/**
 * Lower case, without accents, letter for letter (so that places in it are places in the original).
 * @param {string} text
 */
export function plain(text) {
  return Array.from(text.normalize('NFC').toLowerCase(), (letter) =>
    letter.length === 1 ? (letter.normalize('NFD')[0] ?? letter) : letter,
  ).join('');
}

/**
 * Where words of `text` start with `word`.
 * @param {string} text
 * @param {string} word
 */
function starts(text, word) {
  /** @type {number[]} */
  const places = [];
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) places.push(at);
  }
  return places;
}

/**
 * Up to 240 characters around the first word found, and where the words are.
 * @param {string} text
 * @param {string[]} asked
 */
export function around(text, asked) {
  const first = Math.min(...asked.map((word) => starts(plain(text), word)[0] ?? 0));
  const from = text.length <= 240 ? 0 : Math.max(0, Math.min(first - 80, text.length - 240));
  const excerpt = text.slice(from, from + 240);
  const small = plain(excerpt);
  /** @type {[number, number][]} */
  const marks = asked.flatMap((word) =>
    starts(small, word).map((at) => /** @type {[number, number]} */ ([at, at + word.length])),
  );
  return { excerpt, marks: marks.sort((a, b) => a[0] - b[0]) };
}
