// The room shown when she could not open.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { browse, picture, ready } from './house.mjs';
import { standsWell, tabTo, WINDOWS } from './rooms.mjs';

const TROUBLES = ['damaged', 'newer', 'in_use', 'read_only', 'disk_full', 'broken'];

describe('recovery', () => {
  let browser;
  before(async () => {
    browser = await browse();
  });
  after(() => browser.close());

  // Each language in a narrow and a wide window, one of them dark.
  for (const { lang, scheme, width, height } of WINDOWS.filter(
    (window) => (window.scheme === 'dark') === (window.width === 360),
  )) {
    it(`stands well in every trouble: ${lang}, ${scheme}, ${width}`, async () => {
      const said = new Set();
      for (const code of TROUBLES) {
        const page = await browser.open(`trouble=${code}&lang=${lang}`, { scheme, width, height });
        await page.waitForSelector('.recovery .solid');
        await standsWell(page);
        said.add(`${await page.innerText('h1')} ${await page.innerText('.recovery-next')}`);
        assert.equal(await page.locator('.recovery-where dd').count(), 1);
        await picture(page, `recovery-${code}-${lang}-${scheme}-${width}`);
        await page.done();
      }
      assert.equal(said.size, TROUBLES.length, 'each trouble has words of its own');
    });
  }

  it('brings the newest good copy back after asking, by keyboard alone', async () => {
    const page = await browser.open('trouble=damaged&lang=en');
    await page.waitForSelector('.recovery');
    await tabTo(page, '.recovery .solid');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog');
    assert.match(await page.innerText('dialog'), /not deleted/);
    await tabTo(page, 'dialog .solid');
    await page.keyboard.press('Enter');
    await ready(page);
    assert.equal(await page.locator('.recovery').count(), 0);
    await page.done();
  });

  it('offers the older copies too', async () => {
    const page = await browser.open('trouble=damaged&lang=en&copies=4');
    await page.click('.recovery-copies summary');
    assert.equal(await page.locator('.recovery .copies li').count(), 3);
    await page.done();
  });

  it('tries again: says when it is still so, and goes on when it opens', async () => {
    const page = await browser.open('trouble=in_use&lang=pt-BR');
    await page.click('.recovery .solid');
    await page.waitForFunction(() =>
      document.querySelector('.recovery-still')?.textContent?.includes('continua igual'),
    );
    await page.click('.recovery .solid');
    await ready(page);
    await page.done();
  });

  it('begins anew only after asking, and says that nothing is deleted', async () => {
    const page = await browser.open('trouble=broken&lang=en');
    await page.click('.recovery-anew button');
    assert.match(await page.innerText('dialog'), /remembering nothing.*not deleted/s);
    await page.click('dialog .quiet');
    assert.equal(await page.locator('.recovery').count(), 1);
    await page.click('.recovery-anew button');
    await page.click('dialog .solid');
    await page.waitForSelector('.welcome');
    await page.done();
  });

  it('never offers to begin anew where waiting is enough', async () => {
    for (const code of ['in_use', 'read_only', 'disk_full']) {
      const page = await browser.open(`trouble=${code}&lang=en`);
      await page.waitForSelector('.recovery .solid');
      assert.equal(await page.locator('.recovery-anew').count(), 0);
      await page.done();
    }
  });
});
