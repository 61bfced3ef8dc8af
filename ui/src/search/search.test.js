import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectTo } from '../ipc/core.js';
import { found, look, lookFurther, toParts } from './search.js';

/** @import { Hit } from '../ipc/wire.ts' */

/** @type {{ args: { query: string, before: number | null }, reply: (reply: { hits: Hit[], moreBefore: number | null }) => void }[]} */
let asked = [];

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  found.value = null;
  connectTo({
    call: (_, args) => new Promise((reply) => asked.push(/** @type {never} */ ({ args, reply }))),
    converse: async () => {},
    listen: () => () => {},
    pickExportPath: async () => null,
    pickModelFile: async () => null,
    openLink: async () => {},
  });
});

afterEach(() => {
  connectTo(null);
  vi.useRealTimers();
});

/** @param {number} turn @returns {Hit} */
const hit = (turn) => ({ turn, speaker: 'user', saidAt: 0, day: '2026-11-22', time: '10:00', excerpt: 'x', marks: [] });

describe('search', () => {
  it('waits for the last key, and shows what the last words found', async () => {
    look('gui');
    look('guitar');
    await vi.advanceTimersByTimeAsync(200);
    look('garden');
    await vi.advanceTimersByTimeAsync(200);
    expect(asked.map(({ args }) => args.query)).toEqual(['guitar', 'garden']);
    asked[1]?.reply({ hits: [hit(2)], moreBefore: null });
    asked[0]?.reply({ hits: [hit(1)], moreBefore: null });
    await vi.advanceTimersByTimeAsync(0);
    expect(found.value?.hits.map(({ turn }) => turn)).toEqual([2]);
  });

  it('adds older ones from where it was', async () => {
    look('x');
    await vi.advanceTimersByTimeAsync(200);
    asked[0]?.reply({ hits: [hit(9)], moreBefore: 9 });
    await vi.advanceTimersByTimeAsync(0);
    lookFurther();
    expect(asked[1]?.args).toEqual({ query: 'x', before: 9 });
    asked[1]?.reply({ hits: [hit(3)], moreBefore: null });
    await vi.advanceTimersByTimeAsync(0);
    expect(found.value?.hits.map(({ turn }) => turn)).toEqual([9, 3]);
    lookFurther();
    expect(asked.length).toBe(2);
  });

  it('forgets what was found when the field is emptied', async () => {
    look('x');
    await vi.advanceTimersByTimeAsync(200);
    asked[0]?.reply({ hits: [hit(9)], moreBefore: null });
    look('');
    await vi.advanceTimersByTimeAsync(200);
    expect(found.value).toBeNull();
  });
});

describe('an excerpt in parts', () => {
  it.each([
    ['a guitar here', [[2, 8]], ['a ', '[guitar]', ' here']],
    ['guitar', [[0, 6]], ['[guitar]']],
    ['ab', [], ['ab']],
    [
      'abcd',
      [
        [0, 1],
        [2, 3],
      ],
      ['[a]', 'b', '[c]', 'd'],
    ],
    [
      'abcd',
      [
        [2, 3],
        [0, 1],
        [3, 9],
        [3, 3],
      ],
      ['ab', '[c]', 'd'],
    ],
    ['', [], []],
  ])('%s %j', (excerpt, marks, expected) => {
    const parts = toParts(excerpt, /** @type {[number, number][]} */ (marks));
    expect(parts.map(({ text, marked }) => (marked ? `[${text}]` : text))).toEqual(expected);
    expect(parts.map(({ text }) => text).join('')).toBe(excerpt);
  });
});
