// The key goes to the operating system's keyring and nowhere else.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, Life, Provider } from './harness.mjs';
import { agree, giveKey, holdsBytes, KEPT_KEY } from './keys.mjs';
import { Talk } from './talk.mjs';

/** @type {Provider} */
let provider;
before(async () => {
  provider = await Provider.start();
});
after(() => provider.end());

/**
 * A property of an object of the Secret Service, as dbus-send writes it.
 * @param {string} path @param {string} kind @param {string} property
 */
function secretProperty(path, kind, property) {
  const get = ['org.freedesktop.DBus.Properties.Get', `string:org.freedesktop.Secret.${kind}`, `string:${property}`];
  return ask('dbus-send', '--session', '--dest=org.freedesktop.secrets', '--print-reply', path, ...get);
}

/** The attributes of Samantha's entries in the keyring. */
function entries() {
  const listed = secretProperty('/org/freedesktop/secrets/collection/login', 'Collection', 'Items');
  return [...listed.matchAll(/object path "([^"]+)"/g)]
    .map((match) => secretProperty(match[1] ?? '', 'Item', 'Attributes'))
    .map((text) =>
      Object.fromEntries([...text.matchAll(/string "([^"]*)"\s+string "([^"]*)"/g)].map((pair) => [pair[1], pair[2]])),
    )
    .filter((attributes) => attributes.service?.startsWith('Samantha'));
}

test('a key saved in the models room is found in the real keyring, is used, and is nowhere in the folder', async () => {
  const life = new Life();
  const talk = new Talk(life);
  try {
    await talk.open();
    await giveKey(life, provider.address, 'quick');
    // The profile is saved first, then its key.
    const profile = await life.page.until('the key is in the keyring', async () =>
      (await life.call('profiles')).find((/** @type {{ key: string }} */ one) => one.key === 'keyring'),
    );
    await life.picture('models-key-kept');

    const [entry, ...more] = entries();
    assert.ok(entry && more.length === 0, 'one entry in the keyring');
    const looked = ask('secret-tool', 'lookup', 'service', entry.service ?? '', 'username', entry.username ?? '');
    assert.equal(looked.trim(), KEPT_KEY);
    assert.ok(!holdsBytes(life.home, KEPT_KEY), 'no file of hers holds the key');

    await agree(life);
    await life.page.run(`document.querySelector('a[href="#/talk"]').click(); return true`);
    await talk.say('With the key, please.');
    assert.ok((await talk.answered()).text.includes('heard you'));
    const seen = await (await fetch(`${new URL(provider.address).origin}/seen`)).json();
    assert.ok(
      seen.some(
        (/** @type {{ path: string, with_key: boolean }} */ one) =>
          one.path.endsWith('/chat/completions') && one.with_key,
      ),
    );

    await life.close();
    await talk.open();
    assert.equal((await life.call('profiles'))[0].key, 'keyring', 'it is still known after closing');
    assert.ok(
      !life.log().includes(KEPT_KEY) && !life.log().includes(entry.username ?? KEPT_KEY),
      'the log names neither key nor entry',
    );

    await life.call('remove_profile', { profile: profile.id });
    assert.deepEqual(entries(), []);
  } finally {
    await life.end();
  }
});

const MODEL = { family: 'openAi', model: 'quick', context: null, sees: null, tools: null, price: null };

test('two lives keep their keys apart', async () => {
  const one = new Life();
  const two = new Life();
  try {
    await new Talk(one).open();
    const mine = await one.call('save_profile', {
      id: null,
      name: 'mine',
      address: provider.address,
      ...MODEL,
    });
    await one.call('save_key', { profile: mine.id, key: 'key-of-one', keep: 'keyring' });
    await one.close();
    await new Talk(two).open();
    const other = await two.call('save_profile', {
      id: null,
      name: 'other',
      address: provider.address,
      ...MODEL,
    });
    assert.equal(other.id, mine.id, 'the same number in another life');
    assert.equal((await two.call('profiles'))[0].key, 'none');
    await two.close();
    await new Talk(one).open();
    assert.equal(await one.call('remove_key', { profile: mine.id }), 'none');
  } finally {
    await one.end();
    await two.end();
  }
});
