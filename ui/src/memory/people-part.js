// The people in the person's life: who they are, and what can be done about them.

import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { signal } from '../lib/signals.js';
import { confirm } from '../parts/confirm.js';
import { undoable } from './fact-sheet.js';
import { changePerson, forgetPerson, mergePeople, people, restorePerson, showPerson } from './memory.js';
import { dayOfMoment, factsWords } from './words.js';

/** @import { Person } from '../ipc/wire.ts' */

/** What is being done to whom. */
const doing = signal(/** @type {{ person: number, what: 'renaming' | 'merging' } | null} */ (null));
/** Whether that was sent, and not yet done. */
let busy = false;

export function peoplePart() {
  const all = people.value ?? [];
  return html`<section class="people" aria-label=${t('view-people')}>
    <p class="soft">${all.length === 0 ? t('people-none') : t('people-words')}</p>
    <ul class="people-list" role="list">
      ${repeat(all, ({ id }) => id, personTemplate)}
    </ul>
  </section>`;
}

/** How someone is called: by name, else by what they are. @param {Person} person */
const nameOf = ({ name, relation }) => name || relation;

/** @param {Person} person */
function personTemplate(person) {
  const { id, name, relation, facts, lastAt } = person;
  const now = doing.value?.person === id ? doing.value.what : null;
  /** @param {'renaming' | 'merging'} what */
  const begin = (what) => () => {
    doing.value = { person: id, what };
    queueMicrotask(() => {
      const field = document.querySelector('.person-form .field');
      if (field instanceof HTMLElement) field.focus();
    });
  };
  const called = nameOf(person);
  return html`<li class="person" data-person=${id}>
    <button class="person-open" type="button" aria-label=${t('person-open', { name: called })} @click=${() => void showPerson(id).catch(showError)}>
      <strong lang="" translate="no">${called}</strong>
      <span class="fact-about">
        ${name && relation ? html`<span lang="" translate="no">${relation}</span>` : nothing}<span>${factsWords(facts)}</span>${
          lastAt > 0 ? html`<span>${t('person-last', { day: dayOfMoment(lastAt) })}</span>` : nothing
        }
      </span>
    </button>
    ${
      now === 'renaming'
        ? renameForm(person)
        : now === 'merging'
          ? mergeForm(person)
          : html`<div class="person-ways">
              <button class="plain-link" type="button" aria-label=${t('person-rename-label', { name: called })} @click=${begin('renaming')}>${t('person-rename')}</button>
              ${
                (people.value?.length ?? 0) > 1
                  ? html`<button class="plain-link" type="button" aria-label=${t('person-merge-label', { name: called })} @click=${begin('merging')}>${t('person-merge')}</button>`
                  : nothing
              }
              <button class="plain-link" type="button" aria-label=${t('person-forget-label', { name: called })} @click=${() => void forgetAsked(person).catch(showError)}>${t('person-forget')}</button>
            </div>`
    }
  </li>`;
}

/** @param {Person} person */
function renameForm({ id, name, relation }) {
  /** @param {SubmitEvent} event */
  const onSubmit = (event) => {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    const called = String(form.get('name') ?? '').trim();
    const what = String(form.get('relation') ?? '').trim();
    if (called !== '' || what !== '') finish(changePerson(id, called, what));
  };
  return html`<form class="person-form" @submit=${onSubmit} @keydown=${onKey}>
    <div class="two">
      <div class="labelled">
        <label for="person-name">${t('person-name')}</label>
        <input class="field" id="person-name" name="name" autocomplete="off" .value=${name} />
      </div>
      <div class="labelled">
        <label for="person-relation">${t('person-relation')}</label>
        <input class="field" id="person-relation" name="relation" autocomplete="off" .value=${relation} />
      </div>
    </div>
    ${ways(t('save'))}
  </form>`;
}

/** @param {Person} person */
function mergeForm(person) {
  const others = (people.value ?? []).filter(({ id }) => id !== person.id);
  /** @param {SubmitEvent} event */
  const onSubmit = (event) => {
    event.preventDefault();
    if (busy) return;
    const other = Number(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get('other'));
    finish(mergePeople(person.id, [other]));
  };
  return html`<form class="person-form" @submit=${onSubmit} @keydown=${onKey}>
    <div class="labelled">
      <label for="person-other">${t('person-same-as', { name: nameOf(person) })}</label>
      <select class="field" id="person-other" name="other">
        ${others.map((other) => html`<option value=${other.id}>${other.name && other.relation ? `${other.name} (${other.relation})` : nameOf(other)}</option>`)}
      </select>
    </div>
    <p class="field-words">${t('person-merge-words', { name: nameOf(person) })}</p>
    ${ways(t('person-merge-yes'))}
  </form>`;
}

/** @param {string} yes */
function ways(yes) {
  return html`<div class="form-ways">
    <button class="quiet" type="button" @click=${end}>${t('cancel')}</button>
    <button class="solid" type="submit">${yes}</button>
  </div>`;
}

/** The form is gone, and the focus is on whom it was about. */
function end() {
  const person = doing.value?.person;
  doing.value = null;
  const open = document.querySelector(`.person[data-person="${person}"] .person-open`);
  if (open instanceof HTMLElement) open.focus();
}

/** The form stays with what is written in it until it was taken. @param {Promise<void>} work */
function finish(work) {
  busy = true;
  work.then(end, showError).finally(() => {
    busy = false;
  });
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key !== 'Escape') return;
  event.preventDefault();
  end();
}

/** @param {Person} person */
async function forgetAsked(person) {
  const { id, facts } = person;
  const name = nameOf(person);
  const yes = await confirm({
    title: () => t('person-forget-title', { name }),
    text: () => t('person-forget-words', { n: facts }),
    more: () => t('person-forget-stays'),
    yes: () => t('person-forget'),
  });
  if (!yes) return;
  const until = await forgetPerson(id);
  undoable(t('person-forgotten', { name }), t('fact-forgotten-words'), until, () => restorePerson(id));
}
