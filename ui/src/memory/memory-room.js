// The memory room: what she remembers, how she knows it, and everything a person may do about it.

import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { dayWords, numberWords, today } from '../lib/dates.js';
import { errorWords, showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { signal } from '../lib/signals.js';
import { failedTemplate } from '../parts/failed.js';
import { searchField } from '../parts/search-field.js';
import { avoidedPart } from './avoided-part.js';
import { doubtsPart } from './doubts-part.js';
import { abouts, aboutValue, openAdd, toAbout } from './fact-forms.js';
import { factRow } from './fact-row.js';
import { meaningFoot, meaningPart } from './meaning-part.js';
import {
  avoided,
  failed,
  filter,
  filtered,
  found,
  look,
  lookFor,
  lookFurther,
  looking,
  narrow,
  people,
  show,
  showAll,
  view,
} from './memory.js';
import { peoplePart } from './people-part.js';
import { factsWords, KINDS } from './words.js';

/** @import { ApiError } from '../ipc/core.js' */
/** @import { FactKind } from '../ipc/wire.ts' */

/** More is fetched when less than this many pixels are left. */
const AHEAD = 800;

/** Whether what narrows by time is folded out. */
const byTime = signal(false);

export { loadMemory as load } from './memory.js';

export function draw() {
  const then = filter.value.believedOn;
  return html`<section class="room memory" aria-labelledby="memory-title" ?data-then=${then !== null} @scroll=${onScroll} @keydown=${onKey}>
    <div class="column">
      <header class="memory-head">
        <h1 id="memory-title">${t('memory-title')}</h1>
        <p class="memory-lead">${t('memory-lead')}</p>
      </header>
      ${failed.value && !found.value ? failure(failed.value) : whole()}
    </div>
  </section>`;
}

function whole() {
  if (!found.value) return html`<p class="soft" role="status" aria-busy="true">${t('memory-reading')}</p>`;
  if (!isEmpty()) return html`${meaningPart()} ${everything()}`;
  return html`${notRead()}
    <p class="memory-nothing" role="status">${t('memory-empty')}</p>
    ${meaningPart()}
    <div class="ways"><button class="quiet" type="button" @click=${openAdd}>${t('add')}</button></div>`;
}

/** That what is shown is older than it should be, and why. */
function notRead() {
  return failed.value ? failure(failed.value) : nothing;
}

function everything() {
  const now = view.value;
  return html`${filter.value.believedOn === null && now === 'facts' ? doubtsPart() : nothing}
    <div class="choice views" role="group" aria-label=${t('memory-views')}>
      ${
        /** @type {const} */ (['facts', 'themes', 'people', 'avoided']).map(
          (one) =>
            html`<button type="button" aria-pressed=${one === now ? 'true' : 'false'} @click=${() => void show(one).catch(showError)}>
            ${t(`view-${one}`)}
          </button>`,
        )
      }
    </div>
    ${notRead()} ${now === 'people' ? peoplePart() : now === 'avoided' ? avoidedPart() : factsPart()} ${meaningFoot()}`;
}

/** Whether there is nothing at all, rather than nothing found. */
function isEmpty() {
  return (found.value?.known ?? 0) + (people.value?.length ?? 0) + (avoided.value?.length ?? 0) === 0;
}

function factsPart() {
  return html`<section class="facts-part" aria-label=${t(view.value === 'themes' ? 'view-themes' : 'view-facts')}>
    ${view.value === 'themes' ? html`<p class="soft">${t('themes-words')}</p>` : nothing}
    ${thenBanner()} ${filters()}
    <p class="facts-count" role="status">${countWords()}</p>
    ${list()}
  </section>`;
}

/** That the room stands as it was. */
function thenBanner() {
  const then = filter.value.believedOn;
  if (then === null) return nothing;
  return html`<div class="then" role="status">
    <p>${t('then-words', { day: dayWords(then) })}</p>
    <button class="quiet" type="button" @click=${() => void narrow({ believedOn: null }).catch(showError)}>${t('then-back')}</button>
  </div>`;
}

function filters() {
  const { query, about, kind, fromDay, untilDay, believedOn, past } = filter.value;
  const counts = new Map(found.value?.kinds.map(({ kind: one, facts }) => [one, facts]));
  return html`<form class="filters" role="search" @submit=${onSubmit}>
    ${searchField({ label: t('memory-search-label'), words: t('memory-search-words'), value: query, look: lookFor, empty: lookAtAll })}
    <div class="two">
      <select class="field" aria-label=${t('filter-about')} @change=${(/** @type {Event} */ event) => {
        const value = written(event);
        narrow({ about: value === '' ? null : toAbout(value) }).catch(showError);
      }}>
        <option value="" .selected=${about === null}>${t('filter-everybody')}</option>
        ${abouts().map((one) => html`<option value=${aboutValue(one.about)} .selected=${about !== null && aboutValue(about) === aboutValue(one.about)}>${one.words}</option>`)}
      </select>
      ${
        view.value === 'themes'
          ? nothing
          : html`<select class="field" aria-label=${t('filter-kind')} @change=${(/** @type {Event} */ event) => {
              const value = written(event);
              narrow({ kind: value === '' ? null : /** @type {FactKind} */ (value) }).catch(showError);
            }}>
              <option value="" .selected=${kind === null}>${t('filter-any-kind')}</option>
              ${KINDS.filter((one) => counts.has(one) || one === kind).map((one) => html`<option value=${one} .selected=${one === kind}>${t('filter-kind-count', { kind: t(`kind-${one}`), n: counts.get(one) ?? 0 })}</option>`)}
            </select>`
      }
    </div>
    <details class="more by-time" ?open=${byTime.value} @toggle=${(/** @type {Event} */ event) => {
      byTime.value = /** @type {HTMLDetailsElement} */ (event.currentTarget).open;
    }}>
      <summary>${t('filter-time')}</summary>
      <div class="two">
        ${dayFilter('from', 'filter-from', fromDay, (day) => narrow({ fromDay: day }))}
        ${dayFilter('until', 'filter-until', untilDay, (day) => narrow({ untilDay: day }))}
      </div>
      <label class="switch">
        <input type="checkbox" .checked=${past} @change=${() => void narrow({ past: !past }).catch(showError)} />
        <span>${t('filter-past')}<small>${t('filter-past-words')}</small></span>
      </label>
      <div class="as-of">
        ${dayFilter('then', 'filter-then', believedOn, (day) => narrow({ believedOn: day }))}
        <p class="field-words">${t('filter-then-words')}</p>
      </div>
    </details>
    <div class="filter-ways">
      ${filtered.value ? html`<button class="plain-link" type="button" @click=${() => void showAll().catch(showError)}>${t('filter-all')}</button>` : nothing}
      ${believedOn === null && view.value === 'facts' ? html`<button class="quiet add" type="button" @click=${openAdd}>${t('add')}</button>` : nothing}
    </div>
  </form>`;
}

/**
 * @param {string} name
 * @param {string} words
 * @param {string | null} day
 * @param {(day: string | null) => Promise<void>} set
 */
function dayFilter(name, words, day, set) {
  return html`<div class="labelled">
    <label for="filter-${name}">${t(words)}</label>
    <input class="field" id="filter-${name}" type="date" max=${name === 'then' ? today() : nothing} .value=${day ?? ''} @change=${(/** @type {Event} */ event) => void set(written(event) || null).catch(showError)} />
  </div>`;
}

function countWords() {
  const now = found.value;
  if (!now) return nothing;
  if (now.total > 0) return factsWords(now.total);
  const query = now.by.query.trim();
  if (query !== '') return t('facts-none-found', { query });
  if (filtered.value) return t('facts-none-here');
  if (now.by.believedOn !== null) return t('facts-none-then');
  return t(view.value === 'themes' ? 'themes-none' : 'facts-none');
}

function list() {
  const now = found.value;
  if (!now || now.facts.length === 0) return nothing;
  return html`<ol class="facts-list" role="list" aria-busy=${looking.value ? 'true' : 'false'}>
      ${repeat(now.facts, ({ id }) => id, factRow)}
    </ol>
    ${
      now.next === null
        ? nothing
        : html`<button class="quiet more-facts" type="button" ?disabled=${looking.value} @click=${further}>
            ${t('facts-more', { shown: numberWords(now.facts.length), total: numberWords(now.total) })}
          </button>`
    }`;
}

/** @param {ApiError} error */
function failure(error) {
  const way = html`<button class="quiet" type="button" ?disabled=${looking.value} @click=${() => void look().catch(showError)}>${t('memory-again')}</button>`;
  return failedTemplate(errorWords(error), t('memory-failed'), way);
}

function further() {
  lookFurther().catch(showError);
}

/** @param {Event} event */
function written(event) {
  return /** @type {HTMLInputElement | HTMLSelectElement} */ (event.target).value;
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  event.preventDefault();
  look().catch(showError);
}

function lookAtAll() {
  lookFor('');
  look().catch(showError);
}

/** Up and down go from fact to fact. @param {KeyboardEvent} event */
function onKey(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const from = event.target;
  if (step === undefined || event.ctrlKey || event.altKey || !(from instanceof HTMLElement)) return;
  const isSearch = from.matches('.filters > input');
  if (!from.matches('.fact-open') && !isSearch) return;
  const room = /** @type {HTMLElement} */ (event.currentTarget);
  const stops = [...room.querySelectorAll('.filters > input, .facts-list .fact-open')];
  const next = stops[stops.indexOf(from) + step];
  if (next instanceof HTMLElement) {
    event.preventDefault();
    next.focus();
  }
}

/** @param {Event} event */
function onScroll(event) {
  if (view.value !== 'facts' && view.value !== 'themes') return;
  const room = /** @type {HTMLElement} */ (event.currentTarget);
  if (room.scrollHeight - room.scrollTop - room.clientHeight < AHEAD) further();
}
