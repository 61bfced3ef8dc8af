// A model file of the person's own in the real window, run by the real worker: chosen in the system's dialog, tried,
// announced, used; what it says leaves nothing in the ledger. A worker that dies and a file that is no model are said
// in words.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { APP, answerFileDialog, ask, below, isGone, Life, nameOf, until } from './harness.mjs';
import { sentence, Talk } from './talk.mjs';

/** What a person may have in their shell; no worker is to see it. */
const CANARY = 'sk-canary-built-in-4711';

/** What the model that recites says to everything: `REPLY` of tests/src/gguf/made.rs. */
const RECITED = 'Olá! Você está aí? Pensei no que contou ontem';

/** @type {string} */
let files;
/** @param {string} which */
const fileOf = (which) => join(files, `${which}.gguf`);

before(() => {
  files = mkdtempSync(join(tmpdir(), 'samantha-gguf-'));
  for (const which of ['recite', 'endless', 'broken']) ask(join(dirname(APP), 'gguf'), which, fileOf(which));
});
after(() => rmSync(files, { recursive: true, force: true }));

/** The worker's process, while there is one. @param {Life} life */
const workerOf = (life) => below(life.pid).find((pid) => nameOf(pid) === 'samantha-local' && !isGone(pid)) ?? 0;

/** @param {Life} life @param {'talk' | 'models'} room */
async function go(life, room) {
  await life.page.run('document.querySelector(arguments[0]).click(); return true', `a[href="#/${room}"]`);
  if (room === 'models') await life.page.await('.models .here > .ways button:not(:disabled)');
}

/** Chooses a file in the models room, as a person does. @param {Life} life @param {string} path */
async function choose(life, path) {
  await go(life, 'models');
  const button = await life.page.await('.models .here > .ways button');
  await life.page.run("arguments[0].scrollIntoView({ block: 'center' })", button);
  await button.click();
  await answerFileDialog(path);
}

/** Chooses a file and gives the selector of its card. @param {Life} life @param {string} which */
async function add(life, which) {
  await choose(life, fileOf(which));
  return life.page.until(`the file ${which} is in the list`, async () => {
    const { models } = await life.call('shelf');
    const file = models.find((/** @type {{ path: string | null }} */ one) => one.path === fileOf(which));
    const card = file && `[data-file="${file.id}"][data-state="whole"]`;
    return card && (await life.page.findAll(card)).length > 0 && card;
  });
}

/** Uses the file of a card: looks at what is announced, and agrees. @param {Life} life @param {string} card @param {string} [picture] */
async function use(life, card, picture) {
  await (await life.page.await(`${card} header button`)).click();
  const sheet = await life.page.await('.announcement');
  const said = await sheet.text();
  if (picture) await life.picture(picture);
  await (await life.page.await('.announcement button.solid')).click();
  await life.page.until('it answers now', async () => (await life.page.findAll(`${card} .answers`)).length > 0);
  await go(life, 'talk');
  return said;
}

for (const language of /** @type {const} */ (['en', 'pt'])) {
  test(`a file of one's own is tried, announced and used, and nothing leaves (${language})`, async () => {
    const life = new Life({ language, env: { OPENAI_API_KEY: CANARY } });
    const talk = new Talk(life);
    try {
      await talk.open();
      const card = await add(life, 'recite');
      await (await life.page.await(`${card} footer > button`)).click();
      await life.page.until('it was tried', async () => (await life.page.findAll(`${card} .tested.works`)).length > 0);
      await life.page.run("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", card);
      await life.picture(`built-in-tried-${language}`);

      const said = await use(life, card, `built-in-announced-${language}`);
      for (const key of ['announce-here', 'announce-same', 'announce-stay', 'announce-change'])
        assert.ok(said.includes(sentence(language, key)), `${key}: ${said}`);

      await talk.say(language === 'pt' ? 'Oi, sou eu.' : 'Hello, it is me.');
      const answer = await talk.answered(60);
      assert.ok(answer.text.startsWith(RECITED), answer.text);
      assert.equal(answer.note, '');
      assert.ok(answer.by.includes('recite'), `it says who answered: ${answer.by}`);
      await life.picture(`built-in-answered-${language}`);

      // The worker is a process of its own, and was told nothing it could give away.
      const environment = readFileSync(`/proc/${workerOf(life)}/environ`, 'utf8');
      assert.match(environment, /GGML_NO_BACKTRACE=1/);
      assert.ok(!environment.includes(CANARY) && !environment.includes('HOME='), environment);
      assert.ok(readFileSync(`/proc/${life.pid}/environ`, 'utf8').includes(CANARY), 'the app itself had it');

      const left = await life.call('ledger', { query: '', withLocal: false, before: null });
      assert.deepEqual(left.requests, [], 'nothing has left');
      const all = await life.call('ledger', { query: '', withLocal: true, before: null });
      const purposes = all.requests.map((/** @type {{ purpose: string }} */ one) => one.purpose);
      assert.ok(!purposes.some((/** @type {string} */ one) => one === 'answer' || one === 'test'), String(purposes));
      assert.doesNotMatch(life.log(), /ERROR|sk-canary/);
    } finally {
      await life.end();
    }
  });

  test(`a worker killed in mid-answer costs the rest of one answer (${language})`, async () => {
    const life = new Life({ language });
    const talk = new Talk(life);
    try {
      await talk.open();
      await use(life, await add(life, 'endless'));
      await talk.say(language === 'pt' ? 'Fale à vontade.' : 'Talk as long as you like.');
      const shown = await talk.streaming(20);
      const worker = workerOf(life);
      assert.ok(worker);
      process.kill(worker, 'SIGKILL');
      const answer = await talk.answered();
      assert.ok(answer.text.startsWith(shown.text.slice(0, 20)), answer.text);
      for (const key of ['turn-cut-off', 'failure-worker_died', 'failure-worker_died-next'])
        assert.ok(answer.note.includes(sentence(language, key)), `${key}: ${answer.note}`);
      await life.picture(`built-in-killed-${language}`);

      await talk.say(language === 'pt' ? 'E agora?' : 'And now?');
      await talk.streaming(20);
      assert.notEqual(workerOf(life), worker, 'another worker answers');
      await (await life.page.await('.composer .go[data-kind="stop"]')).click();
      const next = await talk.answered();
      assert.ok(next.note.includes(sentence(language, 'turn-stopped')), next.note);
      assert.equal((await talk.turns()).length, 4, 'nothing is lost or there twice');
    } finally {
      await life.end();
    }
  });

  test(`a file that is no model is refused in words, and the app stays up (${language})`, async () => {
    const life = new Life({ language });
    const talk = new Talk(life);
    try {
      await talk.open();
      await choose(life, fileOf('broken'));
      const trouble = await life.page.await('.own-file .trouble');
      const said = await trouble.text();
      for (const key of ['shelf-no_model', 'shelf-no_model-next'])
        assert.ok(said.includes(sentence(language, key)), `${key}: ${said}`);
      await life.page.run("arguments[0].scrollIntoView({ block: 'center' })", trouble);
      await life.picture(`built-in-broken-${language}`);
      const { models } = await life.call('shelf');
      assert.ok(!models.some((/** @type {{ own: boolean }} */ one) => one.own), 'it is not in the list');
      await until('the probe is gone', () => workerOf(life) === 0);
      await go(life, 'talk');
      await talk.say(language === 'pt' ? 'Ainda aí?' : 'Still there?');
      assert.notEqual((await talk.answered()).text, '', 'she goes on');
    } finally {
      await life.end();
    }
  });
}
