// Copying, with the word that it was done.

import { showToast } from '../parts/toast.js';
import { t } from './fluent.js';

/**
 * @param {string} text
 * @returns {Promise<void>}
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // A web view may withhold the clipboard API: the old way still works inside a key press or a click.
    copyBySelection(text);
  }
  showToast({ tone: 'plain', text: t('turn-copied') });
}

/** @param {string} text */
function copyBySelection(text) {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'unseen';
  const before = document.activeElement;
  (document.querySelector('dialog[open]') ?? document.body).append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  if (!done) throw new Error('the clipboard could not be written');
}
