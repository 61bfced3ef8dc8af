// What can be done in the memory room: finding, deciding, correcting, forgetting, and seeing it as it was.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { browse, closed, pastUndo, picture, ready } from './house.mjs';
import { focusIsSeen, openMemory, standsWell, tabTo } from './rooms.mjs';

describe('the memory room, used', () => {
  let browser;
  before(async () => {
    browser = await browse();
  });
  after(() => browser.close());

  /** @param {string} life @param {Parameters<typeof browser.open>[1]} [window] */
  const open = (life, window = {}) => openMemory(browser, life, window);
  const hasFocus = (page, selector) =>
    page.waitForFunction((selector) => document.activeElement?.matches(selector), selector);

  const facts = (page) => page.locator('.facts-list .fact-text').allInnerTexts();
  const fact = (page, words) => page.locator('.facts-list .fact-open', { hasText: words });
  const openOne = async (page, words) => {
    await fact(page, words).click();
    await page.locator('.opened .opened-text', { hasText: words }).waitFor();
  };
  const listed = (page, words) =>
    page.waitForFunction(
      (words) => [...document.querySelectorAll('.facts-list .fact-text')].some((one) => one.textContent === words),
      words,
    );
  const unlisted = (page, words) =>
    page.waitForFunction(
      (words) => [...document.querySelectorAll('.facts-list .fact-text')].every((one) => one.textContent !== words),
      words,
    );

  it('is reached by its key and by Tab, and left by Escape', async () => {
    const page = await browser.open('turns=120&lang=en');
    await ready(page);
    await page.keyboard.press('Control+Shift+M');
    await page.waitForSelector('.facts-list');
    assert.equal(await page.getAttribute('nav a[href="#/memory"]', 'aria-current'), 'page');
    await tabTo(page, '.filters > input');
    await focusIsSeen(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const second = (await facts(page))[1];
    await page.keyboard.press('Enter');
    await page.locator('.opened .opened-text', { hasText: second }).waitFor();
    await page.keyboard.press('Escape');
    await closed(page);
    assert.equal(await page.evaluate(() => document.activeElement?.className), 'fact-open');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.talk:not([hidden])');
    await page.done();
  });

  it('shows what is pinned first, says how sure it is in words, and the figure only in a title', async () => {
    const page = await open('lang=en');
    assert.match((await page.locator('.facts-list .fact').nth(0).innerText()).replace(/\s+/g, ' '), /pinned/);
    const line = page.locator('.facts-list .fact', { hasText: 'Likes rainy days' });
    assert.match(await line.innerText(), /heard once/);
    assert.ok(!/%/.test(await line.innerText()));
    assert.match((await line.locator('[title]').getAttribute('title')) ?? '', /52%.*one moment/);
    await page.done();
  });

  it('leaves Portuguese in Portuguese on an English page', async () => {
    const page = await open('lang=en');
    const bread = page.locator('.facts-list .fact', { hasText: 'A mãe faz pão aos domingos' });
    assert.match((await bread.innerText()).replace(/\s+/g, ' '), /mother.*habits/);
    assert.equal(await bread.locator('.fact-text').getAttribute('translate'), 'no');
    await page.done();
  });

  it('finds by words, by person and by kind, says when nothing is, and shows everything again', async () => {
    const page = await open('lang=pt-BR');
    await page.fill('.filters > input', 'pao');
    await page.waitForFunction(() => document.querySelectorAll('.facts-list .fact').length === 1);
    assert.deepEqual(await facts(page), ['A mãe faz pão aos domingos']);
    await page.fill('.filters > input', 'submarino');
    await page.waitForFunction(() => document.querySelector('.facts-count')?.textContent?.includes('submarino'));
    assert.equal(await page.locator('.facts-list').count(), 0);
    await page.press('.filters > input', 'Escape');
    await listed(page, 'Chama-se Ana');
    await page.locator('.filters select').nth(0).selectOption({ label: 'Lia (amiga)' });
    await unlisted(page, 'Chama-se Ana');
    assert.equal((await facts(page)).length, 3);
    await page.locator('.filters select').nth(1).selectOption('health');
    await page.waitForFunction(() => document.querySelectorAll('.facts-list .fact').length === 1);
    assert.deepEqual(await facts(page), ['Lia é alérgica a camarão']);
    await page.click('.filter-ways .plain-link');
    await listed(page, 'Chama-se Ana');
    assert.deepEqual(await page.locator('.filters select').evaluateAll((all) => all.map((one) => one.value)), ['', '']);
    await page.done();
  });

  it('asks which of two things holds, and takes this, that, or both', async () => {
    const page = await open('lang=en');
    assert.equal(await page.locator('.doubt').count(), 2);
    const teresa = page.locator('.doubt', { hasText: 'Teresa is moving' });
    await teresa.locator('.doubt-side', { hasText: 'Porto' }).locator('.quiet').click();
    await page.waitForFunction(() => document.querySelectorAll('.doubt').length === 1);
    await unlisted(page, 'Teresa is moving to Lisbon');
    await listed(page, 'Teresa is moving to Porto');
    await page.locator('.doubt > .plain-link').click();
    await page.waitForFunction(() => document.querySelectorAll('.doubt').length === 0);
    await listed(page, "Lia's birthday is May 3");
    await listed(page, "Lia's birthday is May 13");
    await openOne(page, 'Porto');
    assert.match(await page.innerText('.opened'), /What I believed before\s+Teresa is moving to Lisbon/);
    await page.done();
  });

  it('shows how it knows, and a click goes to the moment in the talk', async () => {
    const page = await open('lang=en');
    await openOne(page, 'Lives in Recife');
    assert.equal(await page.locator('.receipts li').count(), 2);
    assert.equal(await page.locator('.receipts mark').first().innerText(), 'living in Recife');
    assert.match(await page.innerText('.opened'), /What I believed before\s+Lives in Olinda/);
    await page.locator('.receipts .hit').last().click();
    await page.locator('.talk:not([hidden]) article[data-found] .words', { hasText: 'I live in Recife now' }).waitFor();
    await page.done();
  });

  it('pins, and keeps private, saying what that means', async () => {
    const page = await open('lang=en');
    await openOne(page, 'Likes rainy days');
    assert.match(await page.innerText('.opened'), /Never sent to a model away from this computer, nor the words/);
    await page.click('[data-set="pinned"]');
    await page.waitForFunction(() => document.querySelector('.opened-head')?.textContent?.includes('pinned'));
    await page.click('[data-set="private"]');
    await page.waitForFunction(() => document.querySelector('.opened-head')?.textContent?.includes('private'));
    await page.keyboard.press('Escape');
    await closed(page);
    await page
      .locator('.facts-list .fact', { hasText: 'Likes rainy days' })
      .filter({ hasText: /pinned\s*private/ })
      .waitFor();
    await page.done();
  });

  it('corrects what is wrong, and keeps the old to be seen', async () => {
    const page = await open('lang=en');
    await openOne(page, 'Works at the neighbourhood library');
    await page.click('[data-do="edit"]');
    await page.fill('#fact-text', 'Works at the city library');
    await page.selectOption('#fact-kind', 'habit');
    await page.fill('#fact-from', '2026-07-01');
    await page.click('.fact-form .solid');
    await page.locator('.opened-text', { hasText: 'Works at the city library' }).waitFor();
    assert.match(await page.innerText('.opened-head'), /habits/);
    assert.match(await page.innerText('.opened-head'), /since July 1/);
    assert.match(await page.innerText('.opened'), /What I believed before\s+Works at the neighbourhood library/);
    await page.locator('.facts-small .fact-open').click();
    await page.waitForFunction(() =>
      document.querySelector('.opened')?.textContent?.includes('What I believe instead'),
    );
    await page.keyboard.press('Escape');
    await listed(page, 'Works at the city library');
    await unlisted(page, 'Works at the neighbourhood library');
    await page.done();
  });

  it('changes when something held without making it another', async () => {
    const page = await open('lang=pt-BR');
    await openOne(page, 'Trabalha na biblioteca do bairro');
    await page.click('[data-do="edit"]');
    await page.fill('#fact-from', '2026-03-02');
    await page.fill('#fact-until', '2026-06-19');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() =>
      document.querySelector('.opened-head')?.textContent?.includes('2 de março a 19 de junho'),
    );
    assert.equal(await page.locator('.opened .facts-small').count(), 0);
    await page.done();
  });

  it('makes several one', async () => {
    const page = await open('lang=en');
    await openOne(page, 'Wants to repair the bicycle');
    await page.click('[data-do="merge"]');
    await page.waitForSelector('.merge-list');
    assert.equal(await page.locator('.fact-form .solid').isDisabled(), true);
    await page.fill('.fact-form input[type="search"]', 'exam');
    await page.waitForFunction(() => document.querySelectorAll('.merge-list li').length === 1);
    await page.check('.merge-list input');
    await page.click('.fact-form .solid');
    await page.waitForFunction(() => document.querySelectorAll('.receipts li').length === 2);
    await page.keyboard.press('Escape');
    await unlisted(page, 'Is waiting for the result of the exam');
    await page.done();
  });

  it('forgets with a warning of what stays, brings back within ten seconds, and then lets go', async () => {
    const page = await open('lang=en', { clock: true });
    await openOne(page, 'Likes rainy days');
    assert.match(await page.innerText('.fact-forget'), /words it stands on stay/);
    await page.click('[data-do="forget"]');
    await unlisted(page, 'Likes rainy days');
    assert.match(await page.innerText('.toast'), /gone for good.*stays in the talk/s);
    await picture(page, 'memory-forgotten');
    await page.keyboard.press('Control+z');
    await listed(page, 'Likes rainy days');
    await openOne(page, 'Likes rainy days');
    await page.click('[data-do="forget"]');
    await page.locator('.toast').waitFor();
    await pastUndo(page);
    await page.locator('.toast').waitFor({ state: 'detached' });
    await unlisted(page, 'Likes rainy days');
    await page.done();
  });

  it('takes something by hand', async () => {
    const page = await open('lang=en');
    await page.click('.filter-ways .add');
    await page.keyboard.type('Never drinks coffee after four');
    await page.selectOption('#fact-kind', 'habit');
    await picture(page, 'memory-add');
    await page.press('#fact-text', 'Enter');
    await listed(page, 'Never drinks coffee after four');
    await openOne(page, 'Never drinks coffee');
    assert.match(await page.innerText('.opened'), /You wrote it yourself/);
    await page.done();
  });

  it('stands as it was on a day, plainly marked, and comes back', async () => {
    const page = await browser.open('turns=2000&lang=en', { room: 'memory' });
    await page.waitForSelector('.facts-list');
    assert.ok((await facts(page)).includes('Works at the neighbourhood library'));
    await page.click('.by-time summary');
    const day = await page.evaluate(() => new Date(Date.now() - 60 * 86_400_000).toISOString().slice(0, 10));
    await page.fill('#filter-then', day);
    await page.waitForSelector('.memory[data-then] .then');
    await unlisted(page, 'Lives in Recife, near the park');
    await listed(page, 'Lives in Olinda');
    assert.equal(await page.locator('.doubt').count(), 0);
    assert.equal(await page.locator('.filter-ways .add').count(), 0);
    assert.match(await page.innerText('.then'), /This is what I believed at the end of/);
    await standsWell(page);
    await picture(page, 'memory-then');
    await page.click('.then .quiet');
    await listed(page, 'Lives in Recife, near the park');
    assert.equal(await page.locator('.memory[data-then]').count(), 0);
    await page.done();
  });

  it('shows what ended when asked, with the time it held', async () => {
    const page = await open('lang=en');
    assert.ok(!(await facts(page)).includes('Works at the Aurora bookshop'));
    await page.click('.by-time summary');
    await page.check('.by-time .switch input');
    await listed(page, 'Works at the Aurora bookshop');
    const line = page.locator('.facts-list .fact', { hasText: 'Aurora' });
    assert.match((await line.innerText()).replace(/\s+/g, ' '), /\w+ \d+ to \w+ \d+.*ended/);
    await page.done();
  });

  it('brings more of thousands as the room is scrolled', async () => {
    const page = await open('lang=en&knows=3000');
    assert.match(await page.innerText('.facts-count'), /3,0\d\d things/);
    assert.equal(await page.locator('.facts-list .fact').count(), 50);
    await page.evaluate(() => document.querySelector('.memory')?.scrollTo(0, 1e6));
    await page.waitForFunction(() => document.querySelectorAll('.facts-list .fact').length >= 100);
    await page.done();
  });

  it('names people, makes two one, shows what is known of one, and forgets with everything', async () => {
    const page = await open('lang=en');
    await page.locator('.views button').nth(2).click();
    const person = (name) => page.locator('.person', { hasText: name });
    await person('mother').locator('.person-ways button').nth(0).click();
    await page.keyboard.type('Rita');
    await page.keyboard.press('Enter');
    await person('Rita').waitFor();
    await person('Rita')
      .filter({ hasText: /mother\s*one thing/ })
      .waitFor();
    await hasFocus(page, '.person-open');
    await person('Rita').locator('.person-ways button').nth(1).click();
    await page.selectOption('#person-other', { label: 'Teresa (boss)' });
    await picture(page, 'memory-people-merge');
    await page.click('.person-form .solid');
    await page.waitForFunction(() => document.querySelectorAll('.person').length === 3);
    await person('Rita').filter({ hasText: '3 things' }).waitFor();
    await person('Kai').locator('.person-open').click();
    await listed(page, 'Kai plays the guitar on the porch');
    await unlisted(page, 'Is called Ana');
    await page.locator('.views button').nth(2).click();
    await person('Kai').locator('.person-ways button').nth(2).click();
    assert.match(await page.innerText('dialog'), /All 2 things.*ten seconds.*stays in the talk/s);
    await picture(page, 'memory-person-forget');
    await page.click('dialog .solid');
    await page.waitForFunction(() => document.querySelectorAll('.person').length === 2);
    await page.locator('.toast .quiet').click();
    await person('Kai').waitFor();
    await page.done();
  });

  it('lists what is not to be brought up, adds to it, and allows it again', async () => {
    const page = await open('lang=pt-BR');
    await page.locator('.views button').nth(3).click();
    await page.fill('.avoided .field', 'a festa de julho');
    await page.press('.avoided .field', 'Enter');
    await page.waitForFunction(() => document.querySelectorAll('.avoided-list li').length === 2);
    await page.waitForFunction(() => document.querySelector('.avoided .field')?.value === '');
    await page.locator('.avoided-list li', { hasText: 'festa' }).locator('button').click();
    await page.waitForFunction(() => document.querySelectorAll('.avoided-list li').length === 1);
    await page.done();
  });

  it('fetches the model of meaning with one click, pauses, goes on, and says no more when it is there', async () => {
    const page = await open('lang=en&speed=10');
    const how = page.locator('.how-line[data-of="meaning"]');
    await how.getByText('Download (471 MB)').waitFor();
    await how.locator('button').click();
    await page.waitForSelector('.how-line[data-state="downloading"] progress');
    await picture(page, 'memory-downloading');
    await how.locator('button').click();
    await page.waitForSelector('.how-line[data-state="paused"]');
    await page.evaluate(() => globalThis.fake.params.set('speed', '400'));
    await how.locator('button').click();
    await how.waitFor({ state: 'detached' });
    await page.click('.how-line[data-of="quiet"] button');
    await page.waitForSelector('.models [data-file]');
    assert.equal(await page.locator('[data-file="sentido"]').count(), 0);
    await page.click('nav a[href="#/memory"]');
    await page.click('.how-foot button');
    await page.click('dialog .solid');
    await page.waitForSelector('.how-line[data-of="meaning"][data-state="offered"]');
    await page.done();
  });

  it('says how far it has read, and when the model can’t be used', async () => {
    let page = await open('lang=pt-BR&meaning=reading&model=local&quiet=1');
    assert.match(await page.innerText('.how'), /1\.200 de 4\.800 falas/);
    assert.equal(await page.locator('.how-line').count(), 1);
    await picture(page, 'memory-reading');
    await page.done();
    page = await open('lang=en&meaning=reading&reads=400&model=local&quiet=1');
    await page.locator('.how', { hasText: /[2-4],\d00 of 4,800 things said/ }).waitFor();
    await page.locator('.how').waitFor({ state: 'detached' });
    await page.done();
    page = await open('lang=en&meaning=broken');
    assert.match(await page.innerText('.how'), /can't be used/);
    await page.done();
    page = await open('lang=en&meaning=ready&model=local&quiet=1');
    assert.equal(await page.locator('.how').count(), 0);
    await page.done();
  });

  it('says so when it can’t be read, and offers to try again', async () => {
    const page = await open('lang=en&error=facts:disk_full');
    assert.match(await page.innerText('.failed'), /could not be read.*disk is full/s);
    await page.evaluate(() => globalThis.fake.params.delete('error'));
    await page.click('.failed > button');
    await page.waitForSelector('.facts-list');
    await page.done();
  });

  it('says so among the people, too, and in a room that is empty', async () => {
    for (const [life, view] of [
      ['lang=en', 2],
      ['lang=en', 3],
      ['lang=pt-BR&knows=none', 0],
    ]) {
      const page = await open(life);
      await page.evaluate(() => globalThis.fake.params.set('error', 'people:disk_full'));
      if (view > 0) await page.locator('.views button').nth(view).click();
      else await page.click('nav a[href="#/talk"]');
      if (view === 0) await page.click('nav a[href="#/memory"]');
      await page.waitForSelector('.memory .failed');
      await page.evaluate(() => globalThis.fake.params.delete('error'));
      await page.click('.failed > button');
      await page.locator('.failed').waitFor({ state: 'detached' });
      await page.done();
    }
  });

  it('does not say that there is nothing where all that was known has ended', async () => {
    const page = await open('lang=en&knows=none', { clock: true });
    await page.click('.memory .ways .quiet');
    await page.keyboard.type('Lives in Olinda');
    await page.keyboard.press('Enter');
    await openOne(page, 'Lives in Olinda');
    await page.click('[data-do="edit"]');
    await page.fill('#fact-text', 'Lives in Recife');
    await page.keyboard.press('Enter');
    await page.locator('.opened-text', { hasText: 'Lives in Recife' }).waitFor();
    await page.click('[data-do="forget"]');
    await page.locator('.facts-count', { hasText: 'Nothing holds now.' }).waitFor();
    assert.equal(await page.locator('.memory-nothing').count(), 0);
    await page.done();
  });

  it('leaves the focus where one goes on: in the form, on what opened it, on the next fact', async () => {
    const page = await open('lang=en');
    await openOne(page, 'Likes rainy days');
    await page.click('[data-do="edit"]');
    await hasFocus(page, '#fact-text');
    await page.click('.fact-form .quiet');
    await hasFocus(page, '[data-do="edit"]');
    await page.keyboard.press('Enter');
    await page.fill('#fact-text', 'Likes days of rain');
    await page.keyboard.press('Enter');
    await page.locator('.opened-text', { hasText: 'Likes days of rain' }).waitFor();
    await hasFocus(page, '[data-do="edit"]');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await hasFocus(page, '.fact-form input[type="search"]');
    await page.click('.fact-form .quiet');
    await hasFocus(page, '[data-do="merge"]');
    await page.check('[data-set="pinned"]');
    await page.locator('.opened-head', { hasText: 'pinned' }).waitFor();
    await hasFocus(page, '[data-set="pinned"]');
    await page.keyboard.press('Escape');
    await closed(page);
    await listed(page, 'Likes days of rain');
    await openOne(page, 'Likes days of rain');
    const next = await page.evaluate(() =>
      [...document.querySelectorAll('.facts-list .fact')]
        .find((one) => one.textContent?.includes('Likes days of rain'))
        ?.nextElementSibling?.getAttribute('data-fact'),
    );
    await page.click('[data-do="forget"]');
    await unlisted(page, 'Likes days of rain');
    await closed(page);
    await hasFocus(page, `.fact[data-fact="${next}"] .fact-open`);
    await page.done();
  });

  it('shows what went wrong in the sheet that is open, where it can be reached', async () => {
    const page = await open('lang=en&error=add_fact:disk_full', { width: 360, height: 740 });
    await page.click('.filter-ways .add');
    await page.keyboard.type('Likes figs');
    await page.keyboard.press('Enter');
    await page.locator('dialog .toast', { hasText: 'disk is full' }).waitFor();
    assert.equal(await page.locator('.toast').count(), 1);
    await picture(page, 'memory-sheet-error');
    await page.locator('dialog .toast summary').click();
    await page.keyboard.press('Escape');
    await closed(page);
    await page.locator('.toast', { hasText: 'disk is full' }).locator('.round').click();
    await page.locator('.toast').waitFor({ state: 'detached' });
    await page.done();
  });

  it('keeps a name that could not be kept in its form, and the fold of time open', async () => {
    const page = await open('lang=en');
    await page.click('.by-time summary');
    await page.fill('#filter-from', '2026-01-01');
    await page.waitForSelector('.filter-ways .plain-link');
    await page.fill('#filter-from', '');
    await page.locator('.filter-ways .plain-link').waitFor({ state: 'detached' });
    assert.equal(await page.locator('.by-time').evaluate((fold) => fold.open), true);
    await page.evaluate(() => globalThis.fake.params.set('error', 'change_person:disk_full'));
    await page.locator('.views button').nth(2).click();
    await page.locator('.person', { hasText: 'Lia' }).locator('.person-ways button').nth(0).click();
    await page.fill('#person-name', 'Lívia');
    await page.keyboard.press('Enter');
    await page.locator('.toast', { hasText: 'disk is full' }).waitFor();
    assert.equal(await page.inputValue('#person-name'), 'Lívia');
    await page.done();
  });
});
