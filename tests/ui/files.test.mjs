// Model files: downloading, pausing, failing, removing, a file of one’s own, another address.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { browse } from './house.mjs';
import { openModels } from './rooms.mjs';

describe('model files', () => {
  let browser;
  before(async () => {
    browser = await browse();
  });
  after(() => browser.close());

  it('downloads a file with its progress, pauses, goes on, checks, and lets it talk after announcing it', async () => {
    const page = await openModels(browser, 'lang=en&speed=700');
    const card = page.locator('[data-file="ipe-3b"]');
    await card.locator('header button').click();
    await page.waitForSelector('[data-file="ipe-3b"][data-state="downloading"]');
    await page.waitForFunction(() =>
      /MB of .* a second .* left/.test(document.querySelector('.coming-words')?.textContent ?? ''),
    );
    await card.locator('header button').click();
    await page.waitForSelector('[data-file="ipe-3b"][data-state="paused"]');
    assert.match(await card.locator('.coming-words').innerText(), /paused; what came stays/);
    await card.locator('header button').click();
    await page.waitForSelector('[data-file="ipe-3b"][data-state="checking"]');
    await page.waitForSelector('[data-file="ipe-3b"][data-state="whole"]');
    await card.getByText('Try it').click();
    await page.waitForSelector('[data-file="ipe-3b"] .works');
    assert.match(await card.locator('.works').innerText(), /1\.5/);
    await card.locator('header button').click();
    assert.match(await page.innerText('.announcement'), /the Listener|The Listener/);
    await page.click('.announcement .solid');
    await page.waitForSelector('[data-file="ipe-3b"][data-chosen]');
    assert.match(await page.innerText('.whereto'), /Everything stays.*Ipê 3B/);
    await page.done();
  });

  for (const [failure, sentence] of [
    ['unreachable', /can't be reached.*go on/s],
    ['not_there', /isn't there.*another model/s],
    ['wrong_sum', /checksum differs.*Download it again/s],
    ['disk_full', /no room.*smaller model/s],
    ['disk', /can't be written.*permissions/s],
  ]) {
    it(`says why a download failed and what to do: ${failure}`, async () => {
      const page = await openModels(browser, `lang=en&speed=4000&download=${failure}`);
      await page.click('[data-file="ipe-3b"] header button');
      await page.waitForSelector('[data-file="ipe-3b"][data-state="failed"]');
      assert.match(await page.innerText('[data-file="ipe-3b"] .trouble'), sentence);
      await page.evaluate(() => globalThis.fake.params.delete('download'));
      await page.click('[data-file="ipe-3b"] header button');
      await page.waitForSelector('[data-file="ipe-3b"][data-state="whole"]');
      await page.done();
    });
  }

  it('asks before it removes a file, and says how much becomes free', async () => {
    const page = await openModels(browser, 'lang=en&shelf=ipe-3b:whole');
    await page.click('[data-file="ipe-3b"] footer button:nth-child(2)');
    assert.match(await page.innerText('dialog'), /2 GB become free/);
    await page.click('dialog .solid');
    await page.waitForSelector('[data-file="ipe-3b"][data-state="offered"]');
    await page.done();
  });

  it('takes a file of the person’s own, and says why one is none', async () => {
    const page = await openModels(browser, 'lang=en');
    await page.click('.here > .ways button');
    await page.waitForSelector('[data-file="own-own-model-gguf"][data-state="whole"]');
    await page.evaluate(() => globalThis.fake.params.set('model-file', '/home/ana/broken.gguf'));
    await page.click('.here > .ways button');
    await page.waitForSelector('.own-file .trouble');
    assert.match(await page.innerText('.own-file .trouble'), /no model that runs here/);
    await page.done();
  });

  it('keeps another address for downloads, and refuses one that is unprotected', async () => {
    const page = await openModels(browser, 'lang=en');
    await page.click('.mirror summary');
    await page.fill('#mirror-address', 'http://mirror.example');
    assert.match(await page.innerText('#mirror-words'), /Use https/);
    assert.equal(await page.locator('.mirror [type="submit"]').isDisabled(), true);
    await page.fill('#mirror-address', 'https://mirror.example');
    await page.click('.mirror [type="submit"]');
    await page.waitForFunction(() =>
      document.querySelector('.mirror')?.textContent?.includes('Files come from https://mirror.example'),
    );
    await page.click('.mirror > .plain-link');
    await page.waitForFunction(() =>
      document.querySelector('.mirror')?.textContent?.includes('Files come from files.example'),
    );
    await page.done();
  });

  for (const [failure, sentence] of [
    ['worker_died', /stopped in the middle.*started anew/s],
    ['bad_file', /file can't be used.*Download the file again/s],
    ['no_memory', /enough memory.*other programs/s],
    ['limit', /limit is reached.*Raise the monthly limit/s],
  ]) {
    it(`reads what a model of this computer can fail with as a sentence: ${failure}`, async () => {
      const page = await openModels(browser, `lang=en&shelf=ipe-3b:whole&test=${failure}`);
      await page.locator('[data-file="ipe-3b"]').getByText('Try it').click();
      await page.waitForSelector('[data-file="ipe-3b"] .fails');
      assert.match(await page.innerText('[data-file="ipe-3b"] .fails'), sentence);
      await page.done();
    });
  }

  it('keeps the file of the one who talks, and says what to do first', async () => {
    const page = await openModels(browser, 'lang=en&shelf=ipe-3b:whole&model=builtin');
    await page.click('[data-file="ipe-3b"] footer button:nth-child(2)');
    await page.waitForSelector('.toast');
    assert.match(await page.innerText('.toast'), /Ipê 3B answers right now\.\s+Let another one answer first/s);
    assert.equal(await page.locator('dialog').count(), 0);
    await page.done();
  });

  it('says before a download that the disk has no room for it', async () => {
    const page = await openModels(browser, 'lang=en&free=1');
    assert.match(await page.innerText('[data-file="ipe-3b"] .no-room'), /2 GB, but only 1 GB/);
    await page.done();
  });
});
