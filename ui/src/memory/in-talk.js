// What of the memory is seen in the talk: which memories an answer was given, and what the person's words asked for.

import { html, nothing } from 'lit-html';
import { call } from '../ipc/core.js';
import { dayWords } from '../lib/dates.js';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { signal } from '../lib/signals.js';
import { settings } from '../life.js';
import { openSheet } from '../parts/dialog.js';
import { go } from '../router.js';
import { openFact, openMoment } from './fact-sheet.js';
import { whenRead } from './memory.js';
import './wish.js';
import { whyWords } from './words.js';

/** @import { Recalled, Turn } from '../ipc/wire.ts' */

/** Reasons told of each, at most. */
const REASONS = 3;

/**
 * Shows what an answer was given to remember.
 * @param {Turn} turn
 */
export function openRecalled(turn) {
  if (document.querySelector('dialog[open]')) return;
  const given = signal(/** @type {Recalled[] | null} */ (null));
  call('recalled', { turn: turn.id }).then((found) => {
    given.value = found;
  }, showError);
  openSheet({ title: () => t('recalled-title'), body: (close) => givenTemplate(given.value, close) }).catch(showError);
}

/** @param {Recalled[] | null} given @param {() => void} close */
function givenTemplate(given, close) {
  if (given === null) return html`<p class="soft" role="status">${t('memory-reading')}</p>`;
  if (given.length === 0) return html`<p>${t('recalled-gone')}</p>`;
  return html`<p class="soft">${t('recalled-words', { name: settings.value?.companionName ?? '' })}</p>
    <ol class="recalled" role="list">
      ${given.map((one) => oneTemplate(one, close))}
    </ol>`;
}

/** @param {Recalled} one @param {() => void} close */
function oneTemplate({ turn, fact, text, speaker, day, time, why }, close) {
  const who =
    speaker === null
      ? t('recalled-fact')
      : speaker === 'user'
        ? t('speaker-user')
        : t('speaker-companion', { name: settings.value?.companionName ?? '' });
  // The most telling come first; the last of many tell little.
  const reasons = [...new Set(why.map(whyWords))].slice(0, REASONS);
  return html`<li class="recalled-one" data-speaker=${speaker ?? 'fact'}>
    <p class="hit-when">${who} · ${dayWords(day)}, ${time}</p>
    <p class="hit-words" lang="" translate="no">${text}</p>
    ${reasons.length > 0 ? html`<p class="recalled-why">${t('recalled-because', { why: reasons.join(', ') })}</p>` : nothing}
    ${
      turn !== null
        ? html`<button class="plain-link" type="button" @click=${() => {
            close();
            openMoment(turn);
          }}>${t('to-moment')}</button>`
        : nothing
    }
    ${
      fact !== null
        ? html`<button class="plain-link" type="button" @click=${() => {
            close();
            showFact(fact).catch(showError);
          }}>${t('to-fact')}</button>`
        : nothing
    }
  </li>`;
}

/** Opens a fact in its room, so that closing it leaves one beside it there. @param {number} fact */
async function showFact(fact) {
  go('memory');
  await whenRead();
  const row = document.querySelector(`.facts-list .fact[data-fact="${fact}"] .fact-open`);
  const from = row ?? document.querySelector('.memory .filters > input');
  if (from instanceof HTMLElement) from.focus();
  openFact(fact);
}
