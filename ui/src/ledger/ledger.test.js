import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectTo } from '../ipc/core.js';
import { language } from '../lib/fluent.js';
import { room } from '../router.js';
import { costWords, moneyWords, monthWords, sumWords, tokensWords } from './figures.js';
import {
  exported,
  exportLedger,
  failed,
  joined,
  loadLedger,
  look,
  lookFor,
  lookFurther,
  query,
  rows,
  showLocal,
  toLimit,
  totals,
  withLocal,
} from './ledger.js';
import { byDay } from './ledger-room.js';
import { stateWords } from './request.js';

/** @import { Event, LedgerPage, Request, Totals } from '../ipc/wire.ts' */

/** @type {{ name: string, args: Record<string, unknown>, reply: (reply: unknown) => void, fail: (cause: unknown) => void }[]} */
let asked = [];
/** @type {Set<(event: Event) => void>} */
const hearers = new Set();
/** @type {string | null} */
let picked = null;

/** @param {number} id @param {Partial<Request>} [change] @returns {Request} */
const request = (id, change) => ({
  ...{ id, leftAt: 0, day: '2026-11-22', time: '10:00', host: 'api.example.com', local: false, model: 'm' },
  ...{ purpose: 'answer', state: 'whole', failure: null, bytesOut: 10, bytesIn: 20, tokensOut: 1, tokensIn: 2 },
  ...{ cost: null, millis: 5, held: false },
  ...change,
});

/** @param {number[]} ids @param {boolean} [hasMore] @returns {LedgerPage} */
const page = (ids, hasMore = false) => ({ requests: ids.map((id) => request(id)), hasMore });

/** @type {Totals} */
const sums = { days: [], months: [], thisMonth: 0, limit: null };

/** Answers what waits, the rows with this page. @param {LedgerPage} found */
async function answer(found) {
  for (const { name, reply } of asked.splice(0)) reply(name === 'ledger_totals' ? sums : found);
  await vi.advanceTimersByTimeAsync(0);
}

beforeEach(() => {
  vi.useFakeTimers();
  language.value = 'en';
  asked = [];
  picked = '/home/ana/l.csv';
  rows.value = null;
  totals.value = null;
  failed.value = null;
  query.value = '';
  withLocal.value = false;
  room.value = 'ledger';
  connectTo({
    call: (name, args) => new Promise((reply, fail) => asked.push(/** @type {never} */ ({ name, args, reply, fail }))),
    converse: async () => {},
    listen: (hear) => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    pickModelFile: async () => null,
    pickExportPath: async () => picked,
    openLink: async () => {},
  });
});

afterEach(() => {
  connectTo(null);
  vi.useRealTimers();
});

const ids = () => rows.value?.requests.map(({ id }) => id);

describe('the ledger', () => {
  it('reads the newest, then the older ones from where it was', async () => {
    void look();
    await answer(page([9, 8], true));
    expect(ids()).toEqual([9, 8]);
    void lookFurther();
    expect(asked[0]?.args).toEqual({ query: '', withLocal: false, before: 8 });
    await answer(page([7]));
    expect(ids()).toEqual([9, 8, 7]);
    await lookFurther();
    expect(asked).toEqual([]);
  });

  it('waits for the last key, and shows what the last words found', async () => {
    lookFor('open');
    lookFor('openai');
    await vi.advanceTimersByTimeAsync(200);
    const first = asked.splice(0);
    lookFor('gemini');
    await vi.advanceTimersByTimeAsync(200);
    expect([first[0]?.args.query, asked[0]?.args.query]).toEqual(['openai', 'gemini']);
    await answer(page([2]));
    for (const { name, reply } of first) reply(name === 'ledger_totals' ? sums : page([1]));
    await vi.advanceTimersByTimeAsync(0);
    expect(ids()).toEqual([2]);
  });

  it('keeps the older ones on screen when something leaves, and reads once for many', async () => {
    void loadLedger();
    await answer(page([5, 4], true));
    rows.value = { query: '', requests: [5, 4, 3, 2].map((id) => request(id)), hasMore: true };
    const tell = () => {
      for (const hear of hearers) hear({ kind: 'ledgerChanged' });
    };
    tell();
    tell();
    tell();
    expect(asked.length).toBe(2);
    await answer(page([6, 5], true));
    expect(asked.length).toBe(2);
    await answer(page([7, 6, 5, 4], true));
    expect(ids()).toEqual([7, 6, 5, 4, 3, 2]);
    expect(asked).toEqual([]);
    room.value = 'talk';
    tell();
    expect(asked).toEqual([]);
  });

  it('says why it could not be read, and forgets it once it can', async () => {
    void look();
    for (const { fail } of asked.splice(0)) fail({ code: 'disk_full', message: 'no room' });
    await vi.advanceTimersByTimeAsync(0);
    expect([failed.value?.code, rows.value]).toEqual(['disk_full', null]);
    void showLocal(true);
    expect(asked[0]?.args.withLocal).toBe(true);
    await answer(page([1]));
    expect(failed.value).toBe(null);
  });

  it('writes to a file of the person’s choice, and to none when they choose none', async () => {
    picked = null;
    await exportLedger('csv');
    expect(asked).toEqual([]);
    picked = '/home/ana/l.json';
    void exportLedger('json');
    await vi.advanceTimersByTimeAsync(0);
    expect(asked[0]?.args).toEqual({ format: 'json', path: '/home/ana/l.json' });
    asked[0]?.reply({ path: '/home/ana/l.json', turns: 3 });
    await vi.advanceTimersByTimeAsync(0);
    expect(exported.value?.turns).toBe(3);
  });

  it('joins the newest page with what was read after it, without a gap and without one twice', () => {
    const before = page([5, 4, 3, 2], false);
    expect(joined(page([6, 5], true), before)).toEqual(page([6, 5, 4, 3, 2], false));
    expect(joined(page([6, 5], false), before)).toEqual(page([6, 5], false));
    expect(joined(page([6, 5], true), page([], false)).hasMore).toBe(true);
  });

  it('reads a limit as people write it', () => {
    /** @type {[string, number | null | undefined][]} */
    const all = [
      ['', null],
      ['  ', null],
      ['5', 5],
      ['2,50', 2.5],
      ['2.5', 2.5],
      ['US$ 10', 10],
      ['$0', 0],
    ];
    for (const [text, limit] of [
      ...all,
      ...['five', '-1', '1e9', '1.234', '1,000.00', '€5'].map((one) => [one, undefined]),
    ])
      expect(toLimit(String(text)), String(text)).toBe(limit);
  });
});

describe('figures', () => {
  it('are written as the language writes them', () => {
    expect([moneyWords(0), moneyWords(1.239), moneyWords(0.0123), moneyWords(0.0000421)]).toEqual([
      '$0.00',
      '$1.24',
      '$0.0123',
      '$0.000042',
    ]);
    expect(monthWords('2026-11')).toBe('November 2026');
    language.value = 'ptBr';
    expect(moneyWords(1234.5).replace(/\s/g, ' ')).toBe('US$ 1.234,50');
    expect(monthWords('2026-03')).toBe('março de 2026');
  });

  it('never make up what nobody said', () => {
    expect(costWords(request(1))).toBe('cost not known');
    expect(costWords(request(1, { local: true }))).toBe(null);
    expect(costWords(request(1, { purpose: 'list' }))).toBe(null);
    expect(costWords(request(1, { cost: 0 }))).toBe(null);
    expect(tokensWords(request(1, { tokensOut: null, tokensIn: null }))).toBe(null);
    expect(tokensWords(request(1, { tokensIn: null }))).toBe('1 → ? tokens');
    expect(sumWords({ cost: 0, unpriced: 2 })).toBe('cost of 2 not known');
    expect(sumWords({ cost: 0.5, unpriced: 1 })).toBe('$0.50 + 1 of unknown cost');
  });

  it('say how a request stands', () => {
    expect(stateWords(request(1))).toBe(null);
    expect(stateWords(request(1, { state: 'open' }))).toBe('On its way…');
    expect(stateWords(request(1, { state: 'failed', failure: 'rate' }))).toMatch(/too often/);
    expect(stateWords(request(1, { state: 'failed', failure: 'of a newer life' }))).toMatch(/no answer/);
  });

  it('stand by day, in order', () => {
    const days = ['2026-11-22', '2026-11-22', '2026-11-21', '2026-11-22'];
    const found = byDay(days.map((day, n) => request(n, { day })));
    expect(found.map(({ day, requests }) => [day, requests.length])).toEqual([
      ['2026-11-22', 2],
      ['2026-11-21', 1],
      ['2026-11-22', 1],
    ]);
  });
});
