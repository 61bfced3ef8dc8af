// The talk room by keyboard alone, as a person would use it.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { answered, browse, closed, letFinish, pastUndo, picture, ready } from './house.mjs';

describe('the talk, by keyboard alone', () => {
  let browser;

  before(async () => {
    browser = await browse();
  });
  after(() => browser.close());

  const lastWords = (page) => page.locator('article[data-turn] .words').last().innerText();
  const focused = (page) => page.evaluate(() => document.activeElement?.className || document.activeElement?.tagName);
  const state = (page) => page.locator('.presence .state').innerText();

  async function say(page, words) {
    await page.keyboard.type(words);
    await page.keyboard.press('Enter');
  }

  it('takes words at once, shows them, and streams the answer', async () => {
    const page = await browser.open('turns=10&lang=en&model=remote&think=2500&rate=4');
    await ready(page);
    assert.equal(await state(page), 'here, no hurry');
    await page.keyboard.type('good ');
    await page.waitForFunction(() => document.querySelector('.state').textContent === 'listening to you');
    await page.keyboard.press('Shift+Enter');
    await say(page, 'morning');
    await page.waitForFunction(() => document.querySelector('.state').textContent === 'thinking');
    assert.equal(await page.inputValue('.composer textarea'), '');
    await page.waitForFunction(() => document.querySelector('.state').textContent === 'speaking');
    await picture(page, 'speaking');
    await letFinish(page);
    assert.equal(await state(page), 'here, no hurry');
    assert.equal(await page.locator('article[data-speaker="user"] .words').last().innerText(), 'good\nmorning');
    assert.match(await page.locator('[aria-live="polite"].unseen').innerText(), /^Samantha: \S/);
    await page.done();
  });

  it('stops with Escape, and asks again: what was there stays until the new answer is whole', async () => {
    const page = await browser.open('turns=2&lang=en&model=remote&think=50&rate=6&pieces=60');
    await ready(page);
    await say(page, 'tell me');
    await page.waitForFunction(
      () => document.querySelector('article[aria-busy="true"] .words')?.textContent.length > 20,
    );
    await page.keyboard.press('Escape');
    await page.getByText('You stopped it here.').waitFor();
    const cut = await lastWords(page);
    assert.ok(cut.length > 10);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('r');
    await page.waitForSelector('article[aria-busy="true"]');
    assert.equal(await page.locator('article[data-turn] .words').last().innerText(), cut);
    assert.equal(await page.locator('article[data-speaker="companion"]').count(), 3);
    await picture(page, 'asking-again');
    await letFinish(page);
    assert.equal(await page.locator('article[data-speaker="companion"]').count(), 2);
    assert.equal((await lastWords(page)).split(/\s+/).length, 60);
    await page.keyboard.press('v');
    assert.match(await page.locator('dialog .words').innerText(), new RegExp(`^${cut.slice(0, 15)}`));
    await picture(page, 'versions');
    await page.keyboard.press('Escape');
    await page.done();
  });

  it('stops a new attempt, and says that the old answer stands and the attempt is kept', async () => {
    const page = await browser.open('turns=2&lang=pt-BR&model=remote&think=50&rate=6&pieces=80');
    await ready(page);
    const old = await lastWords(page);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('r');
    await page.waitForFunction(
      () => document.querySelector('article[aria-busy="true"] .words')?.textContent.length > 20,
    );
    await page.keyboard.press('Escape');
    await page.getByText('A nova tentativa não veio inteira.').waitFor();
    assert.equal(await lastWords(page), old);
    await page.locator('.receipt').last().click();
    await page.locator('dialog .words').waitFor();
    await page.done();
  });

  it('opens the last words for editing with the arrow, sends them again, and keeps the old ones', async () => {
    const page = await browser.open('turns=2&lang=en&think=30&rate=200');
    await ready(page);
    await say(page, 'one thing');
    await answered(page);
    await page.keyboard.press('ArrowUp');
    assert.equal(await page.inputValue('.edit textarea'), 'one thing');
    await picture(page, 'editing');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.edit').count(), 0);
    await page.keyboard.press('ArrowUp');
    await say(page, ' and another');
    await page.waitForFunction(() => !document.querySelector('.edit'));
    await answered(page);
    const yours = page.locator('article[data-speaker="user"]').last();
    assert.equal(await yours.locator('.words').innerText(), 'one thing and another');
    await yours.locator('.receipt').click();
    assert.equal(await page.locator('dialog .words').innerText(), 'one thing');
    await page.keyboard.press('Escape');
    await page.done();
  });

  it('deletes, counts down, brings back, and in the end lets go', async () => {
    const page = await browser.open('turns=4&lang=en', { clock: true });
    await ready(page);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Delete');
    await page.locator('article[data-going][data-turn="3"]').waitFor();
    await page.getByText('Deleted. In a few seconds it will be gone for good.').waitFor();
    await picture(page, 'deleted');
    await page.keyboard.press('Control+z');
    await page.waitForFunction(() => !document.querySelector('article[data-going]'));
    assert.equal(await page.locator('.toast').count(), 0);
    await page.locator('article[data-turn="3"]').focus();
    await page.keyboard.press('Delete');
    await page.locator('.toast').waitFor();
    await pastUndo(page);
    await page.locator('article[data-turn="3"]').waitFor({ state: 'detached' });
    await page.locator('.toast').waitFor({ state: 'detached' });
    await page.done();
  });

  it('walks through the turns, opens the menu, copies, and returns to writing', async () => {
    const page = await browser.open('turns=20&lang=en');
    await ready(page);
    await page.keyboard.press('Shift+Tab');
    assert.equal(await focused(page), 'turn');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    assert.equal(await page.evaluate(() => document.activeElement.dataset.turn), '18');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'menuitem');
    await picture(page, 'menu');
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement.dataset.turn), '18');
    await page.keyboard.press('c');
    await page.getByText('Copied').waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    assert.ok(text.length > 5);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Copy');
    await page.keyboard.press('Escape');
    assert.equal(await focused(page), 'turn');
    await page.keyboard.press('Escape');
    assert.equal(await focused(page), 'TEXTAREA');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    const reach = await page.evaluate(() => document.querySelectorAll('samantha-thread [tabindex="0"]').length);
    assert.ok(reach <= 4, `${reach} stops for Tab in the thread`);
    await page.done();
  });

  it('shows what was sent, whole', async () => {
    const page = await browser.open('turns=2&lang=en&model=remote&think=30&rate=200');
    await ready(page);
    await say(page, 'what do you send?');
    await answered(page);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('s');
    const sheet = page.locator('dialog');
    await sheet.getByText('what do you send?').waitFor();
    await sheet.getByText('models.example.org').waitFor();
    await picture(page, 'sent');
    await page.done();
  });

  it('lists the keys with F1, and finds what was said with Ctrl K', async () => {
    const page = await browser.open('turns=2000&lang=pt-BR');
    await ready(page);
    await page.keyboard.press('F1');
    await page.getByRole('heading', { name: 'Teclas' }).waitFor();
    await picture(page, 'keys');
    await page.keyboard.press('Escape');
    await closed(page);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('violao');
    // What is found for a part of the word goes by.
    await page
      .locator('.hit mark', { hasText: /^violão$/ })
      .first()
      .waitFor();
    await picture(page, 'search');
    const many = await page.locator('.hit').count();
    await page.keyboard.press('End');
    await page.locator('.search').evaluate((room) => room.scrollTo(0, room.scrollHeight));
    await page.waitForFunction((many) => document.querySelectorAll('.hit').length > many, many);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const words = await page.evaluate(() => document.activeElement.querySelector('.hit-words').innerText.slice(0, 20));
    await page.keyboard.press('Enter');
    await page.locator('article[data-found]', { hasText: words }).waitFor();
    await page.keyboard.press('Control+f');
    assert.equal(await page.inputValue('.search input'), 'violao');
    await page.keyboard.type('zzzz');
    await page.getByText('Nada foi encontrado').waitFor();
    await picture(page, 'search-none');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('.talk').hidden);
    assert.equal(await focused(page), 'TEXTAREA');
    await page.done();
  });

  it('leaves the words where they are when they cannot be kept, and says why and what to do', async () => {
    const page = await browser.open('turns=2&lang=en&keep=disk_full');
    await ready(page);
    await say(page, 'keep this');
    await page.getByText('The disk is full: nothing more can be kept.').waitFor();
    await page.getByText('Free some space, then try again.').waitFor();
    assert.equal(await page.inputValue('.composer textarea'), 'keep this');
    await picture(page, 'not-kept');
    assert.equal(await page.locator('article').count(), 2);
    await page.done();
  });

  it('keeps the draft, and says so when it cannot', async () => {
    const page = await browser.open('turns=2&lang=en&error=save_draft:read_only');
    await ready(page);
    await page.keyboard.type('half a thought');
    await page.getByText("The data folder can't be written to.").waitFor();
    await page.done();
  });

  it('joins the answer that is being made when the page opens', async () => {
    const page = await browser.open('turns=3&lang=en&open=1&model=remote&think=400&rate=4');
    await ready(page);
    await page.waitForFunction(() => document.querySelector('.state').textContent === 'speaking');
    await letFinish(page);
    assert.equal(await page.locator('article[data-speaker="companion"]').count(), 2);
    await page.done();
  });

  it('shows where words go, and follows a change of it', async () => {
    const page = await browser.open('turns=2&lang=en&model=remote');
    await ready(page);
    assert.equal(await page.locator('.whereto').innerText(), 'Your words go to models.example.org');
    await page.done();
    const other = await browser.open('turns=2&lang=pt-BR');
    await ready(other);
    assert.equal(await other.locator('.whereto').innerText(), 'Tudo fica neste computador');
    await other.done();
  });

  it('offers to ask again for words nobody answered', async () => {
    const page = await browser.open('turns=3&lang=en&think=30&rate=200');
    await ready(page);
    await page.getByText('Nothing has answered this yet.').waitFor();
    await page.locator('.unanswered button').click();
    await page.locator('.unanswered').waitFor({ state: 'detached' });
    await answered(page);
    assert.equal(await page.locator('article[data-speaker="companion"]').count(), 2);
    await page.done();
  });

  it('shows the lines that help before any answer', async () => {
    const page = await browser.open('turns=2&lang=en&think=60000');
    await ready(page);
    await say(page, 'i want to die');
    await page.locator('.help-card').waitFor();
    assert.equal(await page.locator('article[aria-busy="true"] .words p').count(), 0);
    await picture(page, 'help-card');
    await page.done();
  });
});
