// The living line: it moves while it can be seen, seldom when idle, and not at all otherwise.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { browse, picture, ready } from './house.mjs';

const LINE = 'samantha-presence';

describe('the line', () => {
  let browser;
  before(async () => {
    browser = await browse();
  });
  after(() => browser.close());

  /**
   * Frames drawn in so many milliseconds.
   * @param {import('playwright-core').Page} page
   * @param {number} during
   */
  const drawn = (page, during) =>
    page.evaluate(
      ([line, during]) =>
        new Promise((resolve) => {
          const presence = document.querySelector(line);
          const before = presence.frames;
          setTimeout(() => resolve(presence.frames - before), during);
        }),
      [LINE, during],
    );

  /**
   * @param {import('playwright-core').Page} page
   * @param {string} state
   */
  const hold = (page, state) =>
    page.evaluate(
      ([line, state]) => {
        document.querySelector(line).state = state;
      },
      [LINE, state],
    );

  it('breathes seldom when idle: at most four frames a second over a whole breath', async () => {
    const page = await browser.open('lang=en', { calm: false });
    await ready(page);
    const frames = await drawn(page, 8000);
    assert.ok(frames >= 10 && frames <= 34, `${frames} frames in a breath`);
    await page.done();
  });

  it('draws nothing out of sight, and goes on when it is seen again', async () => {
    const page = await browser.open('lang=en', { calm: false });
    await ready(page);
    await hold(page, 'thinking');
    assert.ok((await drawn(page, 1000)) > 8);
    await page.evaluate(() => globalThis.fake.emit({ kind: 'sight', visible: false }));
    await page.waitForTimeout(100);
    assert.equal(await drawn(page, 1000), 0);
    await page.evaluate(() => globalThis.fake.emit({ kind: 'sight', visible: true }));
    await page.waitForTimeout(100);
    assert.ok((await drawn(page, 1000)) > 8);
    await page.evaluate(() => {
      document.querySelector('samantha-presence').style.display = 'none';
    });
    await page.waitForTimeout(200);
    assert.equal(await drawn(page, 1000), 0);
    await page.done();
  });

  it('stands still under reduced motion: one drawing a state, each another one', async () => {
    const page = await browser.open('lang=en', { calm: true });
    await ready(page);
    const pictures = new Set();
    for (const state of ['idle', 'listening', 'thinking', 'speaking']) {
      await hold(page, state);
      await page.waitForTimeout(50);
      assert.equal(await drawn(page, 600), 0, state);
      pictures.add(await page.evaluate((line) => document.querySelector(`${line} canvas`).toDataURL(), LINE));
    }
    assert.equal(pictures.size, 4);
    await page.done();
  });

  it('takes the colour of the theme when it changes', async () => {
    const page = await browser.open('lang=en&theme=light', { calm: true });
    await ready(page);
    const ink = () =>
      page.evaluate((line) => {
        const canvas = document.querySelector(`${line} canvas`);
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        for (let i = 0; i < data.length; i += 4)
          if (data[i + 3] === 255) return [data[i], data[i + 1], data[i + 2]].join();
        return '';
      }, LINE);
    const light = await ink();
    await page.evaluate(() => {
      document.documentElement.dataset.theme = 'dark';
    });
    await page.waitForTimeout(100);
    assert.notEqual(light, '');
    assert.notEqual(await ink(), light);
    await page.done();
  });

  it('takes hardly any time to draw', async () => {
    const page = await browser.open('lang=en', { calm: false });
    await ready(page);
    const millis = await page.evaluate((line) => {
      const presence = document.querySelector(line);
      const began = performance.now();
      const before = presence.frames;
      for (let n = 0; n < 400; n++) presence.draw();
      return { each: (performance.now() - began) / 400, drawn: presence.frames - before };
    }, LINE);
    console.log(`a frame takes ${millis.each.toFixed(3)} ms to draw`);
    assert.equal(millis.drawn, 400);
    assert.ok(millis.each < 2, `${millis.each} ms`);
    await page.done();
  });

  for (const state of ['idle', 'listening', 'thinking', 'speaking']) {
    it(`looks like itself ${state}`, async () => {
      const page = await browser.open('lang=pt-BR&turns=0', { calm: true });
      await ready(page);
      await hold(page, state);
      await page.waitForTimeout(50);
      await picture(page, `line-${state}`);
      await page.done();
    });
  }
});
