// The memory room in every window: facts with their receipts, people, what is not to be brought up, and nothing yet.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { browse, closed, picture } from './house.mjs';
import { openMemory, standsWell, WINDOWS } from './rooms.mjs';

describe('the memory room', () => {
  let browser;
  before(async () => {
    browser = await browse();
  });
  after(() => browser.close());

  for (const { lang, scheme, width, height } of WINDOWS) {
    const tag = `${lang}-${scheme}-${width}`;
    it(`stands well, with a fact, people and what it was: ${lang}, ${scheme}, ${width}`, async () => {
      const page = await openMemory(browser, `lang=${lang}&model=remote`, { scheme, width, height });
      await standsWell(page);
      await picture(page, `memory-${tag}`);
      await page.evaluate(() => document.querySelector('.filters')?.scrollIntoView());
      await page.click('.by-time summary');
      await standsWell(page);
      await picture(page, `memory-facts-${tag}`);
      await page.locator('.facts-list .fact-open').nth(3).click();
      await page.waitForSelector('.opened .receipts');
      await standsWell(page);
      await picture(page, `memory-fact-${tag}`);
      await page.click('[data-do="edit"]');
      await standsWell(page);
      await picture(page, `memory-edit-${tag}`);
      await page.locator('.fact-form .quiet').click();
      await page.click('[data-do="merge"]');
      await page.waitForSelector('.merge-list, .fact-form [role="status"]');
      await standsWell(page);
      await page.keyboard.press('Escape');
      await closed(page);
      for (const [n, name] of ['themes', 'people', 'avoided'].entries()) {
        await page
          .locator('.views button')
          .nth(n + 1)
          .click();
        // The facts that were on screen are there until the themes were read.
        await page.waitForSelector(['.facts-list[aria-busy="false"]', '.people-list', '.avoided-list'][n] ?? '');
        await page.evaluate(() => document.querySelector('.views')?.scrollIntoView());
        await standsWell(page);
        await picture(page, `memory-${name}-${tag}`);
      }
      await page.done();
    });

    it(`says that nothing is remembered yet, and how it would be: ${lang}, ${scheme}, ${width}`, async () => {
      const page = await openMemory(browser, `lang=${lang}&knows=none`, { scheme, width, height });
      assert.match(await page.innerText('.memory-nothing'), lang === 'en' ? /^Nothing yet/ : /^Nada ainda/);
      assert.match(
        await page.innerText('.how'),
        lang === 'en' ? /only what your words plainly say/ : /suas palavras dizem com clareza/,
      );
      await standsWell(page);
      await picture(page, `memory-empty-${tag}`);
      await page.done();
    });
  }
});
