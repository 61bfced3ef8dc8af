// Who answers: the saved profiles, what is found on this computer, and the form that makes or changes a profile.
// A key passes through here on its way to the keyring and is forgotten as soon as it was handed over.

import { ApiError, call } from '../ipc/core.js';
import { batch, signal } from '../lib/signals.js';
import { takeSettings, whereto } from '../life.js';
import { meaningOf } from './address.js';

/** @import { Family, Found, KeepKey, Profile, Tested } from '../ipc/wire.ts' */

/**
 * The form of a profile.
 * @typedef {object} Form
 * @property {number | null} id  `null`: not saved yet
 * @property {string} name
 * @property {Family} family
 * @property {string} address
 * @property {string} model
 * @property {string} context  as written; empty when unknown
 * @property {string} key  typed and not yet handed over; empty leaves the saved key as it is
 * @property {string | null} keyFor  the host a key is kept for already
 * @property {string[] | null} models  what the address offers; `null` until it was asked
 * @property {'listing' | 'testing' | 'saving' | null} busy
 * @property {Tested | null} tested
 * @property {ApiError | null} listProblem
 * @property {ApiError | null} problem
 * @property {'keyring_missing' | 'keyring_locked' | null} keyProblem  the profile is saved; its key has no place yet
 */

/** Most a model can read that is believed, in tokens. */
export const MOST_CONTEXT = 10_000_000;

export const profiles = signal(/** @type {Profile[] | null} */ (null));
/** What answers on this computer; `null` until it was looked for. */
export const found = signal(/** @type {Found[] | null} */ (null));
export const looking = signal(false);
export const form = signal(/** @type {Form | null} */ (null));
/** Connections being tested or tested, by profile. */
export const tests = signal(/** @type {ReadonlyMap<number, Tested | 'testing'>} */ (new Map()));

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

/**
 * Opens the form.
 * @param {Partial<Pick<Form, 'name' | 'family' | 'address' | 'model' | 'models'>>} [start]
 */
export function newProfile(start) {
  errand += 1;
  form.value = {
    id: null,
    name: '',
    family: 'openAi',
    address: '',
    model: '',
    context: '',
    key: '',
    keyFor: null,
    models: null,
    busy: null,
    tested: null,
    listProblem: null,
    problem: null,
    keyProblem: null,
    ...start,
  };
}

/** @param {Profile} profile */
export function editProfile(profile) {
  newProfile({ name: profile.name, family: profile.family, address: profile.address, model: profile.model });
  patch({
    id: profile.id,
    context: profile.context === null ? '' : String(profile.context),
    keyFor: profile.key === 'keyring' || profile.key === 'session' ? profile.host : null,
  });
}

export function closeForm() {
  errand += 1;
  form.value = null;
}

/**
 * Changes what is written. What was found out about another address, model or key no longer holds.
 * @param {Partial<Pick<Form, 'name' | 'address' | 'model' | 'context' | 'key'>>} written
 */
export function write(written) {
  const stale = 'address' in written || 'key' in written;
  patch({
    ...written,
    problem: null,
    ...(stale ? { models: null, listProblem: null } : {}),
    ...(stale || 'model' in written ? { tested: null } : {}),
  });
}

/** @param {Partial<Form>} part */
function patch(part) {
  if (form.value) form.value = { ...form.value, ...part };
}

/** Counts what is done for a form, so that what comes back late for a form that was closed is dropped. */
let errand = 0;

/**
 * Does something slow for the open form. What it finds out about an address, key or model that was changed meanwhile
 * is dropped; what it saved counts.
 * @template T
 * @param {NonNullable<Form['busy']>} busy
 * @param {(form: Form) => Promise<T>} work
 * @param {(result: T) => void} then
 * @param {(error: ApiError) => void} otherwise
 */
async function busily(busy, work, then, otherwise) {
  const begun = form.value;
  if (!begun || begun.busy) return;
  errand += 1;
  const mine = errand;
  patch({ busy, problem: null });
  /** @param {() => void} tell */
  const finish = (tell) => {
    const now = form.value;
    if (!now || errand !== mine) return;
    const changed =
      now.address !== begun.address || now.key !== begun.key || (busy === 'testing' && now.model !== begun.model);
    batch(() => {
      patch({ busy: null });
      if (busy === 'saving' || !changed) tell();
    });
  };
  try {
    const result = await work(begun);
    finish(() => then(result));
  } catch (cause) {
    finish(() => otherwise(ApiError.from(cause)));
  }
}

/** Asks the address which models it has. */
export async function listModels() {
  await busily(
    'listing',
    ({ family, address, id, key }) =>
      call('list_models', { family, address: address.trim(), profile: id, key: key || null }),
    (offered) => {
      const models = offered.map(({ name }) => name);
      patch({ models, listProblem: null, ...(form.value?.model || models.length !== 1 ? {} : { model: models[0] }) });
    },
    (listProblem) => patch({ models: null, listProblem }),
  );
}

/** Asks the model for one word. */
export async function testForm() {
  await busily(
    'testing',
    ({ family, address, model, id, key }) =>
      call('test_connection', { family, address: address.trim(), model: model.trim(), profile: id, key: key || null }),
    (tested) => patch({ tested }),
    (problem) => patch({ problem }),
  );
}

/** @param {Profile} profile */
export async function testProfile({ id, family, address, model }) {
  const set = (/** @type {Tested | 'testing' | null} */ test) => {
    const next = new Map(tests.value);
    if (test) next.set(id, test);
    else next.delete(id);
    tests.value = next;
  };
  set('testing');
  try {
    set(await call('test_connection', { family, address, model, profile: id, key: null }));
  } catch (cause) {
    set(null);
    throw cause;
  }
}

/**
 * Whether the form can be saved as it is.
 * @param {Form} written
 */
export function complete(written) {
  const { kind } = meaningOf(written.address);
  return (kind === 'here' || kind === 'away') && written.model.trim() !== '' && contextOf(written) !== undefined;
}

/**
 * What the context means: `null` unknown, `undefined` not a number that can be.
 * @param {Form} written
 */
export function contextOf({ context }) {
  const digits = context.replace(/[\s.,_]/g, '');
  if (digits === '') return null;
  const tokens = /^\d+$/.test(digits) ? Number(digits) : 0;
  return tokens >= 512 && tokens <= MOST_CONTEXT ? tokens : undefined;
}

/** Saves the profile, then its key in the keyring, and lets it answer. */
export async function saveForm() {
  await save('keyring');
}

/** Asks the keyring again, after it was unlocked or started. */
export async function keepInKeyring() {
  await save('keyring');
}

/** Keeps the key in memory, until she closes. The person's choice, never a fall-back. */
export async function keepForThisRun() {
  await save('session');
}

/** @param {KeepKey} keep */
async function save(keep) {
  await busily(
    'saving',
    async (written) => {
      const meaning = meaningOf(written.address);
      const host = 'host' in meaning ? meaning.host : '';
      const saved = await call('save_profile', {
        id: written.id,
        name: written.name.trim() || host,
        address: written.address.trim(),
        model: written.model.trim(),
        family: written.family,
        context: contextOf(written) ?? null,
        sees: null,
        tools: null,
        price: null,
      });
      // From here on the same form changes the same profile, also when its key finds no place.
      patch({ id: saved.id });
      if (written.key) {
        await call('save_key', { profile: saved.id, key: written.key.trim(), keep });
        patch({ key: '', keyFor: saved.host });
      }
      takeSettings(await call('change_settings', { profile: saved.id }));
      whereto.value = await call('whereto', {});
      await loadProfiles();
    },
    closeForm,
    (error) => {
      const locked = error.code === 'keyring_locked' || error.code === 'keyring_missing';
      patch(locked ? { keyProblem: /** @type {Form['keyProblem']} */ (error.code) } : { problem: error });
    },
  );
}

/**
 * Lets this profile answer; `null`: the Listener.
 * @param {number | null} profile
 */
export async function use(profile) {
  takeSettings(await call('change_settings', { profile }));
  whereto.value = await call('whereto', {});
}

/**
 * Removes a profile and its key.
 * @param {number} profile
 */
export async function removeProfile(profile) {
  await call('remove_profile', { profile });
  if (form.value?.id === profile) closeForm();
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
