// The first open.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { browse, picture, ready } from './house.mjs';
import { focusIsSeen, standsWell, tabTo, WINDOWS } from './rooms.mjs';

describe('the first open', () => {
  let browser;
  before(async () => {
    browser = await browse();
  });
  after(() => browser.close());

  for (const { lang, scheme, width, height } of WINDOWS) {
    it(`stands well: ${lang}, ${scheme}, ${width}`, async () => {
      const page = await browser.open(`welcomed=0&lang=${lang}`, { scheme, width, height });
      await page.waitForSelector('.welcome-begin');
      assert.equal(await page.locator('.welcome-lines > li').count(), 3);
      assert.equal(await page.getAttribute('html', 'lang'), lang);
      await standsWell(page);
      await picture(page, `welcome-${lang}-${scheme}-${width}`);
      await page.done();
    });
  }

  it('says that she is an AI, what stays and what would leave, in the language chosen there', async () => {
    const page = await browser.open('welcomed=0');
    await page.waitForSelector('.welcome-begin');
    assert.match(
      await page.innerText('.welcome-lines'),
      /artificial intelligence.*stays on this computer.*Nothing leaves/s,
    );
    await page.click('button[lang="pt-BR"]');
    await page.waitForFunction(() => document.documentElement.lang === 'pt-BR');
    assert.match(
      await page.innerText('.welcome-lines'),
      /inteligência artificial.*fica neste computador.*Nada sai daqui/s,
    );
    assert.equal(await page.getAttribute('button[lang="pt-BR"]', 'aria-pressed'), 'true');
    await page.done();
  });

  it('is not skipped by a stray key, a click beside the button, or another address', async () => {
    const page = await browser.open('welcomed=0&lang=en', { room: 'settings' });
    await page.waitForSelector('.welcome-begin');
    for (const key of ['Enter', 'Space', 'Escape', 'Control+f', 'F1', 'a']) await page.keyboard.press(key);
    await page.mouse.click(20, 400);
    assert.equal(await page.locator('.welcome').count(), 1);
    assert.equal(await page.locator('dialog').count(), 0);
    await page.done();
  });

  it('is done by keyboard alone: language, help, begin', async () => {
    const page = await browser.open('welcomed=0&lang=en');
    await page.waitForSelector('.welcome-begin');
    await tabTo(page, 'button[lang="pt-BR"]');
    await focusIsSeen(page);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.documentElement.lang === 'pt-BR');
    await tabTo(page, '.welcome-top .quiet');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog .help-line');
    assert.match(await page.innerText('dialog'), /188/);
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    assert.ok(await page.evaluate(() => document.activeElement?.matches('.welcome-top .quiet')));
    await tabTo(page, '.welcome-begin');
    await focusIsSeen(page);
    await page.keyboard.press('Enter');
    await ready(page);
    assert.equal(await page.locator('.welcome').count(), 0);
    await page.done();
  });

  it('stays, and says why, when its end could not be kept', async () => {
    const page = await browser.open('welcomed=0&lang=en&error=change_settings:disk_full');
    await page.click('.welcome-begin');
    await page.waitForSelector('.toast[data-tone="error"]');
    assert.match(await page.innerText('.toast'), /disk is full/);
    assert.equal(await page.locator('.welcome-begin:enabled').count(), 1);
    await page.done();
  });
});

describe('help', () => {
  let browser;
  before(async () => {
    browser = await browse();
  });
  after(() => browser.close());

  for (const { lang, scheme, width, height } of WINDOWS) {
    it(`stands well: ${lang}, ${scheme}, ${width}`, async () => {
      const page = await browser.open(`lang=${lang}`, { scheme, width, height, room: 'help' });
      await page.waitForSelector('.help-line');
      await standsWell(page);
      await picture(page, `help-${lang}-${scheme}-${width}`);
      await page.done();
    });
  }

  it('is one click away in the house, and shows the lines of the country chosen', async () => {
    const page = await browser.open('lang=pt-BR');
    await ready(page);
    await page.click('nav a[href="#/help"]');
    await page.waitForSelector('.help-line');
    assert.match(await page.innerText('.help'), /CVV.*188/s);
    await page.selectOption('.help-country select', 'GB');
    await page.waitForFunction(() => document.querySelector('.help-lines')?.textContent?.includes('116 123'));
    assert.match(await page.innerText('.help'), /999/);
    await page.done();
  });

  it('opens a line’s page in the system’s browser, never in this window', async () => {
    const page = await browser.open('lang=pt-BR', { room: 'help' });
    await page.evaluate(() => {
      globalThis.open = (url) => {
        document.body.dataset.opened = String(url);
        return null;
      };
    });
    await page.click('.help-line a');
    await page.waitForSelector('body[data-opened="https://cvv.org.br"]');
    assert.match(page.url(), /#\/help$/);
    await page.done();
  });
});
