import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { call, connectTo } from '../ipc/core.js';
import { fakeHost } from '../ipc/fake.js';
import { language, t } from '../lib/fluent.js';
import { open } from '../life.js';
import { toasts } from '../parts/toast.js';
import { room } from '../router.js';
import {
  addFact,
  avoid,
  avoided,
  doubts,
  failed,
  filter,
  filtered,
  forgetFact,
  forgetPerson,
  found,
  loadMemory,
  lookFor,
  lookFurther,
  looking,
  meaning,
  mergePeople,
  NO_FILTER,
  narrow,
  people,
  restoreFact,
  restorePerson,
  settle,
  show,
  showAll,
  showPerson,
  view,
} from './memory.js';
import { confidenceWords, dateWords, heldWords, sameAbout, whyWords } from './words.js';

/** @import { Event, Fact, FactsArgs } from '../ipc/wire.ts' */

/** Who listens: the room does so once, whatever life is behind it. @type {Set<(event: Event) => void>} */
const hearers = new Set();

/** What was called, in order. @type {string[]} */
let called = [];
/** How many facts were asked for, each time. @type {number[]} */
let limits = [];

/** @param {string} address */
async function live(address) {
  const params = new URLSearchParams(address);
  const host = fakeHost(params);
  host.listen((event) => {
    for (const hear of hearers) hear(event);
  });
  connectTo({
    ...host,
    call: (name, args) => {
      called.push(name);
      if (name === 'facts') limits.push(/** @type {FactsArgs} */ (args).limit);
      return host.call(name, args);
    },
    listen: (hear) => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
  });
  await open();
  await loadMemory();
  called = [];
  limits = [];
  return params;
}

/** Until what came of a deed was read. */
const read = () => vi.advanceTimersByTimeAsync(20);

const texts = () => found.value?.facts.map(({ text }) => text) ?? [];
const idOf = (/** @type {string} */ text) => found.value?.facts.find((fact) => fact.text === text)?.id ?? 0;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 10, 22, 12) });
  room.value = 'memory';
  found.value = null;
  doubts.value = [];
  failed.value = null;
  filter.value = NO_FILTER;
  view.value = 'facts';
});

afterEach(async () => {
  await vi.advanceTimersByTimeAsync(20_000);
  connectTo(null);
  vi.useRealTimers();
});

describe('what is remembered', () => {
  it('comes pinned first, with the doubts as pairs, each once', async () => {
    await live('turns=200&lang=en');
    expect(found.value?.facts.slice(0, 2).every(({ pinned }) => pinned)).toBe(true);
    expect(doubts.value.map(({ fact, against }) => [fact.text, ...against.map(({ text }) => text)].sort())).toEqual([
      ['Teresa is moving to Lisbon', 'Teresa is moving to Porto'],
      ["Lia's birthday is May 13", "Lia's birthday is May 3"],
    ]);
    expect(texts()).not.toContain('Works at the Aurora bookshop');
  });

  it('is looked for after the last key, and only the last words count', async () => {
    await live('turns=200&lang=pt-BR');
    lookFor('rec');
    lookFor('camar');
    await vi.advanceTimersByTimeAsync(500);
    expect(texts()).toEqual(['Lia é alérgica a camarão']);
    expect(filtered.value).toBe(true);
    await showAll();
    expect(filtered.value).toBe(false);
    expect(texts().length).toBeGreaterThan(10);
  });

  it('stays as it is when a slower answer to older words comes after', async () => {
    const params = await live('turns=200&lang=en');
    params.set('slow', 'people:50');
    const one = narrow({ query: 'recife' });
    params.delete('slow');
    const other = narrow({ query: 'shrimp' });
    await vi.advanceTimersByTimeAsync(200);
    await Promise.all([one, other]);
    expect(texts()).toEqual(['Lia is allergic to shrimp']);
  });

  it('comes page by page, none twice, and keeps what is on screen when something changes', async () => {
    await live('turns=200&lang=en&knows=120');
    expect(texts().length).toBe(50);
    await lookFurther();
    expect(texts().length).toBe(100);
    expect(new Set(found.value?.facts.map(({ id }) => id)).size).toBe(100);
    limits = [];
    await call('add_fact', { about: 'user', kind: 'other', text: 'one more' });
    await vi.advanceTimersByTimeAsync(600);
    expect(texts().length).toBe(100);
    expect(texts()).toContain('one more');
    // The list in one call; and the doubts.
    expect(limits).toEqual([100, 12]);
  });

  it('stays whole, however long it is, when something changes', async () => {
    await live('turns=200&lang=en&knows=2200');
    const now = /** @type {NonNullable<typeof found.value>} */ (found.value);
    found.value = { ...now, facts: Array(2_100).fill(now.facts[0]) };
    await call('add_fact', { about: 'user', kind: 'other', text: 'one more' });
    await vi.advanceTimersByTimeAsync(600);
    expect([texts().length, new Set(found.value?.facts.map(({ id }) => id)).size]).toEqual([
      now.total + 1,
      now.total + 1,
    ]);
    expect(limits).toEqual([2_000, 12, 2_000]);
  });

  it('is as it was on a day: without what was learned later, with what was given up later', async () => {
    await live('turns=2000&lang=en');
    const learned = found.value?.facts.find(({ text }) => text.startsWith('Lives in Recife'))?.learnedAt ?? 0;
    await narrow({ believedOn: new Date(learned - 86_400_000).toISOString().slice(0, 10) });
    expect(texts()).toContain('Lives in Olinda');
    expect(texts()).not.toContain('Lives in Recife, near the park');
    expect(filtered.value).toBe(false);
    await narrow({ believedOn: null });
    expect(texts()).not.toContain('Lives in Olinda');
  });

  it('shows themes apart, and everything of one person', async () => {
    await live('turns=200&lang=en');
    await show('themes');
    expect(found.value?.facts.map(({ kind }) => kind)).toEqual(['theme']);
    const lia = people.value?.find(({ name }) => name === 'Lia');
    await showPerson(lia?.id ?? 0);
    expect([view.value, texts().length]).toEqual(['facts', 3]);
  });

  it('is settled as this, that or both', async () => {
    await live('turns=200&lang=en');
    await settle(idOf('Teresa is moving to Porto'), 'thisHolds');
    await read();
    expect(texts()).not.toContain('Teresa is moving to Lisbon');
    await settle(idOf("Lia's birthday is May 3"), 'both');
    await read();
    expect(texts()).toContain("Lia's birthday is May 13");
    expect([doubts.value, found.value?.doubts]).toEqual([[], 0]);
  });

  it('is forgotten for good after ten seconds, and comes back before', async () => {
    await live('turns=200&lang=en');
    const rain = idOf('Likes rainy days');
    await forgetFact(rain);
    await read();
    expect(texts()).not.toContain('Likes rainy days');
    await restoreFact(rain);
    await read();
    expect(texts()).toContain('Likes rainy days');
    await forgetFact(rain);
    await vi.advanceTimersByTimeAsync(10_100);
    await expect(restoreFact(rain)).rejects.toMatchObject({ code: 'gone' });
  });

  it('goes with the person it is about, and comes back with them', async () => {
    await live('turns=200&lang=en');
    const kai = people.value?.find(({ name }) => name === 'Kai')?.id ?? 0;
    await forgetPerson(kai);
    await read();
    expect(texts().some((text) => text.includes('Kai'))).toBe(false);
    await restorePerson(kai);
    await read();
    expect(texts().filter((text) => text.includes('Kai')).length).toBe(2);
  });

  it('is everybody’s again when the one it is narrowed to is forgotten, or made one with another', async () => {
    await live('turns=200&lang=en');
    const [kai, lia, teresa] = ['Kai', 'Lia', 'Teresa'].map(
      (called) => people.value?.find(({ name }) => name === called)?.id ?? 0,
    );
    await showPerson(kai ?? 0);
    await forgetPerson(kai ?? 0);
    await read();
    expect([filter.value.about, texts().includes('Is called Ana')]).toEqual([null, true]);
    await showPerson(teresa ?? 0);
    await mergePeople(lia ?? 0, [teresa ?? 0]);
    await read();
    expect([filter.value.about, looking.value]).toEqual([null, false]);
  });

  it('was forgotten, and can be undone, though it can’t be read again', async () => {
    const params = await live('turns=200&lang=en');
    const rain = idOf('Likes rainy days');
    toasts.value = [];
    params.set('error', 'people:disk_full');
    expect(await forgetFact(rain)).toBe(Date.now() + 10_000);
    await settle(idOf('Teresa is moving to Porto'), 'thisHolds');
    await read();
    expect(toasts.value.map(({ tone }) => tone)).toEqual(['error']);
    params.delete('error');
    await restoreFact(rain);
    await read();
    expect(texts()).toContain('Likes rainy days');
    expect(texts()).not.toContain('Teresa is moving to Lisbon');
  });

  it('is told how far the reading is, without being read anew for it', async () => {
    await live('turns=200&lang=en&meaning=reading&reads=1200');
    await vi.advanceTimersByTimeAsync(1_010);
    expect(meaning.value?.state).toEqual({ kind: 'reading', done: 2_400, total: 4_800 });
    expect(called).toEqual(['meaning', 'meaning', 'meaning', 'meaning']);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(meaning.value?.state).toEqual({ kind: 'ready' });
    expect(called.length).toBe(12);
  });

  it('counts what ended among what is known', async () => {
    await live('turns=0&lang=en');
    expect(found.value?.known).toBe(0);
    await addFact('user', 'place', 'Lives in Olinda');
    await read();
    const olinda = idOf('Lives in Olinda');
    await call('change_fact', { fact: olinda, text: 'Lives in Recife' });
    await vi.advanceTimersByTimeAsync(600);
    await forgetFact(idOf('Lives in Recife'));
    await read();
    expect([found.value?.total, found.value?.known]).toEqual([0, 1]);
  });

  it('takes what is added by hand, and what is not to be brought up', async () => {
    await live('turns=0&lang=en');
    expect([found.value?.total, people.value, avoided.value]).toEqual([0, [], []]);
    await addFact('user', 'like', 'Likes figs');
    await read();
    expect(texts()).toEqual(['Likes figs']);
    await avoid('the accident');
    await read();
    expect(avoided.value?.map(({ words }) => words)).toEqual(['the accident']);
    await expect(addFact('user', 'like', ' ')).rejects.toMatchObject({ code: 'bad_input' });
  });

  it('says why it could not be read, and forgets that once it can', async () => {
    const params = new URLSearchParams('turns=200&lang=en&error=facts:damaged');
    connectTo(fakeHost(params));
    await open();
    await loadMemory();
    expect([failed.value?.code, found.value]).toEqual(['damaged', null]);
    params.delete('error');
    await loadMemory();
    expect(failed.value).toBe(null);
    expect(texts().length).toBeGreaterThan(10);
  });
});

describe('a fact in words', () => {
  /** @param {Partial<Fact>} part @returns {Fact} */
  const fact = (part) => ({
    ...{ id: 1, about: 'user', aboutName: '', kind: 'like', text: 'x', state: 'holds', confidence: 0.9 },
    ...{ fromDay: null, untilDay: null, learnedAt: 0, droppedAt: null, madeBy: 'model', pinned: false },
    ...{ private: false, receipts: 1, presence: 1, forgottenAt: null, ...part },
  });

  beforeEach(() => {
    language.value = 'en';
  });

  it.each([
    [{ confidence: 0.95 }, 'sure'],
    [{ confidence: 0.7 }, 'fairly sure'],
    [{ confidence: 0.4, receipts: 1 }, 'heard once'],
    [{ confidence: 0.4, receipts: 3 }, 'not sure'],
    [{ confidence: 0.1, receipts: 0, madeBy: /** @type {const} */ ('person') }, 'sure'],
  ])('%j is %s', (part, words) => expect(confidenceWords(fact(part))).toBe(words));

  it('says when it held, the year only when it is another', () => {
    expect(heldWords(fact({}))).toBe('');
    expect(heldWords(fact({ fromDay: '2026-03-02', untilDay: '2026-06-19' }))).toBe('March 2 to June 19');
    expect(heldWords(fact({ fromDay: '2024-03-02' }))).toBe('since March 2, 2024');
    expect(heldWords(fact({ untilDay: '2026-06-19' }))).toBe('until June 19');
    language.value = 'ptBr';
    expect(heldWords(fact({ fromDay: '2026-03-02', untilDay: '2026-06-19' }))).toBe('2 de março a 19 de junho');
    expect(dateWords('no day')).toBe('no day');
  });

  it('gives every reason words, also one it does not know', () => {
    expect(whyWords({ reason: 'pinned', share: 1 })).toBe('you pinned it');
    expect(whyWords({ reason: 'words_around', share: 1 })).toBe('the words around it mean something alike');
    expect(whyWords({ reason: 'of_a_newer_life', share: 1 })).toBe(t('why-other'));
  });

  it('knows whom two facts share', () => {
    expect(sameAbout('user', 'user')).toBe(true);
    expect(sameAbout({ person: 1 }, { person: 1 })).toBe(true);
    expect(sameAbout({ person: 1 }, { person: 2 })).toBe(false);
    expect(sameAbout('user', { person: 1 })).toBe(false);
  });
});
