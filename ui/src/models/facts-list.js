// The facts of a model as a short list, the same for a file, a profile and an offer; and where they are from.

import { html, nothing } from 'lit-html';
import { dayWords } from '../lib/dates.js';
import { t } from '../lib/fluent.js';
import { outLink } from '../parts/out-link.js';
import { abilityWords, costWords, goodAtWords, privacyWords } from './facts.js';

/** @import { Facts, Source } from '../ipc/wire.ts' */

/**
 * @param {object} known
 * @param {Facts} known.facts
 * @param {string | null} known.host  `null`: this computer
 * @param {string | null} [known.privacyPage]  what the provider says about it
 * @param {string | null} [known.memory]  what it needs, in words
 * @param {string | null} [known.fit]  how it fits
 * @param {unknown} [known.licence]
 */
export function factsList({ facts, host, privacyPage, memory, fit, licence }) {
  const good = goodAtWords(facts);
  const can = abilityWords(facts);
  return html`<dl class="facts">
    ${good ? row('good', good) : nothing} ${can ? row('can', can) : nothing}
    ${host === null ? nothing : row('cost', costWords(facts, false))}
    ${row(
      'private',
      html`${privacyWords(facts, host)}
      ${privacyPage ? outLink(privacyPage, t('privacy-page')) : nothing}`,
    )}
    ${memory ? row('memory', html`<span data-fit=${fit ?? nothing}>${memory}</span>`) : nothing}
    ${licence ? row('licence', licence) : nothing}
  </dl>`;
}

/**
 * @param {'good' | 'can' | 'cost' | 'private' | 'memory' | 'licence'} name
 * @param {unknown} words
 */
function row(name, words) {
  return html`<div>
    <dt>${t(`fact-${name}`)}</dt>
    <dd>${words}</dd>
  </div>`;
}

/**
 * Where figures are from, the day they were looked up, and what has to be known with them. Notes are shown as the
 * catalogue has them: in English.
 * @param {Source[]} sources
 */
export function sourceList(sources) {
  if (sources.length === 0) return nothing;
  return html`<p>${t('sources')}</p>
    <ul class="sources">
      ${sources.map(
        ({ address, day, notes }) => html`<li>
          ${outLink(address, address.replace(/^https:\/\/(www\.)?/, ''))}
          <span>${t('source-day', { day: dayWords(day) })}</span>
          ${
            notes.length > 0
              ? html`<p class="source-notes">
                  ${t('source-notes')} ${notes.map((note) => html`<q lang="en">${note}</q> `)}
                </p>`
              : nothing
          }
        </li>`,
      )}
    </ul>`;
}
