// <samantha-presence state="idle" level="0">: the living pen line. It draws as seldom as its state allows, and not at
// all while nobody can see it: no timer runs and no frame is asked for then.

import { approach, outline, POINTS, POSES, REST, stillness, trace } from './line.js';

/** @import { PresenceState } from './line.js' */

/**
 * Frames a second. Breathing is slow; what winds and speaks must not stutter. What a frame costs is not the drawing
 * (0.1 ms) but putting the window together again: 12 ms of processor where there is no graphics card. Idle, with its
 * rest between breaths, draws three a second on average.
 */
const FRAMES = { idle: 8, listening: 12, thinking: 24, speaking: 30 };
/** A change of state is drawn at this rate, whatever the state. */
const CHANGING = 30;
/** Seconds of one breath. */
const BREATH = 8;
/** How quickly one state becomes another: after this many seconds a third of the way is left. */
const SETTLE = 0.28;
/** How quickly the line follows the sound, in seconds. */
const FOLLOW = 0.09;
/** Below this a difference can't be seen. */
const NEAR = 0.002;
const THIN = 0.009;
const BROAD = 0.054;

/** @type {Set<Presence>} */
const all = new Set();
let inSight = true;

/**
 * Tells every line whether the window can be seen, where the page can't know it itself.
 * @param {boolean} visible
 */
export function setSight(visible) {
  inSight = visible;
  for (const presence of all) presence.wake();
}

/**
 * @param {string | null} state
 * @returns {state is PresenceState}
 */
function isState(state) {
  return state !== null && Object.hasOwn(POSES, state);
}

export class Presence extends HTMLElement {
  static observedAttributes = ['state', 'level'];

  /** Frames drawn since it was made: what the tests of stillness count. */
  frames = 0;

  /** @type {PresenceState} */
  #state = 'idle';
  #level = 0;
  #heard = 0;
  #pose = { ...POSES.idle };
  #motion = stillness();
  #canvas = document.createElement('canvas');
  // Drawn by the processor: for one small shape that is cheaper than software pretending to be a graphics card.
  #pen = this.#canvas.getContext('2d', { willReadFrequently: true });
  #line = new Float32Array(2 * POINTS);
  #edge = new Float32Array(4 * POINTS);
  #side = 0;
  #onScreen = true;
  #changing = false;
  #before = 0;
  #colour = '';
  #calm = matchMedia('(prefers-reduced-motion: reduce)');
  #dark = matchMedia('(prefers-color-scheme: dark)');
  #contrast = matchMedia('(prefers-contrast: more)');
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #frame = 0;
  #sizes = new ResizeObserver(() => {
    this.#recolour();
    this.#measure();
  });
  #places = new IntersectionObserver((entries) => {
    this.#onScreen = entries.at(-1)?.isIntersecting ?? true;
    this.wake();
  });
  #themes = new MutationObserver(() => this.#recolour());

  get state() {
    return this.#state;
  }

  set state(state) {
    if (state === this.#state || !isState(state)) return;
    this.#state = state;
    this.#changing = true;
    this.wake();
  }

  get level() {
    return this.#level;
  }

  /** How loud it is, 0 to 1. Cheap: may be set at any rate. */
  set level(level) {
    this.#level = Math.min(1, Math.max(0, Number(level) || 0));
  }

  connectedCallback() {
    this.#canvas.setAttribute('aria-hidden', 'true');
    if (this.#canvas.parentNode !== this) this.append(this.#canvas);
    all.add(this);
    this.#sizes.observe(this);
    this.#places.observe(this);
    this.#themes.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ['data-theme', 'style', 'class'],
    });
    document.addEventListener('visibilitychange', this.wake);
    this.#calm.addEventListener('change', this.wake);
    this.#dark.addEventListener('change', this.#recolour);
    this.#contrast.addEventListener('change', this.#recolour);
    // Its size and colour are read when the observer is told its first size: by then the page is laid out anyway, and
    // the first paint doesn't wait for a layout more.
  }

  disconnectedCallback() {
    all.delete(this);
    this.#rest();
    this.#sizes.disconnect();
    this.#places.disconnect();
    this.#themes.disconnect();
    document.removeEventListener('visibilitychange', this.wake);
    this.#calm.removeEventListener('change', this.wake);
    this.#dark.removeEventListener('change', this.#recolour);
    this.#contrast.removeEventListener('change', this.#recolour);
  }

  /**
   * @param {string} name
   * @param {string | null} _before
   * @param {string | null} value
   */
  attributeChangedCallback(name, _before, value) {
    if (name === 'level') this.level = Number(value);
    else if (isState(value)) this.state = value;
  }

  /** Whether a frame would be seen. */
  get seen() {
    return this.isConnected && inSight && !document.hidden && this.#onScreen && this.#side > 0;
  }

  /** Looks anew at whether to draw, and goes on or stops. */
  wake = () => {
    this.#rest();
    if (!this.seen) return;
    this.#before = performance.now();
    if (this.#calm.matches) {
      // Stands still: one drawing a state, and the words beside it tell the rest.
      Object.assign(this.#pose, POSES[this.#state]);
      this.#changing = false;
      this.#motion = stillness();
      this.#heard = 0;
      this.draw();
    } else {
      this.#frame = requestAnimationFrame(this.#step);
    }
  };

  #rest() {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
  }

  /** @param {number} now */
  #step = (now) => {
    const seconds = Math.min(0.2, Math.max(0, (now - this.#before) / 1000));
    this.#before = now;
    const pose = this.#pose;
    const motion = this.#motion;
    this.#changing = approach(pose, POSES[this.#state], 1 - Math.exp(-seconds / SETTLE)) > NEAR;
    this.#heard += (this.#level - this.#heard) * (1 - Math.exp(-seconds / FOLLOW));
    motion.spin += seconds * pose.spin;
    motion.drift += seconds * 0.22;
    motion.breath += (seconds * 2 * Math.PI) / BREATH;
    motion.wave += seconds * (2.2 + 2.4 * this.#heard);
    this.draw();
    this.#timer = setTimeout(() => {
      this.#frame = requestAnimationFrame(this.#step);
    }, this.#pause());
  };

  /** Milliseconds until the next frame is worth drawing. */
  #pause() {
    if (this.#changing) return 1000 / CHANGING;
    const part = (this.#motion.breath / (2 * Math.PI)) % 1;
    if (this.#state === 'idle' && part >= REST) {
      // Between two breaths nothing moves: sleep through, and take the next breath from its beginning.
      const rest = (1 - part) * BREATH * 1000;
      this.#motion.breath = 0;
      return rest;
    }
    return 1000 / FRAMES[this.#state];
  }

  #measure() {
    const side = Math.min(this.clientWidth, this.clientHeight);
    const pixels = Math.round(side * Math.min(2, globalThis.devicePixelRatio || 1));
    if (pixels === this.#side) return;
    this.#side = pixels;
    this.#canvas.width = pixels;
    this.#canvas.height = pixels;
    this.wake();
  }

  #recolour = () => {
    const colour = getComputedStyle(this).color;
    if (colour === this.#colour) return;
    this.#colour = colour;
    this.wake();
  };

  /** Draws the line as it is now. */
  draw() {
    const pen = this.#pen;
    if (!pen) return;
    this.frames += 1;
    trace(this.#pose, this.#motion, this.#heard, this.#line);
    outline(this.#line, THIN, BROAD, this.#edge);
    const half = this.#side / 2;
    const edge = this.#edge;
    pen.clearRect(0, 0, this.#side, this.#side);
    pen.fillStyle = this.#colour;
    pen.beginPath();
    for (let i = 0; i < edge.length; i += 2) pen.lineTo(half + half * (edge[i] ?? 0), half + half * (edge[i + 1] ?? 0));
    pen.fill('nonzero');
  }
}

if (!customElements.get('samantha-presence')) customElements.define('samantha-presence', Presence);
