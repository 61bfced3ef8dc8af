// The settings room: how she looks and speaks, who answers, what is kept.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { browse, picture, ready } from './house.mjs';
import { focusIsSeen, standsWell, tabTo, WINDOWS } from './rooms.mjs';

const ADDRESS = 'https://models.example.org/v1';

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
    it(`stands well, with its form and its question: ${lang}, ${scheme}, ${width}`, async () => {
      const page = await open(`lang=${lang}&model=remote&keyring=locked`, { scheme, width, height });
      await standsWell(page);
      await picture(page, `settings-${lang}-${scheme}-${width}`);
      await page.click('.ways button:nth-child(2)');
      await page.fill('#profile-address', ADDRESS);
      await page.fill('#profile-key', 'good');
      await page.click('.with-button .quiet');
      await page.click('.offer');
      await page.click('.profile-form [type="submit"]');
      await page.waitForSelector('.ask');
      await standsWell(page);
      await picture(page, `settings-form-${lang}-${scheme}-${width}`);
      await page.locator('.copies').scrollIntoViewIfNeeded();
      await picture(page, `settings-data-${lang}-${scheme}-${width}`);
      await page.done();
    });
  }

  it('changes language and theme at once', async () => {
    const page = await open('lang=en');
    await page.click('.one-of:nth-of-type(1) label:has-text("Português")');
    await page.waitForFunction(() => document.documentElement.lang === 'pt-BR');
    assert.equal(await page.innerText('h1'), 'Ajustes');
    await page.click('.one-of:nth-of-type(2) label:has-text("Escura")');
    await page.waitForSelector('html[data-theme="dark"]');
    await page.done();
  });

  it('finds a model on this computer and lets it answer, and nothing leaves', async () => {
    const page = await open('lang=en');
    await page.click('.ways button:nth-child(1)');
    await page.waitForSelector('.service');
    await page.click('.service button:has-text("llama3.2:3b")');
    assert.match(await page.innerText('.goes'), /stays on this computer/);
    await page.click('.profile-form [type="submit"]');
    await page.waitForSelector('.profile[data-chosen]:has-text("Ollama")');
    assert.match(await page.innerText('.whereto'), /Everything stays.*llama3.2:3b/);
    await page.done();
  });

  it('says so when nothing is found', async () => {
    const page = await open('lang=pt-BR&discover=none');
    await page.click('.ways button:nth-child(1)');
    await page.waitForFunction(() => document.querySelector('.found')?.textContent?.includes('Nada respondeu'));
    await page.done();
  });

  it('says where words would go before saving, and refuses to send them unprotected', async () => {
    const page = await open('lang=en');
    await page.click('.ways button:nth-child(2)');
    await page.fill('#profile-model', 'small-model');
    await page.fill('#profile-address', 'http://models.example.org/v1');
    assert.match(await page.innerText('.goes'), /anyone on the way could read/);
    assert.equal(await page.locator('.profile-form [type="submit"]').isDisabled(), true);
    await page.fill('#profile-address', ADDRESS);
    assert.match(await page.innerText('.goes'), /your words go to models\.example\.org/);
    assert.match(await page.innerText('.whereto'), /Everything stays/);
    await page.click('.profile-form [type="submit"]');
    await page.waitForFunction(() => document.querySelector('.whereto')?.textContent?.includes('models.example.org'));
    await page.done();
  });

  for (const [word, sentence] of [
    ['wrong', /key was not accepted/],
    ['broke', /credit/],
    ['often', /too many|too often/i],
    ['nowhere', /reach/],
    ['busy', /overloaded|too much/],
    ['slowly', /too long/],
    ['webpage', /can be read|\/v1/],
  ]) {
    it(`reads a failed test as a sentence: ${word}`, async () => {
      const page = await open('lang=en');
      await page.click('.ways button:nth-child(2)');
      await page.fill('#profile-address', ADDRESS);
      await page.fill('#profile-key', word);
      await page.fill('#profile-model', 'small-model');
      await page.click('.form-ways .quiet');
      await page.waitForSelector('.fails');
      assert.match(await page.innerText('.fails'), sentence);
      await page.done();
    });
  }

  it('reads a list that could not be had as a sentence', async () => {
    const page = await open('lang=pt-BR');
    await page.click('.ways button:nth-child(2)');
    await page.fill('#profile-address', 'nowhere.example.org/v1');
    await page.click('.with-button .quiet');
    await page.waitForSelector('.trouble');
    assert.match(await page.innerText('.trouble'), /Não deu para alcançar.*Confira o endereço/);
    await page.done();
  });

  it('says that an export does not go into the data folder', async () => {
    const page = await open('lang=en&error=export:bad_input');
    await page.click('.data .ways button:nth-child(2)');
    await page.waitForSelector('.toast[data-tone="error"]');
    assert.match(await page.innerText('.toast'), /can't go inside the data folder/);
    await page.done();
  });

  it('gives a missing keyring a choice, and keeps the key for this run only when told to', async () => {
    const page = await open('lang=en&keyring=missing');
    await page.click('.ways button:nth-child(2)');
    await page.fill('#profile-address', ADDRESS);
    await page.fill('#profile-key', 'good');
    await page.fill('#profile-model', 'small-model');
    await page.click('.profile-form [type="submit"]');
    await page.waitForSelector('.ask');
    assert.match(await page.innerText('.ask'), /no keyring that answers.*won't go into any file/s);
    assert.match(await page.innerText('.whereto'), /Everything stays/);
    assert.ok(await page.evaluate(() => document.activeElement?.closest('.ask')), 'the question has the focus');
    await page.click('.ask .quiet');
    await page.waitForSelector('.profile[data-chosen]:has-text("Key kept until she closes")');
    await page.done();
  });

  it('opens a locked keyring again, and never shows a key once it is kept', async () => {
    const page = await open('lang=en&keyring=locked');
    await page.click('.ways button:nth-child(2)');
    await page.fill('#profile-address', ADDRESS);
    await page.fill('#profile-key', 'my-secret-key');
    assert.equal(await page.getAttribute('#profile-key', 'type'), 'password');
    await page.fill('#profile-model', 'small-model');
    await page.click('.profile-form [type="submit"]');
    await page.waitForSelector('.ask');
    await page.click('.ask .solid');
    await page.waitForSelector('.profile[data-chosen]:has-text("Key kept in the keyring")');
    await page.click('.profile-acts button:nth-child(2)');
    assert.equal(await page.inputValue('#profile-key'), '');
    const everywhere = await page.evaluate(
      () =>
        document.documentElement.outerHTML + [...document.querySelectorAll('input')].map((input) => input.value).join(),
    );
    assert.ok(!everywhere.includes('my-secret-key'));
    await page.done();
  });

  it('asks before it removes a profile, and then the Listener answers', async () => {
    const page = await open('lang=en&model=remote');
    await page.click('.profile-acts button:nth-child(3)');
    await page.waitForSelector('dialog');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    assert.equal(await page.locator('.profile').count(), 2);
    await page.click('.profile-acts button:nth-child(3)');
    await page.click('dialog .solid');
    await page.waitForFunction(() => document.querySelectorAll('.profile').length === 1);
    await page.waitForFunction(() => document.querySelector('.whereto')?.textContent?.includes('Everything stays'));
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

  it('is done by keyboard alone: an address, a test, saving, and back to the Listener', async () => {
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
    await tabTo(page, '.ways button:nth-child(2)');
    await focusIsSeen(page);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'profile-address');
    await page.keyboard.type(ADDRESS);
    await tabTo(page, '#profile-model');
    await page.keyboard.type('small-model');
    await tabTo(page, '.form-ways .quiet');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.works');
    await tabTo(page, '.profile-form [type="submit"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.profile[data-chosen]:has-text("models.example.org")');
    await page.evaluate(() => document.querySelector('#settings-title')?.scrollIntoView());
    await tabTo(page, '.profiles .quiet');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.profile[data-chosen]:has-text("The Listener")');
    await page.done();
  });
});
