// Correcting a fact, making several one, and adding one by hand.

import { html } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { call } from '../ipc/core.js';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { signal } from '../lib/signals.js';
import { settings } from '../life.js';
import { focusInSheet, openSheet } from '../parts/dialog.js';
import { searchField } from '../parts/search-field.js';
import { addFact, NO_FILTER, PAGE, people } from './memory.js';
import { aboutWords, KINDS, sameAbout } from './words.js';

/** @import { About, Fact, FactChange, FactKind } from '../ipc/wire.ts' */

/**
 * @param {Fact} fact
 * @param {{ back: () => void, save: (part: Omit<FactChange, 'fact'>) => unknown }} ways
 */
export function editForm(fact, { back, save }) {
  /** @param {SubmitEvent} event */
  const onSubmit = (event) => {
    event.preventDefault();
    const { text, kind, about, from, until } = written(event);
    save({
      ...(text !== fact.text ? { text } : {}),
      ...(kind !== fact.kind ? { kind } : {}),
      ...(sameAbout(about, fact.about) ? {} : { about }),
      ...(from !== fact.fromDay ? { fromDay: from } : {}),
      ...(until !== fact.untilDay ? { untilDay: until } : {}),
    });
  };
  return html`<form class="fact-form" @submit=${onSubmit}>
    ${textField(fact.text)}
    <p class="field-words">${t('edit-words')}</p>
    <div class="two">${kindField(fact.kind)} ${aboutField(fact.about, aboutWords(fact))}</div>
    <div class="two">${dayField('from', t('held-from'), fact.fromDay)} ${dayField('until', t('held-until'), fact.untilDay)}</div>
    ${formWays(back, t('save'))}
  </form>`;
}

/** Adds a fact by hand. */
export function openAdd() {
  let busy = false;
  openSheet({
    title: () => t('add-title'),
    body: (close) => {
      /** @param {SubmitEvent} event */
      const onSubmit = (event) => {
        event.preventDefault();
        const { text, kind, about } = written(event);
        if (busy) return;
        busy = true;
        addFact(about, kind, text)
          .then(close, showError)
          .finally(() => {
            busy = false;
          });
      };
      return html`<form class="fact-form" @submit=${onSubmit}>
        ${textField('')}
        <p class="field-words">${t('add-words')}</p>
        <div class="two">${kindField('other')} ${aboutField('user', t('about-user'))}</div>
        ${formWays(close, t('add-yes'))}
      </form>`;
    },
  }).catch(showError);
  focusInSheet('textarea');
}

/** @param {SubmitEvent} event */
function written(event) {
  const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
  const word = (/** @type {string} */ name) => String(form.get(name) ?? '').trim();
  return {
    text: word('text'),
    kind: /** @type {FactKind} */ (word('kind')),
    about: toAbout(word('about')),
    from: word('from') || null,
    until: word('until') || null,
  };
}

/** @param {string} value @returns {About} */
export function toAbout(value) {
  return value === 'user' || value === 'companion' ? value : { person: Number(value) };
}

/** @param {About} about */
export function aboutValue(about) {
  return typeof about === 'object' ? String(about.person) : about;
}

/** @param {string} text */
function textField(text) {
  return html`<div class="labelled">
    <label for="fact-text">${t('fact-text')}</label>
    <textarea
      class="field"
      id="fact-text"
      name="text"
      rows="2"
      required
      .value=${text}
      @keydown=${onTextKey}
    ></textarea>
  </div>`;
}

/** Enter saves, as in the talk; Shift and Enter is a new line. @param {KeyboardEvent} event */
function onTextKey(event) {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  /** @type {HTMLTextAreaElement} */ (event.target).form?.requestSubmit();
}

/** @param {FactKind} now */
function kindField(now) {
  return html`<div class="labelled">
    <label for="fact-kind">${t('fact-kind')}</label>
    <select class="field" id="fact-kind" name="kind">
      ${KINDS.map((kind) => html`<option value=${kind} ?selected=${kind === now}>${t(`kind-${kind}`)}</option>`)}
    </select>
  </div>`;
}

/**
 * @param {About} now
 * @param {string} words  how they are called, should they not be among those that are known
 */
function aboutField(now, words) {
  const known = abouts();
  const all = known.some(({ about }) => sameAbout(about, now)) ? known : [...known, { about: now, words }];
  return html`<div class="labelled">
    <label for="fact-of">${t('fact-of')}</label>
    <select class="field" id="fact-of" name="about">
      ${all.map((one) => html`<option value=${aboutValue(one.about)} ?selected=${sameAbout(one.about, now)}>${one.words}</option>`)}
    </select>
  </div>`;
}

/** Everybody a fact can be about. @returns {{ about: About, words: string }[]} */
export function abouts() {
  return [
    { about: 'user', words: t('about-user') },
    { about: 'companion', words: settings.value?.companionName ?? '' },
    ...(people.value ?? []).map(({ id, name, relation }) => ({
      about: { person: id },
      words: name && relation ? `${name} (${relation})` : name || relation,
    })),
  ];
}

/**
 * @param {string} name
 * @param {string} label
 * @param {string | null} day
 */
function dayField(name, label, day) {
  return html`<div class="labelled">
    <label for="fact-${name}">${label}</label>
    <input class="field" id="fact-${name}" type="date" name=${name} .value=${day ?? ''} />
  </div>`;
}

/**
 * @param {() => void} back
 * @param {string} yes
 */
function formWays(back, yes) {
  return html`<div class="form-ways">
    <button class="quiet" type="button" @click=${back}>${t('cancel')}</button>
    <button class="solid" type="submit">${yes}</button>
  </div>`;
}

/** What the person may choose from, and has chosen, to make one with a fact. */
const choosing = signal(
  /** @type {{ of: number, query: string, from: Fact[], chosen: ReadonlySet<number> } | null} */ (null),
);

/** Nothing is chosen any more. */
export function chooseNone() {
  choosing.value = null;
}

/**
 * @param {Fact} fact
 * @param {{ back: () => void, merge: (others: number[]) => unknown }} ways
 */
export function mergeForm(fact, { back, merge }) {
  const now = choosing.value;
  if (now?.of !== fact.id) {
    queueMicrotask(() => findOthers(fact, '').then(() => focusInSheet('.fact-form input'), showError));
    return html`<p class="soft" role="status">${t('memory-reading')}</p>`;
  }
  const { from, chosen } = now;
  /** @param {SubmitEvent} event */
  const onSubmit = (event) => {
    event.preventDefault();
    if (chosen.size > 0) merge([...chosen]);
  };
  return html`<form class="fact-form" @submit=${onSubmit}>
    <p class="field-words">${t('merge-words')}</p>
    ${searchField({
      ...{ label: t('merge-search'), words: t('merge-search'), value: now.query },
      look: (query) => void findOthers(fact, query).catch(showError),
    })}
    ${
      from.length === 0
        ? html`<p class="soft" role="status">${t('merge-none')}</p>`
        : html`<ul class="merge-list" role="list">
            ${repeat(
              from,
              ({ id }) => id,
              (other) => html`<li>
                <label class="switch">
                  <input type="checkbox" .checked=${chosen.has(other.id)} @change=${() => choose(other.id)} />
                  <span lang="" translate="no">${other.text}</span>
                </label>
              </li>`,
            )}
          </ul>`
    }
    <div class="form-ways">
      <button class="quiet" type="button" @click=${back}>${t('cancel')}</button>
      <button class="solid" type="submit" ?disabled=${chosen.size === 0}>
        ${chosen.size === 0 ? t('merge-choose') : t('merge-yes', { n: chosen.size + 1 })}
      </button>
    </div>
  </form>`;
}

/** Others of the same person by these words, those that are chosen first. @param {Fact} fact @param {string} query */
async function findOthers(fact, query) {
  const before = choosing.peek()?.of === fact.id ? choosing.peek() : null;
  const chosen = before?.chosen ?? new Set();
  const kept = before?.from.filter(({ id }) => chosen.has(id)) ?? [];
  if (before) choosing.value = { ...before, query };
  const wanted = { ...NO_FILTER, query: query.trim(), about: fact.about };
  const { facts } = await call('facts', { ...wanted, doubted: false, after: null, limit: PAGE });
  const now = choosing.peek();
  if (before && now?.query !== query) return;
  const others = facts.filter(({ id }) => id !== fact.id && !chosen.has(id)).slice(0, 30);
  choosing.value = { of: fact.id, query, from: [...kept, ...others], chosen: now?.chosen ?? chosen };
}

/** @param {number} id */
function choose(id) {
  const now = choosing.peek();
  if (!now) return;
  const chosen = new Set(now.chosen);
  if (!chosen.delete(id)) chosen.add(id);
  choosing.value = { ...now, chosen };
}
