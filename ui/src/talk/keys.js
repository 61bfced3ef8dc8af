// The list of keys.

import { html } from 'lit-html';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { openSheet } from '../parts/dialog.js';

/** Each key as it is printed, and the text that says what it does. */
const KEYS = {
  writing: [
    ['Enter', 'key-send'],
    ['Shift Enter', 'key-newline'],
    ['Esc', 'key-stop'],
    ['↑', 'key-edit-last'],
    ['Shift Tab', 'key-to-turns'],
    ['Page Up|Page Down', 'key-scroll'],
  ],
  turns: [
    ['↑|↓', 'key-next'],
    ['Enter', 'key-menu'],
    ['C', 'key-copy'],
    ['R', 'key-retry'],
    ['E', 'key-edit'],
    ['M', 'key-recalled'],
    ['Del', 'key-delete'],
    ['Esc', 'key-to-composer'],
  ],
  anywhere: [
    ['Ctrl F|Ctrl K', 'key-search'],
    ['Ctrl Shift M', 'key-memory'],
    ['Ctrl Shift O', 'key-off-record'],
    ['Ctrl End', 'key-now'],
    ['Ctrl Z', 'key-undo'],
    ['F1|Ctrl /', 'key-keys'],
  ],
};

export function openKeys() {
  if (document.querySelector('dialog[open]')) return;
  openSheet({
    title: () => t('keys-title'),
    body: () =>
      Object.entries(KEYS).map(
        ([where, keys]) => html`<section class="keys">
          <h3>${t(`keys-${where}`)}</h3>
          <dl>
            ${keys.map(([key, what]) => html`<div><dt>${caps(key ?? '')}</dt><dd>${t(what ?? '')}</dd></div>`)}
          </dl>
        </section>`,
      ),
  }).catch(showError);
}

/** @param {string} keys */
function caps(keys) {
  return keys.split('|').map((one) => html`<kbd>${one}</kbd> `);
}
