// <samantha-thread>: the conversation, scrolled. It keeps two promises: who reads at the end stays at the end, and
// for everybody else nothing in sight moves when turns are added above, grow, or are taken off the screen. WebKitGTK
// has no scroll anchoring, so both are done here: what is seen first is remembered and put back.

import { html, nothing, render } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { helpCard } from '../help/card.js';
import { dayWords, silenceWords } from '../lib/dates.js';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { effect, signal } from '../lib/signals.js';
import { focusComposer } from './composer.js';
import { focusEdit } from './edit.js';
import { answering, editing, items, retry, stop } from './talk.js';
import { choices, mayAskAgain, openTurnMenu, turnTemplate } from './turn.js';
import { following, hasEarlier, hasLater, jump, loadEarlier, loadLater } from './turns.js';

/** @import { Item } from './items.js' */

/** This near to the end counts as the end, in pixels. */
const NEAR = 24;
/** More is fetched when less than this many screens are left. */
const AHEAD = 1.5;
/** How long a turn that was jumped to stays marked, milliseconds. */
const MARKED = 4000;

/** Whether the end is well out of sight. */
export const away = signal(false);

export class Thread extends HTMLElement {
  #list = document.createElement('div');
  /** The first thing in sight and where it stood, from the top of the thread. @type {{ element: Element, offset: number } | null} */
  #anchor = null;
  #lastTop = 0;
  /** @type {{ turn: number | null } | null} */
  #jump = null;
  /** @type {HTMLElement | null} */
  #current = null;
  /** @type {(() => void)[]} */
  #stops = [];
  /** Whether it was out of sight (another room was open) when it was last measured. */
  #hidden = true;
  #sizes = new ResizeObserver(() => {
    this.#hidden = this.clientHeight === 0;
    this.#settle();
  });

  connectedCallback() {
    this.#list.className = 'thread-list';
    this.append(this.#list);
    this.addEventListener('scroll', this.#onScroll, { passive: true });
    this.addEventListener('focusin', this.#onFocus);
    this.addEventListener('keydown', this.#onKey);
    this.#stops = [
      effect(() => this.#draw(items.value)),
      effect(() => {
        this.#jump = jump.value;
        queueMicrotask(() => this.#go());
      }),
      effect(() => {
        if (editing.value) queueMicrotask(() => document.activeElement?.closest('.edit') ?? focusEdit());
      }),
    ];
    this.#sizes.observe(this);
    this.#sizes.observe(this.#list);
    tellReady();
  }

  disconnectedCallback() {
    for (const stop of this.#stops) stop();
    this.#sizes.disconnect();
    this.removeEventListener('scroll', this.#onScroll);
    this.removeEventListener('focusin', this.#onFocus);
    this.removeEventListener('keydown', this.#onKey);
  }

  /**
   * Scrolls by a part of what is in sight: for the keys of the composer.
   * @param {number} screens
   */
  page(screens) {
    this.scrollBy(0, screens * this.clientHeight);
  }

  /** Puts the focus on the turn that Tab reaches. */
  enter() {
    this.#current?.focus();
  }

  /** @param {Item[]} list */
  #draw(list) {
    // Everything the templates read is tracked by the effect this runs in.
    this.setAttribute('aria-label', t('thread'));
    this.#mark();
    render(
      html`${
        list.length === 0 ? html`<p class="thread-empty">${t('thread-empty')}</p>` : nothing
      }${repeat(list, (item) => item.key, itemTemplate)}`,
      this.#list,
    );
    this.#settle();
    this.#keepOneReachable();
    requestAnimationFrame(() => this.#feed());
  }

  /** Remembers what is seen first. */
  #mark() {
    if (following.peek() || this.clientHeight === 0) return;
    const top = this.getBoundingClientRect().top;
    const articles = this.#articles();
    // The first one that ends below the top: they stand in order, so it can be looked for by halves.
    let low = 0;
    let high = articles.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const article = articles[middle];
      if (article && article.getBoundingClientRect().bottom > top) high = middle;
      else low = middle + 1;
    }
    const element = articles[low];
    this.#anchor = element ? { element, offset: element.getBoundingClientRect().top - top } : null;
  }

  /** Puts it back where it was; or stays at the end. */
  #settle() {
    if (this.clientHeight === 0) return;
    if (this.#jump && !this.#hidden) {
      this.#go();
      return;
    }
    if (following.peek()) {
      this.scrollTo(0, this.scrollHeight);
    } else if (this.#anchor?.element.isConnected) {
      const moved =
        this.#anchor.element.getBoundingClientRect().top - this.getBoundingClientRect().top - this.#anchor.offset;
      // Whole pixels: WebKit cuts the rest off instead of rounding it.
      if (Math.abs(moved) >= 0.5) this.scrollTo(0, Math.round(this.scrollTop + moved));
    }
    this.#lastTop = this.scrollTop;
    this.#lookAway();
  }

  /** Does the jump that was asked for, once the thread is on screen. */
  #go() {
    const to = this.#jump;
    // Just shown and not yet measured, WebKit would scroll and then paint nothing: the observer comes back to it.
    if (!to || this.#hidden || this.clientHeight === 0) return;
    this.#jump = null;
    if (to.turn === null) {
      following.value = true;
      this.#settle();
      return;
    }
    const article = this.querySelector(`[data-turn="${to.turn}"]`);
    if (!(article instanceof HTMLElement)) return;
    following.value = false;
    const room = Math.max(24, Math.min(this.clientHeight * 0.28, (this.clientHeight - article.offsetHeight) / 2));
    this.scrollBy(0, article.getBoundingClientRect().top - this.getBoundingClientRect().top - room);
    this.#lastTop = this.scrollTop;
    this.#mark();
    this.#lookAway();
    article.focus({ preventScroll: true });
    article.dataset.found = '';
    setTimeout(() => delete article.dataset.found, MARKED);
    this.#feed();
  }

  #onScroll = () => {
    if (this.clientHeight === 0) return;
    const left = this.scrollHeight - this.scrollTop - this.clientHeight;
    if (left <= NEAR) following.value = !hasLater.peek();
    // Content that grows leaves the end behind without anybody scrolling: only going up is leaving it.
    else if (this.scrollTop < this.#lastTop - 1) following.value = false;
    this.#lastTop = this.scrollTop;
    this.#mark();
    this.#lookAway();
    this.#feed();
  };

  #lookAway() {
    const left = this.scrollHeight - this.scrollTop - this.clientHeight;
    away.value = hasLater.peek() || (!following.peek() && left > this.clientHeight * 0.6);
  }

  /** Fetches more when an end of what is on screen comes near. */
  #feed() {
    if (this.clientHeight === 0) return;
    const ahead = this.clientHeight * AHEAD;
    if (hasEarlier.peek() && this.scrollTop < ahead) loadEarlier().catch(showError);
    if (hasLater.peek() && this.scrollHeight - this.scrollTop - this.clientHeight < ahead) loadLater().catch(showError);
  }

  /** @returns {HTMLElement[]} */
  #articles() {
    return [...this.#list.children]
      .filter((child) => child instanceof HTMLElement && child.tagName === 'ARTICLE')
      .map((child) => /** @type {HTMLElement} */ (child));
  }

  /** Tab reaches one turn of all, and the buttons of that one: the one with the focus, else the last. */
  #keepOneReachable() {
    if (this.#current?.isConnected && this.contains(document.activeElement)) setReachable(this.#current, true);
    else this.#reach(this.#articles().at(-1) ?? null);
  }

  /** @param {HTMLElement | null} article */
  #reach(article) {
    if (this.#current && this.#current !== article) setReachable(this.#current, false);
    this.#current = article;
    if (article) setReachable(article, true);
  }

  #onFocus = (/** @type {FocusEvent} */ event) => {
    const article = event.target instanceof Element ? event.target.closest('article') : null;
    if (article) this.#reach(article);
  };

  #onKey = (/** @type {KeyboardEvent} */ event) => {
    const article = event.target instanceof Element ? event.target.closest('article') : null;
    if (!article || event.target !== article || event.ctrlKey || event.metaKey || event.altKey) {
      if (article && event.key === 'Escape' && !event.defaultPrevented) {
        event.preventDefault();
        article.focus();
      }
      return;
    }
    if (this.#doKey(article, event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  /**
   * What a key does on a turn that has the focus.
   * @param {HTMLElement} article
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it did something
   */
  #doKey(article, event) {
    const all = this.#articles();
    const at = all.indexOf(article);
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const next = all[at + (event.key === 'ArrowUp' ? -1 : 1)];
      if (next) next.focus();
      else if (event.key === 'ArrowDown') focusComposer();
      return true;
    }
    if (event.key === 'Escape') {
      if (answering.peek()) stop().catch(showError);
      else focusComposer();
      return true;
    }
    const shown = items.peek().find((item) => item.type === 'turn' && String(item.turn.id) === article.dataset.turn);
    if (shown?.type !== 'turn') return false;
    if (event.key === 'Enter' || event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) {
      const more = article.querySelector('.actions button:last-child');
      openTurnMenu(shown.turn, shown.last, more instanceof HTMLElement ? more : article);
      return true;
    }
    const key = event.key === 'Delete' || event.key === 'Backspace' ? 'Del' : event.key.toUpperCase();
    const choice = choices(shown.turn, shown.last).find((one) => one.key === key);
    if (!choice) return false;
    // Where the focus goes when this one leaves the screen.
    if (key === 'Del') (all[at + 1] ?? all[at - 1] ?? article).focus();
    choice.run();
    return true;
  }
}

customElements.define('samantha-thread', Thread);

/** Says, for whoever measures it, that the talk with its turns has been on screen for one frame. */
function tellReady() {
  requestAnimationFrame(() =>
    setTimeout(() => {
      performance.mark('talk-painted');
      document.documentElement.dataset.ready = 'talk';
      if (document.activeElement === document.body) focusComposer();
    }),
  );
}

/** The thread on the page, if the talk is drawn. */
export function thread() {
  const found = document.querySelector('samantha-thread');
  return found instanceof Thread ? found : null;
}

/**
 * @param {HTMLElement} article
 * @param {boolean} reachable
 */
function setReachable(article, reachable) {
  article.tabIndex = reachable ? 0 : -1;
  for (const button of article.querySelectorAll('button, a[href], input'))
    if (button instanceof HTMLElement) button.tabIndex = article.tabIndex;
}

/** @param {Item} item */
function itemTemplate(item) {
  switch (item.type) {
    case 'day': {
      const silence = item.before === null ? null : silenceWords(item.before, item.day);
      return html`<h3 class="day">${silence ? html`<span class="silence">${silence}</span>` : nothing}${dayWords(item.day)}</h3>`;
    }
    case 'time':
      return html`<p class="pause">${item.time}</p>`;
    case 'from':
      return html`<p class="from-here"><span>${t('from-here-on', { name: item.model ?? t('the-listener') })}</span></p>`;
    case 'turn':
      return turnTemplate(item.turn, null, item.last);
    case 'answer':
      return turnTemplate(null, item.exchange, false);
    case 'help':
      return helpCard(item.help);
    case 'unanswered':
      return html`<div class="note unanswered">
        <p>${t('turn-unanswered')}</p>
        ${
          mayAskAgain(item.turn)
            ? html`<button class="quiet" type="button" @click=${() => void retry(item.turn.id).catch(showError)}>${t('turn-retry')}</button>`
            : nothing
        }
      </div>`;
  }
}
