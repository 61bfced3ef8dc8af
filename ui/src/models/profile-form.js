// The form that connects a model: a known provider's asks for a key and a model only, any other address for the rest
// too. What saving it would mean is said before it is saved.

import { html, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { errorWords, showError } from '../lib/error.js';
import { hasWords, t } from '../lib/fluent.js';
import { outLink } from '../parts/out-link.js';
import { meaningOf } from './address.js';
import { agreedToEdit, offerBack, proposeTalk } from './announcement.js';
import { providerAt } from './catalogue.js';
import { abilityWords, costWords, goodAtWords, treatmentWords } from './facts.js';
import {
  changeOfForm,
  closeForm,
  complete,
  contextOf,
  form,
  keepForThisRun,
  keepInKeyring,
  listModels,
  priceOf,
  saveForm,
  testForm,
  write,
} from './form.js';
import { profileOf, rolesOf } from './profiles.js';
import { agreedToGo } from './role-goes.js';
import { testTemplate } from './test-words.js';

/** @import { Form, Written } from './form.js' */
/** @import { ApiError } from '../ipc/core.js' */
/** @import { Family, Offered, Profile, Provider } from '../ipc/wire.ts' */

/** What an address can be asked in; a built-in model has none. @type {Exclude<Family, 'builtIn'>[]} */
const FAMILIES = ['openAi', 'anthropic', 'gemini', 'ollama'];

/** The work that saves, and what follows it. @typedef {() => Promise<Profile | null>} Saving */

/** @param {Form} now */
export function profileForm(now) {
  const { provider } = now;
  const meaning = meaningOf(now.address);
  const sound = meaning.kind === 'here' || meaning.kind === 'away';
  const busy = now.busy !== null;
  return html`<form class="profile-form" novalidate aria-label=${t('model-form')} @submit=${onSubmit} @keydown=${onKey}>
    ${provider ? providerHead(provider) : [addressFields(now), goes(now)]}
    ${field(
      'key',
      html`<input
        ${ref(provider ? whenShown : undefined)}
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
    <p id="profile-key-words" class="field-words">
      ${t('profile-key-words')} ${provider?.keyPage ? outLink(provider.keyPage, t('profile-key-page', { name: provider.name })) : nothing}
    </p>
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
    ${moreFold(now)} ${testTemplate(now.busy === 'testing' ? 'testing' : (now.tested ?? undefined))}
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
              ${now.busy === 'saving' ? t('model-saving') : t(now.fresh ? 'model-save-use' : 'model-save')}
            </button>`
      }
    </div>
  </form>`;
}

/** @param {Provider} provider */
function providerHead({ name, address, privacyPage, trains, retentionDays }) {
  const { hostname } = new URL(address);
  return html`<h3 class="form-title">${t('connect-name', { name })}</h3>
    <p class="goes" data-kind="away">${t('goes-away', { host: hostname })}</p>
    <p class="field-words">
      ${treatmentWords({ trains, retentionDays })} ${privacyPage ? outLink(privacyPage, t('privacy-page')) : nothing}
    </p>`;
}

/** @param {Form} now */
function addressFields(now) {
  return html`<div class="two address-and-family">
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
    ${field(
      'family',
      html`<select
        id="profile-family"
        class="field"
        @change=${(/** @type {Event} */ event) => write({ family: /** @type {Family} */ (/** @type {HTMLSelectElement} */ (event.target).value) })}
      >
        ${FAMILIES.map((family) => html`<option value=${family} .selected=${family === now.family}>${t(`family-${family}`)}</option>`)}
      </select>`,
    )}
  </div>`;
}

/** @param {Form} now */
function goes(now) {
  const meaning = meaningOf(now.address);
  return html`<p id="profile-goes" class="goes" data-kind=${meaning.kind} role="status">
    ${'host' in meaning ? t(`goes-${meaning.kind}`, { host: meaning.host }) : t(`goes-${meaning.kind}`)}
  </p>`;
}

/**
 * @param {'address' | 'family' | 'key' | 'model' | 'name' | 'context' | 'sees' | 'tools' | 'priceOut' | 'priceBack'} name
 * @param {unknown} input
 */
function field(name, input) {
  return html`<div class="labelled">
    <label for="profile-${name}">${t(`profile-${name}`)}</label>
    ${input}
  </div>`;
}

/**
 * What few need: a name, and what is known of the model better than the catalogue knows it.
 * @param {Form} now
 */
function moreFold(now) {
  const wrongContext = contextOf(now) === undefined;
  const wrongPrice = priceOf(now) === undefined;
  const meaning = meaningOf(now.address);
  return html`<details class="more" ?open=${wrongContext || wrongPrice}>
    <summary>${t('profile-more')}</summary>
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
          aria-invalid=${wrongContext ? 'true' : 'false'}
          .value=${now.context}
          @input=${on('context')}
        />`,
      )}
    </div>
    <p id="profile-context-words" class="field-words" data-wrong=${wrongContext ? '' : nothing}>
      ${wrongContext ? t('profile-context-wrong') : t('profile-context-words')}
    </p>
    <div class="two">${ability('sees', now.sees)} ${ability('tools', now.tools)}</div>
    <div class="two">${priceField('priceOut', now.priceOut, wrongPrice)} ${priceField('priceBack', now.priceBack, wrongPrice)}</div>
    <p id="profile-price-words" class="field-words" data-wrong=${wrongPrice ? '' : nothing}>
      ${wrongPrice ? t('profile-price-wrong') : t('profile-price-words')}
    </p>
  </details>`;
}

/**
 * @param {'sees' | 'tools'} name
 * @param {boolean | null} now
 */
function ability(name, now) {
  const said = now === null ? '' : now ? 'yes' : 'no';
  return field(
    name,
    html`<select
      id="profile-${name}"
      class="field"
      @change=${(/** @type {Event} */ event) => {
        const { value } = /** @type {HTMLSelectElement} */ (event.target);
        write({ [name]: value === '' ? null : value === 'yes' });
      }}
    >
      ${['', 'yes', 'no'].map((one) => html`<option value=${one} .selected=${one === said}>${t(`ability-${one || 'known'}`)}</option>`)}
    </select>`,
  );
}

/**
 * @param {'priceOut' | 'priceBack'} name
 * @param {string} now
 * @param {boolean} wrong
 */
function priceField(name, now, wrong) {
  return field(
    name,
    html`<input
      id="profile-${name}"
      class="field"
      type="text"
      inputmode="decimal"
      autocomplete="off"
      aria-describedby="profile-price-words"
      aria-invalid=${wrong ? 'true' : 'false'}
      .value=${now}
      @input=${on(name)}
    />`,
  );
}

/**
 * What the address offers, to choose from; or why it said nothing.
 * @param {Form} now
 */
function modelChoices(now) {
  const problem = now.listProblem ? problemTemplate(now.listProblem) : nothing;
  if (now.offered === null) return problem;
  if (now.offered.length === 0) return html`<p class="field-words">${t('model-list-empty')}</p>`;
  return html`${problem}
    <ul class="offers" role="list">
      ${now.offered.map((one) => offer(one, now))}
    </ul>`;
}

/**
 * @param {Offered} one
 * @param {Form} now
 */
function offer({ name, facts }, now) {
  const here = meaningOf(now.address).kind === 'here';
  const said = [goodAtWords(facts), abilityWords(facts), facts.price ? costWords(facts, here) : ''].filter(Boolean);
  return html`<li>
    <button class="offer" type="button" aria-pressed=${name === now.model ? 'true' : 'false'} @click=${() => write({ model: name })}>
      <span>${name}</span>
      ${said.length > 0 ? html`<small>${said.join(' · ')}</small>` : nothing}
    </button>
  </li>`;
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
      <button ${ref(focusAsked)} class="solid" type="button" ?disabled=${busy} @click=${() => void finish(keepInKeyring)}>${t(`keep-${state}-retry`)}</button>
      <button class="quiet" type="button" ?disabled=${busy} @click=${() => void finish(keepForThisRun)}>${t('keep-session')}</button>
    </div>
  </div>`;
}

/**
 * Saves, when what it changes for the talk was agreed to; a new one is then announced as the one to talk with.
 * @param {Saving} saving
 */
async function finish(saving) {
  const written = form.peek();
  try {
    if (!written) return;
    const change = changeOfForm(written);
    if (change && !(await agreedToEdit(change))) return;
    if (!(await agreedToParts(written))) return;
    const saved = await saving();
    if (saved && change) offerBack(change);
    if (saved && written.fresh) await proposeTalk(saved.id);
  } catch (error) {
    showError(error);
  }
}

/**
 * Whether the parts of the work it does may send words where saving it would send them.
 * @param {Form} written
 */
async function agreedToParts({ id, address, model }) {
  const now = profileOf(id);
  const meaning = meaningOf(address);
  if (!now || meaning.kind !== 'away' || (!now.local && now.host === meaning.host)) return true;
  const facts = providerAt(address) ?? { trains: null, retentionDays: null };
  for (const role of rolesOf(now.id)) {
    if (role === 'talk') return true;
    if (!(await agreedToGo(role, { model: model.trim(), host: meaning.host, facts }))) return false;
  }
  return true;
}

/** @param {keyof Written} part */
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
  void finish(saveForm);
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key !== 'Escape') return;
  // Leaves the form, not the room.
  event.preventDefault();
  closeForm();
}
