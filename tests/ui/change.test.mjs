// A change of model: announced before it takes effect, taken back in one click, and seen in the talk.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { answered, browse, picture, ready } from './house.mjs';
import { openModels, standsWell, WINDOWS } from './rooms.mjs';

describe('a change of model', () => {
  let browser;
  before(async () => {
    browser = await browse();
  });
  after(() => browser.close());

  it('finds a model on this computer, tries it, and lets it talk in one click, and nothing leaves', async () => {
    const page = await openModels(browser, 'lang=en');
    const model = page.locator('.found-model:has-text("llama3.2:3b")');
    await model.locator('.plain-link').click();
    await model.locator('.works').waitFor();
    await model.locator('.quiet').click();
    await page.click('.announcement .solid');
    await page.waitForSelector('.card[data-chosen]:has-text("llama3.2:3b")');
    assert.match(await page.innerText('.whereto'), /Everything stays.*llama3.2:3b/);
    await page.done();
  });

  it('says so when nothing is found', async () => {
    const page = await openModels(browser, 'lang=pt-BR&discover=none');
    assert.match(await page.innerText('.found'), /Nenhum programa com modelos respondeu/);
    await page.done();
  });

  it('announces a change before it takes effect: staying changes nothing, changing does, and one click goes back', async () => {
    const page = await openModels(browser, 'lang=en&model=known,local');
    await page.click('.card:has-text("llama3.2:3b") header button');
    const sheet = page.locator('.announcement');
    assert.match(
      await sheet.innerText(),
      /araucaria-grande.*llama3\.2:3b.*no longer go to api\.araucaria\.example.*another way of speaking.*costs nothing.*stay the same/s,
    );
    assert.match(await page.innerText('.whereto'), /api\.araucaria\.example/);
    await page.click('.announcement .quiet');
    await page.waitForSelector('dialog', { state: 'detached' });
    assert.match(await page.innerText('.whereto'), /api\.araucaria\.example/);
    await page.click('.card:has-text("llama3.2:3b") header button');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    assert.match(await page.innerText('.whereto'), /api\.araucaria\.example/);
    await page.click('.card:has-text("llama3.2:3b") header button');
    await page.click('.announcement .solid');
    await page.waitForFunction(() => document.querySelector('.whereto')?.textContent?.includes('Everything stays'));
    assert.match(await page.innerText('.now-back'), /Back to araucaria-grande/);
    await page.click('.toast .quiet');
    await page.waitForFunction(() =>
      document.querySelector('.whereto')?.textContent?.includes('api.araucaria.example'),
    );
    assert.equal(await page.locator('.now-back').count(), 0);
    await page.done();
  });

  it('announces it, too, when the one who talks is edited to think with another model', async () => {
    const page = await openModels(browser, 'lang=en&model=known');
    const edit = () => page.click('.card[data-profile] footer button:nth-child(2)');
    await edit();
    await page.fill('#profile-model', 'araucaria-pequena');
    await page.click('.profile-form [type="submit"]');
    assert.match(
      await page.innerText('.announcement'),
      /araucaria-grande.*araucaria-pequena.*another way of speaking/s,
    );
    await page.click('.announcement .quiet');
    await page.waitForSelector('dialog', { state: 'detached' });
    assert.equal(await page.inputValue('#profile-model'), 'araucaria-pequena');
    assert.match(await page.innerText('.now-who'), /araucaria-grande/);
    await page.click('.profile-form [type="submit"]');
    await page.click('.announcement .solid');
    await page.waitForFunction(() => document.querySelector('.now-who')?.textContent?.includes('araucaria-pequena'));
    await page.click('.now-back button:has-text("Back to araucaria-grande")');
    await page.waitForFunction(() => document.querySelector('.now-who')?.textContent?.includes('araucaria-grande'));
    await page.done();
  });

  for (const { lang, scheme, width, height } of WINDOWS.filter((_, n) => n % 3 === 0)) {
    it(`says before the one who talks is sent elsewhere that its key goes, and so again after going back: ${lang}, ${scheme}, ${width}`, async () => {
      const page = await openModels(browser, `lang=${lang}&model=known`, { scheme, width, height });
      await page.click('.card[data-profile] footer button:nth-child(2)');
      await page.fill('#profile-address', 'https://api.harbor.example');
      await page.selectOption('#profile-family', 'anthropic');
      await page.fill('#profile-model', 'harbor-tide');
      await page.click('.profile-form [type="submit"]');
      const sheet = page.locator('.announcement');
      assert.match(
        await sheet.innerText(),
        lang === 'en'
          ? /They go to api\.harbor\.example.*key kept for api\.araucaria\.example is deleted.*may train.*can't see.*Anthropic/s
          : /Vão para api\.harbor\.example.*chave guardada para api\.araucaria\.example é apagada.*pode treinar.*Não vê.*Anthropic/s,
      );
      await standsWell(page);
      await picture(page, `edit-elsewhere-${lang}-${width}`);
      await page.click('.announcement .solid');
      await page.waitForFunction(() => document.querySelector('.whereto')?.textContent?.includes('api.harbor.example'));
      await page.click('.toast .quiet');
      await page.waitForFunction(() =>
        document.querySelector('.whereto')?.textContent?.includes('api.araucaria.example'),
      );
      assert.match(await page.innerText('.toast'), lang === 'en' ? /key from then is gone/ : /chave de antes/);
      await picture(page, `edit-back-${lang}-${width}`);
      await page.done();
    });
  }

  it('gives each kind of work to a model of its own, and says where its words go', async () => {
    const page = await openModels(browser, 'lang=en&model=local,known');
    const quiet = () => page.selectOption('#role-quiet', { label: 'araucaria-grande, at api.araucaria.example' });
    await quiet();
    assert.match(
      await page.innerText('dialog'),
      /words go to api\.araucaria\.example.*reads what you both said.*30 days/s,
    );
    await picture(page, 'role-ask');
    await page.click('dialog .quiet');
    await page.waitForFunction(() => document.querySelector('#role-quiet')?.value === '');
    assert.match(await page.innerText('.whereto'), /Everything stays/);
    await quiet();
    await page.click('dialog .solid');
    await page.waitForFunction(() =>
      document.querySelector('#role-quiet-words')?.textContent?.includes('sends words, too: to api.araucaria.example'),
    );
    assert.match(
      await page.innerText('.whereto'),
      /made on this computer\s+Quiet work: words go to api\.araucaria\.example/,
    );
    // Words go there already: nothing is asked again.
    await page.selectOption('#role-fallback', { label: 'araucaria-grande, at api.araucaria.example' });
    await page.waitForFunction(() =>
      document.querySelector('#role-fallback-words')?.textContent?.includes('stands in'),
    );
    assert.equal(await page.locator('dialog').count(), 0);
    await page.selectOption('#role-talk', { label: 'The Listener' });
    await page.waitForSelector('.announcement');
    const goes = await page.innerText('.announce-goes');
    assert.match(goes, /Answers are made on this computer.*Quiet work sends words, too: to api\.araucaria\.example/s);
    assert.doesNotMatch(goes, /Everything/);
    await page.click('.announcement .quiet');
    await page.waitForFunction(() =>
      document.querySelector('#role-talk')?.selectedOptions[0]?.label.includes('llama3.2:3b'),
    );
    await page.done();
  });

  it('asks, too, when the one that does quiet work is edited to do it somewhere else', async () => {
    const page = await openModels(browser, 'lang=pt-BR&model=local,known', { width: 360, height: 740 });
    await page.selectOption('#role-quiet', { label: 'araucaria-grande, em api.araucaria.example' });
    await page.click('dialog .solid');
    await page.waitForFunction(() => document.querySelector('#role-quiet')?.value !== '');
    await page.click('.away .card[data-profile] footer button:nth-child(2)');
    await page.fill('#profile-address', 'https://api.harbor.example');
    await page.click('.profile-form [type="submit"]');
    assert.match(await page.innerText('dialog'), /api\.harbor\.example.*vocês dois disseram.*treinar/s);
    await standsWell(page);
    await picture(page, 'role-ask-pt-BR-360');
    await page.click('dialog .quiet');
    await page.waitForSelector('dialog', { state: 'detached' });
    assert.match(await page.innerText('#role-quiet-words'), /api\.araucaria\.example/);
    await page.done();
  });
});

describe('a change in the talk', () => {
  let browser;
  before(async () => {
    browser = await browse();
  });
  after(() => browser.close());

  for (const [lang, scheme, width] of [
    ['pt-BR', 'light', 1100],
    ['en', 'dark', 360],
  ]) {
    it(`is a thin line where another one begins to answer, drawn once: ${lang}`, async () => {
      const page = await browser.open(`lang=${lang}&model=known&rate=400&turns=6`, { scheme, width });
      await ready(page);
      assert.equal(await page.locator('.from-here').count(), 0);
      for (const text of ['one', 'two']) {
        await page.fill('.composer textarea', text);
        await page.keyboard.press('Enter');
        await page.waitForFunction(
          (text) => document.querySelector('samantha-thread')?.textContent?.includes(text),
          text,
        );
        await answered(page);
      }
      assert.equal(await page.locator('.from-here').count(), 1);
      assert.match(await page.innerText('.from-here'), /araucaria-grande/);
      await standsWell(page);
      await picture(page, `from-here-${lang}-${width}`);
      await page.done();
    });

    it(`says what is waited for where the answer will stand: ${lang}`, async () => {
      const page = await browser.open(
        `lang=${lang}&model=known&turns=4&rate=400&think=50&wait=checking,loading,reading,again:9,tool:search_memory,tool:abacus&waits=900`,
        { scheme, width },
      );
      await ready(page);
      await page.fill('.composer textarea', lang === 'en' ? 'are you there?' : 'você está aí?');
      await page.keyboard.press('Enter');
      const said = new Set();
      for (let n = 0; n < 90 && said.size < 6; n++) {
        const line = await page
          .locator('.waiting')
          .last()
          .innerText()
          .catch(() => '');
        const kind = line.replace(/\d+/g, 'N').trim();
        if (kind && !said.has(kind)) {
          said.add(kind);
          await picture(page, `waiting-${said.size}-${lang}-${width}`);
        }
        await page.waitForTimeout(120);
      }
      assert.equal(said.size, 6, [...said].join(' | '));
      await answered(page);
      assert.equal(await page.locator('.waiting:not([data-still])').count(), 0);
      await page.done();
    });
  }

  it('is not announced when somebody only stands in', async () => {
    const page = await browser.open('lang=en&model=known&rate=400&turns=0');
    await ready(page);
    await page.fill('.composer textarea', 'one');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.turn[data-speaker="companion"][data-turn]');
    await answered(page);
    await page.evaluate(() => globalThis.fake.params.set('fail', 'overloaded'));
    await page.fill('.composer textarea', 'two');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.note[data-kind="failure"]');
    await answered(page);
    assert.equal(await page.locator('.from-here').count(), 0);
    await page.done();
  });
});
