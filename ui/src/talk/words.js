// <samantha-words>: what was said, from Markdown. Whole, or growing while it streams.

import { openLink } from '../ipc/core.js';
import { copyText } from '../lib/clipboard.js';
import { showError } from '../lib/error.js';
import { language } from '../lib/fluent.js';
import { GrowingMarkdown } from '../lib/markdown.js';
import { effect, signal } from '../lib/signals.js';

/** @import { Signal } from '../lib/signals.js' */

/** Of the time that passes, at most one part in so many is spent on words that are slow to draw. */
const SHARE = 4;
/** Drawing that takes less than this is drawn every frame, milliseconds. */
const CHEAP = 6;

export class Words extends HTMLElement {
  #text = signal('');
  #growing = signal(/** @type {Signal<string> | null} */ (null));
  #drawing = new GrowingMarkdown(this);
  #notBefore = 0;
  #frame = 0;
  /** @type {(() => void) | null} */
  #stop = null;

  /** The whole text. */
  set text(/** @type {string} */ text) {
    this.#text.value = text;
  }

  get text() {
    return this.#text.value;
  }

  /** The text while it streams; `null` when it is whole. */
  set growing(/** @type {Signal<string> | null} */ growing) {
    this.#growing.value = growing;
  }

  get growing() {
    return this.#growing.value;
  }

  connectedCallback() {
    this.addEventListener('click', this.#onClick);
    this.#stop = effect(() => {
      // The button of a code block speaks the language in force.
      language.value;
      const growing = this.#growing.value;
      if (growing) this.#grow(growing.value);
      else this.#drawing.finish(this.#text.value);
    });
  }

  disconnectedCallback() {
    this.#stop?.();
    cancelAnimationFrame(this.#frame);
    this.removeEventListener('click', this.#onClick);
  }

  /** @param {string} text */
  #grow(text) {
    const began = performance.now();
    if (began < this.#notBefore) {
      cancelAnimationFrame(this.#frame);
      this.#frame = requestAnimationFrame(() => {
        const growing = this.#growing.peek();
        if (growing) this.#grow(growing.peek());
      });
      return;
    }
    this.#drawing.update(text);
    const cost = performance.now() - began;
    this.#notBefore = cost > CHEAP ? began + cost * SHARE : 0;
  }

  #onClick = (/** @type {MouseEvent} */ event) => {
    if (!(event.target instanceof Element)) return;
    const link = event.target.closest('a');
    if (link) {
      // Never in this window.
      event.preventDefault();
      const href = link.getAttribute('href');
      if (href) openLink(href).catch(showError);
    }
    const code = event.target.closest('.code-copy')?.parentElement?.querySelector('pre');
    if (code) copyText(code.textContent ?? '').catch(showError);
  };
}

customElements.define('samantha-words', Words);
