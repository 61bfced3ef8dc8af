// A folder that can't be opened is said, never overwritten, and there is a way back.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Life } from './harness.mjs';
import { Talk } from './talk.mjs';

/** @param {Life} life */
function database(life) {
  const name = readdirSync(life.home).find((file) => /\.(db|sqlite)$/.test(file));
  if (!name) throw new Error(`no database among ${readdirSync(life.home).join(' ')}`);
  return join(life.home, name);
}

test('a damaged database is set aside, and the newest good copy brings every word back', async () => {
  const life = new Life();
  const talk = new Talk(life);
  try {
    await talk.open();
    await talk.say('Keep this sentence safe.');
    await talk.answered();
    await life.call('make_copy');
    await life.close();

    const file = database(life);
    const damaged = Buffer.alloc(statSync(file).size, 'damaged ');
    writeFileSync(file, damaged);

    await life.open();
    await life.page.await('.recovery');
    await life.picture('recovery-damaged');
    assert.ok(readFileSync(file).equals(damaged), 'nothing was written over it');
    await (await life.page.await('.recovery-copies button')).click();
    const yes = await life.page.await('dialog[open] button.solid, dialog[open] button[type="submit"]');
    await yes.click();
    await life.page.await('.composer textarea');
    await life.page.until('the words are back', async () =>
      (await talk.turns()).some((turn) => turn.text === 'Keep this sentence safe.'),
    );
    const aside = readdirSync(life.home, { recursive: true, withFileTypes: true }).some(
      (entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).equals(damaged),
    );
    assert.ok(aside, 'the damaged one is still there, set aside');
  } finally {
    await life.end();
  }
});

test('a folder that another Samantha holds is said to be in use, and nothing is lost', async () => {
  const one = new Life();
  // No bus: the second can't find the first, and meets the lock on the folder instead.
  const two = new Life({ env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' } });
  const home = two.home;
  try {
    await new Talk(one).open();
    two.home = one.home;
    two.env.SAMANTHA_HOME = one.home;
    await two.open();
    await two.page.await('.recovery');
    await two.picture('recovery-in-use');
    await two.close();
    two.home = home;
    const talk = new Talk(one);
    await talk.say('I am still here.');
    await talk.answered();
  } finally {
    two.home = home;
    await two.end();
    await one.end();
  }
});
