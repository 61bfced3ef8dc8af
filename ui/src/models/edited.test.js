import { beforeEach, expect, it } from 'vitest';
import { call, connectTo } from '../ipc/core.js';
import { fakeHost } from '../ipc/fake.js';
import { open, whereto } from '../life.js';
import { placeOf } from './address.js';
import { loadCatalogue, providers } from './catalogue.js';
import { changeOf, editOf } from './edited.js';
import { changeOfForm, editProfile, form, saveForm, write } from './form.js';
import { before, choose, goBack, loadProfiles, profiles } from './profiles.js';

/** @import { ProfileEdit } from '../ipc/wire.ts' */

/** @param {string} address */
async function live(address) {
  connectTo(fakeHost(new URLSearchParams(`turns=0&lang=en&${address}`)));
  providers.value = null;
  await open();
  await Promise.all([loadProfiles(), loadCatalogue()]);
}

/** The one who talks. */
function talks() {
  const [profile] = profiles.value ?? [];
  if (!profile) throw new Error('no profile');
  return profile;
}

/** @param {Partial<ProfileEdit>} edit @param {boolean} [keyTyped] */
const edited = (edit, keyTyped = false) => changeOf({ ...editOf(talks()), ...edit }, null, keyTyped);

beforeEach(() => {
  form.value = null;
  before.value = undefined;
});

it.each([
  [{}, undefined],
  [{ name: 'Other name' }, undefined],
  [{ context: 210_000 }, undefined],
  [{ context: 8_192 }, ['reads_less']],
  [{ sees: false }, ['blind']],
  [{ tools: false }, ['no_tools']],
  [{ price: { out: 9, back: 30 } }, ['dearer']],
  [{ price: { out: 0, back: 0 } }, ['free']],
  [{ family: /** @type {const} */ ('anthropic') }, ['speaks']],
  [{ address: 'https://api.araucaria.example:8443/v1' }, ['other_address']],
  [{ address: 'https://api.araucaria.example/v2' }, undefined],
  [{ model: 'araucaria-pequena' }, ['manner', 'reads_less', 'cheaper']],
  [{ model: 'nobody-knows-it' }, ['manner']],
  [
    { address: 'https://api.harbor.example', model: 'harbor-tide' },
    ['other_host', 'manner', 'trains', 'reads_less', 'portuguese_weak', 'blind', 'no_tools', 'free'],
  ],
  [{ address: 'http://127.0.0.1:11434', model: 'llama3.2:3b' }, ['stays', 'manner']],
])('compares what is written with what is saved: %j', async (edit, differences) => {
  await live('model=known');
  expect(edited(edit)?.differences).toEqual(differences);
});

it('compares with what is known again, when the person takes back what they said of it', async () => {
  await live('model=known');
  await call('save_profile', { ...editOf(talks()), sees: false });
  await loadProfiles();
  expect(edited({ sees: null })?.differences).toEqual(['sees']);
});

it('says what becomes of the key: it goes with its place, and a new one takes its place', async () => {
  await live('model=known');
  expect(edited({ model: 'araucaria-pequena' })?.key).toBeNull();
  expect(edited({ model: 'araucaria-pequena' }, true)?.key).toBe('replaced');
  expect(edited({ address: 'https://api.harbor.example' })?.key).toBe('goes');
  expect(edited({ address: 'https://api.araucaria.example:8443/v1' })?.key).toBe('goes');
});

it('announces nothing of one who does not talk', async () => {
  await live('model=known,local');
  await choose('talk', profiles.value?.[1]?.id ?? 0);
  expect(edited({ address: 'https://api.harbor.example' })).toBeNull();
});

it('goes back to what was saved before, and then the key is gone where the host had changed', async () => {
  await live('model=known');
  editProfile(talks());
  write({ address: 'https://api.harbor.example', model: 'harbor-tide' });
  await saveForm();
  expect(whereto.value).toMatchObject({ host: 'api.harbor.example', model: 'harbor-tide' });
  expect(before.value).toMatchObject({ edit: { model: 'araucaria-grande' }, keyGone: true });
  await goBack();
  expect(whereto.value).toMatchObject({ host: 'api.araucaria.example', model: 'araucaria-grande' });
  expect(talks().key).toBe('none');
  expect(before.value).toBeUndefined();
});

it('does not ask twice when the keyring takes the new key only later', async () => {
  await live('model=known&keyring=missing');
  editProfile(talks());
  write({ model: 'araucaria-pequena', key: 'good' });
  await saveForm();
  expect(form.value).toMatchObject({ keyProblem: 'keyring_missing' });
  expect(whereto.value.model).toBe('araucaria-pequena');
  expect(form.value && changeOfForm(form.value)).toBeNull();
});

it('offers no way back to one who was sent elsewhere meanwhile', async () => {
  await live('model=known,local');
  const [known, local] = profiles.value ?? [];
  if (!known || !local) throw new Error('no profiles');
  await choose('talk', local.id);
  expect(before.value).toMatchObject({ profile: known.id });
  editProfile(known);
  write({ address: 'https://api.harbor.example', model: 'harbor-tide' });
  await saveForm();
  expect(before.value).toBeUndefined();
});

it.each([
  ['https://a.example/v1', 'https://a.example'],
  ['a.example/v1', 'https://a.example'],
  ['localhost:11434', 'http://localhost:11434'],
  ['https://a.example:8443', 'https://a.example:8443'],
  ['', null],
])('knows the place of %j', (address, place) => {
  expect(placeOf(address)).toBe(place);
});
