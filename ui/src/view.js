// The house: the rooms, the way between them, and what is always in sight.

import { html, nothing } from 'lit-html';
import { helpRoom } from './help/card.js';
import { loadHelp } from './help/help.js';
import { showError } from './lib/error.js';
import { t } from './lib/fluent.js';
import { computed, effect, signal, untracked } from './lib/signals.js';
import { settings, trouble, whereto } from './life.js';
import { icon } from './parts/icons.js';
import { toastStack } from './parts/toast.js';
import { undoLast } from './parts/undo.js';
import { recoveryRoom } from './recovery/recovery-room.js';
import { go, room } from './router.js';
import { searchRoom } from './search/search-room.js';
import { focusComposer } from './talk/composer.js';
import { openKeys } from './talk/keys.js';
import { offRecordDoor, toggleOffRecord } from './talk/off-record.js';
import { offRecord } from './talk/record.js';
import { answering, stop } from './talk/talk.js';
import { talkRoom } from './talk/talk-room.js';
import { welcomeRoom } from './welcome/welcome-room.js';

/** @import { Room } from './router.js' */

/** @type {{ room: Room, icon: string }[]} */
const DOORS = [
  { room: 'talk', icon: 'talk' },
  { room: 'search', icon: 'search' },
  { room: 'memory', icon: 'memory' },
  { room: 'models', icon: 'models' },
  { room: 'help', icon: 'help' },
  { room: 'settings', icon: 'settings' },
];

/**
 * A room whose script is fetched when it is first opened, so that the talk does not wait for it. Search is none of
 * them: what is typed right after its key must reach its field.
 * @typedef {object} LaterRoom
 * @property {() => unknown} draw
 * @property {() => Promise<unknown>} [load]  reads what it shows, whenever it is opened
 */

/** @type {Record<string, () => Promise<LaterRoom>>} */
const LATER = {
  memory: () => import('./memory/memory-room.js'),
  models: () => import('./models/models-room.js'),
  ledger: () => import('./ledger/ledger-room.js'),
  settings: () => import('./settings/settings-room.js'),
};

/** The rooms that were fetched. */
const fetched = signal(/** @type {ReadonlyMap<string, LaterRoom>} */ (new Map()));

/**
 * @param {string} name
 * @returns {Promise<LaterRoom | undefined>}
 */
async function fetchRoom(name) {
  const there = fetched.peek().get(name);
  if (there) return there;
  const later = await LATER[name]?.();
  if (later) fetched.value = new Map(fetched.peek()).set(name, later);
  return later;
}

/** Draws a room that was fetched; until then nothing. @param {string} name */
function later(name) {
  return fetched.value.get(name)?.draw() ?? nothing;
}

/** The whole page. */
export function view() {
  return html`${whole()} ${toastStack()}`;
}

/** What stands instead of the house: why she could not open, or the first open. */
function whole() {
  if (trouble.value) return recoveryRoom();
  if (settings.value === null) return nothing;
  return settings.value.welcomed ? house() : welcomeRoom();
}

/** Whether there is a life to ask. */
const ready = computed(() => settings.value !== null && trouble.value === null);

/** Fetches a room, and reads what it shows, whenever it is opened. */
export function followRooms() {
  effect(() => {
    const open = room.value;
    if (!ready.value) return;
    untracked(() => {
      if (open === 'help') loadHelp().catch(showError);
      fetchRoom(open)
        .then((later) => later?.load?.())
        .catch(showError);
    });
  });
}

function house() {
  const open = room.value;
  return html`<div class="house" ?data-off-record=${offRecord.value}>
    <nav aria-label=${t('rooms')}>
      <div class="name">${settings.value?.companionName ?? ''}</div>
      <ul role="list">
        ${DOORS.map((door) => doorTemplate(door.room, door.icon, open))}
      </ul>
      ${offRecordDoor()} ${wheretoTemplate()}
    </nav>
    <main>
      <section class="talk" ?hidden=${open !== 'talk'} aria-label=${t('room-talk')}>${talkRoom()}</section>
      ${open === 'search' ? searchRoom() : open === 'help' ? helpRoom() : later(open)}
    </main>
  </div>`;
}

/**
 * @param {Room} to
 * @param {string} picture
 * @param {Room} open
 */
function doorTemplate(to, picture, open) {
  return html`<li>
    <a href="#/${to}" aria-current=${to === open ? 'page' : nothing} @click=${(/** @type {Event} */ event) => {
      event.preventDefault();
      go(to);
    }}>${icon(picture)}<span>${t(`room-${to}`)}</span></a>
  </li>`;
}

/** Where words go, true at this moment; and the way to what went there. */
function wheretoTemplate() {
  const { host, model, also } = whereto.value;
  const words =
    host !== null
      ? t('whereto-host', { host })
      : also.length > 0
        ? t('whereto-here-mostly')
        : model === null
          ? t('whereto-here')
          : t('whereto-here-model', { model });
  return html`<p class="whereto" ?data-leaves=${host !== null || also.length > 0}>
    <a href="#/ledger" title=${t('ledger-open')} aria-current=${room.value === 'ledger' ? 'page' : nothing} @click=${(
      /** @type {Event} */ event,
    ) => {
      event.preventDefault();
      go('ledger');
    }}>${words}${also.map((one) => html`<span>${t(`whereto-also-${one.role}`, { host: one.host })}</span>`)}</a>
  </p>`;
}

/**
 * The keys that work everywhere.
 * @param {KeyboardEvent} event
 */
export function onKey(event) {
  if (event.defaultPrevented || trouble.value || !settings.value?.welcomed) return;
  const control = event.ctrlKey || event.metaKey;
  const writing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
  if (control && (event.key === 'f' || event.key === 'k')) {
    event.preventDefault();
    go('search');
    document.querySelector('.search input')?.dispatchEvent(new CustomEvent('search-again'));
  } else if (control && event.shiftKey && event.key.toLowerCase() === 'm') {
    event.preventDefault();
    go('memory');
  } else if (control && event.shiftKey && event.key.toLowerCase() === 'o') {
    event.preventDefault();
    toggleOffRecord().catch(showError);
  } else if (event.key === 'F1' || (control && event.key === '/') || (event.key === '?' && !writing)) {
    event.preventDefault();
    openKeys();
  } else if (control && event.key === 'z' && !event.shiftKey && !(writing && hasText(event.target))) {
    if (undoLast()) event.preventDefault();
  } else if (event.key === 'Escape' && !document.querySelector('dialog[open]')) {
    if (room.value !== 'talk') {
      go('talk');
      focusComposer();
    } else if (answering.value) stop().catch(showError);
  }
}

/** @param {EventTarget | null} field */
function hasText(field) {
  return (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) && field.value !== '';
}
