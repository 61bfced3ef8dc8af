// What is remembered in the fake life: facts with their receipts, people, what is not to be brought up, how far words
// are found by what they mean. `knows=none` remembers nothing, `knows=3000` so many facts; without it a short life.

import { ApiError } from '../core.js';
import { around, plain, UNDO, wallClock } from './life.js';
import { rememberedIn } from './remembered.js';

/** @import { Commands, World } from '../fake.js' */
/** @import { About, Avoided, Fact, FactKind, FactPage, FactsArgs, MeaningState, Person, Recalled, Receipt, ReceiptRole, Turn } from '../wire.ts' */
/** @import { Life } from './life.js' */
/** @import { FakeShelf } from './shelf.js' */
/** @import { KnownOf } from './remembered.js' */

/** @typedef {ReturnType<typeof makeMemory>} FakeMemory */
/** @typedef {{ turn: number, quote: string, role: ReceiptRole }} Proof */
/** @typedef {{ fact: Fact, proofs: Proof[], became: number | null, against: number[] }} Known */

const DAY = 86_400_000;
/** The model by which words are found by what they mean. */
export const MEANING = 'sentido';
/** Turns to be read for what they mean, when some still are. */
const TO_READ = 4800;
/** Turns at the end of the life in whose words nothing is put. */
const LEFT_ALONE = 6;

/**
 * @param {World} world
 * @param {Life} life
 * @param {FakeShelf} shelf
 */
export function makeMemory(world, life, shelf) {
  const language = world.settings.language;
  const { people: names, known: fixture, avoided: fixed } = rememberedIn(language);
  /** @type {Map<number, Known>} */
  const known = new Map();
  /** @type {Map<number, { name: string, relation: string, forgottenAt: number | null }>} */
  const people = new Map();
  /** @type {Avoided[]} */
  let avoided = [];
  let next = 1;
  let read = 1200;

  const wanted = world.params.get('knows') ?? (life.count() >= 80 ? 'life' : 'none');
  if (wanted !== 'none') begin();
  const many = Number.parseInt(wanted, 10);
  if (many > 0) for (let n = 0; n < many; n++) put(oneOfMany(n), []);

  const tell = () => world.emit({ kind: 'memoryChanged' });

  /** The short life, with the words that prove it put into the talk. */
  function begin() {
    names.forEach(({ name, relation }, n) => {
      people.set(n + 1, { name, relation, forgottenAt: null });
    });
    const moments = [...new Set(fixture.flatMap(({ said }) => said.map(({ words }) => words)))];
    const agoOf = (/** @type {string} */ words) =>
      fixture.flatMap(({ said }) => said).find((one) => one.words === words)?.ago ?? 0;
    moments.sort((a, b) => agoOf(b) - agoOf(a));
    // The person's own turns are the odd ones.
    const room = Math.max(0, (life.count() - LEFT_ALONE) >> 1);
    /** @type {Map<string, Turn>} */
    const at = new Map();
    moments.forEach((words, n) => {
      const share = Math.round((n / Math.max(1, moments.length - 1)) * (room - 1));
      const turn = life.find(Math.max(1, share * 2 + 1));
      if (turn) at.set(words, life.put({ ...turn, text: words }));
    });
    /** @type {Map<string, number>} */
    const ids = new Map();
    for (const one of fixture) ids.set(one.key, put(factOf(one, at), proofsOf(one, at)));
    for (const one of fixture) {
      const entry = known.get(ids.get(one.key) ?? 0);
      if (!entry) continue;
      if (one.became) {
        entry.became = ids.get(one.became) ?? null;
        const later = entry.became === null ? undefined : known.get(entry.became);
        entry.fact.droppedAt = later?.fact.learnedAt ?? null;
      }
      if (one.against) entry.against = [ids.get(one.against) ?? 0];
    }
    avoided = fixed.map((words, n) => ({ id: n + 1, words, since: world.now() - 12 * DAY, turn: null }));
    // The last answer before the page opened was given some of it.
    const last = life.page({ from: 'latest', limit: 1 }).turns[0];
    if (last?.speaker === 'companion') life.put({ ...last, recalled: 3 });
  }

  /**
   * @param {KnownOf} one
   * @param {Map<string, Turn>} at
   * @returns {Proof[]}
   */
  function proofsOf({ said }, at) {
    return said.flatMap(({ words, quote, role }) => {
      const turn = at.get(words);
      return turn ? [{ turn: turn.id, quote, role: role ?? 'says' }] : [];
    });
  }

  /**
   * @param {KnownOf} one
   * @param {Map<string, Turn>} at
   * @returns {Omit<Fact, 'id'>}
   */
  function factOf({ about, kind, text, confidence, said, ...more }, at) {
    const first = at.get(said[0]?.words ?? '');
    const day = (/** @type {number | undefined} */ ago) =>
      ago === undefined ? null : wallClock(world.now() - ago * DAY).day;
    const who = names.findIndex(({ key }) => key === about);
    return {
      ...blank(who >= 0 ? { person: who + 1 } : about === 'companion' ? 'companion' : 'user', kind, text),
      confidence,
      state: more.state ?? 'holds',
      fromDay: day(more.from),
      untilDay: day(more.until),
      learnedAt: first?.saidAt ?? world.now() - 9 * DAY,
      madeBy: more.madeBy ?? 'model',
      pinned: more.pinned ?? false,
      private: more.private ?? false,
      presence: 0.9 - (said[0]?.ago ?? 0.5) / 2,
    };
  }

  /**
   * @param {About} about
   * @param {FactKind} kind
   * @param {string} text
   * @returns {Omit<Fact, 'id'>}
   */
  function blank(about, kind, text) {
    return {
      ...{ about, aboutName: '', kind, text, state: 'holds', confidence: 1, fromDay: null, untilDay: null },
      ...{ learnedAt: world.now(), droppedAt: null, madeBy: 'person', pinned: false, private: false, receipts: 0 },
      ...{ presence: 1, forgottenAt: null },
    };
  }

  /** @param {number} n */
  function oneOfMany(n) {
    const kinds = /** @type {const} */ (['like', 'place', 'habit', 'event', 'plan']);
    const text = language === 'ptBr' ? `Coisa miúda número ${n + 1}` : `Small thing number ${n + 1}`;
    return { ...blank('user', kinds[n % kinds.length] ?? 'other', text), presence: 0.3 - n / 1e6, confidence: 0.7 };
  }

  /**
   * @param {Omit<Fact, 'id'>} fact
   * @param {Proof[]} proofs
   * @returns {number}
   */
  function put(fact, proofs) {
    const id = next++;
    known.set(id, { fact: { ...fact, id }, proofs, became: null, against: [] });
    return id;
  }

  /** @param {number} id */
  function must(id) {
    const found = known.get(id);
    if (!found) throw new ApiError('gone', `no fact ${id}`);
    return found;
  }

  /** @param {number} id */
  function mustPerson(id) {
    const found = people.get(id);
    if (!found) throw new ApiError('gone', `no person ${id}`);
    return found;
  }

  /** A fact as it crosses. @param {Known} entry @returns {Fact} */
  function shown({ fact, proofs }) {
    const who = typeof fact.about === 'object' ? people.get(fact.about.person) : undefined;
    const aboutName = fact.about === 'companion' ? world.settings.companionName : who ? who.name || who.relation : '';
    return { ...fact, aboutName, receipts: proofs.length };
  }

  /** @param {Proof} proof @returns {Receipt[]} */
  function receipt({ turn: id, quote, role }) {
    const turn = life.find(id);
    if (!turn) return [];
    const { speaker, saidAt, day, time, text } = turn;
    const start = plain(text).indexOf(plain(quote));
    const { excerpt } = around(text, []);
    return [
      { turn: id, speaker, role, saidAt, day, time, excerpt, marks: start >= 0 ? [[start, start + quote.length]] : [] },
    ];
  }

  const believed = (/** @type {Fact} */ fact) =>
    (fact.state === 'holds' || fact.state === 'doubted') && fact.droppedAt === null;

  /** @param {FactsArgs} args @returns {FactPage} */
  function facts({ query, about, kind, fromDay, untilDay, believedOn, doubted, past, after, limit }) {
    if (!(limit >= 1 && limit <= 2000)) throw new ApiError('bad_input', 'limit is 1 to 2,000');
    const words = plain(query).match(/[\p{L}\p{N}]+/gu) ?? [];
    const all = [...known.values()].map(shown).filter((fact) => fact.forgottenAt === null);
    const now = all.filter(believed);
    const evening = believedOn === null ? null : new Date(`${believedOn}T23:59:59.999`).getTime();
    const found = all.filter(
      (fact) =>
        (evening === null
          ? past || believed(fact)
          : fact.learnedAt <= evening && (fact.droppedAt === null || fact.droppedAt > evening)) &&
        (!doubted || fact.state === 'doubted') &&
        (kind === null || fact.kind === kind) &&
        (about === null || JSON.stringify(fact.about) === JSON.stringify(about)) &&
        (fromDay === null || (fact.untilDay ?? '9') >= fromDay) &&
        (untilDay === null || (fact.fromDay ?? wallClock(fact.learnedAt).day) <= untilDay) &&
        words.every((word) => plain(`${fact.text} ${fact.aboutName}`).includes(word)),
    );
    found.sort((a, b) => Number(b.pinned) - Number(a.pinned) || b.presence - a.presence || a.id - b.id);
    const start = after ?? 0;
    /** @type {Map<FactKind, number>} */
    const kinds = new Map();
    for (const fact of now) kinds.set(fact.kind, (kinds.get(fact.kind) ?? 0) + 1);
    return {
      // As it was believed then, it had not ended yet.
      facts: found
        .slice(start, start + limit)
        .map((fact) => (evening !== null && fact.droppedAt !== null ? { ...fact, state: 'holds' } : fact)),
      next: start + limit < found.length ? start + limit : null,
      total: found.length,
      kinds: [...kinds].map(([one, n]) => ({ kind: one, facts: n })),
      doubts: now.filter((fact) => fact.state === 'doubted').length,
      known: all.length,
    };
  }

  /** @param {Known} from @param {Partial<Fact>} change */
  function replace(from, change) {
    const id = put({ ...from.fact, ...change, learnedAt: world.now(), madeBy: 'person', confidence: 1 }, from.proofs);
    from.fact = { ...from.fact, state: 'corrected', droppedAt: world.now() };
    from.became = id;
    return must(id);
  }

  /** @param {number} id @param {number} until */
  function forgetLater(id, until) {
    const entry = must(id);
    entry.fact = { ...entry.fact, forgottenAt: until };
    setTimeout(() => {
      if (known.get(id)?.fact.forgottenAt !== until) return;
      known.delete(id);
      tell();
    }, until - world.now());
  }

  /** @param {number} id */
  function restore(id) {
    const entry = must(id);
    entry.fact = { ...entry.fact, forgottenAt: null };
  }

  const factsOf = (/** @type {number} */ person) =>
    [...known.values()].filter(({ fact }) => typeof fact.about === 'object' && fact.about.person === person);

  /** @returns {Person[]} */
  const allPeople = () =>
    [...people]
      .filter(([, { forgottenAt }]) => forgottenAt === null)
      .map(([id, { name, relation }]) => {
        const theirs = factsOf(id);
        const lastAt = Math.max(
          0,
          ...theirs.flatMap(({ proofs }) => proofs.map(({ turn }) => life.find(turn)?.saidAt ?? 0)),
        );
        return { id, name, relation, facts: theirs.filter(({ fact }) => believed(fact)).length, lastAt };
      })
      .sort((a, b) => b.lastAt - a.lastAt);

  /** @param {number} id */
  function person(id) {
    mustPerson(id);
    return /** @type {Person} */ (allPeople().find((one) => one.id === id));
  }

  const reads = world.number('reads', 0);
  if (reads > 0) {
    const reading = setInterval(() => {
      read += reads / 4;
      world.emit({ kind: 'readingProgress' });
      if (read >= TO_READ) clearInterval(reading);
    }, 250);
  }

  /** @returns {MeaningState} */
  function meaningState() {
    const asked = world.params.get('meaning') ?? 'absent';
    const there = shelf.find(MEANING)?.state.kind === 'whole';
    if (asked === 'broken') return { kind: 'broken', message: 'model.safetensors: its header is cut off' };
    if (asked === 'reading' && read < TO_READ) return { kind: 'reading', done: Math.round(read), total: TO_READ };
    if (asked === 'reading') return { kind: 'ready' };
    return asked === 'ready' || there ? { kind: 'ready' } : { kind: 'absent' };
  }

  /** @type {Pick<Commands, 'facts' | 'fact' | 'add_fact' | 'change_fact' | 'merge_facts' | 'settle' | 'forget_fact' | 'restore_fact' | 'people' | 'change_person' | 'merge_people' | 'forget_person' | 'restore_person' | 'avoided' | 'avoid' | 'allow' | 'meaning' | 'recalled'>} */
  const commands = {
    facts,
    fact({ fact: id }) {
      const entry = must(id);
      /** @param {(other: Known) => boolean} which */
      const others = (which) => [...known.values()].filter(which).map(shown);
      return {
        fact: shown(entry),
        receipts: entry.proofs.flatMap(receipt).sort((a, b) => b.saidAt - a.saidAt),
        earlier: others((other) => other.became === id),
        later: entry.became === null ? null : shown(must(entry.became)),
        against: others((other) => entry.against.includes(other.fact.id) && believed(other.fact)),
      };
    },
    add_fact({ about, kind, text }) {
      if (!text.trim()) throw new ApiError('bad_input', 'a fact needs words');
      const id = put(blank(about, kind, text.trim()), []);
      tell();
      return shown(must(id));
    },
    change_fact({ fact: id, text, ...change }) {
      const entry = must(id);
      const same = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const other = text !== undefined && text.trim() !== entry.fact.text;
      if (!other) entry.fact = { ...entry.fact, ...same };
      const now = other ? replace(entry, { ...same, text: text.trim(), state: 'holds' }) : entry;
      tell();
      return shown(now);
    },
    merge_facts({ keep, others }) {
      const one = must(keep);
      for (const id of others) {
        const other = must(id);
        one.proofs = [
          ...one.proofs,
          ...other.proofs.filter(({ turn }) => !one.proofs.some((had) => had.turn === turn)),
        ];
        other.fact = { ...other.fact, state: 'corrected', droppedAt: world.now() };
        other.became = keep;
      }
      tell();
      return shown(one);
    },
    settle({ fact: id, settled }) {
      const entry = must(id);
      for (const against of entry.against) {
        const other = must(against);
        other.against = [];
        if (settled === 'both') other.fact = { ...other.fact, state: 'holds' };
        else {
          other.fact = { ...other.fact, state: 'corrected', droppedAt: world.now() };
          other.became = id;
        }
      }
      entry.against = [];
      entry.fact = { ...entry.fact, state: 'holds', confidence: 0.95 };
      tell();
      return shown(entry);
    },
    forget_fact({ fact: id }) {
      const undoUntil = world.now() + UNDO;
      forgetLater(id, undoUntil);
      tell();
      return { undoUntil };
    },
    restore_fact({ fact: id }) {
      restore(id);
      tell();
      return null;
    },
    people: allPeople,
    change_person({ person: id, name, relation }) {
      if (!name.trim() && !relation.trim()) throw new ApiError('bad_input', 'a name or a relation');
      Object.assign(mustPerson(id), { name: name.trim(), relation: relation.trim() });
      tell();
      return person(id);
    },
    merge_people({ keep, others }) {
      mustPerson(keep);
      for (const id of others) {
        for (const { fact } of factsOf(id)) fact.about = { person: keep };
        people.delete(id);
      }
      tell();
      return person(keep);
    },
    forget_person({ person: id }) {
      const undoUntil = world.now() + UNDO;
      mustPerson(id).forgottenAt = undoUntil;
      for (const { fact } of factsOf(id)) forgetLater(fact.id, undoUntil);
      setTimeout(() => {
        if (people.get(id)?.forgottenAt === undoUntil) people.delete(id);
      }, UNDO);
      tell();
      return { undoUntil };
    },
    restore_person({ person: id }) {
      mustPerson(id).forgottenAt = null;
      for (const { fact } of factsOf(id)) restore(fact.id);
      tell();
      return null;
    },
    avoided: () => avoided,
    avoid: ({ text }) => avoid(text, null),
    allow({ avoided: id }) {
      avoided = avoided.filter((one) => one.id !== id);
      tell();
      return null;
    },
    meaning: () => ({ shelf: MEANING, state: meaningState() }),
    recalled({ turn }) {
      life.must(turn);
      return given.get(turn) ?? someRecalled();
    },
  };

  /** @param {string} text @param {number | null} turn @returns {Avoided} */
  function avoid(text, turn) {
    if (!text.trim()) throw new ApiError('bad_input', 'nothing to avoid');
    const one = { id: Math.max(0, ...avoided.map(({ id }) => id)) + 1, words: text.trim(), since: world.now(), turn };
    avoided = [one, ...avoided];
    tell();
    return one;
  }

  /** What an answer was given. @type {Map<number, Recalled[]>} */
  const given = new Map();

  /** What the answer before the page opened was given: a moment, a fact, and one that is pinned. @returns {Recalled[]} */
  function someRecalled() {
    const all = [...known.values()].filter(({ proofs, fact }) => proofs.length > 0 && believed(fact));
    const picked = [
      all.find(({ fact }) => fact.kind === 'habit'),
      all.find(({ fact }) => fact.kind === 'work'),
      all[0],
    ];
    return picked.flatMap((entry, n) => (entry ? [recalledOf(entry, n)] : []));
  }

  /** @param {Known} entry @param {number} n @returns {Recalled} */
  function recalledOf({ fact, proofs }, n) {
    const turn = life.find(proofs[0]?.turn ?? 0);
    const why = [
      [
        { reason: 'own', share: 0.6 },
        { reason: 'date', share: 0.25 },
        { reason: 'presence', share: 0.15 },
      ],
      [
        { reason: 'meaning', share: 0.7 },
        { reason: 'of_another_version', share: 0.3 },
      ],
      [{ reason: 'pinned', share: 1 }],
    ][n % 3];
    return {
      turn: n === 0 ? (turn?.id ?? null) : null,
      fact: n === 0 ? null : fact.id,
      text: n === 0 && turn ? turn.text : fact.text,
      speaker: n === 0 ? 'user' : null,
      saidAt: turn?.saidAt ?? fact.learnedAt,
      ...wallClock(turn?.saidAt ?? fact.learnedAt),
      why: why ?? [],
    };
  }

  return {
    commands,
    avoid,
    restore,
    tell,
    /** Takes back what was not to be brought up since a turn. @param {number} turn */
    allowOf(turn) {
      avoided = avoided.filter((one) => one.turn !== turn);
    },
    /** A fact from what is said now. @param {string} text @param {number} turn */
    keep(text, turn) {
      return shown(
        must(
          put({ ...blank('user', 'other', text), madeBy: 'rules', confidence: 0.95 }, [
            { turn, quote: text, role: 'says' },
          ]),
        ),
      );
    },
    /** Removes at once. @param {number} id */
    drop: (id) => known.delete(id),
    /** Facts whose words have all of these. @param {string} query */
    find(query) {
      return facts({
        ...{ query, about: null, kind: null, fromDay: null, untilDay: null, believedOn: null, doubted: false },
        ...{ past: true, after: null, limit: 50 },
      }).facts;
    },
    /** @param {number} id @param {number} until */
    forgetLater,
    /** As it is now; null when it is gone. @param {number} id */
    see: (id) => (known.has(id) ? shown(must(id)) : null),
    /**
     * What an answer to these words is given; how many.
     * @param {number} turn  the answer
     * @param {string} asked
     */
    give(turn, asked) {
      const words = new Set(plain(asked).match(/\p{L}{4,}/gu) ?? []);
      const found = [...known.values()].filter(
        ({ fact }) => believed(fact) && (plain(fact.text).match(/\p{L}{4,}/gu) ?? []).some((word) => words.has(word)),
      );
      const list = found.slice(0, 3).map(recalledOf);
      given.set(turn, list);
      return list.length;
    },
  };
}
