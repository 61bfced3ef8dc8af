// What the tests of the keyring share.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @import { Life } from './harness.mjs' */

export const KEPT_KEY = 'sk-kept-4711-only-in-the-keyring';

/** Whether any file below a folder holds these bytes. @param {string} folder @param {string} text */
export function holdsBytes(folder, text) {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).some(
    (entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(text),
  );
}

/**
 * Fills in the form for another model, with a key, and saves it.
 * @param {Life} life @param {string} address @param {string} model
 */
export async function giveKey(life, address, model) {
  const { page } = life;
  await page.run(`document.querySelector('a[href="#/models"]').click(); return true`);
  await (await page.await('.models .away > .ways button')).click();
  await (await page.await('#profile-address')).type(address);
  await (await page.await('#profile-key')).type(KEPT_KEY);
  await (await page.await('#profile-model')).type(model);
  await (await page.await('.profile-form button[type="submit"]')).click();
}

/** Agrees to the change that is announced, and waits until it is made. @param {Life} life */
export async function agree(life) {
  await (await life.page.await('.announcement button.solid')).click();
  await life.page.until('the change is made', async () => (await life.page.findAll('dialog')).length === 0);
  await life.page.await('.models .now-back');
}
