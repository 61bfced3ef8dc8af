// What left the fake computer: rows of some weeks, sums reckoned from them, the exact texts of the last twenty.

import { ApiError } from '../core.js';

/** @import { Commands, World } from '../fake.js' */
/** @import { Request, Total } from '../wire.ts' */

const PAGE = 100;
const HELD = 20;
const DAY = 86_400_000;

/** Where the requests went: host, model, whether that is this computer, dollars a million tokens out and back. */
const PLACES = /** @type {const} */ ([
  ['api.openai.com', 'gpt-4.1-mini', false, 0.4, 1.6],
  ['api.openai.com', 'gpt-4.1-mini', false, 0.4, 1.6],
  ['models.example.org', 'small-model', false, null, null],
  ['127.0.0.1', 'gemma3:4b', true, null, null],
  ['generativelanguage.googleapis.com', 'gemini-2.5-flash-preview-with-a-rather-long-name', false, 0.3, 2.5],
]);

/** What people look for by, in both languages. */
const PURPOSES = {
  answer: 'answer resposta',
  memory: 'memory memória',
  test: 'test teste',
  list: 'list of models lista de modelos',
  download: 'download',
};

/** @param {World} world */
export function makeLedger(world) {
  /** The newest last. @type {Request[]} */
  const rows = [];
  const count = world.number('ledger', 40);
  for (let n = 0; n < count; n++) rows.push(requestOf(n, world.now() - (count - 1 - n) * 0.31 * DAY, n === count - 1));

  /** @param {{ query: string, withLocal: boolean }} looking */
  const found = ({ query, withLocal }) => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    return rows.filter((row) => {
      const purpose = PURPOSES[/** @type {keyof typeof PURPOSES} */ (row.purpose)];
      const text = `${row.host} ${row.model} ${purpose}`.toLowerCase();
      return (withLocal || !row.local) && words.every((word) => text.includes(word));
    });
  };

  /** @type {Pick<Commands, 'ledger' | 'ledger_totals' | 'exact_text' | 'export_ledger'>} */
  const commands = {
    ledger({ before, ...looking }) {
      const all = found(looking)
        .filter((row) => before === null || row.id < before)
        .reverse();
      const held = new Set(rows.slice(-HELD).map((row) => row.id));
      const requests = all.slice(0, PAGE).map((row) => ({ ...row, held: held.has(row.id) && row.purpose !== 'list' }));
      return { requests, hasMore: all.length > PAGE };
    },
    ledger_totals(looking) {
      const all = found(looking);
      const month = dayOf(world.now()).slice(0, 7);
      const spent = rows.filter((row) => row.day.startsWith(month)).reduce((sum, row) => sum + (row.cost ?? 0), 0);
      return {
        days: summed(all, 10).slice(0, 62),
        months: summed(all, 7),
        thisMonth: spent,
        limit: world.settings.monthlyLimit ?? null,
      };
    },
    exact_text({ request }) {
      const row = rows.slice(-HELD).find((one) => one.id === request);
      if (!row) return null;
      const content =
        world.settings.language === 'ptBr' ? 'Hoje tomei café com a Lia.' : 'I had coffee with Lia today.';
      const body = { model: row.model, stream: true, messages: [{ role: 'user', content }] };
      return { text: JSON.stringify(body) };
    },
    export_ledger({ path }) {
      if (path.startsWith('/home/ana/.local')) throw new ApiError('bad_input', 'inside the data folder');
      return { path, turns: rows.length };
    },
  };

  return {
    commands,
    /** One more request leaves now; without `end` it is still on its way. */
    add(/** @type {Partial<Request>} */ change = {}) {
      const row = { ...requestOf(rows.length * 5, world.now(), false), id: rows.length + 1, ...change };
      rows.push(row);
      world.emit({ kind: 'ledgerChanged' });
      return row.id;
    },
  };
}

/**
 * The n-th request, always the same but for its time.
 * @param {number} n
 * @param {number} at
 * @param {boolean} open
 * @returns {Request}
 */
function requestOf(n, at, open) {
  const [host, model, local, out, back] = PLACES[(n * 7) % PLACES.length] ?? PLACES[0];
  const purpose = n % 13 === 4 ? 'memory' : n % 17 === 6 ? 'list' : n % 19 === 8 ? 'test' : 'answer';
  const state = open ? 'open' : n % 11 === 5 ? 'failed' : n % 23 === 9 ? 'stopped' : n % 29 === 3 ? 'cut_off' : 'whole';
  const whole = state === 'whole' && purpose !== 'list';
  const tokensOut = whole ? 420 + ((n * 97) % 2400) : null;
  const tokensIn = whole ? 40 + ((n * 31) % 360) : null;
  const cost =
    out === null || tokensOut === null || tokensIn === null ? null : (tokensOut * out + tokensIn * back) / 1_000_000;
  return {
    id: n + 1,
    leftAt: at,
    day: dayOf(at),
    time: new Date(at).toTimeString().slice(0, 5),
    host,
    local,
    model: purpose === 'list' ? '' : model,
    purpose,
    state,
    failure: state === 'failed' ? (n % 2 === 0 ? 'rate' : 'broken_stream') : null,
    bytesOut: purpose === 'list' ? 0 : 1800 + ((n * 613) % 14_000),
    bytesIn: open || state === 'cut_off' ? 0 : 640 + ((n * 421) % 9000),
    tokensOut,
    tokensIn,
    cost,
    millis: open || state === 'cut_off' ? 0 : 320 + ((n * 377) % 7400),
    held: false,
  };
}

/** @param {number} at */
function dayOf(at) {
  const date = new Date(at);
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/**
 * Sums by the first so many characters of the day, the newest first.
 * @param {Request[]} rows
 * @param {number} length
 * @returns {Total[]}
 */
function summed(rows, length) {
  /** @type {Map<string, Total>} */
  const sums = new Map();
  for (const row of rows) {
    const period = row.day.slice(0, length);
    const sum = sums.get(period) ?? {
      ...{ period, requests: 0, bytesOut: 0, bytesIn: 0, tokensOut: 0, tokensIn: 0, cost: 0, unpriced: 0 },
    };
    sum.requests += 1;
    sum.bytesOut += row.bytesOut;
    sum.bytesIn += row.bytesIn;
    sum.tokensOut += row.tokensOut ?? 0;
    sum.tokensIn += row.tokensIn ?? 0;
    sum.cost += row.cost ?? 0;
    const paid = !row.local && row.state !== 'open' && row.purpose !== 'list' && row.purpose !== 'download';
    if (paid && row.cost === null) sum.unpriced += 1;
    sums.set(period, sum);
  }
  return [...sums.values()].sort((a, b) => b.period.localeCompare(a.period));
}
