// Talk in the real window: typed, streamed, stopped, asked again, closed and found again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { KEY } from './driver.mjs';
import { Life, Provider } from './harness.mjs';
import { holdsBytes } from './keys.mjs';
import { sentence, Talk } from './talk.mjs';

/** @type {Provider} */
let provider;
before(async () => {
  provider = await Provider.start();
});
after(() => provider.end());

test('words typed are answered as it streams; Stop keeps the part; asked again, she answers whole', async () => {
  const life = new Life();
  const talk = new Talk(life);
  try {
    await talk.open();
    await talk.answerWith(provider.address, 'echo-slow');
    await talk.say('What would you do on a morning like this?');
    const early = await talk.streaming(5);
    await life.picture('talk-streaming');
    const later = await life.page.until('more has come', async () => {
      const hers = await talk.hers();
      return hers && hers.text.length > early.text.length + 20 && hers;
    });
    assert.ok(later.text.startsWith(early.text.slice(0, 5)));

    await (await life.page.find('.composer .go[data-kind="stop"]')).click();
    const stopped = await talk.answered();
    assert.ok(stopped.text.length >= later.text.length - 2, 'what had streamed stays');
    assert.ok(stopped.note.includes(sentence('en', 'turn-stopped')), stopped.note);
    await life.picture('talk-stopped');

    const again = await life.page.run(
      "return [...document.querySelectorAll('article.turn')].at(-1).querySelector('.note .plain-link').textContent.trim()",
    );
    assert.equal(again, sentence('en', 'turn-retry'));
    await (await life.page.find('article.turn:last-of-type .note .plain-link')).click();
    await talk.streaming(5);
    const whole = await talk.answered();
    assert.ok(whole.text.includes('How does that sound?'), whole.text);
    assert.equal(whole.by, 'echo-slow');
    assert.ok(
      (await life.page.findAll('article.turn:last-of-type .receipt')).length === 1,
      'the stopped part is a version',
    );
    assert.ok((await life.page.findAll('article.turn:last-of-type pre code')).length === 1, 'code is drawn as code');
    await life.picture('talk-markdown');
  } finally {
    await life.end();
  }
});

test('closed and opened again, everything is there: words, answers, the draft, and search finds it', async () => {
  const life = new Life();
  const talk = new Talk(life);
  try {
    await talk.open();
    await talk.say('My sister Helena moved to Recife in March.');
    await talk.answered();
    await talk.say('The blue bicycle is in the cellar.');
    await talk.answered();
    const before = (await talk.turns()).map(({ id, speaker, text }) => ({ id, speaker, text }));
    const field = await life.page.find('.composer textarea');
    await field.type('half a thou');
    await life.page.until('the draft is kept', async () => (await life.call('open')).draft === 'half a thou');
    await life.close();

    await talk.open();
    await life.page.until('the turns are drawn', async () => (await talk.turns()).length === before.length);
    assert.deepEqual(
      (await talk.turns()).map(({ id, speaker, text }) => ({ id, speaker, text })),
      before,
    );
    assert.equal(await life.page.run("return document.querySelector('.composer textarea').value"), 'half a thou');

    await life.page.chord([KEY.control], 'f');
    const search = await life.page.await('.search input');
    await search.type('bicycle');
    await life.page.until('the moment is found', () =>
      life.page.run("return document.querySelector('.search')?.textContent.includes('cellar')"),
    );
    await life.picture('search');
    await life.page.press(KEY.enter);
    await life.page.until('the talk is open at the moment', () =>
      life.page.run(`const turn = [...document.querySelectorAll('article.turn')].find((one) => one.textContent.includes('blue bicycle'));
        if (!turn || document.querySelector('section.talk').hidden) return false;
        const { top, bottom } = turn.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;`),
    );
  } finally {
    await life.end();
  }
});

test('deleted, a turn can be brought back for ten seconds, then no byte of it is left', async () => {
  const life = new Life();
  const talk = new Talk(life);
  try {
    await talk.open();
    await talk.say('A secret called xylographic.');
    await talk.answered();
    const [yours] = await talk.turns();
    await life.call('delete_turn', { turn: yours?.id });
    await life.page.until('it is shown as going', () =>
      life.page.run(
        "return document.querySelector('article.turn[data-going]') !== null || document.querySelectorAll('article.turn').length < 2",
      ),
    );
    await life.call('restore_turn', { turn: yours?.id });
    await life.page.until('it is back', async () =>
      (await talk.turns()).some((turn) => turn.text.includes('xylographic')),
    );
    await life.call('delete_turn', { turn: yours?.id });
    assert.ok(holdsBytes(life.home, 'xylographic'), 'it can still be undone');
    await life.page.until('no byte of it is left', async () => !holdsBytes(life.home, 'xylographic'), 25);
    assert.ok((await talk.turns()).every((turn) => turn.id !== yours?.id));
  } finally {
    await life.end();
  }
});

test('in the dark it is dark, and in Portuguese it is Portuguese, at once', async () => {
  const life = new Life();
  const talk = new Talk(life);
  try {
    await talk.open();
    await talk.say('Good evening.');
    await talk.answered();
    await life.call('change_settings', { theme: 'dark', chosenLanguage: 'ptBr' });
    await life.page.until('the page speaks Portuguese', () =>
      life.page.run("return document.documentElement.lang === 'pt-BR'"),
    );
    const dark = await life.page.until('it is dark', () =>
      life.page.run(
        "const [r, g, b] = getComputedStyle(document.body).color.match(/[\\d.]+/g).map(Number); return r + g + b > (getComputedStyle(document.body).color.startsWith('rgb') ? 380 : 1.5)",
      ),
    );
    assert.ok(dark);
    await life.picture('talk-dark-pt');
    for (const room of ['settings', 'help']) {
      await life.page.run(`document.querySelector('a[href="#/${room}"]').click(); return true`);
      await life.page.await(`.room.${room}`);
      await life.picture(`${room}-dark-pt`);
    }
  } finally {
    await life.end();
  }
});
