// Every way a model fails reads as a sentence, keeps the person's words, and she answers all the same.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { freePort } from './driver.mjs';
import { Life, Provider } from './harness.mjs';
import { sentence, Talk } from './talk.mjs';

/** Model of the server, and the failure it stands for. */
const FAILURES = [
  ['auth', 'auth'],
  ['quota', 'quota'],
  ['rate', 'rate'],
  ['overloaded', 'overloaded'],
  ['unknown', 'unknown_model'],
  ['refused', 'refused'],
  ['context', 'context_too_long'],
  ['html', 'unreadable'],
];

/** @type {Provider} */
let provider;
before(async () => {
  provider = await Provider.start();
});
after(() => provider.end());

for (const language of /** @type {const} */ (['en', 'pt'])) {
  test(`each failure is said in words, and the Listener answers (${language})`, async () => {
    const life = new Life({ language });
    const talk = new Talk(life);
    try {
      await talk.open();
      for (const [model = '', failure = ''] of FAILURES) {
        await talk.answerWith(provider.address, model);
        const words = `${language === 'pt' ? 'Pergunta sobre' : 'A question about'} ${model}.`;
        const before = (await talk.turns()).length;
        await talk.say(words);
        const answer = await life.page.until(`${model} has failed`, async () => {
          const turns = await talk.turns();
          const last = turns.at(-1);
          return turns.length >= before + 2 && last && last.speaker === 'companion' && !last.busy && last;
        });
        assert.ok(answer.note.includes(sentence(language, `failure-${failure}`)), `${model}: ${answer.note}`);
        assert.ok(answer.note.includes(sentence(language, `failure-${failure}-next`)), `${model}: ${answer.note}`);
        assert.ok(answer.text.length > 0, `${model}: the Listener answers`);
        assert.ok(
          (await talk.turns()).some((turn) => turn.text === words),
          `${model}: the words stay`,
        );
        await life.picture(`failure-${failure}-${language}`);
      }
    } finally {
      await life.end();
    }
  });
}

test('cut off in mid-answer, what had streamed is kept and marked', async () => {
  const life = new Life();
  const talk = new Talk(life);
  try {
    await talk.open();
    await talk.answerWith(provider.address, 'cut');
    await talk.say('Say a few words.');
    const answer = await talk.answered();
    assert.ok(answer.text.startsWith('These words arrive,'), answer.text);
    assert.ok(answer.note.includes(sentence('en', 'turn-cut-off')), answer.note);
    assert.ok(answer.note.includes(sentence('en', 'failure-broken_stream')), answer.note);
    await life.picture('failure-broken_stream-en');
  } finally {
    await life.end();
  }
});

test('where nobody listens is said to be unreachable', async () => {
  const life = new Life();
  const talk = new Talk(life);
  try {
    await talk.open();
    await talk.answerWith(`http://127.0.0.1:${await freePort()}/v1`, 'nobody');
    await talk.say('Is anyone there?');
    const answer = await talk.answered();
    assert.ok(answer.note.includes(sentence('en', 'failure-unreachable')), answer.note);
    await life.picture('failure-unreachable-en');
  } finally {
    await life.end();
  }
});
