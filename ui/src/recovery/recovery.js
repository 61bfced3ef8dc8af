// When she could not open: try again, bring a copy back, or begin anew. Nothing here deletes anything.

import { call } from '../ipc/core.js';
import { signal } from '../lib/signals.js';
import { takeOpening, trouble } from '../life.js';

/** @import { Opening } from '../ipc/wire.ts' */

/** What is being done: `try`, `anew`, or the name of the copy being brought back. */
export const doing = signal(/** @type {string | null} */ (null));
/** How often trying again met the same trouble. */
export const stillSo = signal(0);

/**
 * @param {string} what
 * @param {() => Promise<Opening>} work
 */
async function attempt(what, work) {
  if (doing.value !== null) return;
  doing.value = what;
  const before = trouble.value?.code;
  try {
    const opening = await work();
    takeOpening(opening);
    stillSo.value = opening.trouble && opening.trouble.code === before ? stillSo.value + 1 : 0;
  } finally {
    doing.value = null;
  }
}

/** Tries to open again. */
export const tryAgain = () => attempt('try', () => call('try_again', {}));

/**
 * Sets what won't open aside and opens a copy.
 * @param {string} name
 */
export const bringBack = (name) => attempt(name, () => call('restore_copy', { name }));

/** Sets what won't open aside and begins an empty life. */
export const beginAnew = () => attempt('anew', () => call('begin_anew', {}));

/**
 * What makes sense for this trouble, the first being what to do next.
 * @param {string} code
 * @returns {('try' | 'restore' | 'anew')[]}
 */
export function waysOut(code) {
  switch (code) {
    case 'damaged':
      return ['restore', 'try', 'anew'];
    case 'newer':
      // An older program must not write over a newer life: a copy from before, or another life beside it.
      return ['try', 'restore', 'anew'];
    case 'in_use':
    case 'read_only':
    case 'disk_full':
      return ['try'];
    default:
      return ['try', 'restore', 'anew'];
  }
}
