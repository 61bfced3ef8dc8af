// What is not to be brought up: a list, a way to add to it, and the way back.

import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { openMoment } from './fact-sheet.js';
import { allow, avoid, avoided } from './memory.js';
import { dayOfMoment } from './words.js';

/** @import { Avoided } from '../ipc/wire.ts' */

export function avoidedPart() {
  const all = avoided.value ?? [];
  return html`<section class="avoided" aria-label=${t('view-avoided')}>
    <p class="soft">${t('avoided-words')}</p>
    <form class="with-button" @submit=${onSubmit}>
      <input class="field" name="words" autocomplete="off" required aria-label=${t('avoided-label')} placeholder=${t('avoided-label')} />
      <button class="quiet" type="submit">${t('avoided-add')}</button>
    </form>
    ${
      all.length === 0
        ? html`<p class="soft" role="status">${t('avoided-none')}</p>`
        : html`<ul class="avoided-list" role="list">
            ${repeat(all, ({ id }) => id, oneTemplate)}
          </ul>`
    }
  </section>`;
}

/** @param {Avoided} one */
function oneTemplate({ id, words, since, turn }) {
  return html`<li data-avoided=${id}>
    <div>
      <strong lang="" translate="no">${words}</strong>
      <span class="fact-about">
        <span>${t('avoided-since', { day: dayOfMoment(since) })}</span>${
          turn === null
            ? nothing
            : html`<button class="plain-link" type="button" @click=${() => openMoment(turn)}>${t('to-moment')}</button>`
        }
      </span>
    </div>
    <button class="quiet" type="button" aria-label=${t('avoided-allow-label', { words })} @click=${() => void allow(id).catch(showError)}>
      ${t('avoided-allow')}
    </button>
  </li>`;
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  const words = String(new FormData(form).get('words') ?? '').trim();
  if (words === '') return;
  avoid(words).then(() => form.reset(), showError);
}
