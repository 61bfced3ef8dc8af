import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { call, connectTo } from '../ipc/core.js';
import { fakeHost } from '../ipc/fake.js';
import { open, settings, whereto } from '../life.js';
import { meaningOf } from './address.js';
import {
  complete,
  connectProvider,
  contextOf,
  editProfile,
  form,
  keepForThisRun,
  keepInKeyring,
  listModels,
  newProfile,
  priceOf,
  saveForm,
  testForm,
  write,
} from './form.js';
import {
  before,
  choose,
  found,
  foundKey,
  goBack,
  keepFound,
  loadProfiles,
  lookHere,
  looking,
  profileKey,
  profiles,
  removeProfile,
  rolesOf,
  testFound,
  testProfile,
  tests,
} from './profiles.js';

/** @param {string} address */
async function live(address) {
  connectTo(fakeHost(new URLSearchParams(`turns=0&lang=en&${address}`)));
  await open();
  await loadProfiles();
}

/** @param {Promise<unknown>} work */
async function finished(work) {
  await vi.runAllTimersAsync();
  await work;
}

function now() {
  if (!form.value) throw new Error('no form is open');
  return form.value;
}

const ADDRESS = 'https://models.example.org/v1';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  form.value = null;
  found.value = null;
  tests.value = new Map();
  before.value = undefined;
  vi.useRealTimers();
});

describe('an address', () => {
  it.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['models', 'unreadable'],
    ['https://models.example.org/v1?key=1', 'unreadable'],
    ['https://me@models.example.org/v1', 'unreadable'],
    ['models.example.org/v1', 'away'],
    ['localhost:11434', 'here'],
    ['ftp://models.example.org', 'unreadable'],
    ['https://', 'unreadable'],
    ['http://models.example.org/v1', 'unprotected'],
    ['http://192.168.1.4:11434/v1', 'unprotected'],
    ['http://127.evil.example/v1', 'unprotected'],
    ['http://localhost.example.org/v1', 'unprotected'],
    ['http://127.0.0.1:11434/v1', 'here'],
    ['http://localhost:1234/v1', 'here'],
    ['http://[::1]:8080/v1', 'here'],
    ['https://models.example.org/v1', 'away'],
  ])('%j means %s', (address, kind) => {
    expect(meaningOf(address).kind).toBe(kind);
  });

  it('names the host words would go to', () => {
    expect(meaningOf(' https://Models.Example.org:8443/v1 ')).toEqual({
      kind: 'away',
      host: 'models.example.org',
    });
  });
});

describe('the form of a profile', () => {
  it('lists, tests and saves, and nobody answers before the change was agreed to', async () => {
    await live('');
    newProfile();
    write({ address: ADDRESS, key: 'good' });
    await finished(listModels());
    expect(now().offered?.map((one) => one.name)).toContain('small-model');
    write({ model: 'small-model' });
    await finished(testForm());
    expect(now().tested).toMatchObject({ works: true });
    await finished(saveForm());
    expect(form.value).toBeNull();
    expect(profiles.value).toMatchObject([{ name: 'models.example.org', model: 'small-model', key: 'keyring' }]);
    expect(settings.value?.profile).toBeNull();
    expect(whereto.value).toEqual({ host: null, model: null, pictures: null, also: [] });
  });

  it.each([
    ['missing', 'keyring_missing'],
    ['locked', 'keyring_locked'],
  ])('asks what to do with the key when the keyring is %s, and lets nobody answer before', async (keyring, problem) => {
    await live(`keyring=${keyring}`);
    newProfile();
    write({ address: ADDRESS, model: 'small-model', key: 'good' });
    await finished(saveForm());
    expect(now()).toMatchObject({ keyProblem: problem, key: 'good' });
    expect(whereto.value).toEqual({ host: null, model: null, pictures: null, also: [] });
    expect(await call('profiles', {})).toMatchObject([{ key: 'none' }]);
  });

  it('keeps the key in the keyring once it was unlocked, in the same profile', async () => {
    await live('keyring=locked');
    newProfile();
    write({ address: ADDRESS, model: 'small-model', key: 'good' });
    await finished(saveForm());
    await finished(keepInKeyring());
    expect(form.value).toBeNull();
    expect(profiles.value).toMatchObject([{ key: 'keyring' }]);
  });

  it('keeps the key for this run only when the person says so', async () => {
    await live('keyring=missing');
    newProfile();
    write({ address: ADDRESS, model: 'small-model', key: 'good' });
    await finished(saveForm());
    await finished(keepForThisRun());
    expect(profiles.value).toMatchObject([{ key: 'session' }]);
  });

  it('never shows a saved key, and leaves it alone when none is typed', async () => {
    await live('model=remote');
    const [profile] = profiles.value ?? [];
    if (!profile) throw new Error('no profile');
    editProfile(profile);
    expect(now()).toMatchObject({ key: '', keyFor: 'models.example.org' });
    write({ name: 'Other name' });
    await finished(saveForm());
    expect(profiles.value).toMatchObject([{ id: profile.id, name: 'Other name', key: 'keyring' }]);
  });

  it('shows why an address says nothing', async () => {
    await live('');
    newProfile();
    write({ address: 'https://nowhere.example.org/v1' });
    await finished(listModels());
    expect(now().listProblem).toMatchObject({ code: 'unreachable' });
    write({ address: ADDRESS });
    expect(now().listProblem).toBeNull();
  });

  it('tells a failed test by its code, and forgets it when the address changes', async () => {
    await live('');
    newProfile();
    write({ address: ADDRESS, model: 'small-model', key: 'wrong' });
    await finished(testForm());
    expect(now().tested).toMatchObject({ works: false, failure: 'auth' });
    write({ key: 'good' });
    expect(now().tested).toBeNull();
  });

  it('drops what comes back for an address that is no longer written', async () => {
    await live('');
    newProfile();
    write({ address: ADDRESS });
    const work = listModels();
    write({ address: 'https://other.example.org/v1' });
    await finished(work);
    expect(now().offered).toBeNull();
  });

  it.each([
    ['', null],
    ['8192', 8192],
    ['8.192', 8192],
    ['8 192', 8192],
    ['0', undefined],
    ['many', undefined],
    ['-1', undefined],
    ['99999999999', undefined],
  ])('reads the context %j as %s', async (context, tokens) => {
    newProfile();
    write({ address: ADDRESS, model: 'm', context });
    expect(contextOf(now())).toBe(tokens);
    expect(complete(now())).toBe(tokens !== undefined);
  });

  it('is not blocked by a result that never fits again', async () => {
    await live('');
    newProfile();
    write({ address: ADDRESS, model: 'small-model' });
    const work = testForm();
    write({ address: 'https://other.example.org/v1' });
    await finished(work);
    expect(now().busy).toBeNull();
  });
});

it('finds what answers on this computer, looking once at a time', async () => {
  await live('');
  const first = lookHere();
  expect(looking.value).toBe(true);
  await finished(Promise.all([first, lookHere()]));
  expect(found.value?.map((place) => place.name)).toEqual(['Ollama', 'LM Studio']);
  expect(looking.value).toBe(false);
});

it('tests a saved profile with its own key, and a found model before anything is saved', async () => {
  await live('model=remote');
  const [profile] = profiles.value ?? [];
  if (!profile) throw new Error('no profile');
  const work = testProfile(profile);
  expect(tests.value.get(profileKey(profile.id))).toBe('testing');
  await finished(work);
  expect(tests.value.get(profileKey(profile.id))).toMatchObject({ works: true });
  await finished(lookHere());
  const [place] = found.value ?? [];
  if (!place) throw new Error('nothing found');
  await finished(testFound(place, 'qwen3:8b'));
  expect(tests.value.get(foundKey(place.address, 'qwen3:8b'))).toMatchObject({ works: true });
  expect(profiles.value).toHaveLength(1);
});

it('keeps a found model once, in its own family', async () => {
  await live('');
  await finished(lookHere());
  const [place] = found.value ?? [];
  if (!place) throw new Error('nothing found');
  const first = await keepFound(place, 'qwen3:8b');
  const again = await keepFound(place, 'qwen3:8b');
  expect(first).toMatchObject({ family: 'ollama', local: true, model: 'qwen3:8b' });
  expect(again.id).toBe(first.id);
});

it('changes who talks, remembers who did, and goes back', async () => {
  await live('model=remote,local');
  const [remote, local] = profiles.value ?? [];
  if (!remote || !local) throw new Error('no profiles');
  await choose('talk', local.id);
  expect(whereto.value).toMatchObject({ host: null, model: 'llama3.2:3b' });
  expect(before.value).toEqual({ profile: remote.id });
  await goBack();
  expect(whereto.value).toMatchObject({ host: 'models.example.org', model: 'small-model' });
  expect(before.value).toBeUndefined();
});

it('gives each kind of work to a model of its own', async () => {
  await live('model=remote,local');
  const [remote, local] = profiles.value ?? [];
  if (!remote || !local) throw new Error('no profiles');
  await choose('quiet', local.id);
  await choose('fallback', local.id);
  expect(rolesOf(local.id)).toEqual(['quiet', 'fallback']);
  expect(rolesOf(remote.id)).toEqual(['talk']);
  expect(before.value).toBeUndefined();
});

it('goes back to the Listener, and forgets a removed profile', async () => {
  await live('model=remote');
  const id = settings.value?.profile ?? 0;
  await choose('talk', null);
  expect(whereto.value).toEqual({ host: null, model: null, pictures: null, also: [] });
  await choose('talk', id);
  expect(whereto.value.host).toBe('models.example.org');
  await removeProfile(id);
  expect(profiles.value).toEqual([]);
});

it('asks of a known provider only a key and one of its models', async () => {
  await live('');
  const provider = (await call('catalogue', {})).find((one) => one.id === 'araucaria');
  if (!provider) throw new Error('no such provider');
  connectProvider(provider);
  expect(now().offered?.map((one) => one.name)).toEqual(['araucaria-grande', 'araucaria-pequena']);
  write({ key: 'good' });
  expect(now().offered).toHaveLength(2);
  write({ model: 'araucaria-pequena' });
  expect(complete(now())).toBe(true);
  await finished(saveForm());
  expect(profiles.value).toMatchObject([
    { name: 'Araucária', family: 'openAi', key: 'keyring', facts: { price: { out: 0.15, back: 0.6 }, trains: false } },
  ]);
});

it.each([
  ['', '', null],
  ['3', '15', { out: 3, back: 15 }],
  ['0,15', '0.6', { out: 0.15, back: 0.6 }],
  ['3', '', undefined],
  ['-1', '2', undefined],
  ['much', '2', undefined],
])('reads the price %j and %j', (priceOut, priceBack, price) => {
  expect(priceOf({ priceOut, priceBack })).toEqual(price);
});
