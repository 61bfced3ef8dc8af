// Who answers: what is found on this computer, the saved profiles, and the way to a new one.

import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { showError } from '../lib/error.js';
import { hasWords, t } from '../lib/fluent.js';
import { settings } from '../life.js';
import { confirm } from '../parts/confirm.js';
import { icon } from '../parts/icons.js';
import { showToast } from '../parts/toast.js';
import {
  editProfile,
  form,
  found,
  loadProfiles,
  lookHere,
  looking,
  newProfile,
  profiles,
  removeKey,
  removeProfile,
  testProfile,
  tests,
  use,
} from './models.js';
import { profileForm } from './profile-form.js';

/** @import { Found, Profile, Tested } from '../ipc/wire.ts' */

export function modelPart() {
  const saved = profiles.value ?? [];
  const answers = settings.value?.profile ?? null;
  const open = form.value;
  return html`<section class="part models" aria-labelledby="model-title">
    <h2 id="model-title">${t('model-title')}</h2>
    <p class="part-words">${t('model-words')}</p>
    <ul class="profiles" role="list">
      <li class="profile" data-chosen=${answers === null ? '' : nothing}>
        <div class="profile-who">
          <strong>${t('listener')}</strong>
          <span>${t('listener-words')}</span>
        </div>
        ${useButton(null, answers, t('listener'))}
      </li>
      ${repeat(
        saved.filter((profile) => profile.id !== open?.id),
        (profile) => profile.id,
        (profile) => profileTemplate(profile, answers),
      )}
    </ul>
    ${open ? html`<div class="profile open">${profileForm(open)}</div>` : ways()}
  </section>`;
}

/** The two ways to a new profile: look on this computer, or write an address. */
function ways() {
  return html`<div class="ways">
      <button class="quiet" type="button" ?disabled=${looking.value} @click=${() => lookHere().catch(showError)}>
        ${icon('home')}${looking.value ? t('model-looking') : t('model-look')}
      </button>
      <button class="quiet" type="button" @click=${() => newProfile()}>${icon('away')}${t('model-new')}</button>
    </div>
    <div class="found" role="status">${foundTemplate(found.value)}</div>`;
}

/** @param {Found[] | null} here */
function foundTemplate(here) {
  if (looking.value) return html`<p class="soft">${t('model-looking-words')}</p>`;
  if (here === null) return nothing;
  if (here.length === 0) return html`<p class="soft">${t('model-found-none')}</p>`;
  return here.map(
    (service) => html`<div class="service">
      <p><strong>${service.name}</strong> <span class="soft">${service.address}</span></p>
      ${
        service.models.length === 0
          ? html`<p class="soft">${t('model-found-empty', { name: service.name })}</p>`
          : html`<ul role="list">
              ${service.models.map(
                (model) => html`<li>
                  <button
                    class="quiet"
                    type="button"
                    @click=${() => newProfile({ name: service.name, family: service.family, address: service.address, model, models: service.models })}
                  >
                    ${model}
                  </button>
                </li>`,
              )}
            </ul>`
      }
    </div>`,
  );
}

/**
 * @param {Profile} profile
 * @param {number | null} answers
 */
function profileTemplate(profile, answers) {
  return html`<li class="profile" data-chosen=${answers === profile.id ? '' : nothing}>
    <div class="profile-who">
      <strong>${profile.name}</strong>
      <span>${profile.model}</span>
      <span>${profile.local ? t('model-here', { host: profile.host }) : t('model-away', { host: profile.host })}</span>
      ${keyTemplate(profile)} ${testTemplate(tests.value.get(profile.id))}
    </div>
    ${useButton(profile.id, answers, profile.name)}
    <div class="profile-acts">
      <button class="plain-link" type="button" ?disabled=${tests.value.get(profile.id) === 'testing'} @click=${() => testProfile(profile).catch(showError)}>
        ${t('model-test')}
      </button>
      <button class="plain-link" type="button" @click=${() => editProfile(profile)}>${t('model-edit')}</button>
      <button class="plain-link" type="button" @click=${() => removeAsked(profile)}>${t('model-remove')}</button>
    </div>
  </li>`;
}

/**
 * @param {number | null} profile
 * @param {number | null} answers
 * @param {string} name
 */
function useButton(profile, answers, name) {
  if (profile === answers) return html`<span class="answers">${icon('check')}${t('model-answers')}</span>`;
  return html`<button class="quiet" type="button" aria-label=${t('model-use-label', { name })} @click=${() => use(profile).catch(showError)}>
    ${t('model-use')}
  </button>`;
}

/** @param {Profile} profile */
function keyTemplate(profile) {
  const { id, key } = profile;
  if (key === 'none') return profile.local ? nothing : html`<span>${t('kept-none')}</span>`;
  if (key === 'keyring' || key === 'session') {
    return html`<span>
      ${t(`kept-${key}`)}
      <button class="plain-link" type="button" @click=${() => removeKey(id).catch(showError)}>${t('kept-remove')}</button>
    </span>`;
  }
  return html`<span class="key-out">
    ${t(`kept-${key}`)}
    <button class="plain-link" type="button" @click=${() => lookAgain(id)}>${t('kept-retry')}</button>
    <button class="plain-link" type="button" @click=${() => editProfile(profile)}>${t('kept-give-again')}</button>
  </span>`;
}

/**
 * Asks the keyring again, and says so when nothing changed.
 * @param {number} id
 */
function lookAgain(id) {
  loadProfiles()
    .then(() => {
      const key = profiles.value?.find((profile) => profile.id === id)?.key;
      if (key === 'locked' || key === 'missing')
        showToast({ tone: 'plain', text: t(`kept-${key}`), next: t(`kept-${key}-next`) });
    })
    .catch(showError);
}

/** @param {Tested | 'testing' | undefined} test */
export function testTemplate(test) {
  if (test === undefined) return nothing;
  if (test === 'testing') return html`<span class="tested" role="status">${t('model-testing')}</span>`;
  if (test.works)
    return html`<span class="tested works" role="status">${icon('check')}${t('model-works', { n: test.millis })}</span>`;
  const code = test.failure !== null && hasWords(`failure-${test.failure}`) ? test.failure : 'unreadable';
  return html`<span class="tested fails" role="status">
    <span>${t(`failure-${code}`)} ${t(`try-${code}`)}</span>
    ${test.detail ? html`<details><summary>${t('error-details')}</summary><pre>${test.detail}</pre></details>` : nothing}
  </span>`;
}

/** @param {Profile} profile */
function removeAsked(profile) {
  confirm({
    title: () => t('model-remove-title', { name: profile.name }),
    text: () => t('model-remove-words'),
    yes: () => t('model-remove'),
  })
    .then((yes) => (yes ? removeProfile(profile.id) : undefined))
    .catch(showError);
}
