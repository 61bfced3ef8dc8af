// What was said in the real window and deleted there is in no file afterwards: not in the data folder with its copies and
// log, nor in anything the web view or a library keeps in the folders a desktop gives them.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { KEY } from './driver.mjs';
import { Life, Provider, until } from './harness.mjs';
import { Talk } from './talk.mjs';

const CANARY = ['quimbolâtide', 'esparzêlico', 'vrongóbulas', 'trelumánida', 'jaspotíriga'];
const EMOJI = '🪻🦩🛶';
const DELETE = '\uE017';

/** @type {Provider} */
let provider;
before(async () => {
  provider = await Provider.start();
});
after(() => provider.end());

/** A text as other encodings have it. @param {string} text @returns {Buffer[]} */
function forms(text) {
  const little = Buffer.from(text, 'utf16le');
  const big = Buffer.from(little).swap16();
  const units = [...Array(text.length).keys()].map((at) => text.charCodeAt(at));
  const escaped = units.map((unit) =>
    unit < 128 ? String.fromCharCode(unit) : `\\u${unit.toString(16).padStart(4, '0')}`,
  );
  return [
    ...[text, text.toLowerCase(), text.toUpperCase(), text.normalize('NFD'), encodeURIComponent(text)],
    ...[encodeURIComponent(text).toLowerCase(), escaped.join(''), escaped.join('').toUpperCase()],
  ]
    .map((one) => Buffer.from(one))
    .concat(little, big);
}

const bare = CANARY.map((word) => word.normalize('NFD').replace(/\p{Mn}/gu, ''));
// The index keeps a word without what it has in common with the one before it.
const ends = bare.map((word) => word.slice(4, -1));
const WANTED = [...CANARY, ...bare, ...ends, EMOJI].flatMap(forms);

/** Every folder an app may write to here. @param {Life} life */
function folders(life) {
  const { HOME, XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_CACHE_HOME, XDG_STATE_HOME, XDG_RUNTIME_DIR } = process.env;
  const all = [life.home, HOME, XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_CACHE_HOME, XDG_STATE_HOME, XDG_RUNTIME_DIR];
  return all.filter((folder) => folder !== undefined && existsSync(folder)).map(String);
}

/** The files that hold any of it, in any form. @param {Life} life */
function holding(life) {
  let files = 0;
  const found = folders(life).flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .filter((entry) => {
        const path = join(entry.parentPath, entry.name);
        // What goes while it is looked for is not there.
        const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
        files += 1;
        return WANTED.some((wanted) => bytes.includes(wanted));
      })
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  assert.ok(files > 5, 'there are files to look into');
  return found;
}

/** Deletes a turn as a person does, with the keyboard. @param {Life} life @param {number} turn */
async function remove(life, turn) {
  await life.page.run(`document.querySelector('article[data-turn="${turn}"]').focus(); return true`);
  await life.page.press(DELETE);
  await life.page.until('it is shown as going', () =>
    life.page.run(
      `const turn = document.querySelector('article[data-turn="${turn}"]'); return !turn || turn.hasAttribute('data-going')`,
    ),
  );
}

/** Says the canary to a model that says it back; gives the two turns. @param {Talk} talk */
async function say(talk) {
  const { life } = talk;
  const words = `Ontem vi ${CANARY.slice(0, 3).join(' e ')} ${EMOJI}, perto de ${CANARY.slice(3).join(' com ')}.`;
  const field = await life.page.await('.composer textarea');
  // The driver's keys know no emoji.
  await life.page.run(
    `const field = document.querySelector('.composer textarea');
     field.value = arguments[0];
     field.dispatchEvent(new Event('input', { bubbles: true }));
     return true`,
    words,
  );
  await field.type(KEY.enter);
  await talk.streaming(140);
  await (await life.page.find('.composer .go[data-kind="stop"]')).click();
  await talk.answered();
  const turns = (await talk.turns()).filter((turn) => turn.text.includes(/** @type {string} */ (CANARY[0])));
  assert.deepEqual(
    turns.map((turn) => turn.speaker),
    ['user', 'companion'],
    'she says it back',
  );
  return turns.map((turn) => Number(turn.id));
}

for (const [how, finish] of /** @type {[string, (life: Life) => Promise<void>][]} */ ([
  ['by closing', (life) => life.close()],
  [
    'by the next opening, where she was killed',
    async (life) => {
      await life.kill();
      assert.ok(holding(life).length > 0, 'killed in time');
      await life.open();
      await until('it is forgotten', () => holding(life).length === 0, 40);
      await life.close();
    },
  ],
])) {
  test(`what was said, answered, found and deleted in the window is in no file: ${how}`, async () => {
    const life = new Life({ language: 'pt' });
    const talk = new Talk(life);
    try {
      await talk.open();
      await talk.answerWith(provider.address, 'echo-slow');
      const turns = await say(talk);
      await life.call('make_copy');
      const hits = await life.call('search', { query: bare[0], before: null });
      assert.equal(hits.hits.length, 2, 'it is found');
      // An error that quotes what it was given must not take it to the log.
      await assert.rejects(life.call('page', { from: CANARY[1], limit: CANARY[2] }));
      const before = holding(life);
      assert.ok(before.some((file) => file.endsWith('samantha.db-wal') || file.endsWith('samantha.db')));
      assert.ok(
        before.some((file) => file.includes('copies')),
        'the copy holds it',
      );
      for (const turn of turns) await remove(life, turn);
      await finish(life);
      assert.deepEqual(holding(life), []);
      assert.ok(existsSync(join(life.home, 'logs', 'samantha.log')), 'the log was looked into');
    } finally {
      await life.end();
    }
  });
}
