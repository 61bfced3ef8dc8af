// The form that connects a model: an address or a known provider, a key, a model. A key passes through here on its
// way to the keyring and is forgotten as soon as it was handed over.

import { ApiError, call } from '../ipc/core.js';
import { batch, signal } from '../lib/signals.js';
import { meaningOf } from './address.js';
import { changeOf } from './edited.js';
import { before, chosenFor, loadProfiles, loadWhereto } from './profiles.js';

/** @import { Family, KeepKey, Offered, Profile, ProfileEdit, Provider, Tested } from '../ipc/wire.ts' */

/**
 * @typedef {object} Form
 * @property {number | null} id  `null`: not saved yet
 * @property {boolean} fresh  whether it makes a new one; stays so while its key has no place
 * @property {Provider | null} provider  a known one, whose address is not asked for
 * @property {string} name
 * @property {Family} family
 * @property {string} address
 * @property {string} model
 * @property {string} context  as written; empty when unknown
 * @property {boolean | null} sees
 * @property {boolean | null} tools
 * @property {string} priceOut  US dollars a million tokens, as written
 * @property {string} priceBack
 * @property {string} key  typed and not yet handed over; empty leaves the saved key as it is
 * @property {string | null} keyFor  the host a key is kept for already
 * @property {Offered[] | null} offered  what the address offers; `null` until it was asked
 * @property {'listing' | 'testing' | 'saving' | null} busy
 * @property {Tested | null} tested
 * @property {ApiError | null} listProblem
 * @property {ApiError | null} problem
 * @property {'keyring_missing' | 'keyring_locked' | null} keyProblem  the profile is saved; its key has no place yet
 */

/** Most a model can read that is believed, in tokens. */
export const MOST_CONTEXT = 10_000_000;

export const form = signal(/** @type {Form | null} */ (null));

/** @type {Form} */
const EMPTY = {
  id: null,
  fresh: true,
  provider: null,
  name: '',
  family: 'openAi',
  address: '',
  model: '',
  context: '',
  sees: null,
  tools: null,
  priceOut: '',
  priceBack: '',
  key: '',
  keyFor: null,
  offered: null,
  busy: null,
  tested: null,
  listProblem: null,
  problem: null,
  keyProblem: null,
};

/**
 * Opens the form.
 * @param {Partial<Pick<Form, 'name' | 'family' | 'address' | 'model'>>} [start]
 */
export function newProfile(start) {
  errand += 1;
  form.value = { ...EMPTY, ...start };
}

/**
 * Opens the form for a provider that is known: only its key and a model are asked for.
 * @param {Provider} provider
 */
export function connectProvider(provider) {
  const { name, family, address, models } = provider;
  newProfile({ name, family, address });
  patch({ provider, offered: models.length > 0 ? models.map(({ model, facts }) => ({ name: model, facts })) : null });
}

/** @param {Profile} profile */
export function editProfile(profile) {
  const { id, name, family, address, model, context, sees, tools, price, key, host } = profile;
  newProfile({ name, family, address, model });
  patch({
    id,
    fresh: false,
    context: context === null ? '' : String(context),
    sees,
    tools,
    priceOut: price === null ? '' : String(price.out),
    priceBack: price === null ? '' : String(price.back),
    keyFor: key === 'keyring' || key === 'session' ? host : null,
  });
}

export function closeForm() {
  errand += 1;
  form.value = null;
}

/** @typedef {Pick<Form, 'name' | 'family' | 'address' | 'model' | 'context' | 'sees' | 'tools' | 'priceOut' | 'priceBack' | 'key'>} Written */

/**
 * Changes what is written. What was found out about another address, model or key no longer holds.
 * @param {Partial<Written>} written
 */
export function write(written) {
  const stale = 'address' in written || 'key' in written || 'family' in written;
  // What the catalogue offers of a known provider holds for every key.
  const offered = form.value?.provider ? {} : { offered: null };
  patch({
    ...written,
    problem: null,
    ...(stale ? { ...offered, listProblem: null } : {}),
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
 * @returns {Promise<T | null>} `null` when it failed or nothing was asked
 */
async function busily(busy, work, then, otherwise) {
  const begun = form.value;
  if (!begun || begun.busy) return null;
  errand += 1;
  const mine = errand;
  patch({ busy, problem: null });
  /** @param {() => void} tell */
  const finish = (tell) => {
    const now = form.value;
    if (!now || errand !== mine) return;
    const changed =
      now.address !== begun.address ||
      now.family !== begun.family ||
      now.key !== begun.key ||
      (busy === 'testing' && now.model !== begun.model);
    batch(() => {
      patch({ busy: null });
      if (busy === 'saving' || !changed) tell();
    });
  };
  try {
    const result = await work(begun);
    finish(() => then(result));
    return result;
  } catch (cause) {
    finish(() => otherwise(ApiError.from(cause)));
    return null;
  }
}

/** Asks the address which models it has. */
export async function listModels() {
  await busily(
    'listing',
    ({ family, address, id, key }) =>
      call('list_models', { family, address: address.trim(), profile: id, key: key || null }),
    (offered) => {
      const only = offered.length === 1 ? offered[0] : undefined;
      patch({ offered, listProblem: null, ...(form.value?.model || !only ? {} : { model: only.name }) });
    },
    (listProblem) => patch({ listProblem, ...(form.value?.provider ? {} : { offered: null }) }),
  );
}

/** Asks the model for one word. */
export async function testForm() {
  await busily(
    'testing',
    ({ family, address, model, id, key }) =>
      call('test_connection', {
        family,
        address: address.trim(),
        model: model.trim(),
        profile: id,
        key: key || null,
      }),
    (tested) => patch({ tested }),
    (problem) => patch({ problem }),
  );
}

/**
 * Whether the form can be saved as it is.
 * @param {Form} written
 */
export function complete(written) {
  const { kind } = meaningOf(written.address);
  const placed = written.family === 'builtIn' || kind === 'here' || kind === 'away';
  return placed && written.model.trim() !== '' && contextOf(written) !== undefined && priceOf(written) !== undefined;
}

/**
 * What the context means: `null` unknown, `undefined` not a number that can be.
 * @param {Pick<Form, 'context'>} written
 */
export function contextOf({ context }) {
  const digits = context.replace(/[\s.,_]/g, '');
  if (digits === '') return null;
  const tokens = /^\d+$/.test(digits) ? Number(digits) : 0;
  return tokens >= 512 && tokens <= MOST_CONTEXT ? tokens : undefined;
}

/**
 * What the price means: `null` unknown, `undefined` no price that can be. Half a price is none.
 * @param {Pick<Form, 'priceOut' | 'priceBack'>} written
 */
export function priceOf({ priceOut, priceBack }) {
  const [out, back] = [priceOut, priceBack].map((text) => {
    const written = text.trim().replace(',', '.');
    if (written === '') return null;
    const amount = /^\d*\.?\d+$/.test(written) ? Number(written) : Number.NaN;
    return amount < 100_000 ? amount : undefined;
  });
  if (out === null && back === null) return null;
  return typeof out === 'number' && typeof back === 'number' ? { out, back } : undefined;
}

/**
 * What saving the form would change for the talk; `null`: nothing that is felt.
 * @param {Form} written
 */
export function changeOfForm(written) {
  return changeOf(editOfForm(written), written.offered, written.key.trim() !== '');
}

/**
 * @param {Form} written
 * @returns {ProfileEdit}
 */
function editOfForm(written) {
  const { id, name, family, address, model, sees, tools } = written;
  const meaning = meaningOf(address);
  return {
    id,
    name: name.trim() || ('host' in meaning ? meaning.host : ''),
    family,
    address: address.trim(),
    model: model.trim(),
    context: contextOf(written) ?? null,
    sees,
    tools,
    price: priceOf(written) ?? null,
  };
}

/**
 * Saves the profile, then its key in the keyring.
 * @returns {Promise<Profile | null>} `null` when something is left to be done
 */
export async function saveForm() {
  return save('keyring');
}

/** Asks the keyring again, after it was unlocked or started. */
export async function keepInKeyring() {
  return save('keyring');
}

/** Keeps the key in memory, until she closes. The person's choice, never a fall-back. */
export async function keepForThisRun() {
  return save('session');
}

/** @param {KeepKey} keep */
async function save(keep) {
  return busily(
    'saving',
    async (written) => {
      const { key } = written;
      const change = changeOfForm(written);
      const saved = await call('save_profile', editOfForm(written));
      // From here on the same form changes the same profile, also when its key finds no place.
      patch({ id: saved.id });
      // The one that talks may have another model or host now. Whoever was talked with before, and is another one
      // now, is no longer there to go back to unannounced.
      if (change) before.value = { profile: saved.id, edit: change.back, keyGone: change.key !== null };
      else if (chosenFor('talk') !== saved.id && before.value?.profile === saved.id) before.value = undefined;
      await Promise.all([loadProfiles(), loadWhereto()]);
      if (key) {
        await call('save_key', { profile: saved.id, key: key.trim(), keep });
        patch({ key: '', keyFor: saved.host });
        await loadProfiles();
      }
      return saved;
    },
    closeForm,
    (error) => {
      const locked = error.code === 'keyring_locked' || error.code === 'keyring_missing';
      patch(locked ? { keyProblem: /** @type {Form['keyProblem']} */ (error.code) } : { problem: error });
    },
  );
}
