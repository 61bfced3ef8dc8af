import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { offerUndo, undoLast, withdrawUndo } from './undo.js';

/** What was taken back, in order. @type {string[]} */
let back = [];

/** @param {string} name @param {number} seconds */
const offer = (name, seconds) => offerUndo(name, { until: Date.now() + seconds * 1000, undo: () => back.push(name) });

beforeEach(() => {
  vi.useFakeTimers();
  back = [];
});
afterEach(() => vi.useRealTimers());

it('takes back what was done last, then what was done before, each once', () => {
  offer('one', 10);
  offer('two', 10);
  offer('one', 10);
  expect([undoLast(), undoLast(), undoLast()]).toEqual([true, true, false]);
  expect(back).toEqual(['two', 'one']);
});

it('takes back nothing whose time is over, or that was withdrawn', () => {
  offer('short', 1);
  offer('long', 10);
  offer('withdrawn', 10);
  withdrawUndo('withdrawn');
  vi.advanceTimersByTime(1_000);
  expect([undoLast(), undoLast()]).toEqual([true, false]);
  expect(back).toEqual(['long']);
});
