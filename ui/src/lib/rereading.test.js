import { expect, it } from 'vitest';
import { rereading } from './rereading.js';

it('reads once more for all that changed while it read', async () => {
  /** @type {(() => void)[]} */
  const ends = [];
  const refresh = rereading(() => /** @type {Promise<void>} */ (new Promise((resolve) => ends.push(resolve))));
  const first = refresh();
  refresh();
  refresh();
  expect(ends.length).toBe(1);
  ends[0]?.();
  await Promise.resolve();
  await Promise.resolve();
  expect(ends.length).toBe(2);
  ends[1]?.();
  await first;
  expect(ends.length).toBe(2);
});

it('reads again after a reading that failed', async () => {
  let reads = 0;
  const refresh = rereading(async () => {
    reads += 1;
    if (reads === 1) throw new Error('no');
  });
  await expect(refresh()).rejects.toThrow('no');
  await refresh();
  expect(reads).toBe(2);
});
