// The house: the rooms, the way between them, and what is always in sight.

import { html, nothing } from 'lit-html';
import { helpRoom } from './help/card.js';
import { loadHelp } from './help/help.js';
import { loadLedger } from './ledger/ledger.js';
import { ledgerRoom } from './ledger/ledger-room.js';
import { showError } from './lib/error.js';
import { t } from './lib/fluent.js';
import { computed, effect, untracked } from './lib/signals.js';
import { settings, trouble, whereto } from './life.js';
import { icon } from './parts/icons.js';
import { toastStack, undoLast } from './parts/toast.js';
import { recoveryRoom } from './recovery/recovery-room.js';
import { go, room } from './router.js';
import { searchRoom } from './search/search-room.js';
import { loadSettings } from './settings/settings.js';
import { settingsRoom } from './settings/settings-room.js';
import { focusComposer } from './talk/composer.js';
import { openKeys } from './talk/keys.js';
import { answering, stop } from './talk/talk.js';
import { talkRoom } from './talk/talk-room.js';
import { welcomeRoom } from './welcome/welcome-room.js';

/** @import { Room } from './router.js' */

/** @type {{ room: Room, icon: string }[]} */
const DOORS = [
  { room: 'talk', icon: 'talk' },
  { room: 'search', icon: 'search' },
  { room: 'help', icon: 'help' },
  { room: 'settings', icon: 'settings' },
];

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

/** Reads what a room shows whenever it is opened. */
export function followRooms() {
  effect(() => {
    const open = room.value;
    if (!ready.value) return;
    untracked(() => {
      if (open === 'help') loadHelp().catch(showError);
      if (open === 'ledger') loadLedger().catch(showError);
      if (open === 'settings') loadSettings().catch(showError);
    });
  });
}

function house() {
  const open = room.value;
  return html`<div class="house">
    <nav aria-label=${t('rooms')}>
      <div class="name">${settings.value?.companionName ?? ''}</div>
      <ul role="list">
        ${DOORS.map((door) => doorTemplate(door.room, door.icon, open))}
      </ul>
      ${wheretoTemplate()}
    </nav>
    <main>
      <section class="talk" ?hidden=${open !== 'talk'} aria-label=${t('room-talk')}>${talkRoom()}</section>
      ${open === 'search' ? searchRoom() : nothing} ${open === 'help' ? helpRoom() : nothing}
      ${open === 'ledger' ? ledgerRoom() : nothing} ${open === 'settings' ? settingsRoom() : nothing}
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
  const { host, model } = whereto.value;
  const words =
    host !== null
      ? t('whereto-host', { host })
      : model === null
        ? t('whereto-here')
        : t('whereto-here-model', { model });
  return html`<p class="whereto" ?data-leaves=${host !== null}>
    <a href="#/ledger" title=${t('ledger-open')} aria-current=${room.value === 'ledger' ? 'page' : nothing} @click=${(
      /** @type {Event} */ event,
    ) => {
      event.preventDefault();
      go('ledger');
    }}>${words}</a>
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
