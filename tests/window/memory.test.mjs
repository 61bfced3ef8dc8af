// What she remembers, in the real window: what was said becomes a fact with its receipt, which can be kept private and
// forgotten; what she is asked to remember is kept; what is said off the record is nowhere afterwards.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { KEY } from './driver.mjs';
import { Life, Provider } from './harness.mjs';
import { sentence, Talk } from './talk.mjs';

const SAID = {
  en: {
    ...{ name: 'My name is Ana.', place: 'I live in Recife, near the park.', wish: 'Remember that I like figs.' },
    ...{ later: 'I like to paint.', drawn: 'paint' },
  },
  pt: {
    ...{ name: 'Meu nome é Ana.', place: 'Moro em Recife, perto do parque.', wish: 'Lembra que eu gosto de figo.' },
    ...{ later: 'Adoro cozinhar.', drawn: 'cozinhar' },
  },
};
/** Words nobody says. */
const SECRET = 'quizomba-velutina';

/** @type {Provider} */
let provider;
before(async () => {
  provider = await Provider.start();
});
after(() => provider.end());

/** Opens a room by its door. @param {Life} life @param {string} room */
async function go(life, room) {
  await life.page.run(`document.querySelector('nav a[href="#/' + arguments[0] + '"]').click(); return true`, room);
}

/** The facts the room lists. @param {Life} life @returns {Promise<string[]>} */
function listed(life) {
  return life.page.run("return [...document.querySelectorAll('.facts-list .fact-text')].map((one) => one.textContent)");
}

/** Waits until the room lists a fact with these words. @param {Life} life @param {string} words */
async function lists(life, words) {
  await life.page.until(
    `“${words}” is listed`,
    async () => (await listed(life)).some((one) => one.includes(words)),
    60,
  );
}

/** Opens the fact with these words. @param {Life} life @param {string} words */
async function openFact(life, words) {
  await life.page.run(
    `[...document.querySelectorAll('.facts-list .fact-open')].find((one) => one.textContent.includes(arguments[0])).click(); return true`,
    words,
  );
  await life.page.await('.opened .receipts .hit-words');
}

/** Whether any file of a life's folder holds these words. @param {string} folder @param {string} words @returns {string[]} */
function filesWith(folder, words) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(words));
}

for (const language of /** @type {const} */ (['en', 'pt'])) {
  test(`what was said is remembered with its receipt, kept private, and forgotten (${language})`, async () => {
    const life = new Life({ language });
    const talk = new Talk(life);
    const said = SAID[language];
    try {
      await talk.open();
      await talk.answerWith(provider.address, 'quick');
      await talk.say(said.name);
      await talk.answered();
      await talk.say(said.place);
      await talk.answered();

      await go(life, 'memory');
      await lists(life, 'Recife');
      await lists(life, 'Ana');
      await life.picture(`memory-room-${language}`);

      await openFact(life, 'Recife');
      const receipt = await life.page.find('.opened .receipts .hit-words');
      assert.equal((await receipt.text()).trim(), said.place, 'the receipt is what was said');
      assert.ok((await (await life.page.find('.opened .receipts mark')).text()).includes('Recife'));
      await life.picture(`memory-fact-${language}`);

      await (await life.page.find('.opened [data-set="private"]')).click();
      await life.page.until('it says that it is private', async () =>
        (await (await life.page.find('.opened-head')).text()).includes(sentence(language, 'fact-mark-private')),
      );
      // The receipt leads to its moment.
      await (await life.page.find('.opened .receipts .hit')).click();
      await life.page.until('the moment is shown', () =>
        life.page.run("return document.querySelector('article[data-found] .words')?.textContent.trim()"),
      );

      await go(life, 'memory');
      await lists(life, 'Recife');
      await openFact(life, 'Recife');
      await life.page.run("document.querySelector('.opened [data-do=forget]').click(); return true");
      await life.page.await('.toast');
      await life.picture(`memory-forgotten-${language}`);
      await life.page.until('the undo is over', async () => (await life.page.findAll('.toast')).length === 0);
      assert.ok((await listed(life)).every((one) => !one.includes('Recife')));

      await life.close();
      await talk.open();
      assert.ok(
        (await talk.turns()).some(({ text }) => text === said.place),
        'the words stay',
      );
      // What is drawn from words goes over them once more when something is said.
      await talk.say(said.later);
      await talk.answered();
      await go(life, 'memory');
      await lists(life, 'Ana');
      await lists(life, said.drawn);
      assert.ok(
        (await listed(life)).every((one) => !one.includes('Recife')),
        'what was forgotten does not come back',
      );
    } finally {
      await life.end();
    }
  });

  test(`what she is asked to remember is kept, and can be taken back (${language})`, async () => {
    const life = new Life({ language });
    const talk = new Talk(life);
    try {
      await talk.open();
      await talk.answerWith(provider.address, 'quick');
      await talk.say(SAID[language].wish);
      await talk.answered();
      const card = await life.page.await('.wish[data-kind="remember"][data-state="done"]');
      assert.ok((await card.text()).includes(sentence(language, 'wish-kept')));
      await life.picture(`memory-wish-${language}`);
      await (await life.page.find('.wish [data-do="undo"]')).click();
      await life.page.await('.wish[data-kind="remember"][data-state="undone"]');
    } finally {
      await life.end();
    }
  });

  test(`what is said off the record is nowhere afterwards (${language})`, async () => {
    const life = new Life({ language });
    const talk = new Talk(life);
    try {
      await talk.open();
      await talk.answerWith(provider.address, 'quick');
      await (await life.page.await('.composer .off-record')).click();
      await life.page.await('.house[data-off-record] .off-record-line strong');
      const field = await life.page.await('.composer textarea');
      await field.type(`${SECRET} `);
      await field.type(KEY.enter);
      const last = await talk.answered();
      assert.ok((last.id ?? 0) < 0, 'it has no place among what is kept');
      await life.picture(`memory-off-record-${language}`);
      assert.deepEqual(filesWith(life.home, SECRET), []);
      await (await life.page.find('.composer .off-record')).click();
      await (await life.page.await('dialog .confirm .solid')).click();
      await life.page.until('it has vanished', async () => (await talk.turns()).length === 0);
      await life.close();
      assert.deepEqual(filesWith(life.home, SECRET), []);
      await talk.open();
      assert.deepEqual(await talk.turns(), []);
    } finally {
      await life.end();
    }
  });
}
