// What of the memory is seen in the talk, and fetched when it is first needed: what an answer was given, and what the
// person's words asked of her memory.

import { html } from 'lit-html';
import { showError } from '../lib/error.js';

/** @import { Turn } from '../ipc/wire.ts' */

/** @type {Promise<typeof import('../memory/in-talk.js')> | null} */
let fetched = null;

/** Fetches what shows the memory in the talk, and its words with it. */
export function fetchWords() {
  fetched ??= import('../memory/in-talk.js');
  fetched.catch(() => {
    fetched = null;
  });
  return fetched;
}

/**
 * Shows what an answer was given to remember.
 * @param {Turn} turn
 */
export async function openRecalled(turn) {
  (await fetchWords()).openRecalled(turn);
}

/**
 * What the words of a turn asked of her memory. The element draws itself once its script is here.
 * @param {Turn} turn
 */
export function wishTemplate(turn) {
  fetchWords().catch(showError);
  return html`<samantha-wish .turn=${turn}></samantha-wish>`;
}
