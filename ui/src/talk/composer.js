// Where the person writes. Words stay here until they are kept.

import { html, nothing } from 'lit-html';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { icon } from '../parts/icons.js';
import { choosePictures, draftPicturesTemplate, onPaste } from './draft-pictures.js';
import { offRecordLine, offRecordSwitch } from './off-record.js';
import { dropping, hasPictures } from './pictures.js';
import { offRecord } from './record.js';
import {
  answering,
  beginEdit,
  draft,
  goToNow,
  keeping,
  lastOfYours,
  notKept,
  saveDraft,
  say,
  stop,
  stoppedTyping,
  write,
} from './talk.js';
import { thread } from './thread.js';

export function composer() {
  const off = offRecord.value;
  const empty = draft.value.trim() === '' && (off || !hasPictures.value);
  const stops = answering.value && empty;
  return html`<form class="composer" @submit=${onSubmit} aria-busy=${keeping.value ? 'true' : 'false'}>
    ${offRecordLine()}${notKeptTemplate()}${off ? nothing : draftPicturesTemplate()}
    <div class="composer-box" ?data-dropping=${dropping.value}>
      ${off ? nothing : choosePictures()}${offRecordSwitch()}
      <div class="grow" data-text=${draft.value}>
        <textarea
          rows="1"
          aria-label=${t('composer-label')}
          placeholder=${off ? t('off-record-composer') : dropping.value ? t('picture-drop-here') : t('composer-words')}
          .value=${draft.value}
          @input=${onInput}
          @keydown=${onKey}
          @blur=${onBlur}
          @paste=${onPaste}
        ></textarea>
      </div>
      ${
        stops
          ? html`<button class="go" type="button" data-kind="stop" aria-label=${t('composer-stop')} title=${t('composer-stop')} @click=${() => void stop().catch(showError)}>
              ${icon('stop')}
            </button>`
          : html`<button class="go" type="submit" aria-label=${t('composer-send')} title=${t('composer-send')} ?disabled=${empty || keeping.value}>
              ${icon('send')}
            </button>`
      }
    </div>
    <p class="unseen" role="status">${keeping.value && !off ? t('composer-keeping') : nothing}</p>
  </form>`;
}

/** Puts the cursor where the person writes. */
export function focusComposer() {
  const field = document.querySelector('.composer textarea');
  if (field instanceof HTMLTextAreaElement) field.focus();
}

function notKeptTemplate() {
  const why = notKept.value;
  if (!why) return nothing;
  return html`<div class="note not-kept" role="alert">
    <p><strong>${why.text}</strong> ${t('composer-kept-here')} <span class="next">${why.next ?? nothing}</span></p>
    <button class="plain-link" type="submit">${t('composer-try-again')}</button>
    <details><summary>${t('error-details')}</summary><pre>${why.details}</pre></details>
  </div>`;
}

/** @param {InputEvent} event */
function onInput(event) {
  write(/** @type {HTMLTextAreaElement} */ (event.target).value);
}

function onBlur() {
  stoppedTyping();
  saveDraft();
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  event.preventDefault();
  say().catch(showError);
  focusComposer();
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  // Enter may be choosing a word in an input method.
  if (event.isComposing || event.keyCode === 229) return;
  if (doKey(event)) event.preventDefault();
}

/**
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key did something of ours
 */
function doKey(event) {
  const bare = !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
  // WebKitGTK gives Shift+Tab no name, only its place on the keyboard.
  switch (event.code === 'Tab' ? 'Tab' : event.key) {
    case 'Enter':
      if (event.shiftKey || event.altKey) return false;
      say().catch(showError);
      return true;
    case 'Escape':
      if (!answering.value) return false;
      stop().catch(showError);
      return true;
    case 'ArrowUp':
      if (!bare || draft.value !== '' || !lastOfYours.value) return false;
      beginEdit(lastOfYours.value);
      return true;
    case 'Tab':
      if (!event.shiftKey) return false;
      thread()?.enter();
      return true;
    case 'PageUp':
    case 'PageDown':
      thread()?.page(event.key === 'PageUp' ? -0.85 : 0.85);
      return true;
    case 'End':
      if (!event.ctrlKey) return false;
      goToNow().catch(showError);
      return true;
    default:
      return false;
  }
}
