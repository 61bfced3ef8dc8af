// The models room: who she thinks with, what is here and away, downloads, and the announcement of a change.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { answered, browse, picture, ready } from './house.mjs';
import { focusIsSeen, standsWell, tabTo, WINDOWS } from './rooms.mjs';

const ADDRESS = 'https://models.example.org/v1';

describe('the models room', () => {
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
    const page = await browser.open(life, { ...window, room: 'models' });
    await page.waitForSelector('.models [data-file]');
    await page.waitForFunction(() => !document.querySelector('.here .ways button:disabled'));
    return page;
  }

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
      const page = await open(`lang=${lang}&model=known,local,remote,builtin&keyring=locked&${STATES}&speed=3`, {
        scheme,
        width,
        height,
      });
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
      const page = await open(`lang=${lang}&discover=none&memory=8`, { scheme, width, height });
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
});
