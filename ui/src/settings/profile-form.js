// The form of a profile: address, key, model, a test, and what saving it would mean, said before it is saved.

import { html, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { errorWords, showError } from '../lib/error.js';
import { hasWords, t } from '../lib/fluent.js';
import { meaningOf } from './address.js';
import { testTemplate } from './model-part.js';
import {
  closeForm,
  complete,
  contextOf,
  keepForThisRun,
  keepInKeyring,
  listModels,
  saveForm,
  testForm,
  write,
} from './models.js';

/** @import { Form } from './models.js' */
/** @import { ApiError } from '../ipc/core.js' */

/** @param {Form} now */
export function profileForm(now) {
  const meaning = meaningOf(now.address);
  const sound = meaning.kind === 'here' || meaning.kind === 'away';
  const busy = now.busy !== null;
  return html`<form class="profile-form" novalidate aria-label=${t('model-form')} @submit=${onSubmit} @keydown=${onKey}>
    ${field(
      'address',
      html`<input
        ${ref(whenShown)}
        id="profile-address"
        class="field"
        type="text"
        inputmode="url"
        autocomplete="off"
        spellcheck="false"
        required
        placeholder="https://…/v1"
        aria-describedby="profile-goes"
        .value=${now.address}
        @input=${on('address')}
      />`,
    )}
    <p id="profile-goes" class="goes" data-kind=${meaning.kind} role="status">
      ${'host' in meaning ? t(`goes-${meaning.kind}`, { host: meaning.host }) : t(`goes-${meaning.kind}`)}
    </p>
    ${field(
      'key',
      html`<input
        id="profile-key"
        class="field"
        type="password"
        autocomplete="off"
        spellcheck="false"
        aria-describedby="profile-key-words"
        placeholder=${'host' in meaning && meaning.host === now.keyFor ? t('profile-key-kept') : ''}
        .value=${now.key}
        @input=${on('key')}
      />`,
    )}
    <p id="profile-key-words" class="field-words">${t('profile-key-words')}</p>
    <div class="with-button">
      ${field(
        'model',
        html`<input
          id="profile-model"
          class="field"
          type="text"
          autocomplete="off"
          spellcheck="false"
          required
          .value=${now.model}
          @input=${on('model')}
        />`,
      )}
      <button class="quiet" type="button" ?disabled=${busy || !sound} @click=${() => listModels().catch(showError)}>
        ${now.busy === 'listing' ? t('model-listing') : t('model-list')}
      </button>
    </div>
    <div role="status">${modelChoices(now)}</div>
    <div class="two">
      ${field('name', html`<input id="profile-name" class="field" type="text" autocomplete="off" placeholder=${'host' in meaning ? meaning.host : ''} .value=${now.name} @input=${on('name')} />`)}
      ${field(
        'context',
        html`<input
          id="profile-context"
          class="field"
          type="text"
          inputmode="numeric"
          autocomplete="off"
          aria-describedby="profile-context-words"
          aria-invalid=${contextOf(now) === undefined ? 'true' : 'false'}
          .value=${now.context}
          @input=${on('context')}
        />`,
      )}
    </div>
    <p id="profile-context-words" class="field-words" data-wrong=${contextOf(now) === undefined ? '' : nothing}>
      ${contextOf(now) === undefined ? t('profile-context-wrong') : t('profile-context-words')}
    </p>
    ${now.busy === 'testing' ? testTemplate('testing') : now.tested ? testTemplate(now.tested) : nothing}
    ${now.problem ? problemTemplate(now.problem) : nothing} ${now.keyProblem ? keyQuestion(now) : nothing}
    <div class="form-ways">
      <button class="quiet" type="button" ?disabled=${busy || !complete(now)} @click=${() => testForm().catch(showError)}>
        ${t('model-test')}
      </button>
      <span class="gap"></span>
      <button class="quiet" type="button" @click=${closeForm}>${t('cancel')}</button>
      ${
        now.keyProblem
          ? nothing
          : html`<button class="solid" type="submit" ?disabled=${busy || !complete(now)}>
              ${now.busy === 'saving' ? t('model-saving') : t('model-save')}
            </button>`
      }
    </div>
  </form>`;
}

/**
 * @param {'address' | 'key' | 'model' | 'name' | 'context'} name
 * @param {unknown} input
 */
function field(name, input) {
  return html`<div class="labelled">
    <label for="profile-${name}">${t(`profile-${name}`)}</label>
    ${input}
  </div>`;
}

/**
 * What the address offers, to choose from; or why it said nothing.
 * @param {Form} now
 */
function modelChoices(now) {
  if (now.listProblem) return problemTemplate(now.listProblem);
  if (now.models === null) return nothing;
  if (now.models.length === 0) return html`<p class="field-words">${t('model-list-empty')}</p>`;
  return html`<ul class="offers" role="list">
    ${now.models.map(
      (model) => html`<li>
        <button class="offer" type="button" aria-pressed=${model === now.model ? 'true' : 'false'} @click=${() => write({ model })}>
          ${model}
        </button>
      </li>`,
    )}
  </ul>`;
}

/** @param {ApiError} problem */
function problemTemplate(problem) {
  // What a list can fail with is what an answer can fail with; everything else is an error of the app's own.
  const words = errorWords(problem);
  if (hasWords(`try-${problem.code}`)) {
    words.text = t(`failure-${problem.code}`);
    words.next = t(`try-${problem.code}`);
  }
  return html`<div class="trouble" role="alert">
    <p>${words.text} ${words.next ?? ''}</p>
    <details><summary>${t('error-details')}</summary><pre>${words.details}</pre></details>
  </div>`;
}

/**
 * The keyring took no key: the person says what to do with it.
 * @param {Form} now
 */
function keyQuestion(now) {
  const state = now.keyProblem === 'keyring_missing' ? 'missing' : 'locked';
  const busy = now.busy !== null;
  return html`<div class="ask" role="alert">
    <p><strong>${t(`keep-${state}`)}</strong> ${t(`keep-${state}-words`)}</p>
    <div class="ask-ways">
      <button ${ref(focusAsked)} class="solid" type="button" ?disabled=${busy} @click=${() => keepInKeyring().catch(showError)}>${t(`keep-${state}-retry`)}</button>
      <button class="quiet" type="button" ?disabled=${busy} @click=${() => keepForThisRun().catch(showError)}>${t('keep-session')}</button>
    </div>
  </div>`;
}

/** @param {'address' | 'key' | 'model' | 'name' | 'context'} part */
function on(part) {
  return (/** @type {Event} */ event) => write({ [part]: /** @type {HTMLInputElement} */ (event.target).value });
}

/** @param {Element | undefined} first */
function whenShown(first) {
  if (first instanceof HTMLInputElement) {
    queueMicrotask(() => {
      if (first.isConnected && !first.closest('form')?.contains(document.activeElement)) first.focus();
    });
  }
}

/** @param {Element | undefined} way */
function focusAsked(way) {
  // The question comes where the person just pressed save: the keyboard goes on from here.
  if (way instanceof HTMLElement) queueMicrotask(() => way.focus());
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  event.preventDefault();
  saveForm().catch(showError);
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key !== 'Escape') return;
  // Leaves the form, not the room.
  event.preventDefault();
  closeForm();
}
