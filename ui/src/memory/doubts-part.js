// What she heard in two ways: which holds?

import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { dayWords } from '../lib/dates.js';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { factText } from './fact-row.js';
import { openFact } from './fact-sheet.js';
import { doubts, found, settle } from './memory.js';
import { aboutWords, dayOfMoment, kindWords } from './words.js';

/** @import { Fact, FactDetail } from '../ipc/wire.ts' */

export function doubtsPart() {
  const shown = doubts.value;
  if (shown.length === 0) return nothing;
  const others = (found.value?.doubts ?? 0) - shown.reduce((sum, { against }) => sum + 1 + against.length, 0);
  return html`<section class="doubts" aria-labelledby="doubts-title">
    <h2 id="doubts-title">${t('doubts-title')}</h2>
    <ul role="list">
      ${repeat(shown, ({ fact }) => fact.id, doubtTemplate)}
    </ul>
    ${others > 0 ? html`<p class="soft">${t('doubts-more', { n: others })}</p>` : nothing}
  </section>`;
}

/** @param {FactDetail} doubt */
function doubtTemplate({ fact, receipts, against }) {
  const said = receipts[0];
  return html`<li class="doubt" data-fact=${fact.id}>
    <p class="doubt-about">${t('doubt-about', { who: aboutWords(fact), kind: kindWords(fact) })}</p>
    <div class="doubt-sides">
      ${side(fact, said ? dayWords(said.day) : dayOfMoment(fact.learnedAt), 'doubt-this')}
      ${against.map((other) => side(other, dayOfMoment(other.learnedAt), against.length === 1 ? 'doubt-that' : 'doubt-this'))}
    </div>
    <button class="plain-link" type="button" @click=${() => void settle(fact.id, 'both').catch(showError)}>${t('doubt-both')}</button>
  </li>`;
}

/**
 * @param {Fact} fact
 * @param {string} day
 * @param {'doubt-this' | 'doubt-that'} words
 */
function side(fact, day, words) {
  return html`<div class="doubt-side" data-fact=${fact.id}>
    <button class="fact-open" type="button" aria-haspopup="dialog" @click=${() => openFact(fact.id)}>
      ${factText(fact)}
      <span class="fact-about">${t('doubt-said', { day })}</span>
    </button>
    <button class="quiet" type="button" aria-label=${t('doubt-holds', { text: fact.text })} @click=${() => void settle(fact.id, 'thisHolds').catch(showError)}>
      ${t(words)}
    </button>
  </div>`;
}
