// The model files of this computer: what is here, what can be had, and how fast it comes.

import { ApiError, call, pickModelFile } from '../ipc/core.js';
import { batch, signal } from '../lib/signals.js';
import { fitOf } from './facts.js';
import { loadProfiles, profiles } from './profiles.js';

/** @import { LocalModel, Profile, Shelf } from '../ipc/wire.ts' */

/** `null` until it was read. */
export const shelf = signal(/** @type {Shelf | null} */ (null));
/** Bytes a second of each download, over the last seconds. */
export const rates = signal(/** @type {ReadonlyMap<string, number>} */ (new Map()));
/** The own file being tried; its path. */
export const adding = signal(/** @type {string | null} */ (null));
/** Why the last own file can't be used. */
export const addProblem = signal(/** @type {ApiError | null} */ (null));
/** Files something was asked of and not yet done: their buttons wait. */
export const busyFiles = signal(/** @type {ReadonlySet<string>} */ (new Set()));

/** A rate is told over this long, milliseconds: long enough to be calm, short enough to be true. */
const WINDOW = 6000;

/** What had come of each download, and when. @type {Map<string, { at: number, done: number }[]>} */
const seen = new Map();

let reading = false;
let changedMeanwhile = false;

/** Reads what is here. Changes come up to four times a second: one reading at a time, and one more after the last. */
export async function loadShelf() {
  if (reading) {
    changedMeanwhile = true;
    return;
  }
  reading = true;
  try {
    do {
      changedMeanwhile = false;
      const now = await call('shelf', {});
      batch(() => {
        shelf.value = now;
        rates.value = ratesOf(now.models, Date.now());
      });
    } while (changedMeanwhile);
  } finally {
    reading = false;
  }
}

/**
 * @param {LocalModel[]} models
 * @param {number} at  Unix milliseconds
 */
function ratesOf(models, at) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const { id, state } of models) {
    if (state.kind !== 'downloading') {
      seen.delete(id);
      continue;
    }
    const all = seen.get(id) ?? [];
    const kept = [...all.filter((one) => at - one.at <= WINDOW), { at, done: state.done }];
    seen.set(id, kept);
    const first = kept[0];
    if (first && at - first.at >= 800) found.set(id, Math.max(0, ((state.done - first.done) * 1000) / (at - first.at)));
  }
  return found;
}

/**
 * Seconds a download still takes; `null` when that can't be told.
 * @param {LocalModel} model
 */
export function secondsLeft({ id, state }) {
  const rate = rates.value.get(id) ?? 0;
  if (state.kind !== 'downloading' || state.total === null || rate < 1) return null;
  return Math.max(0, state.total - state.done) / rate;
}

/** Begins a download, or goes on with one. @param {string} id */
export const download = (id) => ask(id, () => call('download_model', { id }));

/** What came stays. @param {string} id */
export const pauseDownload = (id) => ask(id, () => call('pause_download', { id }));

/** Removes the file, or what came of it. @param {string} id */
export async function removeFile(id) {
  await ask(id, () => call('remove_model', { id }));
  await loadProfiles();
}

/**
 * @param {string} id
 * @param {() => Promise<unknown>} work
 */
async function ask(id, work) {
  if (busyFiles.value.has(id)) return;
  busyFiles.value = new Set(busyFiles.value).add(id);
  try {
    await work();
    await loadShelf();
  } finally {
    const left = new Set(busyFiles.value);
    left.delete(id);
    busyFiles.value = left;
  }
}

/**
 * Adds a file of the person's own, after it was tried. Why it can't be used stands beside the button.
 * @returns {Promise<LocalModel | null>}
 */
export async function addOwnFile() {
  if (adding.value !== null) return null;
  const path = await pickModelFile();
  if (path === null) return null;
  batch(() => {
    adding.value = path;
    addProblem.value = null;
  });
  try {
    const model = await call('add_model_file', { path });
    await loadShelf();
    return model;
  } catch (cause) {
    addProblem.value = ApiError.from(cause);
    return null;
  } finally {
    adding.value = null;
  }
}

/**
 * The profile of a file that is here; made when there is none.
 * @param {string} id
 * @returns {Promise<Profile>}
 */
export async function profileOfFile(id) {
  const profile = await call('local_profile', { id });
  await loadProfiles();
  return profile;
}

/**
 * The saved profile of a file, if there is one.
 * @param {string} id
 */
export function keptProfileOf(id) {
  return profiles.value?.find((profile) => profile.family === 'builtIn' && profile.model === id) ?? null;
}

/** So many of what can be had are shown at once. */
const FIRST = 3;

/**
 * The files she can answer with, as they are shown: what is here or on its way; what suits this computer best; what
 * else runs here; and what is too large for it. Where the memory of the computer can't be told, the catalogue's order
 * holds.
 * @param {Shelf | null} now
 */
export function shown(now) {
  const { memory } = now ?? { memory: null };
  // What only reads talks with nobody: it stands in the memory room.
  const models = now?.models.filter(({ keptFor }) => keptFor === 'talking') ?? [];
  const here = models.filter(({ state }) => state.kind !== 'offered');
  here.sort((one, other) => Number(other.state.kind === 'whole') - Number(one.state.kind === 'whole'));
  const offered = models.filter(({ state }) => state.kind === 'offered');
  const fits = (/** @type {LocalModel} */ model) => fitOf(model.memory, memory);
  const tooLarge = offered.filter((model) => fits(model) === 'too-large');
  const able = offered.filter((model) => fits(model) !== 'too-large');
  // The larger the better it understands, as long as it fits easily.
  if (memory !== null) able.sort((one, other) => suits(other) - suits(one));
  /** @param {LocalModel} model */
  function suits(model) {
    const talks = model.facts.goodAt.includes('conversation') ? 1 : 0;
    const easily = fits(model) === 'easily' ? 2 : 0;
    return easily + talks + (model.memory ?? 0) / 1e15;
  }
  return { here, first: able.slice(0, FIRST), more: able.slice(FIRST), tooLarge };
}
