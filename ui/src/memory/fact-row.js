// A fact as it stands in a list: what it says, of whom, since when, how sure; and its marks.

import { html, nothing } from 'lit-html';
import { t } from '../lib/fluent.js';
import { icon } from '../parts/icons.js';
import { openFact } from './fact-sheet.js';
import { aboutWords, confidenceFigure, confidenceWords, heldWords, kindWords } from './words.js';

/** @import { Fact } from '../ipc/wire.ts' */

/** @param {Fact} fact */
export function factRow(fact) {
  return html`<li class="fact" data-fact=${fact.id} data-state=${fact.state}>
    <button class="fact-open" type="button" aria-haspopup="dialog" @click=${() => openFact(fact.id)}>
      ${factText(fact)}
      <span class="fact-about">${factLine(fact)}</span>
    </button>
  </li>`;
}

/** The words as they were said, whatever language that was. @param {Fact} fact */
export function factText(fact) {
  return html`<span class="fact-text" lang="" translate="no">${fact.text}</span>`;
}

/** @param {Fact} fact */
export function factLine(fact) {
  const held = heldWords(fact);
  return html`<span class="fact-who">${aboutWords(fact)}</span><span>${kindWords(fact)}</span>${
    held ? html`<span>${held}</span>` : nothing
  }<span title=${confidenceFigure(fact)}>${confidenceWords(fact)}</span>${marks(fact)}`;
}

/** @param {Fact} fact */
function marks({ pinned, private: own, state }) {
  return html`${pinned ? mark('pin', 'fact-pinned') : nothing}${own ? mark('lock', 'fact-mark-private') : nothing}${
    state === 'holds' ? nothing : html`<span class="fact-state" data-state=${state}>${t(`state-of-${state}`)}</span>`
  }`;
}

/**
 * @param {string} sign
 * @param {string} words
 */
function mark(sign, words) {
  return html`<span class="fact-mark">${icon(sign)}${t(words)}</span>`;
}
