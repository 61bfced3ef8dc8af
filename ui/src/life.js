// What the page knows of the life behind it, besides the talk: settings, where words go, and whether she could open.

import { ApiError, call } from './ipc/core.js';
import { showError } from './lib/error.js';
import { language, languageTag } from './lib/fluent.js';
import { batch, effect, signal } from './lib/signals.js';
import { setSight } from './presence/presence.js';
import { go } from './router.js';
import { beginTalk, goTo, joinAnswer, offRecordIs, reloadTalk, turnsChanged } from './talk/talk.js';

/** @import { Event, Opening, Settings, Trouble, Whereto } from './ipc/wire.ts' */

/** Set while the life could not be opened. */
export const trouble = signal(/** @type {Trouble | null} */ (null));
/** `null` until the life is open. */
export const settings = signal(/** @type {Settings | null} */ (null));
export const whereto = signal(/** @type {Whereto} */ ({ host: null, model: null, pictures: null, also: [] }));
/** The data folder. */
export const folder = signal('');
export const version = signal('');

/** Asks the life to open, once. */
export async function open() {
  takeOpening(await call('open', {}));
}

/**
 * She did not even say why she could not open: shown like any other reason, with the way to try again.
 * @param {unknown} cause
 */
export function notOpened(cause) {
  const { code, message } = ApiError.from(cause);
  trouble.value = { code, message, folder: folder.value, copies: [] };
}

/**
 * Everything the first paint needs, from `open` or from what recovery did instead.
 * @param {Opening} opening
 */
export function takeOpening(opening) {
  batch(() => {
    trouble.value = opening.trouble;
    folder.value = opening.trouble?.folder ?? opening.folder;
    version.value = opening.version;
    takeSettings(opening.settings);
    whereto.value = opening.whereto;
    if (!opening.trouble) beginTalk(opening);
  });
}

/** @param {Settings} changed */
export function takeSettings(changed) {
  settings.value = changed;
  language.value = changed.language;
}

/** Asks for everything again: after events were lost. */
async function reload() {
  await Promise.all([refreshSettings(), reloadTalk()]);
}

async function refreshSettings() {
  const [changed, now] = await Promise.all([call('settings', {}), call('whereto', {})]);
  batch(() => {
    takeSettings(changed);
    whereto.value = now;
  });
}

/**
 * Follows what changed behind the page.
 * @param {Event} event
 */
export function onEvent(event) {
  switch (event.kind) {
    case 'turnsChanged':
      turnsChanged(event.turns).catch(showError);
      break;
    case 'answerOpened':
      joinAnswer().catch(showError);
      break;
    case 'settingsChanged':
      refreshSettings().catch(showError);
      break;
    case 'offRecordChanged':
      offRecordIs(event.on);
      break;
    case 'overflowed':
      reload().catch(showError);
      break;
    case 'openTalk':
      go('talk');
      if (event.turn !== null) goTo(event.turn).catch(showError);
      break;
    case 'sight':
      setSight(event.visible);
      break;
    case 'copyMade':
    case 'ledgerChanged':
    case 'memoryChanged':
    case 'readingProgress':
      // The rooms that show them listen for themselves while they are open.
      break;
  }
}

/** Keeps the document's language and theme with the settings. */
export function followSettings() {
  effect(() => {
    document.documentElement.lang = languageTag.value;
  });
  effect(() => {
    const theme = settings.value?.theme ?? 'system';
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  });
}
