// What the tests of the rooms share: each window a room must stand in, and what must hold in all of them.

import assert from 'node:assert/strict';

/** Both languages, both themes, a narrow window and a wide one. */
export const WINDOWS = ['pt-BR', 'en'].flatMap((lang) =>
  ['light', 'dark'].flatMap((scheme) =>
    [360, 1600].map((width) => ({ lang, scheme, width, height: width === 360 ? 740 : 1000 })),
  ),
);

/**
 * Nothing is wider than the window or cut off at its side, and every control has a name.
 * @param {import('playwright-core').Page} page
 */
export async function standsWell(page) {
  const faults = await page.evaluate(() => {
    /** @type {string[]} */
    const found = [];
    const seen = (/** @type {Element} */ element) => element.checkVisibility() && !element.closest('.unseen');
    for (const element of document.querySelectorAll('body *')) {
      if (!seen(element) || element.closest('svg')) continue;
      const { left, right, width } = element.getBoundingClientRect();
      const name = `${element.tagName}.${element.className}`;
      if (width > 0 && (left < -1 || right > innerWidth + 1)) found.push(`${name} stands outside: ${left} to ${right}`);
      if (
        element.scrollWidth > element.clientWidth + 1 &&
        getComputedStyle(element).overflowX !== 'visible' &&
        element.clientWidth > 0
      )
        found.push(`${name} cuts its content`);
    }
    for (const control of document.querySelectorAll('button, a, input, select')) {
      if (!seen(control)) continue;
      const name =
        control.getAttribute('aria-label') ??
        (control instanceof HTMLInputElement || control instanceof HTMLSelectElement
          ? control.labels?.[0]?.textContent
          : control.textContent);
      if (!name?.trim()) found.push(`${control.outerHTML.slice(0, 80)} has no name`);
    }
    return found;
  });
  assert.deepEqual(faults, []);
}

/**
 * Presses Tab until what has the focus matches; fails when it never does.
 * @param {import('playwright-core').Page} page
 * @param {string} selector
 */
export async function tabTo(page, selector) {
  for (let n = 0; n < 80; n++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, selector)) return;
  }
  assert.fail(`the keyboard never reaches ${selector}`);
}

/**
 * Whether what has the focus shows it.
 * @param {import('playwright-core').Page} page
 */
export async function focusIsSeen(page) {
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
  assert.notEqual(outline, 'none');
}

/**
 * Opens the memory room of a life that was long enough to know something, and waits until it was read.
 * @param {{ open: (life: string, window: object) => Promise<import('playwright-core').Page & { done: () => Promise<void> }> }} browser
 * @param {string} life
 * @param {object} [window]
 */
export async function openMemory(browser, life, window = {}) {
  const page = await browser.open(`turns=120&${life}`, { ...window, room: 'memory' });
  await page.waitForSelector('.facts-list, .memory-nothing, .failed, .facts-count:not(:empty)');
  return page;
}

/**
 * Opens the models room and waits until everything it shows was read and looked for.
 * @param {{ open: (life: string, window: object) => Promise<import('playwright-core').Page & { done: () => Promise<void> }> }} browser
 * @param {string} life
 * @param {object} [window]
 */
export async function openModels(browser, life, window = {}) {
  const page = await browser.open(life, { ...window, room: 'models' });
  await page.waitForSelector('.models [data-file]');
  await page.waitForFunction(() => !document.querySelector('.here .ways button:disabled'));
  return page;
}
