// Who does what: talking, quiet work, seeing pictures, standing in. Each may be another model, and each says where
// words go for it.

import { html, nothing } from 'lit-html';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { proposeTalk } from './announcement.js';
import { choose, chosenFor, modelName, profileOf, profiles } from './profiles.js';
import { agreedToGo } from './role-goes.js';
import { shelf } from './shelf.js';

/** @import { Profile, Role } from '../ipc/wire.ts' */

/** @type {Role[]} */
const ROLES = ['talk', 'quiet', 'seeing', 'fallback'];

export function rolesPart() {
  const saved = profiles.value ?? [];
  if (saved.length === 0) return nothing;
  return html`<section class="part roles" aria-labelledby="roles-title">
    <h2 id="roles-title">${t('roles-title')}</h2>
    <p class="part-words">${t('roles-words')}</p>
    ${ROLES.map((role) => roleTemplate(role, saved))}
  </section>`;
}

/**
 * @param {Role} role
 * @param {Profile[]} saved
 */
function roleTemplate(role, saved) {
  const chosen = chosenFor(role);
  // Somebody known to be blind is not offered for seeing, nor a file that is gone; whoever is chosen stays in the list.
  const able = saved.filter(
    (one) => one.id === chosen || (isHere(one) && (role !== 'seeing' || one.facts.sees !== false)),
  );
  return html`<div class="role" data-role=${role}>
    <label for="role-${role}">${t(`role-of-${role}`)}</label>
    <select id="role-${role}" class="field" aria-describedby="role-${role}-words" @change=${(/** @type {Event} */ event) => onChange(role, event)}>
      <option value="" .selected=${chosen === null}>${t(role === 'talk' || role === 'fallback' ? 'listener' : 'nobody')}</option>
      ${able.map(
        (one) => html`<option value=${one.id} .selected=${one.id === chosen}>
          ${t(one.local ? 'role-option-here' : 'role-option-away', { model: modelName(one), host: one.host })}
        </option>`,
      )}
    </select>
    <p id="role-${role}-words" class="field-words">
      ${t(`role-of-${role}-words`)} ${chosen === null ? t(`role-of-${role}-nobody`) : where(role, profileOf(chosen))}
    </p>
  </div>`;
}

/** Whether what it runs from is there. @param {Profile} profile */
function isHere({ family, model }) {
  return (
    family !== 'builtIn' ||
    shelf.value === null ||
    shelf.value.models.some((file) => file.id === model && file.state.kind === 'whole')
  );
}

/**
 * @param {Role} role
 * @param {Profile | null} profile
 */
function where(role, profile) {
  if (!profile) return nothing;
  return profile.local
    ? html`<span class="role-here">${t('role-here')}</span>`
    : html`<span class="role-leaves">${t(`role-leaves-${role}`, { host: profile.host })}</span>`;
}

/**
 * @param {Role} role
 * @param {Event} event
 */
function onChange(role, event) {
  const select = /** @type {HTMLSelectElement} */ (event.target);
  const profile = select.value === '' ? null : Number(select.value);
  // What is shown follows what holds: until the change is made, and when it isn't, that is the one before.
  const put = () => {
    select.value = String(chosenFor(role) ?? '');
  };
  /** @type {Promise<unknown>} */
  const work = role === 'talk' ? proposeTalk(profile) : propose(role, profile);
  work.then(put, (error) => {
    put();
    showError(error);
  });
}

/**
 * Lets somebody do a part of the work, once it is agreed where words go for it.
 * @param {Exclude<Role, 'talk'>} role
 * @param {number | null} id
 */
async function propose(role, id) {
  const profile = profileOf(id);
  if (profile) {
    const host = profile.local ? null : profile.host;
    if (!(await agreedToGo(role, { model: modelName(profile), host, facts: profile.facts }))) return;
  }
  await choose(role, id);
}
