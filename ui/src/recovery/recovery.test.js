import { beforeEach, expect, it } from 'vitest';
import { connectTo } from '../ipc/core.js';
import { fakeHost } from '../ipc/fake.js';
import { open, settings, trouble } from '../life.js';
import { beginAnew, bringBack, doing, stillSo, tryAgain, waysOut } from './recovery.js';

/** @param {string} address */
async function live(address) {
  connectTo(fakeHost(new URLSearchParams(`lang=en&${address}`)));
  await open();
}

beforeEach(() => {
  stillSo.value = 0;
});

it.each(['damaged', 'newer', 'in_use', 'read_only', 'disk_full', 'broken'])(
  'says that she could not open: %s',
  async (code) => {
    await live(`trouble=${code}`);
    expect(trouble.value?.code).toBe(code);
    expect(trouble.value?.copies.every((copy) => copy.whole)).toBe(true);
  },
);

it('tries again, says when it is still so, and goes on when it opens', async () => {
  await live('trouble=disk_full');
  await tryAgain();
  expect(trouble.value?.code).toBe('disk_full');
  expect(stillSo.value).toBe(1);
  await tryAgain();
  expect(trouble.value).toBeNull();
  expect(stillSo.value).toBe(0);
  expect(doing.value).toBeNull();
});

it('brings the newest good copy back', async () => {
  await live('trouble=damaged');
  await bringBack(trouble.value?.copies[0]?.name ?? '');
  expect(trouble.value).toBeNull();
});

it('begins anew with the first open', async () => {
  await live('trouble=broken');
  await beginAnew();
  expect(trouble.value).toBeNull();
  expect(settings.value?.welcomed).toBe(false);
});

it('does one thing at a time, and is free again after a failure', async () => {
  await live('trouble=damaged&error=restore_copy:disk_full&slow=begin_anew:20');
  await expect(bringBack('any')).rejects.toMatchObject({ code: 'disk_full' });
  expect(doing.value).toBeNull();
  const first = beginAnew();
  expect(doing.value).toBe('anew');
  await tryAgain();
  expect(stillSo.value).toBe(0);
  await first;
});

it('offers to begin anew only where nothing better can be waited for', () => {
  expect(waysOut('damaged')[0]).toBe('restore');
  for (const code of ['in_use', 'read_only', 'disk_full']) expect(waysOut(code)).toEqual(['try']);
  for (const code of ['damaged', 'newer', 'broken', 'something_new']) expect(waysOut(code)).toContain('anew');
});
