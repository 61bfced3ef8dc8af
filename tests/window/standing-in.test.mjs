// A provider that has too much to do: she asks again and says so while she waits, and then the one chosen to stand in
// answers, which is said, too.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Life, Provider } from './harness.mjs';
import { sentence, Talk } from './talk.mjs';

/** @type {Provider} */
let provider;
before(async () => {
  provider = await Provider.start();
});
after(() => provider.end());

/** Chooses who stands in, in the models room. @param {Life} life @param {number} profile */
async function standIn(life, profile) {
  const { page } = life;
  await page.run(`document.querySelector('a[href="#/models"]').click(); return true`);
  const option = await page.await(`#role-fallback option[value="${profile}"]`);
  await page.run("arguments[0].scrollIntoView({ block: 'center' })", await page.find('#role-fallback'));
  await option.click();
  await page.until('it is chosen', async () => (await life.call('settings')).fallbackProfile === profile);
  await page.run(`document.querySelector('a[href="#/talk"]').click(); return true`);
}

/** The models asked to answer these words, in order. @param {string} words @returns {Promise<string[]>} */
async function asked(words) {
  const seen = await (await fetch(new URL('/seen', provider.address))).json();
  return seen
    .filter((/** @type {{ path: string, body: any }} */ one) => one.path.endsWith('/chat/completions'))
    .filter((/** @type {{ body: any }} */ one) => JSON.stringify(one.body).includes(words))
    .map((/** @type {{ body: { model: string } }} */ one) => one.body.model);
}

for (const language of /** @type {const} */ (['en', 'pt'])) {
  test(`too busy, it is asked again in words, and then another one answers (${language})`, async () => {
    const life = new Life({ language });
    const talk = new Talk(life);
    try {
      await talk.open();
      const second = await talk.answerWith(provider.address, 'quick');
      await talk.answerWith(provider.address, 'overloaded');
      await standIn(life, second.id);

      const words = language === 'pt' ? 'Tem alguém por aí?' : 'Is somebody there?';
      await talk.say(words);
      const waiting = await life.page.until('she says that she tries again', async () => {
        const said = await life.page.run("return document.querySelector('.waiting')?.textContent.trim() ?? ''");
        return said.includes(sentence(language, 'waiting-again')) && said;
      });
      const seconds = sentence(language, 'waiting-again-seconds').replace('{ $n }', '\\d+');
      assert.match(waiting, new RegExp(seconds));
      await life.picture(`standing-in-again-${language}`);

      const answer = await talk.answered();
      assert.ok(answer.text.includes('heard you'), answer.text);
      assert.ok(answer.by.includes('quick'), `it says who answered: ${answer.by}`);
      assert.ok(answer.note.includes(sentence(language, 'failure-overloaded')), answer.note);
      assert.ok(answer.note.includes(sentence(language, 'turn-stood-in').replace('{ $model }', 'quick')), answer.note);
      assert.ok(!answer.note.includes(sentence(language, 'turn-listener')), answer.note);
      await life.picture(`standing-in-answered-${language}`);

      assert.deepEqual(await asked(words), ['overloaded', 'overloaded', 'overloaded', 'quick']);
      const { requests } = await life.call('ledger', { query: '', withLocal: true, before: null });
      const answers = requests
        .filter((/** @type {{ purpose: string }} */ one) => one.purpose === 'answer')
        .map((/** @type {{ model: string, state: string }} */ one) => `${one.model} ${one.state}`)
        .reverse();
      assert.deepEqual(answers, ['overloaded failed', 'overloaded failed', 'overloaded failed', 'quick whole']);
    } finally {
      await life.end();
    }
  });
}
