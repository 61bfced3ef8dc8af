// desk: DESK_KEYRING=locked
// A locked keyring: it is said, and after unlocking the same key is kept by asking again.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { ask, Life, Provider, pause, pictureOfDesk, until } from './harness.mjs';
import { giveKey, holdsBytes, KEPT_KEY } from './keys.mjs';
import { sentence, Talk } from './talk.mjs';

/** @type {Provider} */
let provider;
before(async () => {
  provider = await Provider.start();
});
after(() => provider.end());

function isLocked() {
  const done = spawnSync(
    'dbus-send',
    [
      '--session',
      '--dest=org.freedesktop.secrets',
      '--print-reply',
      '/org/freedesktop/secrets/collection/login',
      'org.freedesktop.DBus.Properties.Get',
      'string:org.freedesktop.Secret.Collection',
      'string:Locked',
    ],
    { encoding: 'utf8' },
  );
  return done.stdout.includes('boolean true');
}

/** Waits for the keyring's own prompt and presses keys in it. @param {string[]} keys */
async function answerPrompt(...keys) {
  const id = await until('the keyring asks for its password', () => {
    const done = spawnSync('xdotool', ['search', '--onlyvisible', '--name', 'Unlock Login Keyring'], {
      encoding: 'utf8',
    });
    return done.stdout.trim().split('\n')[0];
  });
  await pause(700);
  pictureOfDesk('keyring-prompt');
  ask('xdotool', 'windowfocus', '--sync', id, 'key', ...keys);
}

test('locked, and the prompt turned down, it says so; unlocked by asking again, the key is kept', async () => {
  assert.ok(isLocked(), 'the desk begins with a locked keyring');
  const life = new Life();
  const talk = new Talk(life);
  try {
    await talk.open();
    await giveKey(life, provider.address, 'quick');
    await answerPrompt('Escape');
    const note = await life.page.await('.profile-form [role="alert"]');
    assert.ok((await note.text()).includes(sentence('en', 'keep-locked')), await note.text());
    assert.ok(!holdsBytes(life.home, KEPT_KEY), 'no file of hers holds the key');
    await life.picture('keyring-locked');

    await (await life.page.find('.profile-form [role="alert"] button.solid')).click();
    // The password of the desk's keyring.
    await answerPrompt('d', 'e', 's', 'k', 'Return');
    await until('it is unlocked', () => !isLocked());
    await life.page.until('the form is closed', async () => (await life.page.findAll('.profile-form')).length === 0);
    const [profile] = await life.call('profiles');
    assert.equal(profile.key, 'keyring');
    assert.ok(!holdsBytes(life.home, KEPT_KEY));
  } finally {
    await life.end();
  }
});
