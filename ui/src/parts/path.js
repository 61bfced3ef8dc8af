// A path that may break after its separators and nowhere else, and is still copied whole.

import { html } from 'lit-html';

/** @param {string} path */
export function pathWords(path) {
  return html`<span class="path">${path.split(/(?<=[/\\])/).map((part) => html`${part}<wbr />`)}</span>`;
}
