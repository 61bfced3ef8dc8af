// A saved model: what is known of it, and what can be done with it.

import { html, nothing } from 'lit-html';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { confirm } from '../parts/confirm.js';
import { icon } from '../parts/icons.js';
import { showToast } from '../parts/toast.js';
import { proposeRemoval, proposeTalk } from './announcement.js';
import { entryOf, providerAt } from './catalogue.js';
import { factsList, sourceList } from './facts-list.js';
import { editProfile, form } from './form.js';
import { profileForm } from './profile-form.js';
import {
  loadProfiles,
  profileKey,
  profiles,
  removeKey,
  removeProfile,
  rolesOf,
  testProfile,
  tests,
} from './profiles.js';
import { testTemplate } from './test-words.js';

/** @import { Profile } from '../ipc/wire.ts' */

/** @param {Profile} profile */
export function profileCard(profile) {
  const open = form.value;
  if (open?.id === profile.id && open.fresh) return nothing;
  if (open?.id === profile.id) return html`<li class="card open">${profileForm(open)}</li>`;
  const { id, name, model, host, local, facts } = profile;
  const test = tests.value.get(profileKey(id));
  return html`<li class="card" data-profile=${id} data-chosen=${rolesOf(id).includes('talk') ? '' : nothing}>
    <header>
      <div class="card-name">
        <strong>${model}</strong>
        <span>${local ? t('card-here', { name, host }) : name === host ? host : t('card-away', { name, host })}</span>
      </div>
      ${useButton(id, model)}
    </header>
    ${factsList({ facts, host: local ? null : host, privacyPage: providerAt(profile.address)?.privacyPage ?? null })}
    ${keyTemplate(profile)} ${testTemplate(test)}
    <footer>
      <button class="plain-link" type="button" ?disabled=${test === 'testing'} @click=${() => testProfile(profile).catch(showError)}>
        ${t('model-try')}
      </button>
      <button class="plain-link" type="button" @click=${() => editProfile(profile)}>${t('model-edit')}</button>
      <button class="plain-link" type="button" @click=${() => removeAsked(profile)}>${t('model-remove')}</button>
      ${sourceFold(profile)}
    </footer>
  </li>`;
}

/** @param {Profile} profile */
function sourceFold(profile) {
  const sources = entryOf(profile)?.sources ?? [];
  if (sources.length === 0) return nothing;
  return html`<details class="more"><summary>${t('sources-fold')}</summary>${sourceList(sources)}</details>`;
}

/**
 * Use it for talking; or what it does already.
 * @param {number | null} profile  `null`: the Listener
 * @param {string} name
 */
export function useButton(profile, name) {
  if (profile !== null && rolesOf(profile).includes('talk'))
    return html`<span class="answers">${icon('check')}${t('model-answers')}</span>`;
  return html`<button class="quiet" type="button" aria-label=${t('model-use-label', { name })} @click=${() => void proposeTalk(profile).catch(showError)}>
    ${t('model-use')}
  </button>`;
}

/** @param {Profile} profile */
function keyTemplate(profile) {
  const { id, key } = profile;
  if (key === 'none') return profile.local ? nothing : html`<p class="key">${t('kept-none')}</p>`;
  if (key === 'keyring' || key === 'session') {
    return html`<p class="key">
      ${t(`kept-${key}`)}
      <button class="plain-link" type="button" @click=${() => removeKey(id).catch(showError)}>${t('kept-remove')}</button>
    </p>`;
  }
  return html`<p class="key key-out">
    ${t(`kept-${key}`)}
    <button class="plain-link" type="button" @click=${() => lookAgain(id)}>${t('kept-retry')}</button>
    <button class="plain-link" type="button" @click=${() => editProfile(profile)}>${t('kept-give-again')}</button>
  </p>`;
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

/** @param {Profile} profile */
function removeAsked(profile) {
  const { id, name } = profile;
  // Without the one who talks the Listener answers: a change like any other, announced as one.
  const removed = rolesOf(id).includes('talk')
    ? proposeRemoval(profile)
    : confirm({
        title: () => t('model-remove-title', { name }),
        text: () => t('model-remove-words'),
        yes: () => t('model-remove'),
      }).then((yes) => (yes ? removeProfile(id) : undefined));
  removed.catch(showError);
}
