// Another address to download model files from: for a network where the usual one can't be reached.

import { html, nothing } from 'lit-html';
import { call } from '../ipc/core.js';
import { errorWords } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { signal } from '../lib/signals.js';
import { settings, takeSettings } from '../life.js';
import { meaningOf } from './address.js';
import { shelf } from './shelf.js';

/** What is written; `null`: nothing was changed. */
export const mirrorDraft = signal(/** @type {string | null} */ (null));
export const mirrorProblem = signal(/** @type {string | null} */ (null));

/**
 * Keeps another address; `null` goes back to the usual one.
 * @param {string | null} address
 */
export async function saveMirror(address) {
  mirrorProblem.value = null;
  try {
    takeSettings(await call('change_settings', { mirror: address }));
    mirrorDraft.value = null;
  } catch (cause) {
    const words = errorWords(cause);
    mirrorProblem.value = `${words.text} ${words.next ?? ''}`;
  }
}

export function mirrorFold() {
  const kept = settings.value?.mirror ?? null;
  const host = shelf.value?.host ?? '';
  const written = mirrorDraft.value ?? kept ?? '';
  const meaning = meaningOf(written);
  const sound = meaning.kind === 'here' || meaning.kind === 'away';
  return html`<details class="more mirror">
    <summary>${t('mirror-fold')}</summary>
    <p class="soft">${kept === null ? t('mirror-usual', { host }) : t('mirror-other', { address: kept })}</p>
    <form class="with-button" novalidate @submit=${onSubmit}>
      <div class="labelled">
        <label for="mirror-address">${t('mirror-address')}</label>
        <input
          id="mirror-address"
          class="field"
          type="text"
          inputmode="url"
          autocomplete="off"
          spellcheck="false"
          placeholder=${host ? `https://${host}` : 'https://…'}
          aria-describedby="mirror-words"
          .value=${written}
          @input=${onInput}
        />
      </div>
      <button class="quiet" type="submit" ?disabled=${!sound || written === kept}>${t('mirror-save')}</button>
    </form>
    <p id="mirror-words" class="field-words" role="status" data-wrong=${mirrorProblem.value || wrong(meaning.kind) ? '' : nothing}>
      ${mirrorProblem.value ?? (wrong(meaning.kind) ? t(`mirror-${meaning.kind}`) : t('mirror-words'))}
    </p>
    ${
      kept === null
        ? nothing
        : html`<button class="plain-link" type="button" @click=${() => void saveMirror(null)}>${t('mirror-back', { host })}</button>`
    }
  </details>`;
}

/** @param {string} kind */
const wrong = (kind) => kind === 'unreadable' || kind === 'unprotected';

/** @param {Event} event */
function onInput(event) {
  mirrorDraft.value = /** @type {HTMLInputElement} */ (event.target).value;
  mirrorProblem.value = null;
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  event.preventDefault();
  const address = (mirrorDraft.value ?? '').trim();
  if (address) void saveMirror(address);
}
