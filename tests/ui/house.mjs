// A real browser on the built page and its fake life, under the content security policy of the app's window.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const output = join(root, 'tests/output/ui');
// A folder of its own for each run: two at once don't take the page from under each other.
const built = join(root, 'tests/output', `page-${process.pid}`);
const config = join(root, 'vite.config.js');

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update'],
];

/** Builds the page and serves it on a free port. Returns its address and the way to end it. */
export async function serve() {
  await build({ configFile: config, logLevel: 'error', build: { outDir: built, emptyOutDir: true } });
  const server = await preview({
    configFile: config,
    logLevel: 'error',
    build: { outDir: built },
    preview: { port: 0, strictPort: false },
  });
  return {
    url: server.resolvedUrls.local[0],
    end: async () => {
      await new Promise((ended) => server.httpServer.close(ended));
      rmSync(built, { recursive: true, force: true });
    },
  };
}

/**
 * One module of the page with all it imports, as a script that can be put into an empty page.
 * @param {string} entry  from the top of the repository
 */
export async function moduleCode(entry) {
  const built = await build({
    configFile: config,
    logLevel: 'error',
    build: { write: false, lib: { entry: join(root, entry), formats: ['es'] } },
  });
  return [built].flat()[0].output[0].code;
}

/**
 * Opens a browser. Every page it gives is watched: a console error, an exception or a breach of the policy fails
 * the test that closes it.
 */
export async function browse() {
  const url = process.env.SAMANTHA_UI;
  assert.ok(url, 'run these tests through tests/ui/run.mjs');
  const executablePath = process.env.CHROMIUM ?? BROWSERS.find((path) => existsSync(path));
  assert.ok(executablePath, `no browser at ${BROWSERS.join(', ')}; set CHROMIUM`);
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  return {
    /**
     * @param {string | null} life  the address's parameters, see ui/src/ipc/fake.js; null: an empty page
     * @param {{ width?: number, height?: number, scheme?: 'light' | 'dark', contrast?: 'more', calm?: boolean, room?: string, clock?: boolean }} [window]
     *   `clock`: time goes on as ever, and can be moved on by `page.clock`
     */
    async open(
      life,
      { width = 1100, height = 800, scheme = 'light', contrast, calm = true, room = '', clock = false } = {},
    ) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: scheme,
        contrast: contrast ?? 'no-preference',
        reducedMotion: calm ? 'reduce' : 'no-preference',
        permissions: ['clipboard-read', 'clipboard-write'],
        locale: 'en-US',
      });
      const page = await context.newPage();
      const faults = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) faults.push(message.text());
      });
      page.on('pageerror', (error) => faults.push(String(error.stack)));
      if (clock) await page.clock.install();
      if (life !== null) await page.goto(`${url}?${life}${room ? `#/${room}` : ''}`);
      return Object.assign(page, {
        async done() {
          await context.close();
          assert.deepEqual(faults, []);
        },
      });
    },
    close: () => browser.close(),
  };
}

/** Waits until the talk is on screen. */
export const ready = (page) => page.waitForSelector('html[data-ready="talk"]');

/** Writes and sends, and waits until there is an answer that was not there before, with nothing on its way. */
export async function say(page, words) {
  const last = () => [...document.querySelectorAll('article')].at(-1)?.dataset.turn;
  const before = await page.evaluate(last);
  const field = page.locator('.composer textarea');
  await field.fill(words);
  await field.press('Enter');
  await page.waitForFunction((seen) => {
    const [said, answer] = [...document.querySelectorAll('article')].slice(-2);
    return (
      said?.dataset.speaker === 'user' && answer && answer.dataset.turn !== seen && answer.dataset.speaker !== 'user'
    );
  }, before);
  await answered(page);
}

/** Waits until nothing is being answered. Right after something was asked, wait first for what it changes. */
export const answered = (page) => page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));

/** Waits until no sheet is open: a moment after it was closed it still has the keys and the focus. */
export const closed = (page) => page.locator('dialog').waitFor({ state: 'detached' });

/** Lets an answer that is held back by a low rate come to its end. */
export async function letFinish(page) {
  await page.evaluate(() => globalThis.fake.params.set('rate', '4000'));
  await answered(page);
}

/** Past the time in which something can be undone, where the page has a clock of its own. */
export const pastUndo = (page) => page.clock.fastForward(10_100);

/** Keeps a picture among the test's output. */
export async function picture(page, name) {
  const path = join(output, `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path });
}
