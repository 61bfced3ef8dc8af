// Which room is open. The address after `#` is the whole of it, so a reload stays in the room.

import { signal } from './lib/signals.js';

/** @typedef {'talk' | 'search' | 'memory' | 'models' | 'help' | 'ledger' | 'settings'} Room */

/** @type {readonly Room[]} */
export const ROOMS = ['talk', 'search', 'memory', 'models', 'help', 'ledger', 'settings'];

/** The open room. */
export const room = signal(/** @type {Room} */ (roomOf(globalThis.location?.hash ?? '')));

/**
 * Opens a room.
 * @param {Room} to
 */
export function go(to) {
  room.value = to;
  const hash = `#/${to}`;
  if (location.hash !== hash) history.pushState(null, '', hash);
}

/** Follows the back and forward keys. */
export function followAddress() {
  addEventListener('popstate', () => {
    room.value = roomOf(location.hash);
  });
}

/**
 * @param {string} hash
 * @returns {Room}
 */
export function roomOf(hash) {
  const name = hash.replace(/^#\/?/, '');
  return ROOMS.find((known) => known === name) ?? 'talk';
}
