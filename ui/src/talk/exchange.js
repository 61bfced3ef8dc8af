// One answer being made: what was asked, and what has come of it so far.

import { signal } from '../lib/signals.js';

/** @import { AnsweredBy, Converse, Waiting } from '../ipc/wire.ts' */

let last = 0;

/** Words are drawn this often at most, milliseconds: nobody reads faster, and a web view without a graphics card has to
 * paint the whole thread each time. */
const EVERY = 30;

export class Exchange {
  /** Everything that came. */
  #all = '';
  /** The frame that will show it, 0 for none. */
  #frame = 0;
  /** When it was last shown. */
  #shown = 0;
  /** Counts down the seconds of a wait. @type {ReturnType<typeof setInterval> | undefined} */
  #counting;

  /** @param {Converse} request */
  constructor(request) {
    last += 1;
    this.key = `answer ${last}`;
    this.request = request;
    /** The person's turn it answers. @type {number | null} */
    this.replyTo = null;
    /** The turn it will replace when whole. @type {number | null} */
    this.turn = request.kind === 'retry' ? request.turn : null;
    /** Whether anything of it may be shown: the words were kept, or the answer began. */
    this.begun = false;
    /** Nothing more comes. */
    this.ended = false;
    /** @type {AnsweredBy | null} */
    this.answeredBy = null;
    /** Why the model did not answer, when the Listener does instead. @type {string | null} */
    this.failure = null;
    /** What is shown of it: follows `#all` once a frame. */
    this.text = signal('');
    /** Why there are no words yet; `null` while they come. */
    this.waiting = signal(/** @type {Waiting | null} */ (null));
    /** How lively it comes, 0 to 1: what moves the line. */
    this.level = signal(0);
  }

  /**
   * Why there are no words now. Seconds until it is tried again are counted down here: nobody else will.
   * @param {Waiting | null} why
   */
  wait(why) {
    clearInterval(this.#counting);
    this.waiting.value = why;
    if (why?.kind !== 'again') return;
    this.#counting = setInterval(() => {
      const now = this.waiting.peek();
      if (now?.kind !== 'again' || now.seconds <= 1) clearInterval(this.#counting);
      else this.waiting.value = { ...now, seconds: now.seconds - 1 };
    }, 1000);
  }

  /** @param {string} text */
  piece(text) {
    if (this.waiting.peek()) this.wait(null);
    this.#all += text;
    // One drawing a frame, however many pieces came.
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#onFrame);
  }

  #onFrame = (/** @type {number} */ now) => {
    if (now - this.#shown < EVERY) {
      this.#frame = requestAnimationFrame(this.#onFrame);
    } else {
      this.#shown = now;
      this.show();
    }
  };

  /** Takes back what streamed, or takes over what streamed before this page listened. @param {string} text */
  restart(text) {
    this.#all = text;
    this.show();
  }

  show() {
    if (this.#frame !== 0) cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const grown = this.#all.length - this.text.peek().length;
    this.level.value = Math.min(1, this.level.peek() * 0.7 + Math.max(0, grown) / 24);
    this.text.value = this.#all;
  }
}

/** A name for words, made once, so that saying them twice is harmless: 32 hex digits. */
export function newUid() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
