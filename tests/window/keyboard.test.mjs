// Everything by keyboard alone: the first open, talk, Stop, what was said, search, settings.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { activeTitle, ask, Life, Provider, until } from './harness.mjs';
import { Talk } from './talk.mjs';

/** @type {Provider} */
let provider;
before(async () => {
  provider = await Provider.start();
});
after(() => provider.end());

/** What has the keyboard, in a few words. @param {Life} life @returns {Promise<string>} */
const held = (life) =>
  life.page.run(`const one = document.activeElement;
    return [one.tagName.toLowerCase(), one.className, one.getAttribute('aria-label') ?? '', one.dataset.turn ?? ''].join('|');`);

// Real keys of the display, as they come from a keyboard: the driver's own leave some without a name.

/** @param {string[]} keys as xdotool names them */
function press(...keys) {
  ask('xdotool', 'key', '--delay', '30', ...keys);
}

/** @param {string} text */
function type(text) {
  ask('xdotool', 'type', '--delay', '30', text);
}

/** Presses Tab until what has the keyboard matches. @param {Life} life @param {RegExp} wanted */
async function tabTo(life, wanted) {
  for (let step = 0; step < 30; step += 1) {
    if (wanted.test(await held(life))) return;
    press('Tab');
  }
  throw new Error(`Tab never came to ${wanted}; it is at ${await held(life)}`);
}

test('from the first open to a talk, and back through it, without a mouse', async () => {
  const life = new Life();
  const talk = new Talk(life);
  try {
    await life.open();
    await life.page.await('.welcome-begin');
    await until('the window has the keyboard', () => activeTitle() === 'Samantha');
    await tabTo(life, /welcome-begin/);
    press('Return');
    await life.page.await('.composer textarea');
    await life.page.until('the cursor is where one writes', async () => (await held(life)).startsWith('textarea'));

    await talk.answerWith(provider.address, 'echo-slow');
    type('Hello there');
    press('Return');
    await talk.streaming(10);
    press('Escape');
    const stopped = await talk.answered();
    assert.notEqual(stopped.note, '', 'Escape stops');
    assert.match(await held(life), /^textarea/, 'the cursor stays where one writes');

    press('shift+Return');
    type('a');
    await life.page.until('Shift+Enter is a new line', () =>
      life.page.run("return document.querySelector('.composer textarea').value === '\\na'"),
    );
    press('BackSpace', 'BackSpace');

    press('shift+Tab');
    await life.page.until('a turn has the keyboard', async () => /^article/.test(await held(life)));
    press('Up');
    await life.page.until('the one before has it', () =>
      life.page.run("return document.activeElement.dataset.speaker === 'user'"),
    );
    await life.picture('keyboard-turn');
    press('Delete');
    await life.page.until(
      'Delete deletes, and can be undone',
      async () => (await life.page.findAll('.toast')).length > 0,
    );
    press('ctrl+z');
    await life.page.until(
      'it is back',
      async () =>
        (await talk.turns()).some((turn) => turn.text === 'Hello there') &&
        (await life.page.findAll('article[data-going]')).length === 0,
    );

    press('ctrl+f');
    await life.page.until('search has the keyboard', async () => /^input/.test(await held(life)));
    type('hello');
    await life.page.until('the moment is found', () =>
      life.page.run("return document.querySelector('.search')?.textContent.includes('Hello there')"),
    );
    press('Escape');
    await life.page.until('Escape goes back to the talk', () =>
      life.page.run("return !document.querySelector('section.talk').hidden"),
    );

    press('F1');
    await life.page.until('F1 lists the keys', async () => (await life.page.findAll('dialog[open]')).length === 1);
    await life.picture('keyboard-keys');
    press('Escape');
    await life.page.until('and Escape closes them', async () => (await life.page.findAll('dialog[open]')).length === 0);

    await tabTo(life, /^a\|\|/);
    for (let step = 0; step < 10; step += 1) {
      if (await life.page.run("return document.activeElement.getAttribute('href') === '#/settings'")) break;
      press('Tab');
    }
    press('Return');
    await life.page.await('.room.settings');
  } finally {
    await life.end();
  }
});
