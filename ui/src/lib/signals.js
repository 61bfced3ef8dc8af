// Signals, and the one way a signal reaches the screen.

import { effect } from '@preact/signals-core';
import { render } from 'lit-html';

export { batch, computed, effect, Signal, signal, untracked } from '@preact/signals-core';

/**
 * Draws a template and draws it again whenever a signal it read changes.
 * @param {() => unknown} template
 * @param {HTMLElement} into
 * @returns {() => void} stops drawing
 */
export function draw(template, into) {
  return effect(() => {
    render(template(), into);
  });
}
