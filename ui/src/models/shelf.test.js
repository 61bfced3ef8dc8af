import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connectTo, listen } from '../ipc/core.js';
import { fakeHost } from '../ipc/fake.js';
import { open } from '../life.js';
import { fitOf } from './facts.js';
import { loadProfiles, profiles } from './profiles.js';
import {
  adding,
  addOwnFile,
  addProblem,
  download,
  loadShelf,
  pauseDownload,
  profileOfFile,
  rates,
  removeFile,
  secondsLeft,
  shelf,
  shown,
} from './shelf.js';

/** @param {string} address */
async function live(address) {
  connectTo(fakeHost(new URLSearchParams(`turns=0&lang=en&${address}`)));
  await open();
  await Promise.all([loadShelf(), loadProfiles()]);
  stop = listen((event) => {
    if (event.kind === 'shelfChanged') void loadShelf();
  });
}

/** @param {string} id */
function file(id) {
  const found = shelf.value?.models.find((model) => model.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
}

let stop = () => {};
beforeEach(() => vi.useFakeTimers({ now: new Date(2026, 10, 22, 12) }));
afterEach(() => {
  stop();
  shelf.value = null;
  addProblem.value = null;
  vi.useRealTimers();
});

it('downloads a file, tells how fast and how long, checks it and keeps it', async () => {
  await live('speed=100');
  await download('ipe-3b');
  await vi.advanceTimersByTimeAsync(4_000);
  expect(file('ipe-3b').state).toMatchObject({ kind: 'downloading', total: 2_019_000_000 });
  expect(rates.value.get('ipe-3b')).toBeGreaterThan(90_000_000);
  expect(rates.value.get('ipe-3b')).toBeLessThan(110_000_000);
  expect(secondsLeft(file('ipe-3b'))).toBeGreaterThan(14);
  expect(secondsLeft(file('ipe-3b'))).toBeLessThan(19);
  await vi.advanceTimersByTimeAsync(18_000);
  expect(file('ipe-3b')).toMatchObject({ state: { kind: 'whole' }, pinned: 'catalogue' });
  expect(file('ipe-3b').path).toContain('ipe-3b.gguf');
  expect(rates.value.has('ipe-3b')).toBe(false);
});

it('pauses where it is, and goes on from there', async () => {
  await live('');
  await download('ipe-3b');
  await vi.advanceTimersByTimeAsync(3_000);
  await pauseDownload('ipe-3b');
  const paused = file('ipe-3b').state;
  expect(paused.kind).toBe('paused');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(file('ipe-3b').state).toEqual(paused);
  await download('ipe-3b');
  expect(file('ipe-3b').state).toMatchObject({ kind: 'downloading', done: 'done' in paused ? paused.done : -1 });
  expect(rates.value.has('ipe-3b')).toBe(false);
});

it.each([
  ['unreachable', true],
  ['not_there', true],
  ['disk', true],
  ['wrong_sum', false],
  ['disk_full', false],
])('fails in words of its own: %s', async (failure, keeps) => {
  await live(`download=${failure}`);
  await download('ipe-3b');
  await vi.advanceTimersByTimeAsync(60_000);
  const { state } = file('ipe-3b');
  expect(state).toMatchObject({ kind: 'failed', failure });
  expect('done' in state && state.done > 0).toBe(keeps);
});

it('refuses at once what the disk has no room for', async () => {
  await live('free=1');
  await download('cedro-8b');
  expect(file('cedro-8b').state).toMatchObject({ kind: 'failed', failure: 'disk_full', done: 0 });
});

it('takes the checksum from the host when none is known, and lets it go with the file', async () => {
  await live('speed=2000');
  expect(file('cedro-8b')).toMatchObject({ sha256: null, pinned: 'nowhere' });
  await download('cedro-8b');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(file('cedro-8b')).toMatchObject({ pinned: 'host', state: { kind: 'whole' } });
  await removeFile('cedro-8b');
  expect(file('cedro-8b')).toMatchObject({ sha256: null, pinned: 'nowhere', state: { kind: 'offered' } });
});

it('makes one profile for a file that is here', async () => {
  await live('shelf=ipe-3b:whole');
  const profile = await profileOfFile('ipe-3b');
  expect(profile).toMatchObject({ family: 'builtIn', local: true, model: 'ipe-3b', name: 'Ipê 3B', address: '' });
  expect((await profileOfFile('ipe-3b')).id).toBe(profile.id);
  expect(profiles.value).toHaveLength(1);
  await expect(profileOfFile('cedro-8b')).rejects.toMatchObject({ code: 'not_now' });
});

it('adds a file of the person’s own after trying it, and says why one can’t be used', async () => {
  await live('');
  const work = addOwnFile();
  await vi.advanceTimersByTimeAsync(10);
  expect(adding.value).toBe('/home/ana/Downloads/own-model.gguf');
  expect(await addOwnFile()).toBeNull();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await work).toMatchObject({ own: true, pinned: 'file', state: { kind: 'whole' } });
  expect(adding.value).toBeNull();

  await live('model-file=/home/ana/broken.gguf');
  const failed = addOwnFile();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await failed).toBeNull();
  expect(addProblem.value).toMatchObject({ code: 'no_model' });

  await live('model-file=none');
  expect(await addOwnFile()).toBeNull();
});

it('shows what is here first, then what suits this computer, and what is too large apart', async () => {
  await live('shelf=jequitiba-24b:paused');
  const of = (/** @type {{ id: string }[]} */ models) => models.map((model) => model.id);
  let all = shown(shelf.value);
  expect([of(all.here), of(all.first), of(all.tooLarge)]).toEqual([['jequitiba-24b'], ['cedro-8b', 'ipe-3b'], []]);
  await live('memory=8');
  all = shown(shelf.value);
  expect([of(all.first), of(all.tooLarge)]).toEqual([['ipe-3b', 'cedro-8b'], ['jequitiba-24b']]);
  await live('memory=unknown');
  expect(of(shown(shelf.value).first)).toEqual(['ipe-3b', 'cedro-8b', 'jequitiba-24b']);
});

it.each([
  [3, 16, 'easily'],
  [8, 16, 'easily'],
  [12, 16, 'tight'],
  [14, 16, 'too-large'],
  [null, 16, null],
  [3, null, null],
])('of %s GB needed in %s GB says %s', (needed, memory, fit) => {
  expect(fitOf(needed, memory)).toBe(fit);
});

it('does not offer what only reads as somebody to talk with', async () => {
  await live('');
  const now = shelf.value;
  if (!now) throw new Error('no shelf');
  const reader = { ...file('ipe-3b'), id: 'reader', keptFor: /** @type {const} */ ('reading') };
  const { here, first, more, tooLarge } = shown({ ...now, models: [...now.models, reader] });
  const all = [...here, ...first, ...more, ...tooLarge].map(({ id }) => id);
  expect(all).toHaveLength(now.models.filter(({ keptFor }) => keptFor === 'talking').length);
  expect(all).not.toContain('reader');
});
