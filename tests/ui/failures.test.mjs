// Every way a model can fail, and every error of the app, read as sentences in both languages, with what to do next.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { answered, browse, picture, ready, root } from './house.mjs';

const FAILURES = [
  ...['auth', 'quota', 'rate', 'unreachable', 'overloaded', 'unknown_model', 'refused'],
  ...['context_too_long', 'broken_stream', 'timeout', 'unreadable'],
  ...['worker_died', 'bad_file', 'no_memory', 'limit', 'length', 'no_engine', 'no_key'],
];
const ERRORS = [
  ...['disk_full', 'read_only', 'damaged', 'newer', 'in_use', 'gone', 'not_now', 'bad_input'],
  ...['keyring_missing', 'keyring_locked', 'closing', 'broken', 'unknown_command', 'bad_arguments'],
];

/** @param {string} tag */
function words(tag) {
  const source = readFileSync(`${root}/ui/locales/${tag}.ftl`, 'utf8');
  return (key) => {
    const found = new RegExp(`^${key} = (.+)$`, 'm').exec(source)?.[1];
    assert.ok(found, `${tag}.ftl says nothing for ${key}`);
    return found;
  };
}

for (const tag of ['pt-BR', 'en']) {
  const say = words(tag);

  describe(`failures, ${tag}`, () => {
    let browser;
    let page;

    before(async () => {
      browser = await browse();
      page = await browser.open(`turns=2&lang=${tag}&model=remote&think=20&rate=300`);
      await ready(page);
    });
    after(async () => {
      await page.done();
      await browser.close();
    });

    /** Says something to a model that behaves like this, and gives what is said about its answer. */
    async function hear(behaves) {
      await page.evaluate((behaves) => {
        for (const name of ['fail', 'after', 'pieces']) globalThis.fake.params.delete(name);
        for (const [name, value] of Object.entries(behaves)) globalThis.fake.params.set(name, value);
      }, behaves);
      const before = await page.locator('article').count();
      await page.fill('.composer textarea', 'hm');
      await page.keyboard.press('Enter');
      await page.waitForFunction((before) => document.querySelectorAll('article').length === before + 2, before);
      await answered(page);
      const answer = page.locator('article').last();
      return {
        note: (await answer.locator('.note').innerText()).replace(/\s+/g, ' '),
        words: await answer.locator('.words').innerText(),
      };
    }

    /** @param {string} text @param {string[]} keys */
    function assertSays(text, keys) {
      for (const key of keys) assert.ok(text.includes(say(key)), `"${say(key)}" is not in "${text}"`);
    }

    for (const code of FAILURES) {
      it(`${code}, before the first word: the Listener answers, and it is said why and what to do`, async () => {
        const { note, words } = await hear({ fail: code });
        assertSays(note, [`failure-${code}`, 'turn-listener', `failure-${code}-next`, 'turn-retry']);
        assert.ok(words.length > 10);
        if (code === 'auth') await picture(page, `failed-${tag}`);
      });

      it(`${code}, in the middle: what came is kept and marked`, async () => {
        const { note, words } = await hear({ fail: code, after: '7', pieces: '30' });
        assertSays(note, ['turn-cut-off', `failure-${code}`, `failure-${code}-next`, 'turn-retry']);
        assert.equal(words.trim().split(/\s+/).length, 7);
        if (code === 'broken_stream') await picture(page, `cut-off-${tag}`);
      });
    }

    it('an answer that came to its longest is gone on with from there', async () => {
      await hear({ fail: 'length', after: '7', pieces: '30' });
      const turns = await page.locator('article').count();
      await page.evaluate(() => globalThis.fake.params.delete('fail'));
      await page
        .locator('.note')
        .getByRole('button', { name: say('turn-go-on') })
        .last()
        .click();
      await page.waitForFunction((turns) => document.querySelectorAll('article').length === turns + 1, turns);
      await answered(page);
      assert.equal(await page.locator('article').last().locator('.note').count(), 0);
    });

    it('a failure that the models room can mend leads there', async () => {
      await hear({ fail: 'auth' });
      await page
        .getByRole('button', { name: say('failure-models') })
        .last()
        .click();
      await page.locator('.models').waitFor();
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => !document.querySelector('.talk').hidden);
    });

    it('the limit of the month leads to the ledger, where it is raised', async () => {
      await hear({ fail: 'limit' });
      await page
        .locator('.note')
        .getByRole('button', { name: say('failure-ledger') })
        .last()
        .click();
      await page.locator('.ledger').waitFor();
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => !document.querySelector('.talk').hidden);
    });

    for (const code of ERRORS) {
      it(`the error ${code} is a sentence, with its details in a fold`, async () => {
        await page.evaluate((code) => globalThis.fake.params.set('error', `delete_turn:${code}`), code);
        await page.locator('article').last().focus();
        await page.keyboard.press('Delete');
        const toast = page.locator('.toast[data-tone="error"]');
        await toast.waitFor();
        assertSays(await toast.innerText(), code === 'gone' ? ['error-gone'] : [`error-${code}`, `error-${code}-next`]);
        await toast.locator('summary').click();
        assert.ok((await toast.locator('pre').innerText()).startsWith(`${code}: `));
        await toast.locator('.round').click();
      });
    }
  });
}
