import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Exchange } from './exchange.js';
import { toItems } from './items.js';

/** @import { Picture, Turn } from '../ipc/wire.ts' */

/**
 * Her answer, or the person’s words.
 * @param {number} id
 * @param {string | null} [model]  `null`: the Listener; `undefined`: the person's own
 * @param {Partial<Turn>} [more]
 * @returns {Turn}
 */
function turn(id, model, more = {}) {
  return {
    id,
    episode: 1,
    speaker: model === undefined ? 'user' : 'companion',
    text: 'words',
    state: 'complete',
    saidAt: id * 60_000,
    day: '2026-11-22',
    time: '10:00',
    answeredBy: model === undefined ? null : { model, host: null },
    failure: null,
    versions: 0,
    replyTo: model === undefined ? null : id - 1,
    forgottenAt: null,
    pictures: [],
    recalled: 0,
    wish: null,
    offRecord: false,
    ...more,
  };
}

/**
 * Where a line stands, and whose name is in it: before which turn.
 * @param {Turn[]} turns
 * @param {Exchange[]} [exchanges]
 */
function lines(turns, exchanges = []) {
  const items = toItems({ turns, hasLater: false, exchanges, helps: new Map(), keys: new Map() });
  return items.flatMap((item, at) => {
    if (item.type !== 'from') return [];
    const next = items[at + 1];
    return [[next?.type === 'turn' ? next.turn.id : next?.type, item.model]];
  });
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('tells where another one began to answer, once for each change', () => {
  expect(lines([turn(1), turn(2, null), turn(3), turn(4, 'a'), turn(5), turn(6, 'a'), turn(7), turn(8, null)])).toEqual(
    [
      [4, 'a'],
      [8, null],
    ],
  );
  expect(lines([turn(1), turn(2, 'a')])).toEqual([]);
});

it('tells no change where somebody only stood in, or was asked because of a picture', () => {
  const picture = /** @type {Picture} */ ({ id: 1, width: 10, height: 10, bytes: 100 });
  expect(
    lines([turn(1), turn(2, 'a'), turn(3), turn(4, null, { failure: 'overloaded' }), turn(5), turn(6, 'a')]),
  ).toEqual([]);
  expect(
    lines([turn(1), turn(2, 'a'), turn(3, undefined, { pictures: [picture] }), turn(4, 'b'), turn(5), turn(6, 'a')]),
  ).toEqual([]);
});

it('tells a change while the answer is still being made, and takes it back when somebody stands in', () => {
  const exchange = new Exchange({ kind: 'goOn' });
  exchange.begun = true;
  exchange.replyTo = 3;
  exchange.answeredBy = { model: 'b', host: null };
  const turns = [turn(1), turn(2, 'a'), turn(3)];
  expect(lines(turns, [exchange])).toEqual([['answer', 'b']]);
  exchange.answeredBy = { model: null, host: null };
  exchange.failure = 'overloaded';
  expect(lines(turns, [exchange])).toEqual([]);
});

it('counts the seconds down until it is tried again, and waits no more once words come', () => {
  const exchange = new Exchange({ kind: 'goOn' });
  exchange.wait({ kind: 'again', failure: 'overloaded', seconds: 3 });
  vi.advanceTimersByTime(1_000);
  expect(exchange.waiting.value).toMatchObject({ seconds: 2 });
  vi.advanceTimersByTime(60_000);
  expect(exchange.waiting.value).toMatchObject({ seconds: 1 });
  exchange.piece('word');
  expect(exchange.waiting.value).toBeNull();
  expect(vi.getTimerCount()).toBeLessThanOrEqual(1);
});
