import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, call, connectTo, converse, listen } from './core.js';
import { fakeHost } from './fake.js';

/** @import { Delta, Event } from './wire.ts' */

/** @param {string} address */
function live(address) {
  connectTo(fakeHost(new URLSearchParams(address)));
}

/** @param {import('./wire.ts').Converse} request */
async function told(request) {
  /** @type {Delta[]} */
  const deltas = [];
  const done = converse(request, (delta) => deltas.push(delta));
  await vi.runAllTimersAsync();
  await done;
  return deltas;
}

/** @param {Delta[]} deltas */
const streamed = (deltas) => deltas.map((delta) => (delta.kind === 'piece' ? delta.text : '')).join('');

/**
 * @param {Delta[]} deltas
 * @param {Delta['kind']} kind
 */
const only = (deltas, kind) => deltas.filter((delta) => delta.kind === kind);

/** @type {{ kind: 'say', uid: string, pictures: number[] }} */
const SAY = { kind: 'say', uid: '0123456789abcdef0123456789abcdef', pictures: [] };

beforeEach(() => vi.useFakeTimers({ now: new Date(2026, 10, 22, 12) }));
afterEach(() => vi.useRealTimers());

describe('the conversation', () => {
  it('opens a hundred thousand turns without making them', async () => {
    live('turns=100000&lang=en');
    const began = performance.now();
    const opening = await call('open', {});
    expect(performance.now() - began).toBeLessThan(50);
    expect(opening.turns).toBe(100_000);
    expect(opening.page.turns.at(-1)?.id).toBe(100_000);
    expect(opening.page).toMatchObject({ hasEarlier: true, hasLater: false });
  });

  it('pages in both directions without a hole or a repetition, in order of time', async () => {
    live('turns=500');
    /** @type {import('./wire.ts').Turn[]} */
    let all = [];
    let page = await call('page', { from: 'latest', limit: 70 });
    all = page.turns;
    while (page.hasEarlier) {
      page = await call('page', { from: { before: all[0]?.id ?? 0 }, limit: 70 });
      all = [...page.turns, ...all];
    }
    expect(all.map((turn) => turn.id)).toEqual(Array.from({ length: 500 }, (_, n) => n + 1));
    expect(all.every((turn, n) => n === 0 || turn.saidAt > (all[n - 1]?.saidAt ?? 0))).toBe(true);
    const later = await call('page', { from: { after: 490 }, limit: 200 });
    expect(later).toMatchObject({ hasEarlier: true, hasLater: false });
    expect(later.turns).toHaveLength(10);
    const around = await call('page', { from: { around: 250 }, limit: 20 });
    expect(around.turns.map((turn) => turn.id)).toEqual(Array.from({ length: 20 }, (_, n) => n + 240));
  });

  it('finds words whatever their accents, and says where they are', async () => {
    live('turns=400&lang=pt-BR');
    const found = await call('search', { query: 'AVO pao', before: null });
    expect(found.hits.length).toBeGreaterThan(0);
    for (const hit of found.hits) {
      const marked = hit.marks.map(([from, to]) => hit.excerpt.slice(from, to));
      expect(marked).toContain('avó');
      expect(marked).toContain('pão');
    }
  });

  it('gives more hits until there are none', async () => {
    live('turns=2000&lang=en');
    /** @type {number[]} */
    const turns = [];
    /** @type {number | null} */
    let before = null;
    do {
      /** @type {import('./wire.ts').Hits} */
      const found = await call('search', { query: 'rained', before });
      turns.push(...found.hits.map((hit) => hit.turn));
      before = found.moreBefore;
    } while (before !== null);
    expect(new Set(turns).size).toBe(turns.length);
    expect(turns.length).toBeGreaterThan(30);
  });

  it('brings a deleted turn back within ten seconds, and not after', async () => {
    live('turns=10');
    /** @type {Event[]} */
    const events = [];
    listen((event) => events.push(event));
    await call('delete_turn', { turn: 4 });
    await vi.advanceTimersByTimeAsync(9_000);
    await call('restore_turn', { turn: 4 });
    await vi.advanceTimersByTimeAsync(20_000);
    expect((await call('page', { from: 'latest', limit: 50 })).turns).toHaveLength(10);
    await call('delete_turn', { turn: 4 });
    expect((await call('page', { from: 'latest', limit: 50 })).turns.find((turn) => turn.id === 4)?.forgottenAt).toBe(
      Date.now() + 10_000,
    );
    await vi.advanceTimersByTimeAsync(10_000);
    await vi.advanceTimersByTimeAsync(1);
    await expect(call('restore_turn', { turn: 4 })).rejects.toMatchObject({ code: 'gone' });
    expect(events.filter((event) => event.kind === 'turnsChanged')).toHaveLength(4);
  });
});

describe('the talk', () => {
  it('acknowledges, streams and closes with what was streamed', async () => {
    live('turns=0&lang=en');
    const deltas = await told({ ...SAY, text: 'hello' });
    expect(deltas[0]).toMatchObject({ kind: 'kept', turn: { text: 'hello', speaker: 'user' } });
    expect(deltas[1]).toMatchObject({ kind: 'answering', turn: null, answeredBy: { model: null, host: null } });
    expect(deltas.at(-1)).toMatchObject({ kind: 'closed', turn: { text: streamed(deltas), state: 'complete' } });
  });

  it('keeps words said twice with one uid once', async () => {
    live('turns=0');
    await told({ ...SAY, text: 'hello' });
    const again = await told({ ...SAY, text: 'hello' });
    expect(again.map((delta) => delta.kind)).toEqual(['kept', 'idle']);
    expect((await call('open', {})).turns).toBe(2);
  });

  it('streams as many pieces as asked at the speed asked', async () => {
    live('turns=0&pieces=900&rate=300&think=0');
    /** @type {Delta[]} */
    const deltas = [];
    const done = converse({ ...SAY, text: 'go' }, (delta) => deltas.push(delta));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(only(deltas, 'piece').length).toBeGreaterThan(280);
    expect(only(deltas, 'piece').length).toBeLessThan(320);
    await vi.runAllTimersAsync();
    await done;
    expect(only(deltas, 'piece')).toHaveLength(900);
  });

  it('stops, keeping what was streamed', async () => {
    live('turns=0&pieces=500&think=0');
    const done = told({ ...SAY, text: 'go' });
    await vi.advanceTimersByTimeAsync(500);
    await call('stop', {});
    const deltas = await done;
    expect(deltas.at(-1)).toMatchObject({ kind: 'closed', turn: { state: 'stopped', text: streamed(deltas) } });
    expect(streamed(deltas)).not.toBe('');
  });

  it('lets another page join the answer being made', async () => {
    live('turns=4&open=1&think=0&pieces=60');
    await vi.advanceTimersByTimeAsync(500);
    expect((await call('open', {})).answering).toBe(true);
    const deltas = await told({ kind: 'rejoin' });
    const [first] = deltas;
    if (first?.kind !== 'answering') throw new Error('not answering');
    expect(first.text).not.toBe('');
    expect(deltas.at(-1)).toMatchObject({ kind: 'closed', turn: { text: first.text + streamed(deltas) } });
    expect(await told({ kind: 'rejoin' })).toEqual([{ kind: 'idle' }]);
  });

  it('lets the Listener answer when the model fails before its first word', async () => {
    live('turns=0&model=remote&fail=auth');
    const deltas = await told({ ...SAY, text: 'hello' });
    expect(only(deltas, 'instead')).toEqual([
      { kind: 'instead', answeredBy: { model: null, host: null }, failure: 'auth' },
    ]);
    expect(deltas.at(-1)).toMatchObject({ turn: { failure: 'auth', state: 'complete', answeredBy: { model: null } } });
  });

  it('keeps what came before a failure as cut off, and a whole retry makes it a version', async () => {
    live('turns=0&model=remote&fail=broken_stream&after=3');
    const cut = (await told({ ...SAY, text: 'hello' })).at(-1);
    if (cut?.kind !== 'closed' || !cut.turn) throw new Error('nothing was kept');
    expect(cut.turn).toMatchObject({ state: 'cutOff', failure: 'broken_stream' });
    /** @type {{ fake: { params: URLSearchParams } }} */ (/** @type {unknown} */ (globalThis)).fake.params.delete(
      'fail',
    );
    const whole = (await told({ kind: 'retry', turn: cut.turn.id })).at(-1);
    expect(whole).toMatchObject({ turn: { id: cut.turn.id, state: 'complete', versions: 1 } });
    expect(await call('versions', { turn: cut.turn.id })).toMatchObject([{ text: cut.turn.text, state: 'cutOff' }]);
  });

  it('leaves the answer there is when asking again fails before its first word, and says why', async () => {
    live('turns=4&model=remote&fail=overloaded');
    const before = (await call('page', { from: 'latest', limit: 1 })).turns[0];
    const deltas = await told({ kind: 'retry', turn: 4 });
    expect(deltas.map((delta) => delta.kind)).toEqual(['answering', 'closed']);
    expect(deltas[1]).toEqual({ kind: 'closed', turn: before, attempt: null, failure: 'overloaded' });
  });

  it('makes versions of edited words and of their answer, and edits the last words only', async () => {
    live('turns=6');
    const deltas = await told({ kind: 'edit', turn: 5, text: 'other words' });
    expect(deltas[0]).toMatchObject({ kind: 'kept', turn: { id: 5, text: 'other words', versions: 1 } });
    expect(deltas.at(-1)).toMatchObject({ turn: { id: 6, versions: 1 } });
    expect(await told({ kind: 'edit', turn: 3, text: 'no' })).toMatchObject([
      { kind: 'refused', error: { code: 'not_now' } },
    ]);
  });

  it('says that words could not be kept, and answers nothing', async () => {
    live('turns=0&keep=disk_full');
    expect(await told({ ...SAY, text: 'hello' })).toMatchObject([{ kind: 'notKept', error: { code: 'disk_full' } }]);
    expect((await call('open', {})).turns).toBe(0);
  });

  it('shows help lines before any answer to words that call for them', async () => {
    live('turns=0&lang=pt-BR');
    const deltas = await told({ ...SAY, text: 'eu quero morrer' });
    expect(deltas.map((delta) => delta.kind).slice(0, 3)).toEqual(['kept', 'help', 'answering']);
    expect(deltas[1]).toMatchObject({ help: { country: 'BR', lines: [{ call: '188' }] } });
  });
});

describe('models and keys', () => {
  const EDIT = {
    id: null,
    name: 'Mine',
    address: 'https://models.example.org/v1',
    family: /** @type {const} */ ('openAi'),
    model: 'small-model',
    context: null,
    sees: null,
    tools: null,
    price: null,
  };

  it('refuses an address that would send words unprotected', async () => {
    live('');
    await expect(call('save_profile', { ...EDIT, address: 'http://models.example.org/v1' })).rejects.toMatchObject({
      code: 'bad_input',
    });
    await expect(call('save_profile', { ...EDIT, address: 'http://127.0.0.1:9/v1' })).resolves.toMatchObject({
      local: true,
    });
  });

  it('says where words go only while they go there', async () => {
    live('');
    const { id } = await call('save_profile', EDIT);
    expect(await call('whereto', {})).toEqual({ host: null, model: null, pictures: null, also: [] });
    await call('change_settings', { profile: id });
    expect(await call('whereto', {})).toMatchObject({ host: 'models.example.org', model: 'small-model' });
    await call('remove_profile', { profile: id });
    expect(await call('whereto', {})).toEqual({ host: null, model: null, pictures: null, also: [] });
  });

  it('opens a locked keyring at the second asking, and forgets a key when its host changes', async () => {
    live('keyring=locked');
    const { id } = await call('save_profile', EDIT);
    await expect(call('save_key', { profile: id, key: 'k', keep: 'keyring' })).rejects.toMatchObject({
      code: 'keyring_locked',
    });
    expect(await call('save_key', { profile: id, key: 'k', keep: 'keyring' })).toBe('keyring');
    expect(await call('save_profile', { ...EDIT, id, address: 'https://other.example.org/v1' })).toMatchObject({
      key: 'none',
    });
  });
});

it('turns what a host rejects with into an error with a code', async () => {
  live('error=search:disk_full');
  const error = await call('search', { query: 'a', before: null }).catch((/** @type {unknown} */ cause) => cause);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ code: 'disk_full' });
});
