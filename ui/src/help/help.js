// The help lines of a country, and which country.

import { call } from '../ipc/core.js';
import { signal } from '../lib/signals.js';

/** @import { HelpLines } from '../ipc/wire.ts' */

/** The lines in force; `null` until they were read. */
export const lines = signal(/** @type {HelpLines | null} */ (null));

/** Reads the lines for the country of the settings. */
export async function loadHelp() {
  lines.value = await call('help_lines', { country: null });
}

/**
 * Chooses the country; `null` follows the system's region.
 * @param {string | null} country
 */
export async function chooseCountry(country) {
  await call('change_settings', { country });
  await loadHelp();
}

/**
 * The address in a line's words, if there is one: some "also" are a number, some a page.
 * @param {string} words
 */
export function addressIn(words) {
  return words.match(/https:\/\/\S+/)?.[0] ?? null;
}

/**
 * An address as people read it.
 * @param {string} url
 */
export function shortAddress(url) {
  return url.replace(/^https:\/\/(www\.)?/, '').replace(/\/$/, '');
}
