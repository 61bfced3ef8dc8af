// Who answers in the fake life: profiles, keys (kept where the fake keyring lets them be kept, never read back),
// the services found, and connections that fail as an address or a key says.

import { ApiError } from '../core.js';

/** @import { Commands, World } from '../fake.js' */
/** @import { KeyState, Profile, Tested, Whereto } from '../wire.ts' */

/** @typedef {ReturnType<typeof makeModels>} Models */

const LOCAL = 'http://127.0.0.1:11434/v1';
const REMOTE = 'https://models.example.org/v1';

/** What an address or a key holds, and how the connection then fails. */
const FAILURES = /** @type {const} */ ([
  ['wrong', 'auth'],
  ['broke', 'quota'],
  ['often', 'rate'],
  ['nowhere', 'unreachable'],
  ['busy', 'overloaded'],
  ['slowly', 'timeout'],
  ['webpage', 'unreadable'],
]);

/** @param {World} world */
export function makeModels(world) {
  /** @type {Map<number, Profile>} */
  const profiles = new Map();
  let next = 1;
  /** Whether the keyring was asked once already: a locked one opens at the second asking. */
  let asked = false;

  const model = world.params.get('model');
  if (model === 'remote' || model === 'local') {
    const address = model === 'local' ? LOCAL : REMOTE;
    profiles.set(next, {
      id: next,
      name: model === 'local' ? 'Ollama' : 'Example',
      address,
      ...whose(address),
      model: model === 'local' ? 'llama3.2:3b' : 'small-model',
      context: null,
      key: model === 'local' ? 'none' : atStart(world),
    });
    world.settings.profile = next++;
  }

  /** @param {number} id */
  function mustHave(id) {
    const profile = profiles.get(id);
    if (!profile) throw new ApiError('gone', `no profile ${id}`);
    return profile;
  }

  /** @returns {Whereto} */
  function whereto() {
    const profile = world.settings.profile === null ? undefined : profiles.get(world.settings.profile);
    return { host: profile && !profile.local ? profile.host : null, model: profile?.model ?? null };
  }

  function askKeyring() {
    const state = world.params.get('keyring');
    if (state === 'missing') throw new ApiError('keyring_missing', 'no keyring answers on the session bus');
    if (state === 'locked' && !asked) {
      asked = true;
      throw new ApiError('keyring_locked', 'the collection is locked');
    }
  }

  /** @type {Pick<Commands, 'profiles' | 'save_profile' | 'remove_profile' | 'discover' | 'list_models' | 'test_connection' | 'save_key' | 'remove_key'>} */
  const commands = {
    profiles: () => [...profiles.values()],
    save_profile(edit) {
      const named = edit.name.trim();
      const chosen = edit.model.trim();
      if (!named || !chosen) throw new ApiError('bad_input', 'a profile needs a name and a model');
      const there = whose(edit.address);
      const old = edit.id === null ? null : mustHave(edit.id);
      const id = old?.id ?? next++;
      // A key belongs to the host it was given for.
      const key = old && old.host === there.host ? old.key : 'none';
      const profile = {
        id,
        name: named,
        address: edit.address.trim(),
        ...there,
        model: chosen,
        context: edit.context,
        key,
      };
      profiles.set(id, profile);
      world.emit({ kind: 'settingsChanged' });
      return profile;
    },
    remove_profile({ profile }) {
      mustHave(profile);
      profiles.delete(profile);
      if (world.settings.profile === profile) world.settings.profile = null;
      world.emit({ kind: 'settingsChanged' });
      return null;
    },
    async discover() {
      await pause(600);
      if (world.params.get('discover') === 'none') return [];
      return [
        { name: 'Ollama', address: LOCAL, models: ['gemma3:4b', 'llama3.2:3b', 'qwen3:8b'] },
        { name: 'LM Studio', address: 'http://127.0.0.1:1234/v1', models: [] },
      ];
    },
    async list_models({ address, key }) {
      whose(address);
      await pause(300);
      const failure = failureOf(address, key);
      if (failure) throw new ApiError(failure, `GET ${address}/models: ${failure}`);
      return whose(address).local
        ? ['gemma3:4b', 'llama3.2:3b', 'qwen3:8b']
        : ['large-model', 'small-model', 'tiny-model'];
    },
    /** @returns {Promise<Tested>} */
    async test_connection({ address, model: asks, key }) {
      whose(address);
      await pause(500);
      const failure = failureOf(address, key) ?? (asks.includes('unknown') ? 'unknown_model' : null);
      if (failure) return { works: false, millis: 0, failure, detail: `POST ${address}/chat/completions: ${failure}` };
      return { works: true, millis: 212, failure: null, detail: null };
    },
    save_key({ profile, keep }) {
      const of = mustHave(profile);
      if (keep === 'keyring') askKeyring();
      const key = /** @type {KeyState} */ (keep);
      profiles.set(profile, { ...of, key });
      return key;
    },
    remove_key({ profile }) {
      profiles.set(profile, { ...mustHave(profile), key: 'none' });
      return 'none';
    },
  };

  return { commands, whereto, mustHave };
}

/**
 * What the keyring says of a key that was saved in an earlier run.
 * @param {World} world
 * @returns {KeyState}
 */
function atStart(world) {
  const state = world.params.get('keyring');
  return state === 'missing' || state === 'locked' ? state : 'keyring';
}

/**
 * The host of an address; refuses what would send words unprotected.
 * @param {string} address
 */
function whose(address) {
  /** @type {URL} */
  let url;
  try {
    const written = address.trim();
    const scheme = /^(localhost|127\.|\[::1\])/.test(written) ? 'http' : 'https';
    url = new URL(written.includes('://') ? written : `${scheme}://${written}`);
  } catch {
    throw new ApiError('bad_input', `not an address: ${address}`);
  }
  const local = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && local)) {
    throw new ApiError('bad_input', 'https is needed, except on this computer');
  }
  return { host: url.hostname.replace(/^\[|\]$/g, ''), local };
}

/**
 * @param {string} address
 * @param {string | null} key
 */
function failureOf(address, key) {
  return FAILURES.find(([word]) => address.includes(word) || (key ?? '').includes(word))?.[1] ?? null;
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
