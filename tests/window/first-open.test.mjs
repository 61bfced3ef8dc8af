// The first open, in both languages, and help before any answer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Life } from './harness.mjs';
import { sentence, Talk } from './talk.mjs';

for (const [language, tag] of /** @type {const} */ ([
  ['en', 'en'],
  ['pt', 'pt-BR'],
])) {
  test(`the first open says three lines, with help one click away (${tag})`, async () => {
    const life = new Life({ language });
    try {
      const page = await life.open();
      await page.await('.welcome');
      assert.equal(await page.run('return document.documentElement.lang'), tag);
      const lines = await page.run(
        "return [...document.querySelectorAll('.welcome-lines > li')].map((line) => line.textContent)",
      );
      assert.equal(lines.length, 3);
      assert.ok(lines[1].includes(life.home), 'it names the folder');
      await life.picture(`first-open-${language}`);

      const help = await page.find('.welcome-top button.quiet');
      await help.click();
      await page.await('dialog[open]');
      await page.until('lines are listed', () =>
        page.run("return document.querySelectorAll('dialog[open] a, dialog[open] li').length > 0"),
      );
      await life.picture(`first-open-help-${language}`);
      await page.press('\uE00C');
      await page.until('help is closed', async () => (await page.findAll('dialog[open]')).length === 0);

      await (await page.find('.welcome-begin')).click();
      await page.await('.composer textarea');
      await page.until('where words go is said', () =>
        page.run(
          "return document.querySelector('.whereto')?.textContent.trim() === arguments[0]",
          sentence(language, 'whereto-here'),
        ),
      );
      await life.picture(`talk-empty-${language}`);
      await life.close();

      const again = await life.open();
      await again.await('.composer textarea');
      assert.equal((await again.findAll('.welcome')).length, 0, 'the first open is shown once');
    } finally {
      await life.end();
    }
  });
}

for (const [language, words] of /** @type {const} */ ([
  ['en', 'I want to kill myself'],
  ['pt', 'eu quero me matar'],
])) {
  test(`plain crisis words are met with help lines before the answer (${language})`, async () => {
    const life = new Life({ language });
    const talk = new Talk(life);
    try {
      await talk.open();
      await talk.say(words);
      await life.page.await('.help-card');
      await life.picture(`help-card-${language}`);
      await talk.answered();
      const order = await life.page.run(`
        const card = document.querySelector('.help-card');
        const answer = [...document.querySelectorAll('article.turn[data-speaker="companion"]')].at(-1);
        return Boolean(card.compareDocumentPosition(answer) & Node.DOCUMENT_POSITION_FOLLOWING);`);
      assert.ok(order, 'the card stands before her answer');
    } finally {
      await life.end();
    }
  });
}

test('the Listener answers with no key, no network and no model, in the language she is spoken to', async () => {
  const life = new Life({ language: 'pt' });
  const talk = new Talk(life);
  try {
    await talk.open();
    await talk.say('Oi, tudo bem? Hoje foi um dia comprido no trabalho.');
    const answer = await talk.answered();
    assert.ok(answer.text.length > 10, answer.text);
    assert.equal(answer.note, '');
    await life.picture('talk-listener-pt');
  } finally {
    await life.end();
  }
});
