// One lifelong conversation of 100,000 turns, scrolled as one of ten is.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { browse, letFinish, picture, ready } from './house.mjs';

/** Turns on screen at most. */
const MOST = 240;

describe('a life of 100,000 turns', () => {
  let browser;

  before(async () => {
    browser = await browse();
  });
  after(() => browser.close());

  /** Where every turn in sight stands, by its id. */
  const places = (page) =>
    page.evaluate(() => {
      const thread = document.querySelector('samantha-thread');
      const box = thread.getBoundingClientRect();
      const found = {};
      for (const article of thread.querySelectorAll('article[data-turn]')) {
        const { top, bottom } = article.getBoundingClientRect();
        if (bottom > box.top && top < box.bottom) found[article.dataset.turn] = top;
      }
      return found;
    });

  const edges = (page) =>
    page.evaluate(() => {
      const all = [...document.querySelectorAll('article[data-turn]')].map((article) => Number(article.dataset.turn));
      return { first: all[0], last: all.at(-1), count: all.length };
    });

  /** Scrolls as a wheel does, then waits for the page this brings, and says how far what is in sight moved. */
  async function scrollAndMeasure(page, to, changed) {
    const before = await edges(page);
    await page.evaluate((to) => {
      const thread = document.querySelector('samantha-thread');
      thread.scrollTop = to === 'top' ? 500 : thread.scrollHeight - thread.clientHeight - 500;
    }, to);
    await page.evaluate(() => new Promise(requestAnimationFrame));
    const seen = await places(page);
    await page.waitForFunction(
      ([edge, was]) => {
        const all = [...document.querySelectorAll('article[data-turn]')];
        const now = edge === 'first' ? all[0] : all.at(-1);
        return Number(now.dataset.turn) !== was;
      },
      [changed, before[changed]],
    );
    await page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));
    const after = await places(page);
    const { count } = await edges(page);
    const moved = Object.keys(seen).map((turn) => Math.abs((after[turn] ?? Number.NaN) - seen[turn]));
    assert.ok(moved.length > 2, 'several turns were in sight');
    return { moved: Math.max(...moved), count };
  }

  it('opens at its end', async () => {
    const page = await browser.open('turns=100000&lang=en');
    await ready(page);
    const { last, count } = await edges(page);
    assert.equal(last, 100_000);
    assert.ok(count <= 200, `${count} turns`);
    const left = await page.evaluate(() => {
      const thread = document.querySelector('samantha-thread');
      return thread.scrollHeight - thread.scrollTop - thread.clientHeight;
    });
    assert.ok(left <= 1, `${left} px from the end`);
    assert.equal(await page.locator('.to-now').count(), 0);
    assert.ok(await page.evaluate(() => performance.getEntriesByName('talk-painted').length === 1));
    await page.done();
  });

  for (const width of [360, 1100]) {
    it(`moves nothing in sight by more than a pixel when pages come and go, ${width} wide`, async () => {
      const page = await browser.open('turns=100000&lang=pt-BR&slow=page:120', { width, height: 760 });
      await ready(page);
      for (let n = 0; n < 9; n++) {
        const { moved, count } = await scrollAndMeasure(page, 'top', 'first');
        assert.ok(moved <= 1, `page ${n} above moved what was in sight by ${moved} px`);
        assert.ok(count <= MOST, `${count} turns on screen`);
      }
      for (let n = 0; n < 5; n++) {
        const { moved, count } = await scrollAndMeasure(page, 'bottom', 'last');
        assert.ok(moved <= 1, `page ${n} below moved what was in sight by ${moved} px`);
        assert.ok(count <= MOST, `${count} turns on screen`);
      }
      await page.done();
    });
  }

  it('goes to a moment in its middle, marks it, and comes back to now', async () => {
    const page = await browser.open('turns=100000&lang=en');
    await ready(page);
    await page.evaluate(() => globalThis.fake.emit({ kind: 'openTalk', turn: 50_000 }));
    const found = page.locator('article[data-turn="50000"][data-found]');
    await found.waitFor();
    const box = await found.boundingBox();
    assert.ok(box && box.y > 60 && box.y < 500, `it stands at ${box?.y}`);
    assert.ok(await found.evaluate((article) => article === document.activeElement));
    await picture(page, 'jumped');
    const { moved } = await scrollAndMeasure(page, 'top', 'first');
    assert.ok(moved <= 1);
    await page.locator('.to-now').click();
    await page.locator('article[data-turn="100000"]').waitFor();
    assert.equal(await page.locator('.to-now').count(), 0);
    await page.done();
  });

  it('stays where the reader is while an answer streams below, and at the end when the reader is there', async () => {
    const page = await browser.open('turns=300&lang=en&model=remote&think=50&rate=12&pieces=240');
    await ready(page);
    await page.fill('.composer textarea', 'tell me');
    await page.keyboard.press('Enter');
    await page.waitForSelector('article[aria-busy="true"] .words p');
    const left = await page.evaluate(() => {
      const thread = document.querySelector('samantha-thread');
      return thread.scrollHeight - thread.scrollTop - thread.clientHeight;
    });
    assert.ok(left <= 1, `${left} px from the end while it streams`);
    await page.evaluate(() => {
      document.querySelector('samantha-thread').scrollTop -= 600;
    });
    await page.evaluate(() => new Promise(requestAnimationFrame));
    const seen = await places(page);
    await letFinish(page);
    const now = await places(page);
    for (const [turn, top] of Object.entries(seen)) assert.ok(Math.abs(now[turn] - top) <= 1, `turn ${turn} moved`);
    await page.locator('.to-now').waitFor();
    await page.done();
  });

  it('keeps its place when another room was open', async () => {
    const page = await browser.open('turns=300&lang=en');
    await ready(page);
    await page.evaluate(() => {
      document.querySelector('samantha-thread').scrollTop -= 900;
    });
    await page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));
    const seen = await places(page);
    await page.locator('nav a[href="#/settings"]').click();
    await page.locator('.settings').waitFor();
    await page.locator('nav a[href="#/talk"]').click();
    await page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));
    const now = await places(page);
    for (const [turn, top] of Object.entries(seen)) assert.ok(Math.abs(now[turn] - top) <= 1, `turn ${turn} moved`);
    await page.done();
  });
});
