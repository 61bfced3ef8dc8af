// The pictures of the draft, above the words being written: each can be taken off, and where they will go is said
// before anything is sent.

import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { settings, whereto } from '../life.js';
import { icon } from '../parts/icons.js';
import { openPicture, pictureLabel } from './picture.js';
import { addPictures, draftPictures, dropPicture, hasPictures, notTaken, preparing } from './pictures.js';

/** @import { Picture } from '../ipc/wire.ts' */

/** What the system's chooser offers. */
const TAKEN = 'image/png,image/jpeg,image/gif,image/webp,image/bmp';

export function draftPicturesTemplate() {
  return html`${notTakenTemplate()}${hasPictures.value ? strip() : nothing}`;
}

function strip() {
  const pictures = draftPictures.value;
  const waiting = Array.from({ length: preparing.value });
  return html`<div class="draft-pictures">
    <div class="tiles">
      <ul aria-label=${t('pictures-of-draft')}>
        ${repeat(pictures, (picture) => picture.id, tile)}
        ${waiting.map(() => html`<li class="tile" data-waiting></li>`)}
      </ul>
      <p class="preparing" role="status">${preparing.value > 0 ? t('picture-preparing') : nothing}</p>
    </div>
    ${goesTo(Math.max(1, pictures.length + preparing.value))}
  </div>`;
}

/**
 * @param {Picture} picture
 * @param {number} n
 */
function tile(picture, n) {
  const label = () => pictureLabel(n, draftPictures.value.length);
  return html`<li class="tile">
    <button
      class="picture"
      type="button"
      aria-haspopup="dialog"
      aria-label=${t('picture-open', { label: label() })}
      @click=${() => openPicture(picture, label)}
    >
      <samantha-picture .all=${0} .picture=${picture} .label=${label()}></samantha-picture>
    </button>
    <button
      class="take-off"
      type="button"
      aria-label=${t('picture-drop', { label: label() })}
      title=${t('picture-drop', { label: label() })}
      @click=${(/** @type {MouseEvent} */ event) => takeOff(picture, event)}
    >
      ${icon('close')}
    </button>
  </li>`;
}

/**
 * @param {Picture} picture
 * @param {MouseEvent} event
 */
function takeOff(picture, event) {
  // The focus stays among the pictures while there are any, else it goes to the words.
  const item = /** @type {HTMLElement} */ (event.currentTarget).closest('li');
  const next = (item?.nextElementSibling ?? item?.previousElementSibling)?.querySelector('.take-off');
  const field = document.querySelector('.composer textarea');
  dropPicture(picture).catch(showError);
  if (next instanceof HTMLElement) next.focus();
  else if (field instanceof HTMLElement) field.focus();
}

/**
 * Where they will go, said before they do.
 * @param {number} n
 */
function goesTo(n) {
  const to = whereto.value.pictures;
  const name = settings.value?.companionName ?? '';
  if (!to) return goesToLine('nowhere', 'home', t('pictures-unseen', { n, name }));
  if (to.host === null) return goesToLine('here', 'home', t('pictures-stay', { n, model: to.model }));
  return goesToLine('away', 'away', t('pictures-go', { n, host: to.host, model: to.model }));
}

/**
 * @param {string} kind
 * @param {string} sign
 * @param {string} text
 */
function goesToLine(kind, sign, text) {
  return html`<p class="pictures-go" data-kind=${kind} role="status">${icon(sign)}<span>${text}</span></p>`;
}

function notTakenTemplate() {
  const why = notTaken.value;
  if (!why) return nothing;
  return html`<div class="note not-kept" role="alert">
    <p><strong>${why.text}</strong> <span class="next">${why.next ?? nothing}</span></p>
  </div>`;
}

/** The way to choose files: a button, and the field of the system behind it. */
export function choosePictures() {
  return html`<button
      class="round attach"
      type="button"
      aria-label=${t('picture-choose')}
      title=${t('picture-choose')}
      @click=${choose}
    >
      ${icon('picture')}
    </button>
    <input class="unseen" type="file" multiple accept=${TAKEN} tabindex="-1" aria-hidden="true" aria-label=${t('picture-choose')} @change=${onChosen} />`;
}

/** @param {MouseEvent} event */
function choose(event) {
  const field = /** @type {HTMLElement} */ (event.currentTarget).nextElementSibling;
  if (field instanceof HTMLInputElement) field.click();
}

/** @param {Event} event */
function onChosen(event) {
  const field = /** @type {HTMLInputElement} */ (event.currentTarget);
  addPictures([...(field.files ?? [])]);
  // The same file can be chosen again.
  field.value = '';
  const words = document.querySelector('.composer textarea');
  if (words instanceof HTMLElement) words.focus();
}

/**
 * Takes pictures out of the clipboard. Words that come with a picture of themselves (as from a word processor) are
 * pasted as words.
 * @param {ClipboardEvent} event
 */
export function onPaste(event) {
  const from = event.clipboardData;
  if (from?.getData('text/plain').trim()) return;
  const files = [...(from?.files ?? [])].filter((file) => file.type.startsWith('image/'));
  if (files.length > 0) {
    event.preventDefault();
    addPictures(files);
  } else if (!from?.types.includes('Files')) {
    // WebKitGTK shows a paste no pictures; asked by the newer way while it is being pasted, it gives them.
    readClipboard().then(addPictures, showError);
  }
}

/** The pictures the clipboard holds. @returns {Promise<File[]>} */
async function readClipboard() {
  /** @type {File[]} */
  const found = [];
  if (!navigator.clipboard?.read) return found;
  /** @type {ClipboardItems} */
  let items;
  try {
    items = await navigator.clipboard.read();
  } catch (error) {
    // There is nothing in it, or nothing that may be read: nothing is pasted, as anywhere.
    if (error instanceof DOMException) return found;
    throw error;
  }
  for (const item of items) {
    const type = item.types.find((type) => type.startsWith('image/'));
    if (type) found.push(new File([await item.getType(type)], '', { type }));
  }
  return found;
}
