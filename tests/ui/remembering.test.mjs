// The memory in the talk: what an answer was given, what words ask of her memory, and what is off the record.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { answered, browse, closed, pastUndo, picture, ready, say } from './house.mjs';
import { standsWell, WINDOWS } from './rooms.mjs';

describe('the memory in the talk', () => {
  let browser;
  before(async () => {
    browser = await browse();
  });
  after(() => browser.close());

  /** @param {string} life @param {Parameters<typeof browser.open>[1]} [window] */
  async function open(life, window = {}) {
    const page = await browser.open(`turns=120&rate=400&think=20&${life}`, window);
    await ready(page);
    return page;
  }

  const wish = (page, kind, state) => page.locator(`.wish[data-kind="${kind}"][data-state="${state}"]`).last();

  for (const { lang, scheme, width, height } of WINDOWS) {
    const tag = `${lang}-${scheme}-${width}`;
    const en = lang === 'en';
    it(`shows memories, wishes and what is off the record: ${lang}, ${scheme}, ${width}`, async () => {
      const page = await open(`lang=${lang}&model=remote`, { scheme, width, height });
      await picture(page, `remembering-mark-${tag}`);
      await page.locator('.recalled-mark').last().click();
      await page.waitForSelector('.recalled-one');
      await standsWell(page);
      await picture(page, `remembering-given-${tag}`);
      await page.keyboard.press('Escape');
      await closed(page);
      await say(page, en ? 'remember that I like figs' : 'lembra que eu gosto de figo');
      await wish(page, 'remember', 'done').waitFor();
      await say(page, en ? 'forget everything about Lia' : 'esquece tudo sobre a Lia');
      await wish(page, 'forget', 'asked').waitFor();
      await wish(page, 'forget', 'asked').scrollIntoViewIfNeeded();
      await standsWell(page);
      await picture(page, `remembering-wish-${tag}`);
      await page.keyboard.press('Control+Shift+O');
      await page.waitForSelector('.house[data-off-record]');
      await say(page, en ? 'just between us' : 'só entre nós');
      await standsWell(page);
      await picture(page, `remembering-off-${tag}`);
      await page.done();
    });
  }

  it('says why each memory was chosen, in words, and goes to the moment or the fact', async () => {
    const page = await open('lang=en&model=remote');
    const mark = page.locator('.recalled-mark');
    assert.equal(await mark.count(), 1);
    assert.equal(await mark.innerText(), '3 memories');
    await mark.click();
    const list = page.locator('.recalled-one');
    await list.first().waitFor();
    assert.match(await list.nth(0).innerText(), /Chosen because it has the same words, it was said at that time/);
    // A reason of a newer life is still a reason.
    assert.match(await list.nth(1).innerText(), /it fits what was said/);
    await list.nth(0).locator('button').click();
    await page.waitForSelector('article[data-found]');
    await page.keyboard.press('Control+End');
    await mark.click();
    await list.nth(1).locator('button').click();
    await page.locator('.opened-text', { hasText: 'Works at the neighbourhood library' }).waitFor();
    await page.click('[data-do="edit"]');
    await page.waitForFunction(() => document.querySelectorAll('#fact-of option').length > 2);
    await page.keyboard.press('Escape');
    await closed(page);
    assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ''), /neighbourhood library/);
    await page.done();
  });

  it('opens the memories of an answer by key', async () => {
    const page = await open('lang=pt-BR');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('m');
    await page.waitForSelector('.recalled-one');
    await page.keyboard.press('Escape');
    await closed(page);
    assert.equal(await page.evaluate(() => document.activeElement?.className), 'turn');
    await page.done();
  });

  it('has no mark on an answer that was given nothing', async () => {
    const page = await open('lang=en&model=remote');
    await say(page, 'zzz');
    assert.equal(await page.locator('article').last().locator('.recalled-mark').count(), 0);
    await page.done();
  });

  it('keeps what it is asked to, and takes it back', async () => {
    const page = await open('lang=en');
    await say(page, 'remember that I like figs');
    assert.match(await wish(page, 'remember', 'done').innerText(), /Kept:\s+I like figs/);
    await wish(page, 'remember', 'done').locator('[data-do="undo"]').click();
    await wish(page, 'remember', 'undone').waitFor();
    await page.click('nav a[href="#/memory"]');
    await page.waitForSelector('.facts-list');
    assert.ok(!(await page.innerText('.facts-list')).includes('figs'));
    await page.done();
  });

  it('forgets only what is left ticked, after a plain warning, and can be undone for ten seconds', async () => {
    const page = await open('lang=en', { clock: true });
    await say(page, 'forget everything about Teresa');
    const asked = wish(page, 'forget', 'asked');
    await asked.waitFor();
    assert.match(await asked.innerText(), /After that nobody can bring it back/);
    const boxes = asked.locator('input');
    const n = await boxes.count();
    assert.ok(n >= 3);
    await asked.locator('label', { hasText: 'Teresa is moving to Lisbon' }).locator('input').uncheck();
    assert.equal((await asked.locator('[data-do="forget"]').innerText()).trim(), `Forget these ${n - 1}`);
    await asked.locator('[data-do="forget"]').click();
    await wish(page, 'forget', 'done').waitFor();
    assert.ok((await page.locator('article[data-going]').count()) > 0);
    await picture(page, 'remembering-forgetting');
    await wish(page, 'forget', 'done').locator('[data-do="undo"]').click();
    await wish(page, 'forget', 'undone').waitFor();
    await page.waitForFunction(() => !document.querySelector('article[data-going]'));
    await say(page, 'forget everything about Teresa');
    await wish(page, 'forget', 'asked').waitFor();
    await wish(page, 'forget', 'asked').locator('[data-do="forget"]').click();
    await wish(page, 'forget', 'done').waitFor();
    await pastUndo(page);
    await page.waitForFunction(() =>
      [...document.querySelectorAll('article')].every((one) => !one.textContent?.includes('forget everything')),
    );
    await page.click('nav a[href="#/memory"]');
    await page.waitForSelector('.facts-list');
    assert.ok(!(await page.innerText('.facts-list')).includes('Teresa is moving'));
    await page.done();
  });

  it('forgets by keyboard alone', async () => {
    const page = await open('lang=en');
    await say(page, 'forget everything about Teresa');
    await wish(page, 'forget', 'asked').waitFor();
    const n = await page.locator('.wish input').count();
    await page.keyboard.press('Shift+Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-speaker')), 'companion');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.matches('.wish input')), true);
    await page.keyboard.press('Space');
    await page.waitForFunction(
      (n) => document.querySelector('.wish [data-do="forget"]')?.textContent?.includes(`these ${n}`),
      n - 1,
    );
    for (let at = 0; at <= n; at++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await wish(page, 'forget', 'done').waitFor();
    await page.waitForFunction(() => document.activeElement?.matches('.wish [data-do="undo"]'));
    await page.keyboard.press('Control+z');
    await wish(page, 'forget', 'undone').waitFor();
    await page.waitForFunction(() => document.activeElement?.matches('article[data-speaker="user"]'));
    await page.done();
  });

  it('keeps them when told to, and says when there is nothing', async () => {
    const page = await open('lang=pt-BR');
    await say(page, 'esquece tudo sobre a Lia');
    await wish(page, 'forget', 'asked').locator('[data-do="keep"]').click();
    await wish(page, 'forget', 'undone').waitFor();
    await say(page, 'esquece tudo sobre o submarino');
    assert.match(await wish(page, 'forget', 'nothingFound').innerText(), /Não encontrei nada/);
    await page.done();
  });

  for (const { lang, scheme, width, height } of [WINDOWS[0], WINDOWS[7]]) {
    it(`says where everything can be erased: ${lang}, ${scheme}, ${width}`, async () => {
      const page = await open(`lang=${lang}`, { scheme, width, height });
      const en = lang === 'en';
      await say(page, en ? 'forget everything' : 'esquece tudo');
      const card = wish(page, 'forget', 'everything');
      assert.match(await card.innerText(), en ? /Nothing was forgotten\. .*folder/ : /Nada foi esquecido\. .*pasta/);
      assert.equal(await card.locator('button').count(), 0);
      await standsWell(page);
      await picture(page, `remembering-everything-${lang}-${scheme}-${width}`);
      await page.done();
    });
  }

  it('does not bring up what it is asked not to', async () => {
    const page = await open('lang=pt-BR');
    await say(page, 'não fala mais do acidente');
    assert.match(await wish(page, 'avoid', 'done').innerText(), /Não vou tocar neste assunto: acidente/);
    await wish(page, 'avoid', 'done').locator('[data-do="undo"]').click();
    await wish(page, 'avoid', 'undone').waitFor();
    await say(page, 'não fala mais da mudança');
    await wish(page, 'avoid', 'done').waitFor();
    await page.locator('.composer textarea').press('Control+z');
    await page.waitForFunction(() => document.querySelectorAll('.wish[data-state="undone"]').length === 2);
    await page.done();
  });

  it('is off the record by its switch: seen, said where words still go, and gone when it ends', async () => {
    const page = await open('lang=en&model=remote');
    await page.click('.composer .off-record');
    await page.waitForSelector('.house[data-off-record]');
    assert.match(await page.innerText('.off-record-line'), /nothing is kept\..*still goes to models\.example\.org/s);
    assert.equal(await page.getAttribute('.composer .off-record', 'aria-pressed'), 'true');
    assert.equal(await page.locator('.composer .attach:not(.off-record)').count(), 0);
    await say(page, 'remember that nobody knows this');
    const off = page.locator('article[data-off-record]');
    assert.equal(await off.count(), 2);
    assert.match((await off.first().getAttribute('aria-label')) ?? '', /off the record/);
    assert.equal(await page.locator('.wish').count(), 0);
    // The last words can't be edited, nor anything of it deleted; the answer can be asked for again.
    await page.keyboard.press('ArrowUp');
    assert.equal(await page.locator('.edit').count(), 0);
    await page.keyboard.press('Shift+Tab');
    const first = await off.last().getAttribute('data-turn');
    await page.keyboard.press('Enter');
    await page.locator('[role="menu"]').waitFor();
    assert.deepEqual(await page.locator('[role="menuitem"] span').allInnerTexts(), ['Copy', 'Ask again']);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    // What came of it is waited for, not that it is being said: that may be over before anybody looks.
    await page.waitForFunction((seen) => {
      const last = [...document.querySelectorAll('article[data-off-record]')].at(-1);
      return last?.dataset.speaker === 'companion' && last.dataset.turn && last.dataset.turn !== seen;
    }, first);
    await answered(page);
    assert.equal(await off.count(), 2);
    await page.click('.off-record-line .plain-link');
    assert.match(await page.innerText('dialog'), /2 things said off the record vanish now/);
    await page.click('dialog .quiet');
    await closed(page);
    assert.equal(await off.count(), 2);
    await page.keyboard.press('Control+Shift+O');
    await page.click('dialog .solid');
    await page.waitForFunction(() => !document.querySelector('[data-off-record]'));
    assert.ok(!(await page.innerText('samantha-thread')).includes('nobody knows this'));
    await say(page, 'back again');
    assert.equal(await page.locator('article[data-off-record]').count(), 0);
    await page.done();
  });

  it('asks nothing when nothing was said, and takes no picture meanwhile', async () => {
    const page = await open('lang=en&pictures=2');
    await page.waitForSelector('.draft-pictures');
    await page.keyboard.press('Control+Shift+O');
    await page.waitForSelector('.house[data-off-record]');
    assert.equal(await page.locator('.draft-pictures').count(), 0);
    assert.match(await page.innerText('.off-record-line'), /does not leave this computer/);
    assert.match(await page.innerText('.off-record-line'), /Pictures wait/);
    await say(page, 'words alone');
    assert.equal(await page.locator('article[data-off-record] samantha-picture').count(), 0);
    await page.keyboard.press('Control+Shift+O');
    await page.click('dialog .solid');
    await page.waitForSelector('.draft-pictures');
    await page.keyboard.press('Control+Shift+O');
    await page.waitForSelector('.house[data-off-record]');
    await page.keyboard.press('Control+Shift+O');
    await page.waitForFunction(() => !document.querySelector('[data-off-record]'));
    assert.equal(await page.locator('dialog').count(), 0);
    await page.done();
  });

  it('keeps no letter of what is written meanwhile, and is still off the record when the page opens again', async () => {
    const page = await open('lang=en');
    const field = page.locator('.composer textarea');
    const asked = () => page.evaluate(() => globalThis.fake.draft());
    await field.focus();
    await page.keyboard.type('before');
    await field.blur();
    assert.equal(await asked(), 'before');
    await field.focus();
    await page.keyboard.press('Control+Shift+O');
    await page.waitForSelector('.house[data-off-record]');
    assert.equal(await field.inputValue(), 'before');
    await field.focus();
    await page.keyboard.press('End');
    await page.keyboard.type(' and after');
    await field.blur();
    assert.equal(await asked(), '');
    await page.keyboard.press('Control+Shift+O');
    await page.locator('.house[data-off-record]').waitFor({ state: 'detached' });
    await field.blur();
    assert.equal(await asked(), '');
    await page.done();
    const again = await open('lang=en&off=1');
    await again.waitForSelector('.house[data-off-record] .off-record-line strong');
    await again.done();
  });
});
