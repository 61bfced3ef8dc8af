// A link that opens in the system's browser, never in this window.

import { html } from 'lit-html';
import { openLink } from '../ipc/core.js';
import { showError } from '../lib/error.js';
import { icon } from './icons.js';

/**
 * @param {string} url
 * @param {unknown} words
 */
export function outLink(url, words) {
  return html`<a
    class="out-link"
    href=${url}
    rel="noreferrer"
    @click=${(/** @type {Event} */ event) => {
      event.preventDefault();
      openLink(url).catch(showError);
    }}
    >${words}${icon('away')}</a
  >`;
}
