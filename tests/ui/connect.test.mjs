// Connecting a model: an address, a known provider, a key, a test, and what can go wrong with each.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { browse, picture, ready } from './house.mjs';
import { focusIsSeen, openModels, tabTo } from './rooms.mjs';

const ADDRESS = 'https://models.example.org/v1';

describe('connecting a model', () => {
  let browser;
  before(async () => {
    browser = await browse();
  });
  after(() => browser.close());

  it('says where words would go before saving, and refuses to send them unprotected', async () => {
    const page = await openModels(browser, 'lang=en');
    await page.click('.away > .ways button');
    await page.fill('#profile-model', 'small-model');
    await page.fill('#profile-address', 'http://models.example.org/v1');
    assert.match(await page.innerText('.goes'), /anyone on the way could read/);
    assert.equal(await page.locator('.profile-form [type="submit"]').isDisabled(), true);
    await page.fill('#profile-address', ADDRESS);
    assert.match(await page.innerText('.goes'), /your words go to models\.example\.org/);
    assert.match(await page.innerText('.whereto'), /Everything stays/);
    await page.click('.profile-form [type="submit"]');
    await page.waitForSelector('.announcement');
    assert.match(await page.innerText('.whereto'), /Everything stays/);
    await page.click('.announcement .solid');
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
      const page = await openModels(browser, 'lang=en');
      await page.click('.away > .ways button');
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
    const page = await openModels(browser, 'lang=pt-BR');
    await page.click('.away > .ways button');
    await page.fill('#profile-address', 'nowhere.example.org/v1');
    await page.click('.profile-form .with-button .quiet');
    await page.waitForSelector('.profile-form .trouble');
    assert.match(await page.innerText('.profile-form .trouble'), /Não deu para alcançar.*Confira o endereço/);
    await page.done();
  });

  it('gives a missing keyring a choice, and keeps the key for this run only when told to', async () => {
    const page = await openModels(browser, 'lang=en&keyring=missing');
    await page.click('.away > .ways button');
    await page.fill('#profile-address', ADDRESS);
    await page.fill('#profile-key', 'good');
    await page.fill('#profile-model', 'small-model');
    await page.click('.profile-form [type="submit"]');
    await page.waitForSelector('.ask');
    assert.match(await page.innerText('.ask'), /no keyring that answers.*won't go into any file/s);
    assert.match(await page.innerText('.whereto'), /Everything stays/);
    assert.ok(await page.evaluate(() => document.activeElement?.closest('.ask')), 'the question has the focus');
    assert.equal(await page.locator('.card[data-profile]').count(), 0, 'it is shown once, as the form');
    await page.click('.ask .quiet');
    await page.click('.announcement .solid');
    await page.waitForSelector('.card[data-chosen]:has-text("Key kept until she closes")');
    await page.done();
  });

  it('opens a locked keyring again, and never shows a key once it is kept', async () => {
    const page = await openModels(browser, 'lang=en&keyring=locked');
    await page.click('.away > .ways button');
    await page.fill('#profile-address', ADDRESS);
    await page.fill('#profile-key', 'my-secret-key');
    assert.equal(await page.getAttribute('#profile-key', 'type'), 'password');
    await page.fill('#profile-model', 'small-model');
    await page.click('.profile-form [type="submit"]');
    await page.waitForSelector('.ask');
    await page.click('.ask .solid');
    await page.click('.announcement .quiet');
    await page.waitForSelector('.card[data-profile]:has-text("Key kept in the keyring")');
    await page.click('.card[data-profile] footer button:nth-child(2)');
    assert.equal(await page.inputValue('#profile-key'), '');
    const everywhere = await page.evaluate(
      () =>
        document.documentElement.outerHTML + [...document.querySelectorAll('input')].map((input) => input.value).join(),
    );
    assert.ok(!everywhere.includes('my-secret-key'));
    await page.done();
  });

  it('announces the Listener before it removes the one who talks, and says that it stays removed', async () => {
    const page = await openModels(browser, 'lang=en&model=remote');
    await page.click('.card[data-profile] footer button:nth-child(3)');
    await page.waitForSelector('dialog');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    assert.equal(await page.locator('.card[data-profile]').count(), 1);
    await page.click('.card[data-profile] footer button:nth-child(3)');
    assert.match(
      await page.innerText('.announcement'),
      /no longer go to models\.example\.org.*can't be undone.*answer simply/s,
    );
    assert.doesNotMatch(await page.innerText('.announcement'), /one click/);
    await picture(page, 'remove-who-talks');
    await page.click('dialog .solid');
    await page.waitForFunction(() => document.querySelectorAll('.card[data-profile]').length === 0);
    assert.equal(await page.locator('.now-back').count(), 0);
    await page.waitForFunction(() => document.querySelector('.whereto')?.textContent?.includes('Everything stays'));
    await page.done();
  });

  it('is done by keyboard alone: a known provider, its key, a model, a test, the change, and back', async () => {
    const page = await browser.open('lang=en');
    await ready(page);
    await tabTo(page, 'nav a[href="#/models"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.models [data-file]');
    await tabTo(page, '.provider');
    await focusIsSeen(page);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'profile-key');
    await page.keyboard.type('good');
    await tabTo(page, '.offer');
    await focusIsSeen(page);
    await page.keyboard.press('Enter');
    await tabTo(page, '.form-ways .quiet');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.works');
    await tabTo(page, '.profile-form [type="submit"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.announcement');
    await tabTo(page, '.announcement .solid');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.card[data-chosen]:has-text("araucaria-grande")');
    await page.evaluate(() => document.querySelector('#models-title')?.scrollIntoView());
    await tabTo(page, '.now-back button');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('.now-who')?.textContent?.includes('Listener'));
    await page.done();
  });
});
