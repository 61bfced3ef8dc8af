import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectTo } from '../ipc/core.js';
import { fakeHost } from '../ipc/fake.js';
import {
  following,
  goTo,
  goToNow,
  hasEarlier,
  hasLater,
  jump,
  loadEarlier,
  loadLater,
  MOST,
  PAGE,
  putTurns,
  refresh,
  showPage,
  turns,
} from './turns.js';

/** @import { Turn } from '../ipc/wire.ts' */

const LIFE = 100_000;

beforeEach(async () => {
  const host = fakeHost(new URLSearchParams(`turns=${LIFE}&lang=en`));
  connectTo(host);
  following.value = true;
  showPage(await host.call('page', { from: 'latest', limit: PAGE }));
});

afterEach(() => connectTo(null));

/** @returns {number[]} */
const ids = () => turns.value.map((turn) => turn.id);

function expectInOrder() {
  const found = ids();
  for (let n = 1; n < found.length; n++) expect(found[n]).toBe((found[n - 1] ?? 0) + 1);
}

describe('the window on a life of 100,000 turns', () => {
  it('moves up and down without a gap, and never grows beyond its bound', async () => {
    for (let n = 0; n < 12; n++) {
      await loadEarlier();
      expect(turns.value.length).toBeLessThanOrEqual(MOST);
      expectInOrder();
    }
    expect(ids()[0]).toBe(LIFE - 13 * PAGE + 1);
    expect(hasLater.value).toBe(true);
    for (let n = 0; n < 12; n++) {
      await loadLater();
      expect(turns.value.length).toBeLessThanOrEqual(MOST);
      expectInOrder();
    }
    expect(ids().at(-1)).toBe(LIFE);
    expect(hasLater.value).toBe(false);
    expect(hasEarlier.value).toBe(true);
  });

  it('asks once, however often an end comes near', async () => {
    await Promise.all([loadEarlier(), loadEarlier(), loadEarlier()]);
    expect(turns.value.length).toBe(2 * PAGE);
  });

  it('ignores a page that comes after the window was replaced', async () => {
    const late = loadEarlier();
    const jumped = goTo(500);
    await Promise.all([late, jumped]);
    expectInOrder();
    expect(ids()).toContain(500);
    expect(ids()).not.toContain(LIFE);
  });

  it('jumps to a moment and back to now', async () => {
    await goTo(50_000);
    expect(jump.value).toEqual({ turn: 50_000 });
    expect(ids()).toContain(50_000);
    expect([hasEarlier.value, hasLater.value]).toEqual([true, true]);
    await goToNow();
    expect(ids().at(-1)).toBe(LIFE);
    expect(jump.value).toEqual({ turn: null });
  });

  it('takes a new turn at its end, and none when the end is elsewhere', async () => {
    const next = { .../** @type {Turn} */ (turns.value.at(-1)), id: LIFE + 1 };
    putTurns([next]);
    expect(ids().at(-1)).toBe(LIFE + 1);
    await goTo(500);
    putTurns([{ ...next, id: LIFE + 2 }]);
    expect(ids()).not.toContain(LIFE + 2);
  });

  it('lets go of the oldest when the talk goes on at its end', () => {
    const last = /** @type {Turn} */ (turns.value.at(-1));
    for (let n = 1; n <= MOST; n++) putTurns([{ ...last, id: LIFE + n }]);
    expect(turns.value.length).toBe(MOST);
    expect(ids().at(-1)).toBe(LIFE + MOST);
    expect(hasEarlier.value).toBe(true);
  });

  it('does not let a late page undo the end of an answer', () => {
    const last = /** @type {Turn} */ (turns.value.at(-1));
    putTurns([{ ...last, state: 'complete', text: 'whole' }]);
    putTurns([{ ...last, state: 'streaming', text: 'who' }]);
    expect(turns.value.at(-1)?.text).toBe('whole');
  });

  it('drops what is gone when it is told that it changed', async () => {
    const last = /** @type {Turn} */ (turns.value.at(-1));
    putTurns([{ ...last, id: LIFE + 7 }]);
    await refresh([LIFE + 7]);
    expect(ids().at(-1)).toBe(LIFE);
  });
});
