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

  it('downloads a file with its progress, pauses, goes on, checks, and lets it talk after announcing it', async () => {
    const page = await open('lang=en&speed=700');
    const card = page.locator('[data-file="ipe-3b"]');
    await card.locator('header button').click();
    await page.waitForSelector('[data-file="ipe-3b"][data-state="downloading"]');
    await page.waitForFunction(() =>
      /MB of .* a second .* left/.test(document.querySelector('.coming-words')?.textContent ?? ''),
    );
    await card.locator('header button').click();
    await page.waitForSelector('[data-file="ipe-3b"][data-state="paused"]');
    assert.match(await card.locator('.coming-words').innerText(), /paused; what came stays/);
    await card.locator('header button').click();
    await page.waitForSelector('[data-file="ipe-3b"][data-state="checking"]');
    await page.waitForSelector('[data-file="ipe-3b"][data-state="whole"]');
    await card.getByText('Try it').click();
    await page.waitForSelector('[data-file="ipe-3b"] .works');
    assert.match(await card.locator('.works').innerText(), /1\.5/);
    await card.locator('header button').click();
    assert.match(await page.innerText('.announcement'), /the Listener|The Listener/);
    await page.click('.announcement .solid');
    await page.waitForSelector('[data-file="ipe-3b"][data-chosen]');
    assert.match(await page.innerText('.whereto'), /Everything stays.*Ipê 3B/);
    await page.done();
  });

  for (const [failure, sentence] of [
    ['unreachable', /can't be reached.*go on/s],
    ['not_there', /isn't there.*another model/s],
    ['wrong_sum', /checksum differs.*Download it again/s],
    ['disk_full', /no room.*smaller model/s],
    ['disk', /can't be written.*permissions/s],
  ]) {
    it(`says why a download failed and what to do: ${failure}`, async () => {
      const page = await open(`lang=en&speed=4000&download=${failure}`);
      await page.click('[data-file="ipe-3b"] header button');
      await page.waitForSelector('[data-file="ipe-3b"][data-state="failed"]');
      assert.match(await page.innerText('[data-file="ipe-3b"] .trouble'), sentence);
      await page.evaluate(() => globalThis.fake.params.delete('download'));
      await page.click('[data-file="ipe-3b"] header button');
      await page.waitForSelector('[data-file="ipe-3b"][data-state="whole"]');
      await page.done();
    });
  }

  it('asks before it removes a file, and says how much becomes free', async () => {
    const page = await open('lang=en&shelf=ipe-3b:whole');
    await page.click('[data-file="ipe-3b"] footer button:nth-child(2)');
    assert.match(await page.innerText('dialog'), /2 GB become free/);
    await page.click('dialog .solid');
    await page.waitForSelector('[data-file="ipe-3b"][data-state="offered"]');
    await page.done();
  });

  it('takes a file of the person’s own, and says why one is none', async () => {
    const page = await open('lang=en');
    await page.click('.here > .ways button');
    await page.waitForSelector('[data-file="own-own-model-gguf"][data-state="whole"]');
    await page.evaluate(() => globalThis.fake.params.set('model-file', '/home/ana/broken.gguf'));
    await page.click('.here > .ways button');
    await page.waitForSelector('.own-file .trouble');
    assert.match(await page.innerText('.own-file .trouble'), /no model that runs here/);
    await page.done();
  });

  it('keeps another address for downloads, and refuses one that is unprotected', async () => {
    const page = await open('lang=en');
    await page.click('.mirror summary');
    await page.fill('#mirror-address', 'http://mirror.example');
    assert.match(await page.innerText('#mirror-words'), /Use https/);
    assert.equal(await page.locator('.mirror [type="submit"]').isDisabled(), true);
    await page.fill('#mirror-address', 'https://mirror.example');
    await page.click('.mirror [type="submit"]');
    await page.waitForFunction(() =>
      document.querySelector('.mirror')?.textContent?.includes('Files come from https://mirror.example'),
    );
    await page.click('.mirror > .plain-link');
    await page.waitForFunction(() =>
      document.querySelector('.mirror')?.textContent?.includes('Files come from files.example'),
    );
    await page.done();
  });

  it('finds a model on this computer, tries it, and lets it talk in one click, and nothing leaves', async () => {
    const page = await open('lang=en');
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
    const page = await open('lang=pt-BR&discover=none');
    assert.match(await page.innerText('.found'), /Nenhum programa com modelos respondeu/);
    await page.done();
  });

  it('announces a change before it takes effect: staying changes nothing, changing does, and one click goes back', async () => {
    const page = await open('lang=en&model=known,local');
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

  it('gives each kind of work to a model of its own, and says where its words go', async () => {
    const page = await open('lang=en&model=local,known');
    await page.selectOption('#role-quiet', { label: 'araucaria-grande, at api.araucaria.example' });
    await page.waitForFunction(() =>
      document.querySelector('#role-quiet-words')?.textContent?.includes('sends words, too: to api.araucaria.example'),
    );
    assert.match(await page.innerText('.whereto'), /Everything stays/);
    await page.selectOption('#role-talk', { label: 'The Listener' });
    await page.waitForSelector('.announcement');
    await page.click('.announcement .quiet');
    await page.waitForFunction(() =>
      document.querySelector('#role-talk')?.selectedOptions[0]?.label.includes('llama3.2:3b'),
    );
    await page.done();
  });

  it('says where words would go before saving, and refuses to send them unprotected', async () => {
    const page = await open('lang=en');
    await page.click('.away > .ways button');
    await page.fill('#profile-model', 'small-model');
    await page.fill('#profile-address', 'http://models.example.org/v1');
    assert.match(await page.innerText('.goes'), /anyone on the way could read/);
    assert.equal(await page.locator('.profile-form [type="submit"]').isDisabled(), true);
    await page.fill('#profile-address', ADDRESS);
    assert.match(await page.innerText('.goes'), /your words go to models\.example\.org/);
    assert.match(await page.innerText('.whereto'), /Everything stays/);
    await page.click('.profile-form [type="submit"]');
    await page.waitForSelector('.announcement');
    assert.match(await page.innerText('.whereto'), /Everything stays/);
    await page.click('.announcement .solid');
    await page.waitForFunction(() => document.querySelector('.whereto')?.textContent?.includes('models.example.org'));
    await page.done();
  });

  for (const [word, sentence] of [
    ['wrong', /key was not accepted/],
    ['broke', /credit/],
    ['often', /too many|too often/i],
    ['nowhere', /reach/],
    ['busy', /overloaded|too much/],
    ['slowly', /too long/],
    ['webpage', /can be read|\/v1/],
  ]) {
    it(`reads a failed test as a sentence: ${word}`, async () => {
      const page = await open('lang=en');
      await page.click('.away > .ways button');
      await page.fill('#profile-address', ADDRESS);
      await page.fill('#profile-key', word);
      await page.fill('#profile-model', 'small-model');
      await page.click('.form-ways .quiet');
      await page.waitForSelector('.fails');
      assert.match(await page.innerText('.fails'), sentence);
      await page.done();
    });
  }

  for (const [failure, sentence] of [
    ['worker_died', /program that runs the model.*smaller model/s],
    ['bad_file', /file can't be used.*download it again/s],
    ['no_memory', /not enough memory.*other programs/s],
    ['limit', /limit you set.*Nothing was sent/s],
  ]) {
    it(`reads what a model of this computer can fail with as a sentence: ${failure}`, async () => {
      const page = await open(`lang=en&shelf=ipe-3b:whole&test=${failure}`);
      await page.locator('[data-file="ipe-3b"]').getByText('Try it').click();
      await page.waitForSelector('[data-file="ipe-3b"] .fails');
      assert.match(await page.innerText('[data-file="ipe-3b"] .fails'), sentence);
      await page.done();
    });
  }

  it('reads a list that could not be had as a sentence', async () => {
    const page = await open('lang=pt-BR');
    await page.click('.away > .ways button');
    await page.fill('#profile-address', 'nowhere.example.org/v1');
    await page.click('.profile-form .with-button .quiet');
    await page.waitForSelector('.profile-form .trouble');
    assert.match(await page.innerText('.profile-form .trouble'), /Não deu para alcançar.*Confira o endereço/);
    await page.done();
  });

  it('gives a missing keyring a choice, and keeps the key for this run only when told to', async () => {
    const page = await open('lang=en&keyring=missing');
    await page.click('.away > .ways button');
    await page.fill('#profile-address', ADDRESS);
    await page.fill('#profile-key', 'good');
    await page.fill('#profile-model', 'small-model');
    await page.click('.profile-form [type="submit"]');
    await page.waitForSelector('.ask');
    assert.match(await page.innerText('.ask'), /no keyring that answers.*won't go into any file/s);
    assert.match(await page.innerText('.whereto'), /Everything stays/);
    assert.ok(await page.evaluate(() => document.activeElement?.closest('.ask')), 'the question has the focus');
    assert.equal(await page.locator('.card[data-profile]').count(), 0, 'it is shown once, as the form');
    await page.click('.ask .quiet');
    await page.click('.announcement .solid');
    await page.waitForSelector('.card[data-chosen]:has-text("Key kept until she closes")');
    await page.done();
  });

  it('opens a locked keyring again, and never shows a key once it is kept', async () => {
    const page = await open('lang=en&keyring=locked');
    await page.click('.away > .ways button');
    await page.fill('#profile-address', ADDRESS);
    await page.fill('#profile-key', 'my-secret-key');
    assert.equal(await page.getAttribute('#profile-key', 'type'), 'password');
    await page.fill('#profile-model', 'small-model');
    await page.click('.profile-form [type="submit"]');
    await page.waitForSelector('.ask');
    await page.click('.ask .solid');
    await page.click('.announcement .quiet');
    await page.waitForSelector('.card[data-profile]:has-text("Key kept in the keyring")');
    await page.click('.card[data-profile] footer button:nth-child(2)');
    assert.equal(await page.inputValue('#profile-key'), '');
    const everywhere = await page.evaluate(
      () =>
        document.documentElement.outerHTML + [...document.querySelectorAll('input')].map((input) => input.value).join(),
    );
    assert.ok(!everywhere.includes('my-secret-key'));
    await page.done();
  });

  it('asks before it removes a profile, and then the Listener answers', async () => {
    const page = await open('lang=en&model=remote');
    await page.click('.card[data-profile] footer button:nth-child(3)');
    await page.waitForSelector('dialog');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    assert.equal(await page.locator('.card[data-profile]').count(), 1);
    await page.click('.card[data-profile] footer button:nth-child(3)');
    await page.click('dialog .solid');
    await page.waitForFunction(() => document.querySelectorAll('.card[data-profile]').length === 0);
    await page.waitForFunction(() => document.querySelector('.whereto')?.textContent?.includes('Everything stays'));
    await page.done();
  });

  it('is done by keyboard alone: a known provider, its key, a model, a test, the change, and back', async () => {
    const page = await browser.open('lang=en');
    await ready(page);
    await tabTo(page, 'nav a[href="#/models"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.models [data-file]');
    await tabTo(page, '.provider');
    await focusIsSeen(page);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'profile-key');
    await page.keyboard.type('good');
    await tabTo(page, '.offer');
    await focusIsSeen(page);
    await page.keyboard.press('Enter');
    await tabTo(page, '.form-ways .quiet');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.works');
    await tabTo(page, '.profile-form [type="submit"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.announcement');
    await tabTo(page, '.announcement .solid');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.card[data-chosen]:has-text("araucaria-grande")');
    await page.evaluate(() => document.querySelector('#models-title')?.scrollIntoView());
    await tabTo(page, '.now-back button');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('.now-who')?.textContent?.includes('Listener'));
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
        `lang=${lang}&model=known&turns=4&rate=400&think=50&wait=loading,reading,again:9,tool:search_memory,tool:abacus&waits=900`,
        { scheme, width },
      );
      await ready(page);
      await page.fill('.composer textarea', lang === 'en' ? 'are you there?' : 'você está aí?');
      await page.keyboard.press('Enter');
      const said = new Set();
      for (let n = 0; n < 60 && said.size < 5; n++) {
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
      assert.equal(said.size, 5, [...said].join(' | '));
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
