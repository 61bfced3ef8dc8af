// The models room as it looks, full and empty, with its form and the announcement.

import { after, before, describe, it } from 'node:test';
import { browse, picture } from './house.mjs';
import { openModels, standsWell, WINDOWS } from './rooms.mjs';

describe('the models room', () => {
  let browser;
  before(async () => {
    browser = await browse();
  });
  after(() => browser.close());

  /** A picture of the whole room, however long. */
  async function whole(page, name) {
    const { width } = page.viewportSize();
    const height = await page.evaluate(() => {
      const room = document.querySelector('.room');
      return room.scrollHeight + innerHeight - room.clientHeight;
    });
    const before = page.viewportSize();
    await page.setViewportSize({ width, height: Math.min(height, 6000) });
    await picture(page, name);
    await page.setViewportSize(before);
  }

  const STATES = 'shelf=ipe-3b:whole&shelf=cedro-8b:downloading&shelf=jequitiba-24b:failed-unreachable';

  for (const { lang, scheme, width, height } of WINDOWS) {
    const at = `${lang}-${scheme}-${width}`;
    it(`stands well with everything in it: ${at}`, async () => {
      const page = await openModels(
        browser,
        `lang=${lang}&model=known,local,remote,builtin&keyring=locked&${STATES}&speed=3`,
        {
          scheme,
          width,
          height,
        },
      );
      await page.waitForFunction(() =>
        /\/s|s[e]?[cg]/.test(document.querySelector('.coming-words')?.textContent ?? ''),
      );
      for (const fold of await page.locator('[data-file="ipe-3b"] .more, [data-profile] .more, .mirror').all())
        await fold.locator('summary').click();
      await standsWell(page);
      await whole(page, `models-${at}`);
      await page.done();
    });

    it(`stands well the first time, with nothing in it: ${at}`, async () => {
      const page = await openModels(browser, `lang=${lang}&discover=none&memory=8`, { scheme, width, height });
      await standsWell(page);
      await whole(page, `models-first-${at}`);
      await page.click('.providers li:nth-child(1) button');
      await page.fill('#profile-key', 'good');
      await page.click('.offer:nth-child(1)');
      await page.click('.form-ways .quiet');
      await page.waitForSelector('.works');
      await standsWell(page);
      await page.locator('.profile-form').scrollIntoViewIfNeeded();
      await picture(page, `models-connect-${at}`);
      await page.click('.profile-form [type="submit"]');
      await page.waitForSelector('.announcement');
      await standsWell(page);
      await picture(page, `models-announce-${at}`);
      await page.click('.announcement .solid');
      await page.waitForSelector('.now-back');
      await standsWell(page);
      await picture(page, `models-changed-${at}`);
      await page.done();
    });
  }

  for (const [lang, scheme, width] of [
    ['pt-BR', 'dark', 360],
    ['en', 'light', 1600],
  ]) {
    it(`stands well in every other state: ${lang}, ${scheme}, ${width}`, async () => {
      const files = 'shelf=ipe-3b:paused&shelf=cedro-8b:checking&shelf=jequitiba-24b:failed-wrong_sum';
      const page = await openModels(
        browser,
        `lang=${lang}&model=remote&test=auth&${files}&model-file=/home/ana/broken.gguf`,
        {
          scheme,
          width,
          height: 900,
        },
      );
      await page.click('.here > .ways button');
      await page.waitForSelector('.own-file .trouble');
      await page.click('.card[data-profile] footer button:nth-child(1)');
      await page.waitForSelector('.card .fails');
      await page.click('.card[data-profile] footer button:nth-child(2)');
      await page.click('.profile-form .more summary');
      await page.fill('#profile-context', '12');
      await page.fill('#profile-priceOut', 'much');
      await page.click('.found-model .quiet');
      await page.click('.announcement .quiet');
      await standsWell(page);
      await whole(page, `models-states-${lang}-${scheme}-${width}`);
      await page.done();
    });
  }
});
