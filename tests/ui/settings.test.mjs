// The settings room: how she looks and speaks, who answers in a line, what is kept.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { browse, picture, ready } from './house.mjs';
import { focusIsSeen, standsWell, tabTo, WINDOWS } from './rooms.mjs';

describe('settings', () => {
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
    const page = await browser.open(life, { ...window, room: 'settings' });
    await page.waitForSelector('.copies li');
    return page;
  }

  for (const { lang, scheme, width, height } of WINDOWS) {
    it(`stands well: ${lang}, ${scheme}, ${width}`, async () => {
      const page = await open(`lang=${lang}&model=remote`, { scheme, width, height });
      await standsWell(page);
      await picture(page, `settings-${lang}-${scheme}-${width}`);
      await page.locator('.copies').scrollIntoViewIfNeeded();
      await picture(page, `settings-data-${lang}-${scheme}-${width}`);
      await page.done();
    });
  }

  it('says who answers and leads to the models room', async () => {
    const page = await open('lang=en&model=remote');
    assert.match(
      await page.innerText('[aria-labelledby="model-title"]'),
      /small-model answers, at models\.example\.org/,
    );
    await page.click('[aria-labelledby="model-title"] button');
    await page.waitForSelector('.models .now');
    assert.equal(await page.getAttribute('nav a[href="#/models"]', 'aria-current'), 'page');
    await page.done();
  });

  it('changes language and theme at once', async () => {
    const page = await open('lang=en');
    await page.click('.one-of:nth-of-type(1) label:has-text("Português")');
    await page.waitForFunction(() => document.documentElement.lang === 'pt-BR');
    assert.equal(await page.innerText('h1'), 'Ajustes');
    await page.click('.one-of:nth-of-type(2) label:has-text("Escura")');
    await page.waitForSelector('html[data-theme="dark"]');
    await page.done();
  });

  it('says that an export does not go into the data folder', async () => {
    const page = await open('lang=en&error=export:bad_input');
    await page.click('.data .ways button:nth-child(2)');
    await page.waitForSelector('.toast[data-tone="error"]');
    assert.match(await page.innerText('.toast'), /can't go inside the data folder/);
    await page.done();
  });

  it('makes a copy, goes back to one after asking, and exports', async () => {
    const page = await open('lang=en&copies=3&turns=24');
    await page.click('.data > p > .quiet');
    await page.waitForFunction(() => document.querySelectorAll('.copies li').length === 4);
    await page.click('.copies li:nth-child(2) button');
    assert.match(await page.innerText('dialog'), /24 turns.*set aside/s);
    await page.click('dialog .solid');
    await page.waitForFunction(() => document.querySelector('.toasts')?.textContent?.includes('Back at the copy'));
    await page.click('.data .ways button:nth-child(1)');
    await page.waitForFunction(() => document.querySelector('.exported')?.textContent?.includes('.md'));
    await page.done();
  });

  it('shows a copy that does not open as such, with no way back to it', async () => {
    const page = await open('lang=en&copies=7');
    const broken = page.locator('.copies li:has(.copy-broken)');
    assert.equal(await broken.count(), 1);
    assert.equal(await broken.locator('button').count(), 0);
    await page.done();
  });

  it('is done by keyboard alone', async () => {
    const page = await browser.open('lang=en');
    await ready(page);
    await tabTo(page, 'nav a[href="#/settings"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.settings');
    await tabTo(page, '.one-of input:checked');
    await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(() => document.documentElement.lang === 'pt-BR');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.documentElement.lang === 'en');
    await tabTo(page, '[aria-labelledby="model-title"] button');
    await focusIsSeen(page);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.models');
    await page.done();
  });
});
