// Pictures beside the words, as a person shows them: chosen, pasted, dropped, taken off, sent, looked at.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { answered, browse, picture, ready, root } from './house.mjs';
import { standsWell, tabTo, WINDOWS } from './rooms.mjs';

const PHOTO = join(root, 'ui/pictures/talk-en.png');

const tiles = (page) => page.locator('.draft-pictures .tile:not([data-waiting]) img');
const goes = (page) => page.locator('.pictures-go').innerText();
const choose = (page, files) => page.setInputFiles('.composer input[type=file]', files);
const decoded = (page, selector) =>
  page.waitForFunction(
    (selector) => [...document.querySelectorAll(selector)].every((image) => image.complete && image.naturalWidth > 1),
    selector,
  );

/** Hands files to the page as a paste or a drop does. */
function hand(page, kind, files, words = '') {
  return page.evaluate(
    ({ kind, files, words }) => {
      const data = new DataTransfer();
      for (const { name, type, base64 } of files) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        data.items.add(new File([bytes], name, { type }));
      }
      if (words) data.setData('text/plain', words);
      const field = document.querySelector('.composer textarea');
      const options = { bubbles: true, cancelable: true };
      const event =
        kind === 'paste'
          ? new ClipboardEvent('paste', { ...options, clipboardData: data })
          : new DragEvent(kind, { ...options, dataTransfer: data });
      return !(kind === 'paste' ? field : document.querySelector('main')).dispatchEvent(event);
    },
    { kind, files, words },
  );
}

const png = () => ({ name: 'a.png', type: 'image/png', base64: readFileSync(PHOTO).toString('base64') });

describe('pictures beside the words', () => {
  let browser;

  before(async () => {
    browser = await browse();
  });
  after(() => browser.close());

  it('are chosen by keyboard, shown with where they will go, sent, and opened whole', async () => {
    const page = await browser.open('turns=4&lang=en&model=remote&sees=api.example.com&think=30&rate=400');
    await ready(page);
    // Waited for from before the first key: the browser is told to hand the chooser over, which takes it a moment.
    const chooser = page.waitForEvent('filechooser');
    await tabTo(page, '.attach');
    await page.keyboard.press('Enter');
    await (await chooser).setFiles([PHOTO]);
    await tiles(page).waitFor();
    assert.equal(await goes(page), 'This picture goes to api.example.com (gpt-5-mini)');
    // The words have the focus again: they can be typed at once.
    await page.keyboard.type('Look at this');
    await page.keyboard.press('Enter');
    await answered(page);
    assert.equal(await page.locator('.draft-pictures').count(), 0);
    const shown = page.locator('article[data-speaker="user"]').last();
    assert.equal(await shown.locator('.words').innerText(), 'Look at this');
    const small = shown.locator('.picture');
    assert.equal(await small.getAttribute('aria-label'), 'Picture you showed, open it');
    assert.equal(await small.locator('img').getAttribute('alt'), 'Picture you showed');
    await picture(page, 'pictures-said');

    await small.focus();
    await page.keyboard.press('Enter');
    await decoded(page, 'dialog .picture-whole img');
    await picture(page, 'pictures-whole');
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.ok(await small.evaluate((button) => button === document.activeElement), 'the focus is back on it');

    await page.locator('article[data-speaker="companion"]').last().focus();
    await page.keyboard.press('s');
    assert.equal(await page.locator('.sent-pictures').innerText(), 'With one picture');
    await picture(page, 'pictures-sent');
    await page.keyboard.press('Escape');
    await page.done();
  });

  it('take their room before they are there: nothing moves when they come', async () => {
    const page = await browser.open('turns=2&lang=en&pictures=3&slow=picture:7000&think=0&rate=4000');
    await ready(page);
    await page.keyboard.press('Enter');
    await page.locator('article .picture').first().waitFor();
    await answered(page);
    const places = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('article, .picture')].map((element) => {
          const { left, top, width, height } = element.getBoundingClientRect();
          return [left, top, width, height];
        }),
      );
    const before = await places();
    assert.equal(await page.locator('article .picture img').count(), 0, 'not one is there yet');
    await page.waitForFunction(() => document.querySelectorAll('article .picture img').length === 3);
    await decoded(page, 'article .picture img');
    const after = await places();
    for (const [n, place] of before.entries())
      for (const [side, value] of place.entries()) assert.ok(Math.abs(value - after[n][side]) <= 1, `${n}: ${side}`);
    await page.done();
  });

  it('are pasted and dropped; words that come with a picture of themselves are pasted as words', async () => {
    const page = await browser.open('turns=2&lang=en&sees=here&model=local');
    await ready(page);
    assert.equal(await hand(page, 'paste', [png()]), true);
    await tiles(page).waitFor();
    assert.equal(await goes(page), 'This picture stays on this computer (llava:7b)');
    assert.equal(await hand(page, 'paste', [png()], 'some words'), false);
    assert.equal(await hand(page, 'dragover', [png()]), true);
    await page.waitForSelector('.composer-box[data-dropping]');
    await picture(page, 'pictures-dropping');
    assert.equal(
      await hand(page, 'drop', [png(), { name: 'a.pdf', type: 'application/pdf', base64: 'JVBERg==' }]),
      true,
    );
    await page.waitForFunction(() => document.querySelectorAll('.tile img').length === 2);
    assert.match(await page.locator('.composer [role=alert]').innerText(), /not a picture that can be read/);
    assert.equal(await goes(page), 'These pictures stay on this computer (llava:7b)');
    await page.done();
  });

  it('are taken off by keyboard, one after the other, and the focus ends at the words', async () => {
    const page = await browser.open('turns=2&lang=en&pictures=2');
    await ready(page);
    await tiles(page).nth(1).waitFor();
    assert.match(await goes(page), /^No model that sees is connected: the pictures stay here, and Samantha can't see/);
    assert.equal(await page.locator('.go').isEnabled(), true, 'pictures alone can be said');
    await page.locator('.take-off').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('.tile').length === 1);
    assert.ok(await page.evaluate(() => document.activeElement.matches('.take-off')));
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => !document.querySelector('.draft-pictures'));
    assert.ok(await page.evaluate(() => document.activeElement.matches('textarea')));
    assert.equal(await page.locator('.go').isEnabled(), false);
    await page.done();
  });

  it('are said to be made ready while they are, and the words wait for them', async () => {
    const page = await browser.open('turns=2&lang=en&slow=add_picture:900&think=0&rate=4000');
    await ready(page);
    await choose(page, [PHOTO]);
    await page.locator('.tile[data-waiting]').waitFor();
    assert.match(await page.locator('.draft-pictures .preparing').innerText(), /Making the picture ready/);
    await picture(page, 'pictures-preparing');
    await page.keyboard.type('with it');
    await page.keyboard.press('Enter');
    await page.locator('article .picture').waitFor();
    assert.equal(await page.locator('article[data-speaker="user"] .words').last().innerText(), 'with it');
    await answered(page);
    await page.done();
  });

  for (const { lang, scheme, width, height } of WINDOWS) {
    it(`stand well in ${lang}, ${scheme}, ${width} wide`, async () => {
      const life = `turns=3&lang=${lang}&pictures=4&model=remote&sees=api.a-very-long-provider-name.example.com&think=0&rate=4000`;
      const page = await browser.open(life, { width, height, scheme });
      await ready(page);
      const name = `pictures-${lang}-${scheme}-${width}`;
      await decoded(page, '.tile img');
      await choose(page, { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no picture at all') });
      await page.locator('.composer [role=alert]').waitFor();
      await standsWell(page);
      await picture(page, `${name}-draft`);
      await page.keyboard.type(lang === 'en' ? 'The four of us, last summer.' : 'Nós quatro, no verão passado.');
      await page.keyboard.press('Enter');
      await page.locator('article .picture').first().waitFor();
      await answered(page);
      await choose(page, [PHOTO]);
      await tiles(page).waitFor();
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.querySelectorAll('article .picture img').length === 5);
      await answered(page);
      await decoded(page, 'article .picture img');
      await standsWell(page);
      await picture(page, `${name}-said`);
      await page.locator('article .picture').last().click();
      await decoded(page, 'dialog .picture-whole img');
      await standsWell(page);
      await picture(page, `${name}-whole`);
      await page.keyboard.press('Escape');
      await page.done();
    });
  }
});
