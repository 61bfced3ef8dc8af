// The person's last words, open for editing in their own place.

import { html, nothing } from 'lit-html';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { focusComposer } from './composer.js';
import { editing, endEdit, sendEdit } from './talk.js';

/** @param {NonNullable<typeof editing.value>} edited */
export function editForm(edited) {
  return html`<form class="edit" aria-busy=${edited.keeping ? 'true' : 'false'} @submit=${onSubmit}>
    <div class="grow" data-text=${edited.text}>
      <textarea aria-label=${t('edit-label')} rows="1" .value=${edited.text} ?readonly=${edited.keeping} @input=${onInput} @keydown=${onKey}></textarea>
    </div>
    ${edited.notKept ? html`<p class="not-kept" role="alert">${edited.notKept.text} ${edited.notKept.next ?? nothing}</p>` : nothing}
    <div class="edit-actions">
      <button class="quiet" type="button" @click=${leave}>${t('edit-cancel')}</button>
      <button class="solid" type="submit" ?disabled=${edited.keeping || edited.text.trim() === ''}>${t('edit-save')}</button>
    </div>
  </form>`;
}

/** Puts the cursor at the end of the words being edited. */
export function focusEdit() {
  const field = document.querySelector('.edit textarea');
  if (field instanceof HTMLTextAreaElement) {
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }
}

function leave() {
  endEdit();
  focusComposer();
}

/** @param {InputEvent} event */
function onInput(event) {
  const field = /** @type {HTMLTextAreaElement} */ (event.target);
  if (editing.value) editing.value = { ...editing.value, text: field.value, notKept: null };
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  event.preventDefault();
  send();
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.isComposing) return;
  if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    send();
  } else if (event.key === 'Escape') {
    event.preventDefault();
    leave();
  }
  event.stopPropagation();
}

function send() {
  const text = editing.value?.text ?? '';
  if (text.trim() === '') return;
  sendEdit(text).catch(showError);
  focusComposer();
}
