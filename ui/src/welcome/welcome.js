// The first open. It ends only by the person's own choice.

import { call } from '../ipc/core.js';
import { signal } from '../lib/signals.js';
import { takeSettings } from '../life.js';

/** @import { Language } from '../ipc/wire.ts' */

/** Whether beginning is being kept. */
export const beginning = signal(false);

/** Keeps that the three lines were read. */
export async function begin() {
  if (beginning.value) return;
  beginning.value = true;
  try {
    takeSettings(await call('change_settings', { welcomed: true }));
  } finally {
    beginning.value = false;
  }
}

/** @param {Language} language */
export async function speak(language) {
  takeSettings(await call('change_settings', { chosenLanguage: language }));
}
