// The ledger: what left this computer, its sums, the month's limit, and the exact texts that are still held.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { browse, picture, ready } from './house.mjs';
import { focusIsSeen, standsWell, tabTo, WINDOWS } from './rooms.mjs';

describe('the ledger', () => {
  let browser;
  before(async () => {
    browser = await browse();
  });
  after(() => browser.close());

  /**
   * @param {string} life
   * @param {Parameters<typeof browser.open>[1]} [window]
   */
  async function open(life, window = {}) {
    const page = await browser.open(`turns=2&model=remote&${life}`, { ...window, room: 'ledger' });
    await page.waitForSelector('.ledger-count, .ledger-nothing, .failed');
    return page;
  }

  const hosts = (page) => page.locator('.request-who strong').allInnerTexts();

  for (const { lang, scheme, width, height } of WINDOWS) {
    it(`stands well, with its rows, its limit and a text: ${lang}, ${scheme}, ${width}`, async () => {
      const page = await open(`lang=${lang}&limit=0.05`, { scheme, width, height });
      await standsWell(page);
      await picture(page, `ledger-${lang}-${scheme}-${width}`);
      await page.locator('.requests h2').scrollIntoViewIfNeeded();
      await page.check('.requests .switch input');
      await page.locator('.request-state').first().waitFor();
      await page.evaluate(() => document.querySelector('.requests')?.scrollIntoView());
      await standsWell(page);
      await picture(page, `ledger-rows-${lang}-${scheme}-${width}`);
      await page.locator('.request button').nth(1).click();
      await page.waitForSelector('dialog .exact pre');
      await standsWell(page);
      await picture(page, `ledger-exact-${lang}-${scheme}-${width}`);
      await page.done();
    });

    it(`says that nothing left: ${lang}, ${scheme}, ${width}`, async () => {
      const page = await open(`lang=${lang}&ledger=0`, { scheme, width, height });
      assert.match(await page.innerText('.ledger-nothing'), lang === 'en' ? /^Nothing has left/ : /^Nada saiu/);
      await standsWell(page);
      await picture(page, `ledger-empty-${lang}-${scheme}-${width}`);
      await page.done();
    });
  }

  it('is a click away from where words go, and from the settings; Escape goes back', async () => {
    const page = await browser.open('turns=2&lang=en&model=remote');
    await ready(page);
    await tabTo(page, '.whereto a');
    await focusIsSeen(page);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.ledger h1');
    assert.equal(await page.innerText('.ledger h1'), 'Who have you been talking to?');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.talk:not([hidden])');
    await page.click('nav a[href="#/settings"]');
    await page.click('.settings a[href="#/ledger"]');
    await page.waitForSelector('.request');
    await page.done();
  });

  it('shows what stayed on this computer only when asked', async () => {
    const page = await open('lang=en');
    assert.ok(!(await hosts(page)).includes('127.0.0.1'));
    await page.check('.requests .switch input');
    await page.waitForFunction(() => document.querySelector('.requests')?.textContent?.includes('127.0.0.1'));
    await page.done();
  });

  it('finds requests by host, model and purpose, and says when there are none', async () => {
    const page = await open('lang=pt-BR');
    await page.fill('.requests .field', 'gemini');
    await page.waitForFunction(
      () =>
        [...document.querySelectorAll('.request-who strong')].length > 0 &&
        [...document.querySelectorAll('.request-who strong')].every((e) => e.textContent?.includes('googleapis')),
    );
    await page.fill('.requests .field', 'memória');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.request-figures')].every((e) => e.textContent?.startsWith('memória')),
    );
    await page.fill('.requests .field', 'submarino');
    await page.waitForFunction(() => document.querySelector('.ledger-count')?.textContent?.includes('submarino'));
    assert.equal(await page.locator('.request').count(), 0);
    await page.press('.requests .field', 'Escape');
    await page.waitForSelector('.request');
    assert.equal(await page.inputValue('.requests .field'), '');
    await page.done();
  });

  it('sets a limit, refuses what is none, and says when it is reached', async () => {
    const page = await open('lang=en');
    await page.fill('#ledger-limit', 'five');
    assert.equal(await page.locator('.limit button').isDisabled(), true);
    assert.match(await page.innerText('.limit .field-words'), /such as 5/);
    await page.fill('#ledger-limit', '5');
    await page.click('.limit button');
    await page.waitForFunction(() => document.querySelector('.month-sum')?.textContent?.includes('$5.00'));
    assert.equal(await page.locator('.month-reached').count(), 0);
    await page.fill('#ledger-limit', '0');
    await page.press('#ledger-limit', 'Enter');
    await page.waitForSelector('.month-reached');
    await page.fill('#ledger-limit', '');
    await page.click('.limit button');
    await page.waitForFunction(() => document.querySelector('.month-sum')?.textContent?.includes('no limit'));
    await page.done();
  });

  it('shows a request the moment it leaves, and its end', async () => {
    const page = await open('lang=en&ledger=3');
    await page.evaluate(() => globalThis.fake.leave({ host: 'new.example', local: false, state: 'open' }));
    await page.waitForSelector('.request[data-state="open"]:has-text("new.example")');
    await page.done();
  });

  it('brings older ones as the room is scrolled', async () => {
    const page = await open('lang=en&ledger=300');
    assert.match(await page.innerText('.ledger-count'), /latest 100/);
    await page.evaluate(() => document.querySelector('.ledger')?.scrollTo(0, 1e6));
    await page.waitForFunction(() => document.querySelectorAll('.request').length > 100);
    await page.done();
  });

  it('writes every row to a file', async () => {
    const page = await open('lang=en');
    await page.click('button:has-text("Export as CSV")');
    await page.waitForFunction(() => document.querySelector('.ledger .exported')?.textContent?.includes('40 requests'));
    assert.match(await page.innerText('.ledger .exported'), /samantha-ledger-\d{4}-\d\d-\d\d\.csv/);
    await page.done();
  });

  it('says so when it can\u2019t be read, and offers to try again', async () => {
    const page = await open('lang=en&error=ledger:disk_full');
    assert.match(await page.innerText('.failed'), /could not be read.*disk is full/s);
    await picture(page, 'ledger-failed');
    await page.evaluate(() => globalThis.fake.params.delete('error'));
    await page.click('.failed button');
    await page.waitForSelector('.request');
    await page.done();
  });

  it('says when an exact text is gone', async () => {
    const page = await open('lang=en&ledger=25');
    for (let n = 0; n < 20; n++) await page.evaluate(() => globalThis.fake.leave({ local: false }));
    const text = page.locator('.request button').last();
    await text.waitFor();
    await page.evaluate(() => globalThis.fake.params.append('slow', 'ledger:60000'));
    for (let n = 0; n < 20; n++) await page.evaluate(() => globalThis.fake.leave({ local: false }));
    await text.click();
    await page.waitForFunction(() => document.querySelector('dialog')?.textContent?.includes("isn't held any more"));
    await page.done();
  });
});
