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
  await page.run(`document.querySelector('a[href="#/settings"]').click(); return true`);
  await page.await('.settings .models .ways button');
  await (await page.findAll('.settings .models .ways button')).at(-1)?.click();
  await (await page.await('#profile-address')).type(address);
  await (await page.await('#profile-key')).type(KEPT_KEY);
  await (await page.await('#profile-model')).type(model);
  await (await page.await('.profile-form button[type="submit"]')).click();
}
