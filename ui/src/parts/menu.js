// A menu that opens beside what it belongs to: a native popover, placed where there is room.

import { html, render } from 'lit-html';
import { icon } from './icons.js';

/**
 * @typedef {object} Choice
 * @property {string} icon
 * @property {string} label
 * @property {string} [key]  The key that does the same.
 * @property {() => void} run
 */

/**
 * @param {HTMLElement} beside
 * @param {string} label
 * @param {Choice[]} choices
 */
export function openMenu(beside, label, choices) {
  const menu = document.createElement('div');
  menu.className = 'menu';
  menu.popover = 'auto';
  menu.setAttribute('role', 'menu');
  menu.setAttribute('aria-label', label);
  const before = document.activeElement;
  /** @param {Choice} choice */
  const choose = (choice) => {
    menu.hidePopover();
    choice.run();
  };
  render(
    choices.map(
      (choice) => html`<button type="button" role="menuitem" tabindex="-1" @click=${() => choose(choice)}>
        ${icon(choice.icon)}<span>${choice.label}</span>${choice.key ? html`<kbd>${choice.key}</kbd>` : ''}
      </button>`,
    ),
    menu,
  );
  menu.addEventListener('keydown', (event) => moveFocus(menu, event));
  menu.addEventListener('toggle', (event) => {
    if (event instanceof ToggleEvent && event.newState === 'closed') {
      const held = menu.contains(document.activeElement) || document.activeElement === document.body;
      menu.remove();
      if (held && before instanceof HTMLElement && before.isConnected) before.focus();
    }
  });
  document.body.append(menu);
  menu.showPopover();
  place(menu, beside);
  menu.querySelector('button')?.focus();
}

/**
 * Below and ending where it belongs to ends; above when there is no room below.
 * @param {HTMLElement} menu
 * @param {HTMLElement} beside
 */
function place(menu, beside) {
  const at = beside.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const gap = 4;
  const below = at.bottom + gap + size.height <= innerHeight - gap;
  const y = below ? at.bottom + gap : Math.max(gap, at.top - gap - size.height);
  const x = Math.min(Math.max(gap, at.left), innerWidth - size.width - gap);
  menu.style.setProperty('inset-block-start', `${Math.round(y)}px`);
  menu.style.setProperty('inset-inline-start', `${Math.round(x)}px`);
}

/**
 * @param {HTMLElement} menu
 * @param {KeyboardEvent} event
 */
function moveFocus(menu, event) {
  const buttons = [...menu.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button.matches(':focus'));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (event.key === 'Tab') menu.hidePopover();
  if (event.key === 'Escape' || event.key === 'Tab') event.stopPropagation();
  if (to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  buttons.at(to % buttons.length)?.focus();
}
