// <samantha-picture>: a picture's thumbnail, in room that is its own before it comes; and the whole picture, opened.

import { html } from 'lit-html';
import { ApiError } from '../ipc/core.js';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { signal } from '../lib/signals.js';
import { openSheet } from '../parts/dialog.js';
import { thumbnail, whole } from './pictures.js';

/** @import { Picture } from '../ipc/wire.ts' */

/** The box of a picture that stands alone, and of one among others, in pixels. */
const ALONE = { width: 280, height: 230 };
const AMONG = { width: 168, height: 132 };
/** No side is thinner than this, so that it can be seen and hit. */
const THINNEST = 36;

/**
 * The room a picture takes among `all`.
 * @param {Picture} picture
 * @param {number} all
 */
export function roomOf({ width, height }, all) {
  const box = all === 1 ? ALONE : AMONG;
  const scale = Math.min(1, box.width / Math.max(1, width), box.height / Math.max(1, height));
  return {
    width: Math.max(THINNEST, Math.round(width * scale)),
    height: Math.max(THINNEST, Math.round(height * scale)),
  };
}

/** Loads what comes into sight, a little before it does. */
const sight =
  typeof IntersectionObserver === 'undefined'
    ? null
    : new IntersectionObserver(
        (entries) => {
          for (const { isIntersecting, target } of entries)
            if (isIntersecting && target instanceof PictureView) target.load();
        },
        { rootMargin: '400px' },
      );

export class PictureView extends HTMLElement {
  /** @type {Picture | null} */
  #picture = null;
  #all = 1;
  #label = '';
  #image = document.createElement('img');

  /** @param {Picture} picture */
  set picture(picture) {
    if (this.#picture?.id === picture.id) return;
    this.#picture = picture;
    this.#image.remove();
    this.#measure();
    if (this.isConnected) this.#watch();
  }

  /** Among how many it stands; 0 fills the room it is given. */
  set all(/** @type {number} */ all) {
    this.#all = all;
    this.#measure();
  }

  /** What is read of it. */
  set label(/** @type {string} */ label) {
    this.#label = label;
    this.#image.alt = label;
  }

  connectedCallback() {
    this.#watch();
  }

  disconnectedCallback() {
    sight?.unobserve(this);
  }

  #measure() {
    if (!this.#picture || this.#all === 0) return;
    const { width, height } = roomOf(this.#picture, this.#all);
    this.style.inlineSize = `${width}px`;
    this.style.aspectRatio = `${width} / ${height}`;
  }

  #watch() {
    if (!this.#picture || this.#image.isConnected) return;
    if (sight) sight.observe(this);
    else this.load();
  }

  /** Fetches the thumbnail and shows it. */
  load() {
    sight?.unobserve(this);
    const picture = this.#picture;
    if (!picture) return;
    thumbnail(picture.id).then(
      (address) => {
        if (this.#picture !== picture) return;
        this.#image.src = address;
        this.#image.alt = this.#label;
        this.#image.draggable = false;
        this.replaceChildren(this.#image);
      },
      (error) => {
        // Forgotten meanwhile: its place goes in a moment, too.
        if (ApiError.from(error).code !== 'gone') showError(error);
      },
    );
  }
}

customElements.define('samantha-picture', PictureView);

/**
 * What is read of the `n`th of `all` pictures.
 * @param {number} n  from 0
 * @param {number} all
 */
export function pictureLabel(n, all) {
  return all === 1 ? t('picture-alone') : t('picture-among', { n: n + 1, all });
}

/**
 * Pictures beside the words of a turn. Each opens whole.
 * @param {Picture[]} pictures
 */
export function picturesTemplate(pictures) {
  const all = pictures.length;
  return html`<div class="pictures" data-all=${all}>
    ${pictures.map((picture, n) => {
      const label = pictureLabel(n, all);
      return html`<button
        class="picture"
        type="button"
        tabindex="-1"
        aria-haspopup="dialog"
        aria-label=${t('picture-open', { label })}
        @click=${() => openPicture(picture, () => pictureLabel(n, all))}
      >
        <samantha-picture .picture=${picture} .all=${all} .label=${label}></samantha-picture>
      </button>`;
    })}
  </div>`;
}

/**
 * Opens a picture whole.
 * @param {Picture} picture
 * @param {() => string} label
 */
export function openPicture(picture, label) {
  const address = signal('');
  // The small one stands in until the whole one is there.
  thumbnail(picture.id).then((small) => {
    address.value ||= small;
  }, showError);
  whole(picture.id).then((large) => {
    address.value = large;
  }, showError);
  openSheet({
    title: label,
    body: () =>
      html`<div class="picture-whole">
        <img width=${picture.width} height=${picture.height} alt=${label()} .src=${address.value || EMPTY} />
      </div>`,
  }).catch(showError);
}

/** Nothing to be seen, of one pixel. */
const EMPTY = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
