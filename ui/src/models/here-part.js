// What can think on this computer: model files, what is found running here, and the Listener.

import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { errorWords, showError } from '../lib/error.js';
import { hasWords, t } from '../lib/fluent.js';
import { bytesWords, memoryWords } from '../lib/sizes.js';
import { settings } from '../life.js';
import { icon } from '../parts/icons.js';
import { proposeTalk } from './announcement.js';
import { failureTemplate, fileCard } from './file-card.js';
import { mirrorFold } from './mirror.js';
import { profileCard, useButton } from './profile-card.js';
import { found, foundKey, keepFound, lookHere, looking, profiles, sameAddress, testFound, tests } from './profiles.js';
import { adding, addOwnFile, addProblem, shelf, shown } from './shelf.js';
import { testTemplate } from './test-words.js';

/** @import { Found, LocalModel } from '../ipc/wire.ts' */

export function herePart() {
  const files = shown(shelf.value);
  const running = (profiles.value ?? []).filter((profile) => profile.local && profile.family !== 'builtIn');
  return html`<section class="part here" aria-labelledby="here-title">
    <h2 id="here-title">${t('here-title')}</h2>
    <p class="part-words">${t('here-words')} ${machineWords()}</p>
    <ul class="cards" role="list">
      ${repeat([...files.here, ...files.first], (model) => model.id, fileCard)}
    </ul>
    ${fileFold('files-more', files.more)} ${fileFold('files-too-large', files.tooLarge)}
    <div class="ways">
      <button class="quiet" type="button" ?disabled=${adding.value !== null} @click=${() => void addOwnFile().catch(showError)}>
        ${adding.value === null ? t('own-file') : t('own-file-trying')}
      </button>
    </div>
    <div class="own-file" role="status">${ownFileWords()}</div>
    ${mirrorFold()}
    <h3>${t('found-title')}</h3>
    <ul class="cards" role="list">
      ${repeat(running, (profile) => profile.id, profileCard)}
    </ul>
    <div class="found" role="status">${foundTemplate(found.value)}</div>
    <div class="ways">
      <button class="quiet" type="button" ?disabled=${looking.value} @click=${() => lookHere().catch(showError)}>
        ${icon('home')}${looking.value ? t('model-looking') : t('model-look')}
      </button>
    </div>
    <ul class="cards" role="list">
      ${listenerCard()}
    </ul>
  </section>`;
}

/**
 * @param {'files-more' | 'files-too-large'} words
 * @param {LocalModel[]} files
 */
function fileFold(words, files) {
  if (files.length === 0) return nothing;
  return html`<details class="more file-fold">
    <summary>${t(words, { n: files.length })}</summary>
    <ul class="cards" role="list">
      ${repeat(files, (model) => model.id, fileCard)}
    </ul>
  </details>`;
}

/** What this computer has, as far as it can be told. */
function machineWords() {
  const { memory, free } = shelf.value ?? { memory: null, free: null };
  if (memory !== null && free !== null) return t('machine', { memory: memoryWords(memory), free: bytesWords(free) });
  if (memory !== null) return t('machine-memory', { memory: memoryWords(memory) });
  return nothing;
}

function ownFileWords() {
  if (adding.value !== null) return html`<p class="soft">${t('own-file-probe', { path: adding.value })}</p>`;
  const problem = addProblem.value;
  if (!problem) return html`<p class="soft">${t('own-file-words')}</p>`;
  if (hasWords(`shelf-${problem.code}`)) return failureTemplate(problem.code, problem.message);
  const words = errorWords(problem);
  return html`<div class="trouble" role="alert"><p>${words.text} ${words.next ?? nothing}</p></div>`;
}

/** @param {Found[] | null} here */
function foundTemplate(here) {
  if (looking.value) return html`<p class="soft">${t('model-looking-words')}</p>`;
  if (here === null) return nothing;
  if (here.length === 0) return html`<p class="soft">${t('model-found-none')}</p>`;
  return here.map((place) => {
    const saved = new Set(
      profiles.value?.filter((one) => sameAddress(one.address, place.address)).map((one) => one.model) ?? [],
    );
    const fresh = place.models.filter((model) => !saved.has(model));
    return html`<div class="found-place">
      <p><strong>${place.name}</strong> <span class="soft">${place.address}</span></p>
      ${
        place.models.length === 0
          ? html`<p class="soft">${t('model-found-empty', { name: place.name })}</p>`
          : html`<ul role="list">
              ${fresh.map((model) => foundModel(place, model))}
            </ul>`
      }
    </div>`;
  });
}

/**
 * @param {Found} place
 * @param {string} model
 */
function foundModel(place, model) {
  const test = tests.value.get(foundKey(place.address, model));
  return html`<li class="found-model">
    <span class="found-name">${model}</span>
    <span class="found-ways">
      <button
        class="plain-link"
        type="button"
        ?disabled=${test === 'testing'}
        aria-label=${t('model-try-label', { name: model })}
        @click=${() => testFound(place, model).catch(showError)}
      >
        ${t('model-try-short')}
      </button>
      <button class="quiet" type="button" aria-label=${t('model-use-label', { name: model })} @click=${() => void useFound(place, model).catch(showError)}>
        ${t('model-use')}
      </button>
    </span>
    ${testTemplate(test)}
  </li>`;
}

/**
 * @param {Found} place
 * @param {string} model
 */
async function useFound(place, model) {
  await proposeTalk((await keepFound(place, model)).id);
}

function listenerCard() {
  const talks = settings.value?.profile === null;
  return html`<li class="card" data-listener data-chosen=${talks ? '' : nothing}>
    <header>
      <div class="card-name">
        <strong>${t('listener')}</strong>
        <span>${t('listener-words')}</span>
      </div>
      ${
        talks
          ? html`<span class="answers">${icon('check')}${t('model-answers')}</span>`
          : useButton(null, t('listener'))
      }
    </header>
  </li>`;
}
