import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connectTo } from '../ipc/core.js';
import { fakeHost } from '../ipc/fake.js';
import { open } from '../life.js';
import {
  copies,
  copying,
  exportAll,
  exported,
  exporting,
  loadCopies,
  makeCopy,
  restoreCopy,
  restoring,
} from './data.js';

/** @param {string} address */
async function live(address) {
  connectTo(fakeHost(new URLSearchParams(`lang=en&${address}`)));
  await open();
  await loadCopies();
}

beforeEach(() => vi.useFakeTimers({ now: new Date(2026, 10, 22, 12) }));
afterEach(() => {
  exported.value = null;
  vi.useRealTimers();
});

it('makes a copy, one at a time, and lists it first', async () => {
  await live('copies=2&turns=24');
  const first = makeCopy();
  expect(copying.value).toBe(true);
  expect(await makeCopy()).toBeNull();
  await vi.runAllTimersAsync();
  expect(await first).toMatchObject({ turns: 24, whole: true, reason: 'asked' });
  expect(copies.value).toHaveLength(3);
  expect(copies.value?.[0]?.reason).toBe('asked');
  expect(copying.value).toBe(false);
});

it('brings back a whole copy, and refuses a broken one', async () => {
  await live('copies=7');
  const broken = copies.value?.find((copy) => !copy.whole);
  await expect(restoreCopy(broken?.name ?? '')).rejects.toMatchObject({ code: 'damaged' });
  expect(restoring.value).toBeNull();
  await restoreCopy(copies.value?.[1]?.name ?? '');
  expect(restoring.value).toBeNull();
});

it.each([
  ['markdown', 'samantha-2026-11-22.md'],
  ['json', 'samantha-2026-11-22.json'],
])('exports as %s and says where', async (format, name) => {
  await live('turns=24&pick=/data');
  const work = exportAll(/** @type {'markdown' | 'json'} */ (format));
  expect(exporting.value).toBe(format);
  await vi.runAllTimersAsync();
  await work;
  expect(exported.value).toEqual({ path: `/data/${name}`, turns: 24 });
  expect(exporting.value).toBeNull();
});

it('exports nothing when no place was chosen', async () => {
  await live('pick=none');
  await exportAll('json');
  expect(exported.value).toBeNull();
  expect(exporting.value).toBeNull();
});
