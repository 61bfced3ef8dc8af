// How every room looks: nothing wider than the window, nothing clipped, every text readable. The pictures stay in
// tests/output/ui, to be looked at.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { browse, picture } from './house.mjs';

const ROOMS = {
  'talk-empty': { life: 'turns=0' },
  talk: { life: 'turns=60' },
  'talk-remote': { life: 'turns=60&model=remote' },
  search: { life: 'turns=2000', room: 'search', search: { 'pt-BR': 'violão', en: 'guitar' } },
  memory: { life: 'turns=120&model=remote', room: 'memory' },
  'talk-off-record': { life: 'turns=60&model=remote&off=1' },
  models: { life: 'turns=2&model=known,local', room: 'models' },
  help: { life: 'turns=2', room: 'help' },
  settings: { life: 'turns=2', room: 'settings' },
  ledger: { life: 'turns=2&model=remote&limit=5', room: 'ledger' },
  welcome: { life: 'turns=0&welcomed=0' },
  recovery: { life: 'trouble=damaged' },
};
const WINDOWS = [
  { width: 360, height: 640, scheme: 'light' },
  { width: 360, height: 640, scheme: 'dark' },
  { width: 800, height: 480, scheme: 'dark' },
  { width: 1600, height: 900, scheme: 'light' },
  { width: 1600, height: 900, scheme: 'dark' },
];

/** What is wider than it may be, or cut off, in the page. */
function misfits() {
  const found = [];
  const { clientWidth } = document.documentElement;
  if (document.documentElement.scrollWidth > clientWidth)
    found.push(`the page is ${document.documentElement.scrollWidth} wide`);
  const scrolls = (element) => {
    for (let up = element.parentElement; up; up = up.parentElement) {
      if (
        /auto|scroll/.test(getComputedStyle(up).overflowX) &&
        up.scrollWidth > up.clientWidth &&
        up.matches('pre, .table, .code pre')
      )
        return true;
    }
    return false;
  };
  for (const element of document.querySelectorAll('body *')) {
    if (element.closest('.unseen, svg, canvas') || element.tagName === 'OPTION' || !element.checkVisibility()) continue;
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    const name = `${element.tagName.toLowerCase()}.${element.className} "${(element.textContent ?? '').trim().slice(0, 40)}"`;
    if ((box.left < -1 || box.right > clientWidth + 1) && !scrolls(element))
      found.push(`${name} from ${box.left} to ${box.right}`);
    const style = getComputedStyle(element);
    const clips = /hidden|clip/.test(style.overflowX) || style.textOverflow === 'ellipsis';
    if (clips && element.scrollWidth > element.clientWidth + 1 && element.textContent?.trim())
      found.push(`${name} is cut off: ${element.scrollWidth} in ${element.clientWidth}`);
    const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim());
    if (text && Number.parseFloat(style.fontSize) < 11.5) found.push(`${name} is set in ${style.fontSize}`);
  }
  return found;
}

describe('the look of every room', () => {
  let browser;

  before(async () => {
    browser = await browse();
  });
  after(() => browser.close());

  for (const [name, { life, room, search }] of Object.entries(ROOMS)) {
    for (const lang of ['pt-BR', 'en']) {
      it(`${name} in ${lang} fits every window`, async () => {
        const page = await browser.open(`${life}&lang=${lang}`, { room: room ?? '' });
        await page.waitForSelector('html[data-ready]');
        if (search) {
          await page.fill('.search input', search[lang]);
          await page.locator('.hit').first().waitFor();
        }
        await page.waitForFunction(
          () => document.fonts.status === 'loaded' && !document.querySelector('.room [aria-busy="true"]'),
        );
        for (const { width, height, scheme } of WINDOWS) {
          await page.setViewportSize({ width, height });
          await page.emulateMedia({ colorScheme: scheme });
          await page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));
          const found = await page.evaluate(misfits);
          await picture(page, `look/${name}-${lang}-${width}-${scheme}`);
          assert.deepEqual(found, [], `${width}x${height} ${scheme}`);
        }
        await page.done();
      });
    }
  }

  it('has no text that is hard to read: 4.5 to 1 or better in every theme', async () => {
    const pairs = [
      ...['--page', '--field-start', '--field-middle', '--surface'].flatMap((ground) =>
        ['--ink', '--soft', '--yours', '--hers', '--accent', '--wrong', '--waiting', '--people'].map((ink) => [
          ink,
          ground,
        ]),
      ),
      ['--accent-ink', '--accent'],
    ];
    const low = [];
    for (const scheme of ['light', 'dark']) {
      for (const [contrast, off] of [undefined, 'more'].flatMap((one) => [0, 1].map((off) => [one, off]))) {
        const page = await browser.open(`turns=2&lang=en&off=${off}`, { scheme, contrast });
        await page.waitForSelector('html[data-ready="talk"]');
        const ratios = await page.evaluate((pairs) => {
          const canvas = document.createElement('canvas');
          const pen = canvas.getContext('2d', { willReadFrequently: true });
          const probe = document.querySelector('.house').appendChild(document.createElement('span'));
          const light = (token) => {
            probe.style.setProperty('color', `var(${token})`);
            pen.fillStyle = getComputedStyle(probe).color;
            pen.fillRect(0, 0, 1, 1);
            const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((part) => {
              const share = part / 255;
              return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          return pairs.map(([ink, ground]) => {
            const [a, b] = [light(ink), light(ground)].sort((x, y) => y - x);
            return { ink, ground, ratio: (a + 0.05) / (b + 0.05) };
          });
        }, pairs);
        for (const { ink, ground, ratio } of ratios)
          if (!(ratio >= 4.5))
            low.push(
              `${ink} on ${ground}, ${scheme} ${contrast ?? ''} ${off ? 'off the record' : ''}: ${ratio.toFixed(2)}`,
            );
        await page.done();
      }
    }
    assert.deepEqual(low, []);
  });

  it('stands still, and says its state in words, under reduced motion', async () => {
    const page = await browser.open('turns=2&lang=en', { calm: true });
    await page.waitForSelector('html[data-ready="talk"]');
    const frames = () => page.evaluate(() => document.querySelector('samantha-presence').frames);
    const before = await frames();
    await page.evaluate(async () => {
      for (let n = 0; n < 40; n++) await new Promise(requestAnimationFrame);
    });
    assert.equal(await frames(), before);
    assert.equal(await page.locator('.state').innerText(), 'here, no hurry');
    await page.done();
  });
});
