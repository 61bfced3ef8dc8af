// How she remembers, where something is missing or on its way: the model that finds words by what they mean, and the
// one that draws facts from what was said. When both are there, nothing is said.

import { html, nothing } from 'lit-html';
import { numberWords } from '../lib/dates.js';
import { showError } from '../lib/error.js';
import { hasWords, t } from '../lib/fluent.js';
import { bytesWords, leftWords } from '../lib/sizes.js';
import { settings } from '../life.js';
import { download, pauseDownload, rates, removeFile, secondsLeft, shelf } from '../models/shelf.js';
import { confirm } from '../parts/confirm.js';
import { outLink } from '../parts/out-link.js';
import { go } from '../router.js';
import { meaning } from './memory.js';

/** @import { LocalModel, Meaning } from '../ipc/wire.ts' */

export function meaningPart() {
  const now = meaning.value;
  const lines = [now ? meaningLine(now) : nothing, quietLine()].filter((line) => line !== nothing);
  if (lines.length === 0) return nothing;
  return html`<section class="how" aria-label=${t('how-title')}>${lines}</section>`;
}

/** Who draws facts. */
function quietLine() {
  if (settings.value?.quietProfile !== null) return nothing;
  return html`<div class="how-line" data-of="quiet">
    <p>${t('how-rules')}</p>
    <button class="plain-link" type="button" @click=${() => go('models')}>${t('how-choose')}</button>
  </div>`;
}

/** @param {Meaning} now */
function meaningLine({ shelf: id, state }) {
  switch (state.kind) {
    case 'ready':
      return nothing;
    case 'reading':
      return html`<div class="how-line" data-of="meaning" data-state="reading">
        <p role="status">${t('how-reading')}</p>
        ${bar(state.done, state.total)}
        <p class="soft">${t('how-reading-of', { done: numberWords(state.done), total: numberWords(state.total) })}</p>
      </div>`;
    case 'broken':
      return html`<div class="how-line" data-of="meaning" data-state="broken">
        <p role="alert">${t('how-broken')}</p>
        <details class="more"><summary>${t('error-details')}</summary><pre>${state.message}</pre></details>
        ${id === null ? nothing : button('how-remove', () => removeFile(id))}
      </div>`;
    case 'absent': {
      const model = shelf.value?.models.find((one) => one.id === id) ?? null;
      return html`<div class="how-line" data-of="meaning" data-state=${model?.state.kind ?? 'absent'}>
        ${model ? absentModel(model) : html`<p>${t('how-words-only')}</p>`}
      </div>`;
    }
  }
}

/** @param {LocalModel} model */
function absentModel(model) {
  const { id, bytes, state } = model;
  switch (state.kind) {
    case 'whole':
      return html`<p role="status">${t('how-starting')}</p>`;
    case 'offered':
      return html`<p>${t('how-words-only')} ${t('how-download-words', { host: shelf.value?.host ?? '' })} ${licence(model)}</p>
        ${bytes === null ? button('how-download-unknown', () => download(id)) : button('how-download', () => download(id), { size: bytesWords(bytes) })}`;
    case 'downloading':
    case 'paused':
    case 'checking': {
      const left = secondsLeft(model);
      const rate = rates.value.get(id);
      const parts = [
        t('how-of', { done: bytesWords(state.done), total: bytesWords(state.total ?? bytes ?? 0) }),
        ...(state.kind === 'downloading' && rate !== undefined ? [t('file-rate', { size: bytesWords(rate) })] : []),
        ...(left !== null ? [leftWords(left)] : []),
      ];
      return html`<p role="status">${t(`how-${state.kind}`)}</p>
        ${bar(state.done, state.total ?? bytes ?? 0)}
        <p class="soft">${parts.join(' · ')}</p>
        ${
          state.kind === 'downloading'
            ? button('file-pause', () => pauseDownload(id))
            : state.kind === 'paused'
              ? button('file-go-on', () => download(id))
              : nothing
        }`;
    }
    case 'failed': {
      const why = hasWords(`shelf-${state.failure}`) ? state.failure : 'disk';
      return html`<p role="alert">${t('how-failed')} ${t(`shelf-${why}`)} ${t(`shelf-${why}-next`)}</p>
        ${button('how-again', () => download(id))}`;
    }
  }
}

/** What it may be used for, said before it is downloaded. @param {LocalModel} model */
function licence({ name, licence: words, licencePage }) {
  if (words === null) return nothing;
  return html`${t('how-licence', { name })} ${licencePage ? outLink(licencePage, words) : words}.`;
}

/** The model that is here, and the way to be without it. */
export function meaningFoot() {
  const model = shelf.value?.models.find((one) => one.id === meaning.value?.shelf);
  if (model?.state.kind !== 'whole' || meaning.value?.state.kind === 'broken') return nothing;
  const { id, name, bytes } = model;
  const size = bytesWords(bytes ?? 0);
  const remove = async () => {
    const yes = await confirm({
      title: () => t('how-remove-title', { name }),
      text: () => t('how-remove-words', { size }),
      yes: () => t('how-remove'),
    });
    if (yes) await removeFile(id);
  };
  return html`<footer class="how-foot soft">
    <p>${t('how-ready', { name, size })}</p>
    <button class="plain-link" type="button" @click=${() => void remove().catch(showError)}>${t('how-remove')}</button>
  </footer>`;
}

/**
 * @param {string} words
 * @param {() => Promise<unknown>} run
 * @param {Record<string, string>} [values]
 */
function button(words, run, values) {
  return html`<button class="quiet" type="button" @click=${() => void run().catch(showError)}>${t(words, values)}</button>`;
}

/** @param {number} done @param {number} total */
function bar(done, total) {
  return html`<progress max=${Math.max(1, total)} .value=${done} aria-label=${t('how-progress')}></progress>`;
}
