// What is kept: copies of it, going back to one, and taking everything along as files.

import { call, pickExportPath } from '../ipc/core.js';
import { today } from '../lib/dates.js';
import { signal } from '../lib/signals.js';
import { takeOpening } from '../life.js';

/** @import { Copy, Exported, ExportFormat } from '../ipc/wire.ts' */

/** Newest first; `null` until they were read. */
export const copies = signal(/** @type {Copy[] | null} */ (null));
export const copying = signal(false);
/** The copy being brought back. */
export const restoring = signal(/** @type {string | null} */ (null));
export const exporting = signal(/** @type {ExportFormat | null} */ (null));
export const exported = signal(/** @type {Exported | null} */ (null));

export async function loadCopies() {
  copies.value = await call('copies', {});
}

/** @returns {Promise<Copy | null>} the new copy; `null` when one is being made already */
export async function makeCopy() {
  if (copying.value) return null;
  copying.value = true;
  try {
    const copy = await call('make_copy', {});
    await loadCopies();
    return copy;
  } finally {
    copying.value = false;
  }
}

/**
 * Brings a copy back. What is open now is set aside, not deleted.
 * @param {string} name
 */
export async function restoreCopy(name) {
  if (restoring.value !== null) return;
  restoring.value = name;
  try {
    takeOpening(await call('restore_copy', { name }));
    await loadCopies();
  } finally {
    restoring.value = null;
  }
}

/**
 * Writes everything to a file of the person's choice. Nothing happens when they choose none.
 * @param {ExportFormat} format
 */
export async function exportAll(format) {
  if (exporting.value) return;
  exporting.value = format;
  exported.value = null;
  try {
    const path = await pickExportPath(`samantha-${today()}.${format === 'markdown' ? 'md' : 'json'}`);
    if (path !== null) exported.value = await call('export', { format, path });
  } finally {
    exporting.value = null;
  }
}
