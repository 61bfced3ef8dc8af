// What breaks in mid-answer: the app, the page. Her words up to there stay, the person's words always.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Life, Provider, pause } from './harness.mjs';
import { sentence, Talk } from './talk.mjs';

/** @type {Provider} */
let provider;
before(async () => {
  provider = await Provider.start();
});
after(() => provider.end());

test('killed in mid-answer and opened again, the words and the part of the answer are there', async () => {
  const life = new Life();
  const talk = new Talk(life);
  try {
    await talk.open();
    await talk.answerWith(provider.address, 'echo-slow');
    await talk.say('Tell me what you would try first.');
    const shown = await talk.streaming(60);
    // Of an answer, at most the last 300 ms may be missing.
    await pause(350);
    await life.kill();

    await talk.open();
    const hers = await life.page.until('her part is drawn', () => talk.hers());
    assert.ok(hers.text.replaceAll(/\s+/g, ' ').startsWith(shown.text.replaceAll(/\s+/g, ' ').slice(0, 40)), hers.text);
    assert.ok(
      hers.text.length >= shown.text.length - 2,
      `${hers.text.length} of ${shown.text.length} letters shown 350 ms before`,
    );
    assert.ok(hers.note.includes(sentence('en', 'turn-cut-off')), hers.note);
    const [yours] = await talk.turns();
    assert.equal(yours?.text, 'Tell me what you would try first.');
    await life.picture('talk-cut-off');
  } finally {
    await life.end();
  }
});

test('a page reloaded in mid-answer gets the answer so far, then the rest', async () => {
  const life = new Life();
  const talk = new Talk(life);
  try {
    await talk.open();
    await talk.answerWith(provider.address, 'echo-slow');
    await talk.say('Go on slowly.');
    const shown = await talk.streaming(30);
    await life.page.ask('POST', '/refresh', {});
    const joined = await talk.streaming(shown.text.length);
    assert.ok(joined.text.startsWith(shown.text.slice(0, 20)), joined.text);
    const whole = await talk.answered();
    assert.ok(whole.text.includes('How does that sound?'), whole.text);
    assert.equal((await talk.turns()).length, 2, 'nothing is there twice');
  } finally {
    await life.end();
  }
});

test('closed in mid-answer, it ends in order and keeps the part', async () => {
  const life = new Life();
  const talk = new Talk(life);
  try {
    await talk.open();
    await talk.answerWith(provider.address, 'long');
    await talk.say('As long as you like.');
    const shown = await talk.streaming(200);
    const began = Date.now();
    await life.close();
    assert.ok(Date.now() - began < 10_000);
    assert.match(life.log(), /closed$/m);
    await talk.open();
    const hers = await life.page.until('her part is drawn', () => talk.hers());
    assert.ok(hers.text.length >= shown.text.length - 2);
    assert.notEqual(hers.note, '');
  } finally {
    await life.end();
  }
});
