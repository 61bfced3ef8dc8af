// The search room: a field, what was found, and the way to the moment.

import { html, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { dayWords } from '../lib/dates.js';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { settings } from '../life.js';
import { go } from '../router.js';
import { goTo } from '../talk/talk.js';
import { found, look, lookFurther, looking, lookNow, query, toParts } from './search.js';

/** @import { Hit } from '../ipc/wire.ts' */

/** More is fetched when less than this many pixels are left. */
const AHEAD = 600;

export function searchRoom() {
  return html`<section class="room search" aria-labelledby="search-title" @scroll=${onScroll} @keydown=${onKey}>
    <div class="column">
      <h1 id="search-title">${t('search-title')}</h1>
      <form role="search" @submit=${onSubmit}>
        <input
          ${ref(whenShown)}
          class="field"
          type="search"
          autocomplete="off"
          spellcheck="false"
          aria-label=${t('search-label')}
          aria-describedby="search-hint"
          placeholder=${t('search-words')}
          .value=${query.value}
          @input=${onInput}
          @search-again=${(/** @type {Event} */ event) => takeFocus(event.target)}
        />
      </form>
      <p class="search-count" role="status">${countWords()}</p>
      ${results()}
      <p id="search-hint" class="search-hint">${t('search-hint')}</p>
    </div>
  </section>`;
}

function countWords() {
  const now = found.value;
  if (!now) return t('search-empty');
  if (now.hits.length === 0) return looking.value ? nothing : t('search-none', { query: now.query });
  if (now.moreBefore !== null) return t('search-found-more', { n: now.hits.length });
  return t('search-found', { n: now.hits.length });
}

function results() {
  const now = found.value;
  if (!now || now.hits.length === 0) return nothing;
  return html`<ol class="hits" role="list" aria-busy=${looking.value ? 'true' : 'false'}>
      ${repeat(now.hits, (hit) => hit.turn, hitTemplate)}
    </ol>
    ${
      now.moreBefore === null
        ? nothing
        : html`<button class="quiet" type="button" ?disabled=${looking.value} @click=${further}>${t('search-more')}</button>`
    }`;
}

/** @param {Hit} hit */
function hitTemplate(hit) {
  const name =
    hit.speaker === 'user' ? t('speaker-user') : t('speaker-companion', { name: settings.value?.companionName ?? '' });
  return html`<li>
    <button class="hit" type="button" data-speaker=${hit.speaker} @click=${() => openMoment(hit.turn)}>
      <span class="hit-when">${name} · ${dayWords(hit.day)}, ${hit.time}</span>
      <span class="hit-words">${toParts(hit.excerpt, hit.marks).map((part) => (part.marked ? html`<mark>${part.text}</mark>` : part.text))}</span>
    </button>
  </li>`;
}

/** @param {number} turn */
function openMoment(turn) {
  go('talk');
  goTo(turn).catch(showError);
}

function further() {
  lookFurther().catch(showError);
}

/** @param {Element | undefined} field */
function whenShown(field) {
  // Drawn into a fragment first: it can take the focus once it stands in the page.
  if (field) queueMicrotask(() => takeFocus(field));
}

/** @param {EventTarget | null | undefined} field */
function takeFocus(field) {
  if (field instanceof HTMLInputElement) {
    field.focus();
    field.select();
  }
}

/** @param {InputEvent} event */
function onInput(event) {
  look(/** @type {HTMLInputElement} */ (event.target).value);
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  event.preventDefault();
  // Enter in the field opens the first moment of what is written.
  const words = query.value.trim();
  const first = found.value?.query === words ? found.value.hits[0] : undefined;
  if (first) openMoment(first.turn);
  else lookNow().catch(showError);
}

/** @param {Event} event */
function onScroll(event) {
  const room = /** @type {HTMLElement} */ (event.currentTarget);
  if (room.scrollHeight - room.scrollTop - room.clientHeight < AHEAD) further();
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || event.ctrlKey || event.altKey) return;
  const room = /** @type {HTMLElement} */ (event.currentTarget);
  /** @type {(Element | null)[]} */
  const stops = [...room.querySelectorAll('input, .hit')];
  const at = stops.indexOf(document.activeElement);
  const next = stops[at + step];
  if (next instanceof HTMLElement) {
    event.preventDefault();
    next.focus();
  }
}
