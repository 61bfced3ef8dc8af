// Who can answer: the saved profiles, what is found on this computer, trying them, and who does what.

import { call } from '../ipc/core.js';
import { batch, signal } from '../lib/signals.js';
import { settings, takeSettings, whereto } from '../life.js';

/** @import { Family, Found, Profile, ProfileEdit, Role, Tested } from '../ipc/wire.ts' */

export const profiles = signal(/** @type {Profile[] | null} */ (null));
/** What answers on this computer; `null` until it was looked for. */
export const found = signal(/** @type {Found[] | null} */ (null));
export const looking = signal(false);

/**
 * Connections being tested or tested, by {@link profileKey} or {@link foundKey}.
 * @type {import('../lib/signals.js').Signal<ReadonlyMap<string, Tested | 'testing'>>}
 */
export const tests = signal(new Map());

/**
 * Who talked before the last change of this run, to go back to.
 * @typedef {object} Before
 * @property {number | null} profile
 * @property {ProfileEdit} [edit]  how it stood, where the same one was edited
 * @property {boolean} [keyGone]  whether the key it had is gone
 */

/** `undefined`: nothing was changed. */
export const before = signal(/** @type {Before | undefined} */ (undefined));

/** @param {number} profile */
export const profileKey = (profile) => `profile ${profile}`;

/**
 * @param {string} address
 * @param {string} model
 */
export const foundKey = (address, model) => `found ${address} ${model}`;

/** Reads the profiles. A locked keyring is asked anew each time. */
export async function loadProfiles() {
  profiles.value = await call('profiles', {});
}

/** Looks for models on this computer. */
export async function lookHere() {
  if (looking.value) return;
  looking.value = true;
  try {
    found.value = await call('discover', {});
  } finally {
    looking.value = false;
  }
}

/** @param {number | null} id */
export function profileOf(id) {
  return profiles.value?.find((profile) => profile.id === id) ?? null;
}

/** How a profile's model is called. @param {Profile} profile */
export function modelName(profile) {
  return profile.family === 'builtIn' ? profile.name : profile.model;
}

/**
 * Tries a saved profile with its own key.
 * @param {Profile} profile
 */
export async function testProfile({ id, family, address, model }) {
  await test(profileKey(id), { family, address, model, profile: id });
}

/**
 * Tries a model found on this computer, before anything is saved.
 * @param {Found} place
 * @param {string} model
 */
export async function testFound({ family, address }, model) {
  await test(foundKey(address, model), { family, address, model, profile: null });
}

/**
 * @param {string} key
 * @param {{ family: Family, address: string, model: string, profile: number | null }} connection
 */
async function test(key, connection) {
  if (tests.value.get(key) === 'testing') return;
  const set = (/** @type {Tested | 'testing' | null} */ outcome) => {
    const next = new Map(tests.value);
    if (outcome) next.set(key, outcome);
    else next.delete(key);
    tests.value = next;
  };
  set('testing');
  try {
    set(await call('test_connection', { ...connection, key: null }));
  } catch (cause) {
    set(null);
    throw cause;
  }
}

/**
 * Saves a model found on this computer, or gives the profile there is.
 * @param {Found} place
 * @param {string} model
 * @returns {Promise<Profile>}
 */
export async function keepFound({ name, family, address }, model) {
  const there = profiles.value?.find((one) => sameAddress(one.address, address) && one.model === model);
  if (there) return there;
  const saved = await call('save_profile', {
    id: null,
    name,
    family,
    address,
    model,
    context: null,
    sees: null,
    tools: null,
    price: null,
  });
  await loadProfiles();
  return saved;
}

/**
 * Whether two addresses are one, however they end.
 * @param {string} one
 * @param {string} other
 */
export function sameAddress(one, other) {
  return one.replace(/\/+$/, '') === other.replace(/\/+$/, '');
}

/** Where each choice is kept among the settings. @type {Record<Role, 'profile' | 'quietProfile' | 'seeingProfile' | 'fallbackProfile'>} */
const KEPT = { talk: 'profile', quiet: 'quietProfile', seeing: 'seeingProfile', fallback: 'fallbackProfile' };

/**
 * Who does this now.
 * @param {Role} role
 * @returns {number | null}
 */
export function chosenFor(role) {
  return settings.value?.[KEPT[role]] ?? null;
}

/**
 * What a profile does now.
 * @param {number} profile
 * @returns {Role[]}
 */
export function rolesOf(profile) {
  return /** @type {Role[]} */ (Object.keys(KEPT)).filter((role) => chosenFor(role) === profile);
}

/**
 * Lets a profile do this; `null`: nobody (for talking: the Listener).
 * @param {Role} role
 * @param {number | null} profile
 */
export async function choose(role, profile) {
  const chosen = await call('choose', { role, profile });
  const now = await call('whereto', {});
  batch(() => {
    takeSettings(chosen.settings);
    whereto.value = now;
    if (role === 'talk' && chosen.before !== profile) before.value = { profile: chosen.before };
  });
}

/** Lets the one talk who did before the last change. */
export async function goBack() {
  const back = before.value;
  if (!back) return;
  if (back.edit) {
    await call('save_profile', back.edit);
    await Promise.all([loadProfiles(), loadWhereto()]);
  } else {
    await choose('talk', back.profile);
  }
  before.value = undefined;
}

export async function loadWhereto() {
  whereto.value = await call('whereto', {});
}

/**
 * Removes a profile and its key.
 * @param {number} profile
 */
export async function removeProfile(profile) {
  await call('remove_profile', { profile });
  if (before.value?.profile === profile) before.value = undefined;
  await loadProfiles();
}

/**
 * Removes a key from where it is kept.
 * @param {number} profile
 */
export async function removeKey(profile) {
  await call('remove_key', { profile });
  await loadProfiles();
}
