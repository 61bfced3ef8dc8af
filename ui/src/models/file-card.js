// A model file: offered, on its way, here, or failed; what is known of it, and what can be done with it.

import { html, nothing } from 'lit-html';
import { ApiError } from '../ipc/core.js';
import { showError } from '../lib/error.js';
import { hasWords, t } from '../lib/fluent.js';
import { bytesWords, leftWords } from '../lib/sizes.js';
import { confirm } from '../parts/confirm.js';
import { outLink } from '../parts/out-link.js';
import { pathWords } from '../parts/path.js';
import { showToast } from '../parts/toast.js';
import { proposeTalk } from './announcement.js';
import { fitOf, memoryFitWords } from './facts.js';
import { factsList, sourceList } from './facts-list.js';
import { useButton } from './profile-card.js';
import { profileKey, rolesOf, testProfile, tests } from './profiles.js';
import {
  busyFiles,
  download,
  keptProfileOf,
  pauseDownload,
  profileOfFile,
  rates,
  removeFile,
  secondsLeft,
  shelf,
} from './shelf.js';
import { testTemplate } from './test-words.js';

/** @import { LocalModel } from '../ipc/wire.ts' */

/** @param {LocalModel} model */
export function fileCard(model) {
  const { id, name, facts, memory, state } = model;
  const here = shelf.value?.memory ?? null;
  const profile = keptProfileOf(id);
  const test = profile ? tests.value.get(profileKey(profile.id)) : undefined;
  const talks = profile !== null && rolesOf(profile.id).includes('talk');
  return html`<li class="card" data-file=${id} data-state=${state.kind} data-chosen=${talks ? '' : nothing}>
    <header>
      <div class="card-name">
        <strong>${name}</strong>
        <span>${subtitle(model)}</span>
      </div>
      ${mainButton(model, profile?.id ?? null)}
    </header>
    ${progress(model)}
    ${factsList({ facts, host: null, memory: memoryFitWords(memory, here), fit: fitOf(memory, here), licence: licenceLink(model) })}
    ${state.kind === 'whole' ? testTemplate(test) : nothing}
    <footer>
      ${
        state.kind === 'whole'
          ? html`<button class="plain-link" type="button" ?disabled=${test === 'testing'} @click=${() => tryFile(id)}>${t('model-try')}</button>`
          : nothing
      }
      ${
        state.kind === 'offered'
          ? nothing
          : html`<button class="plain-link" type="button" @click=${() => removeAsked(model)}>${removeWords(model)}</button>`
      }
      ${detailsFold(model)}
    </footer>
  </li>`;
}

/**
 * What the shelf refuses has words of its own; everything else is an error like any other.
 * @param {unknown} cause
 */
function showShelfError(cause) {
  const { code, message } = ApiError.from(cause);
  if (!hasWords(`shelf-${code}`)) showError(cause);
  else showToast({ tone: 'error', text: t(`shelf-${code}`), next: t(`shelf-${code}-next`), details: message });
}

/** @param {LocalModel} model */
function subtitle({ own, bytes, state }) {
  const size = bytes === null ? '' : bytesWords(bytes);
  if (own) return t('file-own', { size });
  if (state.kind === 'whole') return t('file-here', { size });
  if (bytes === null) return t('file-offered-unknown');
  const free = shelf.value?.free ?? null;
  if (state.kind === 'offered' && free !== null && bytes > free)
    return html`<span class="no-room">${t('file-no-room', { size, free: bytesWords(free) })}</span>`;
  return t('file-offered', { size });
}

/**
 * The one thing to do next.
 * @param {LocalModel} model
 * @param {number | null} profile
 */
function mainButton(model, profile) {
  const { id, name, state } = model;
  const busy = busyFiles.value.has(id);
  /** @param {string} words @param {string} label @param {() => Promise<unknown>} run */
  const button = (words, label, run) =>
    html`<button class="quiet" type="button" ?disabled=${busy} aria-label=${label} @click=${() => void run().catch(showShelfError)}>${words}</button>`;
  switch (state.kind) {
    case 'whole':
      return profile !== null
        ? useButton(profile, name)
        : button(t('model-use'), t('model-use-label', { name }), () => useFile(id));
    case 'offered':
      return button(t('file-download'), t('file-download-label', { name }), () => download(id));
    case 'downloading':
      return button(t('file-pause'), t('file-pause-label', { name }), () => pauseDownload(id));
    case 'paused':
      return button(t('file-go-on'), t('file-go-on-label', { name }), () => download(id));
    case 'failed':
      return button(
        state.done > 0 ? t('file-go-on') : t('file-again'),
        state.done > 0 ? t('file-go-on-label', { name }) : t('file-again-label', { name }),
        () => download(id),
      );
    case 'checking':
      return nothing;
  }
}

/**
 * How far it has come, in a line and in words.
 * @param {LocalModel} model
 */
function progress(model) {
  const { state, name } = model;
  if (state.kind === 'offered' || state.kind === 'whole') return nothing;
  const { done, total } = state;
  const percent = total ? Math.min(100, Math.floor((done / total) * 100)) : null;
  const bar =
    percent === null
      ? html`<progress aria-label=${t('file-progress', { name })}></progress>`
      : html`<progress max="100" .value=${percent} aria-label=${t('file-progress', { name })}></progress>`;
  return html`<div class="coming" data-state=${state.kind}>
    ${state.kind === 'failed' && done === 0 ? nothing : bar}
    <p class="coming-words">${comingWords(model, percent)}</p>
    ${state.kind === 'failed' ? failureTemplate(state.failure, state.detail) : nothing}
  </div>`;
}

/**
 * @param {LocalModel} model
 * @param {number | null} percent
 */
function comingWords(model, percent) {
  const { id, state } = model;
  if (state.kind === 'offered' || state.kind === 'whole') return nothing;
  if (state.kind === 'checking') return t('file-checking', { percent: percent ?? 0 });
  if (state.kind === 'failed' && state.done === 0) return nothing;
  const parts = [
    state.total === null
      ? bytesWords(state.done)
      : t('file-of', { done: bytesWords(state.done), total: bytesWords(state.total), percent: percent ?? 0 }),
  ];
  if (state.kind === 'paused') parts.push(t('file-paused'));
  if (state.kind === 'downloading') {
    const rate = rates.value.get(id);
    const left = secondsLeft(model);
    if (rate !== undefined) parts.push(t('file-rate', { size: bytesWords(rate) }));
    if (left !== null) parts.push(leftWords(left));
  }
  return parts.join(' · ');
}

/**
 * Why a file could not be had, and what to do next.
 * @param {string} failure
 * @param {string} detail
 */
export function failureTemplate(failure, detail) {
  const code = hasWords(`shelf-${failure}`) ? failure : 'disk';
  return html`<div class="trouble" role="alert">
    <p>${t(`shelf-${code}`)} ${t(`shelf-${code}-next`)}</p>
    ${detail ? html`<details><summary>${t('error-details')}</summary><pre>${detail}</pre></details>` : nothing}
  </div>`;
}

/** What it may be used for, before it is downloaded. @param {LocalModel} model */
function licenceLink({ licence, licencePage }) {
  if (licence === null) return null;
  return licencePage ? outLink(licencePage, licence) : licence;
}

/** @param {LocalModel} model */
function detailsFold(model) {
  const { sha256, pinned, quantisation, path, facts, sources } = model;
  return html`<details class="more">
    <summary>${t('file-more')}</summary>
    <dl class="facts">
      ${facts.size === null ? nothing : fact('size', t('file-parameters', { n: facts.size }))}
      ${quantisation ? fact('quantisation', quantisation) : nothing}
      ${fact('sum', html`${sha256 ? html`<code class="sum">${sha256}</code>` : nothing} ${t(`pinned-${pinned}`)}`)}
      ${path ? fact('path', pathWords(path)) : nothing}
    </dl>
    ${sourceList(sources)}
  </details>`;
}

/**
 * @param {'size' | 'quantisation' | 'sum' | 'path'} name
 * @param {unknown} words
 */
function fact(name, words) {
  return html`<div>
    <dt>${t(`file-${name}`)}</dt>
    <dd>${words}</dd>
  </div>`;
}

/** @param {string} id */
async function useFile(id) {
  await proposeTalk((await profileOfFile(id)).id);
}

/** @param {string} id */
function tryFile(id) {
  profileOfFile(id).then(testProfile).catch(showError);
}

/** @param {LocalModel} model */
function removeWords({ own, state }) {
  if (own) return t('file-take-off');
  return state.kind === 'whole' ? t('file-remove') : t('file-cancel');
}

/** @param {LocalModel} model */
function removeAsked(model) {
  const { id, name, own, bytes, state } = model;
  const profile = keptProfileOf(id);
  if (profile && rolesOf(profile.id).includes('talk')) {
    showToast({ tone: 'plain', text: t('file-talks', { name }), next: t('file-talks-next') });
    return;
  }
  const size = bytesWords(state.kind === 'whole' ? (bytes ?? 0) : 'done' in state ? state.done : 0);
  confirm({
    title: () =>
      t(own ? 'file-take-off-title' : state.kind === 'whole' ? 'file-remove-title' : 'file-cancel-title', { name }),
    text: () => t(own ? 'file-take-off-words' : 'file-remove-words', { size }),
    yes: () => removeWords(model),
  })
    .then((yes) => (yes ? removeFile(id) : undefined))
    .catch(showShelfError);
}
