// The field in which words to look for are written.

import { html } from 'lit-html';

/**
 * @param {object} field
 * @param {string} field.label
 * @param {string} field.words  what stands in it while it is empty
 * @param {string} field.value
 * @param {(value: string) => void} field.look  called with every letter
 * @param {() => void} [field.empty]  Escape empties it first; the next one goes to whatever it stands in
 */
export function searchField({ label, words, value, look, empty }) {
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (event.key !== 'Escape' || value === '' || !empty) return;
    event.preventDefault();
    empty();
  };
  return html`<input
    class="field"
    type="search"
    autocomplete="off"
    spellcheck="false"
    aria-label=${label}
    placeholder=${words}
    .value=${value}
    @input=${(/** @type {InputEvent} */ event) => look(/** @type {HTMLInputElement} */ (event.target).value)}
    @keydown=${onKey}
  />`;
}
