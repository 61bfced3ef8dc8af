// The settings room as a whole: what it reads when it opens, and a change of a setting.

import { lines, loadHelp } from '../help/help.js';
import { call, listen } from '../ipc/core.js';
import { showError } from '../lib/error.js';
import { takeSettings } from '../life.js';
import { loadCopies } from './data.js';

/** @import { SettingsChange } from '../ipc/wire.ts' */

let listening = false;

/** Reads what the room shows, and keeps it true while the page lives. */
export async function loadSettings() {
  if (!listening) {
    listening = true;
    listen((event) => {
      if (event.kind === 'copyMade') loadCopies().catch(showError);
      else if (event.kind === 'overflowed') loadCopies().catch(showError);
    });
  }
  await Promise.all([loadCopies(), lines.value ? null : loadHelp()]);
}

/** @param {SettingsChange} change */
export async function changeSettings(change) {
  takeSettings(await call('change_settings', change));
}
