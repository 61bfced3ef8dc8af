// The ledger in the real window: after an answer its request stands in a row, its exact text can be looked at, and all
// rows can be exported where the person says.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { answerFileDialog, Life, Provider } from './harness.mjs';
import { sentence, Talk } from './talk.mjs';

const SAID = { en: 'My grandmother made quince jam.', pt: 'Minha avó fazia doce de marmelo.' };

/** @type {Provider} */
let provider;
/** @type {string} */
let folder;
before(async () => {
  provider = await Provider.start();
  folder = mkdtempSync(join(tmpdir(), 'samantha-ledger-'));
});
after(() => {
  provider.end();
  rmSync(folder, { recursive: true, force: true });
});

/** The bodies the provider was sent to answer. @returns {Promise<any[]>} */
async function seen() {
  const asked = await (await fetch(new URL('/seen', provider.address))).json();
  return asked
    .filter((/** @type {{ path: string }} */ one) => one.path.endsWith('/chat/completions'))
    .map((/** @type {{ body: unknown }} */ one) => one.body);
}

/** Exports the rows into a file, as a person does, and gives what is in it. @param {Life} life @param {'csv' | 'json'} format */
async function exported(life, format) {
  const path = join(folder, `ledger.${format}`);
  rmSync(path, { force: true });
  const [csv, json] = await life.page.findAll('.ledger .ways button');
  const button = format === 'csv' ? csv : json;
  assert.ok(button);
  await life.page.run("arguments[0].scrollIntoView({ block: 'center' })", button);
  await button.click();
  await answerFileDialog(path);
  await life.page.until('it says where the rows are', async () =>
    (await (await life.page.find('.ledger .exported')).text()).includes(path),
  );
  return readFileSync(path, 'utf8');
}

for (const language of /** @type {const} */ (['en', 'pt'])) {
  test(`a request has its row, its exact text, and its line in an export (${language})`, async () => {
    const life = new Life({ language });
    const talk = new Talk(life);
    try {
      await talk.open();
      await talk.answerWith(provider.address, 'quick');
      const before = (await seen()).length;
      await talk.say(SAID[language]);
      await talk.answered();
      const [body, ...more] = (await seen()).slice(before);
      assert.deepEqual(more, [], 'she asked once');

      await life.page.run(`document.querySelector('a[href="#/ledger"]').click(); return true`);
      await life.page.await('.ledger .ledger-nothing');
      await life.picture(`ledger-nothing-left-${language}`);

      // The provider is on this computer: its row is shown when it is asked for.
      await (await life.page.await('.ledger .requests .switch')).click();
      const row = await life.page.await('.ledger .request');
      const words = await row.text();
      for (const part of [
        '127.0.0.1',
        'quick',
        sentence(language, 'purpose-answer'),
        sentence(language, 'ledger-stayed'),
      ])
        assert.ok(words.includes(part), `${part}: ${words}`);
      assert.equal((await life.page.findAll('.ledger .request')).length, 1);
      await life.page.run("arguments[0].scrollIntoView({ block: 'center' })", row);
      await life.picture(`ledger-row-${language}`);

      await (await life.page.await('.ledger .request button')).click();
      const exact = await life.page.await('dialog .exact pre');
      await life.page.until('the exact text is there', () => exact.text());
      const text = await life.page.run('return arguments[0].textContent', exact);
      assert.deepEqual(JSON.parse(text), body, 'it is what the provider was sent');
      assert.ok(text.includes(SAID[language]));
      await life.picture(`ledger-exact-${language}`);
      await life.page.press('\uE00C');
      await life.page.until('the sheet is closed', async () => (await life.page.findAll('dialog')).length === 0);

      const csv = await exported(life, 'csv');
      assert.equal(csv.trim().split('\r\n').length, 2, 'a head and one row');
      assert.ok(csv.includes('127.0.0.1') && csv.includes('quick'), csv);
      await life.picture(`ledger-exported-${language}`);
      const rows = JSON.parse(await exported(life, 'json'));
      assert.ok(JSON.stringify(rows).includes('quick'));
      for (const kept of [csv, JSON.stringify(rows)]) assert.ok(!kept.includes(SAID[language]), 'no words are in it');
    } finally {
      await life.end();
    }
  });
}
