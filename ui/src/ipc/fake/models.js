// Who answers in the fake life: profiles, keys (kept where the fake keyring lets them be kept, never read back),
// what is found here, what is announced before a change, and connections that fail as an address or a key says.

import { placeOf } from '../../models/address.js';
import { ApiError } from '../core.js';
import { knownOf, NO_FACTS, OFFERED_AWAY, OFFERED_HERE, PROVIDERS, providerOf } from './offers.js';

/** @import { Commands, World } from '../fake.js' */
/** @import { Announcement, Facts, KeyState, Price, Profile, ProfileEdit, Role, Side, Tested, Whereto } from '../wire.ts' */
/** @import { FakeShelf } from './shelf.js' */

/** @typedef {ReturnType<typeof makeModels>} Models */

const LOCAL = 'http://127.0.0.1:11434';
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

/** Where each choice is kept. @type {Record<Role, 'profile' | 'quietProfile' | 'seeingProfile' | 'fallbackProfile'>} */
const KEPT = { talk: 'profile', quiet: 'quietProfile', seeing: 'seeingProfile', fallback: 'fallbackProfile' };

/**
 * @param {World} world
 * @param {FakeShelf} shelf
 */
export function makeModels(world, shelf) {
  /** @type {Map<number, Profile>} */
  const profiles = new Map();
  let next = 1;
  /** Whether the keyring was asked once already: a locked one opens at the second asking. */
  let asked = false;

  for (const which of (world.params.get('model') ?? 'none').split(',')) {
    const start = startOf(which);
    if (!start) continue;
    const { id } = save(start);
    const profile = mustHave(id);
    if (!profile.local) profiles.set(id, { ...profile, key: atStart(world) });
    world.settings.profile ??= id;
  }

  /** @param {number} id */
  function mustHave(id) {
    const profile = profiles.get(id);
    if (!profile) throw new ApiError('gone', `no profile ${id}`);
    return profile;
  }

  /**
   * @param {ProfileEdit} edit
   * @returns {Profile}
   */
  function save(edit) {
    const model = edit.model.trim();
    if (!model) throw new ApiError('bad_input', 'a profile needs a model');
    if (edit.price && !(edit.price.out >= 0 && edit.price.back >= 0)) throw new ApiError('bad_input', 'no price');
    const there = edit.family === 'builtIn' ? { host: '', local: true } : whose(edit.address);
    const old = edit.id === null ? null : mustHave(edit.id);
    const { family, context, sees, tools, price } = edit;
    /** @type {Profile} */
    const profile = {
      id: old?.id ?? next++,
      name: edit.name.trim() || there.host || model,
      family,
      address: family === 'builtIn' ? '' : edit.address.trim(),
      ...there,
      model,
      context,
      sees,
      tools,
      price,
      // A key belongs to the place it was given for.
      key: old && placeOf(old.address) === placeOf(edit.address) ? old.key : 'none',
      facts: factsOf(edit, there.host),
    };
    profiles.set(profile.id, profile);
    return profile;
  }

  /**
   * What was set by the person, else what is known.
   * @param {ProfileEdit} edit
   * @param {string} host
   * @returns {Facts}
   */
  function factsOf({ family, model, context, sees, tools, price }, host) {
    const known = family === 'builtIn' ? (shelf.find(model.trim())?.facts ?? NO_FACTS) : knownOf(host, model.trim());
    return {
      ...known,
      context: context ?? known.context,
      sees: sees ?? known.sees,
      tools: tools ?? known.tools,
      price: price ?? known.price,
    };
  }

  /**
   * How its model is called when it answers.
   * @param {Profile} profile
   */
  const nameOf = (profile) => (profile.family === 'builtIn' ? profile.name : profile.model);

  /** @param {number | null} id */
  const chosen = (id) => (id === null ? undefined : profiles.get(id));

  /** @returns {Whereto} */
  function whereto() {
    const profile = chosen(world.settings.profile);
    const seeing = profile?.facts.sees ? profile : chosen(world.settings.seeingProfile);
    const host = profile && !profile.local ? profile.host : null;
    /** @type {[Role, Profile | undefined][]} */
    const others = [
      ['quiet', chosen(world.settings.quietProfile)],
      ['seeing', profile && chosen(world.settings.seeingProfile)],
      ['fallback', profile && chosen(world.settings.fallbackProfile)],
    ];
    return {
      also: others.flatMap(([role, other]) =>
        other && !other.local && other.host !== host ? [{ role, host: other.host }] : [],
      ),
      host,
      model: profile ? nameOf(profile) : null,
      pictures: profile && seeing ? { host: seeing.local ? null : seeing.host, model: nameOf(seeing) } : null,
    };
  }

  /** @param {number | null} id @returns {Side} */
  function side(id) {
    const profile = chosen(id);
    return profile
      ? { model: nameOf(profile), host: profile.local ? null : profile.host, facts: profile.facts }
      : { model: null, host: null, facts: NO_FACTS };
  }

  function askKeyring() {
    const state = world.params.get('keyring');
    if (state === 'missing') throw new ApiError('keyring_missing', 'no keyring answers on the session bus');
    if (state === 'locked' && !asked) {
      asked = true;
      throw new ApiError('keyring_locked', 'the collection is locked');
    }
  }

  /** @type {Pick<Commands, 'profiles' | 'save_profile' | 'remove_profile' | 'discover' | 'list_models' | 'test_connection' | 'save_key' | 'remove_key' | 'announce' | 'choose' | 'catalogue' | 'local_profile'>} */
  const commands = {
    profiles: () => [...profiles.values()],
    save_profile(edit) {
      const profile = save(edit);
      world.emit({ kind: 'settingsChanged' });
      return profile;
    },
    remove_profile({ profile }) {
      mustHave(profile);
      profiles.delete(profile);
      for (const key of Object.values(KEPT)) if (world.settings[key] === profile) world.settings[key] = null;
      world.emit({ kind: 'settingsChanged' });
      return null;
    },
    async discover() {
      await pause(600);
      if (world.params.get('discover') === 'none') return [];
      return [
        { name: 'Ollama', family: 'ollama', address: LOCAL, models: OFFERED_HERE },
        { name: 'LM Studio', family: 'openAi', address: 'http://127.0.0.1:1234/v1', models: [] },
      ];
    },
    async list_models({ address, key }) {
      const { local, host } = whose(address);
      await pause(300);
      const failure = failureOf(address, key);
      if (failure) throw new ApiError(failure, `GET ${address}/models: ${failure}`);
      if (local) return OFFERED_HERE.map((name) => ({ name, facts: NO_FACTS }));
      const known = providerOf(host)?.models ?? [];
      return known.length > 0
        ? [...known.map(({ model, facts }) => ({ name: model, facts })), { name: 'older-model', facts: NO_FACTS }]
        : OFFERED_AWAY;
    },
    /** @returns {Promise<Tested>} */
    async test_connection({ family, address, model: asks, key }) {
      if (family === 'builtIn') shelf.whole(asks);
      else whose(address);
      await pause(family === 'builtIn' ? 1500 : 500);
      const failure =
        world.params.get('test') ?? failureOf(address, key) ?? (asks.includes('unknown') ? 'unknown_model' : null);
      if (failure) return { works: false, millis: 0, failure, detail: `POST ${address}/chat/completions: ${failure}` };
      return { works: true, millis: family === 'builtIn' ? 1480 : 212, failure: null, detail: null };
    },
    save_key({ profile, keep }) {
      const of = mustHave(profile);
      if (keep === 'keyring') askKeyring();
      const key = /** @type {KeyState} */ (keep);
      profiles.set(profile, { ...of, key });
      world.emit({ kind: 'settingsChanged' });
      return key;
    },
    remove_key({ profile }) {
      profiles.set(profile, { ...mustHave(profile), key: 'none' });
      return 'none';
    },
    announce({ role, profile }) {
      const from = side(world.settings[KEPT[role]]);
      const to = side(profile === null ? null : mustHave(profile).id);
      return { from, to, differences: differencesOf(from, to) };
    },
    choose({ role, profile }) {
      if (profile !== null) mustHave(profile);
      const before = world.settings[KEPT[role]];
      world.settings[KEPT[role]] = profile;
      world.emit({ kind: 'settingsChanged' });
      return { settings: world.settings, before };
    },
    catalogue: () => (world.params.get('catalogue') === 'none' ? [] : PROVIDERS),
    local_profile({ id }) {
      const file = shelf.whole(id);
      const there = [...profiles.values()].find((one) => one.family === 'builtIn' && one.model === id);
      if (there) return there;
      const profile = save({ ...EMPTY, name: file.name, family: 'builtIn', model: id });
      world.emit({ kind: 'settingsChanged' });
      return profile;
    },
  };

  /** Refuses to take away the file of the one who talks. @param {string} id */
  function mayRemove(id) {
    const talks = chosen(world.settings.profile);
    if (talks?.family === 'builtIn' && talks.model === id)
      throw new ApiError('not_now', 'she answers with this model: choose another one first');
  }

  return { commands, whereto, mustHave, mayRemove };
}

/** @type {ProfileEdit} */
const EMPTY = {
  id: null,
  name: '',
  family: 'openAi',
  address: '',
  model: '',
  context: null,
  sees: null,
  tools: null,
  price: null,
};

/**
 * A profile that is there when the page opens.
 * @param {string} which
 * @returns {ProfileEdit | null}
 */
function startOf(which) {
  switch (which) {
    case 'remote':
      return { ...EMPTY, name: 'Example', address: REMOTE, model: 'small-model' };
    case 'local':
      return { ...EMPTY, name: 'Ollama', family: 'ollama', address: LOCAL, model: 'llama3.2:3b' };
    case 'known':
      return { ...EMPTY, name: 'Araucária', address: PROVIDERS[0]?.address ?? '', model: 'araucaria-grande' };
    case 'builtin':
      return { ...EMPTY, name: 'Ipê 3B', family: 'builtIn', model: 'ipe-3b' };
    default:
      return null;
  }
}

/**
 * What may feel different, the most felt first.
 * @param {Side} from
 * @param {Side} to
 */
function differencesOf(from, to) {
  /** @type {Announcement['differences']} */
  const found = [];
  const say = (/** @type {unknown} */ holds, /** @type {string} */ code) => {
    if (holds) found.push(code);
  };
  say(from.host === null && to.host !== null, 'leaves');
  say(from.host !== null && to.host === null, 'stays');
  say(from.host !== null && to.host !== null && from.host !== to.host, 'other_host');
  say(to.model === null, 'listener');
  say(to.model !== null && to.model !== from.model, 'manner');
  if (from.model !== null && to.model !== null) {
    say(less(to.facts.size, from.facts.size), 'smaller');
    say(less(from.facts.size, to.facts.size), 'larger');
    say(less(to.facts.context, from.facts.context), 'reads_less');
    say(less(from.facts.context, to.facts.context), 'reads_more');
    say(from.facts.sees && to.facts.sees === false, 'blind');
    say(from.facts.sees === false && to.facts.sees, 'sees');
    say(from.facts.tools && to.facts.tools === false, 'no_tools');
    say(from.facts.tools === false && to.facts.tools, 'tools');
  }
  const [was, is] = [priceOf(from), priceOf(to)];
  say(was === 0 && is !== null && is > 0, 'costs');
  say(was !== null && was > 0 && is === 0, 'free');
  if (was !== null && is !== null && was > 0 && is > 0) say(is !== was, is < was ? 'cheaper' : 'dearer');
  say(to.facts.trains && !from.facts.trains, 'trains');
  return found;
}

/** @param {number | null} a @param {number | null} b */
const less = (a, b) => a !== null && b !== null && a * 2 <= b;

/** What is on this computer costs nothing. @param {Side} side */
const priceOf = ({ host, facts }) => (host === null ? 0 : total(facts.price));

/** @param {Price | null} price */
const total = (price) => (price === null ? null : price.out + price.back);

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
