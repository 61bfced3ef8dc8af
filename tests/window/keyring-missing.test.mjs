// desk: DESK_KEYRING=none
// No keyring: it is said, there is a choice, and the key never falls into a file.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Life, Provider } from './harness.mjs';
import { agree, giveKey, holdsBytes, KEPT_KEY } from './keys.mjs';
import { sentence, Talk } from './talk.mjs';

/** @type {Provider} */
let provider;
before(async () => {
  provider = await Provider.start();
});
after(() => provider.end());

test('with no keyring it says so, keeps the key for this run when asked to, and writes it nowhere', async () => {
  const life = new Life();
  const talk = new Talk(life);
  try {
    await talk.open();
    await giveKey(life, provider.address, 'quick');
    const note = await life.page.await('.profile-form [role="alert"]');
    assert.ok((await note.text()).includes(sentence('en', 'keep-missing')), await note.text());
    await life.picture('keyring-missing');
    const retry = await life.page.find('.profile-form [role="alert"] button.solid');
    await retry.click();
    await life.page.until('it is said again', () =>
      life.page.run(`return document.querySelector('.profile-form [role="alert"] button.solid')?.disabled === false`),
    );

    await (await life.page.find('.profile-form [role="alert"] button.quiet')).click();
    await life.page.until('the form is closed', async () => (await life.page.findAll('.profile-form')).length === 0);
    const [profile] = await life.call('profiles');
    assert.equal(profile.key, 'session');
    await agree(life);
    await life.page.run(`document.querySelector('a[href="#/talk"]').click(); return true`);
    await talk.say('With the key of this run.');
    assert.ok((await talk.answered()).text.includes('heard you'));
    assert.ok(!holdsBytes(life.home, KEPT_KEY), 'no file of hers holds the key');

    await life.close();
    assert.ok(!holdsBytes(life.home, KEPT_KEY));
    await talk.open();
    assert.notEqual((await life.call('profiles'))[0].key, 'session', 'it lasted for that run only');
  } finally {
    await life.end();
  }
});
