// <samantha-wish>: what the words of a turn asked of her memory, done or waiting for the person's word.

import { html, nothing, render } from 'lit-html';
import { call } from '../ipc/core.js';
import { dayWords } from '../lib/dates.js';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { effect, signal } from '../lib/signals.js';
import { settings } from '../life.js';
import { offerUndo, withdrawUndo } from '../parts/undo.js';
import { openFact } from './fact-sheet.js';
import './words.js';

/** @import { Fact, Turn, Wish, WishTurn } from '../ipc/wire.ts' */

/** What was asked is new for so long, milliseconds. */
const NEW = 10_000;

export class WishCard extends HTMLElement {
  #turn = signal(/** @type {Turn | null} */ (null));
  /** What the person took out of what would go. @type {import('../lib/signals.js').Signal<ReadonlySet<string>>} */
  #spared = signal(/** @type {ReadonlySet<string>} */ (new Set()));
  #busy = false;
  /** Ticks while something can still be undone. */
  #second = signal(0);
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #ticking;
  /** @type {(() => void) | null} */
  #stop = null;

  set turn(/** @type {Turn} */ turn) {
    this.#turn.value = turn;
  }

  get turn() {
    return /** @type {Turn} */ (this.#turn.value);
  }

  connectedCallback() {
    // What was set before this script was here.
    if (Object.hasOwn(this, 'turn')) {
      const { turn } = this;
      Reflect.deleteProperty(this, 'turn');
      this.turn = turn;
    }
    this.#stop = effect(() => {
      const held = this.contains(document.activeElement);
      render(this.#body(), this);
      this.#offer();
      if (held && !this.contains(document.activeElement)) this.#takeFocus();
      // Tab reaches one turn of all, and what is in that one.
      const reachable = this.closest('article')?.tabIndex ?? 0;
      for (const control of this.querySelectorAll('button, input'))
        if (control instanceof HTMLElement) control.tabIndex = reachable;
    });
    this.#ticking = setInterval(() => {
      if ((this.#turn.peek()?.wish?.undoUntil ?? 0) > Date.now() - 1500) this.#second.value += 1;
    }, 1000);
  }

  disconnectedCallback() {
    this.#stop?.();
    clearInterval(this.#ticking);
  }

  /** What had the focus is gone: the way back takes it, or else the turn. */
  #takeFocus() {
    const to = this.querySelector('[data-do="undo"]') ?? this.closest('article');
    if (to instanceof HTMLElement) to.focus();
  }

  /** One key takes a wish back while it is new: a forgetting as long as it can be undone, the others as long. */
  #offer() {
    const turn = this.#turn.value;
    if (!turn?.wish) return;
    const { id, saidAt, wish } = turn;
    const name = `wish ${id}`;
    const until = wish.kind === 'forget' ? (wish.undoUntil ?? 0) : saidAt + NEW;
    if (wish.state === 'done' && until > Date.now()) offerUndo(name, { until, undo: this.#takeBack });
    else withdrawUndo(name);
  }

  #takeBack = () => this.#do(() => call('undo_wish', { turn: this.turn.id }));

  #body() {
    const turn = this.#turn.value;
    const wish = turn?.wish;
    if (!turn || !wish) return nothing;
    this.#second.value;
    return html`<div class="wish" role="group" aria-label=${t('wish-label')} data-kind=${wish.kind} data-state=${wish.state}>
      <div class="wish-said" role="status">${this.#words(wish)}</div>
      ${this.#ways(wish)}
    </div>`;
  }

  /** What became of it. @param {Wish} wish */
  #words(wish) {
    const { kind, state, words } = wish;
    if (state === 'nothingFound') return html`<p>${t(`wish-${kind}-nothing`, { words })}</p>`;
    if (state === 'everything') return html`<p>${t('wish-everything')}</p>`;
    if (state === 'undone') return html`<p>${t(`wish-${kind}-undone`)}</p>`;
    if (kind === 'avoid') return html`<p>${t('wish-avoided', { words })}</p>`;
    if (kind === 'remember') {
      const kept = keptOf(wish);
      if (kept.length === 0) return html`<p>${t('wish-kept-gone')}</p>`;
      return html`<p>${t('wish-kept')} ${kept.map((fact) => this.#kept(fact))}</p>`;
    }
    if (state === 'asked') return html`<p class="wish-asks">${t('wish-forget', { words })}</p>`;
    return html`<p>${secondsLeft(wish) > 0 ? t('wish-forgetting', { words }) : t('wish-forgotten')}</p>`;
  }

  /** What can be done about it. @param {Wish} wish */
  #ways(wish) {
    const { kind, state } = wish;
    if (kind === 'forget' && state === 'asked') return this.#asked(wish);
    if (state !== 'done') return nothing;
    if (kind === 'forget') return secondsLeft(wish) > 0 ? this.#undo(secondsLeft(wish)) : nothing;
    return kind === 'remember' && keptOf(wish).length === 0 ? nothing : this.#undo();
  }

  /** @param {Fact} fact */
  #kept(fact) {
    return html`<button class="wish-fact" type="button" aria-haspopup="dialog" lang="" translate="no" @click=${() => openFact(fact.id)}>${fact.text}</button> `;
  }

  /** @param {Wish} wish */
  #asked({ facts, turns }) {
    const going = this.#going(facts, turns);
    const n = going.facts.length + going.turns.length;
    return html`<ul role="list">
        ${facts.map((fact) => this.#choice(`fact ${fact.id}`, t('recalled-fact'), fact.text))}
        ${turns.map((said) => this.#choice(`turn ${said.turn}`, whoSaid(said), said.excerpt))}
      </ul>
      <p class="wish-warns">${t('wish-forget-warning')}</p>
      <div class="ways">
        <button class="quiet" type="button" data-do="keep" @click=${this.#takeBack}>
          ${t('wish-keep')}
        </button>
        <button class="solid" type="button" data-do="forget" ?disabled=${n === 0} @click=${() => this.#do(() => call('confirm_wish', { turn: this.turn.id, ...going }))}>
          ${t('wish-forget-yes', { n })}
        </button>
      </div>`;
  }

  /**
   * What would go: all that was not taken out.
   * @param {Fact[]} facts
   * @param {WishTurn[]} turns
   */
  #going(facts, turns) {
    const spared = this.#spared.value;
    return {
      facts: facts.map(({ id }) => id).filter((id) => !spared.has(`fact ${id}`)),
      turns: turns.map(({ turn }) => turn).filter((id) => !spared.has(`turn ${id}`)),
    };
  }

  /**
   * @param {string} key
   * @param {string} when
   * @param {string} text
   */
  #choice(key, when, text) {
    const change = () => {
      const spared = new Set(this.#spared.value);
      if (!spared.delete(key)) spared.add(key);
      this.#spared.value = spared;
    };
    return html`<li>
      <label class="switch">
        <input type="checkbox" .checked=${!this.#spared.value.has(key)} @change=${change} />
        <span><small>${when}</small><span lang="" translate="no">${text}</span></span>
      </label>
    </li>`;
  }

  /** @param {number} [left]  seconds */
  #undo(left) {
    return html`<button class="plain-link" type="button" data-do="undo" @click=${this.#takeBack}>
      ${t('undo')}${left === undefined ? nothing : html` <span class="counted" aria-hidden="true">${left}</span>`}
    </button>`;
  }

  /** @param {() => Promise<unknown>} work */
  #do(work) {
    if (this.#busy) return;
    this.#busy = true;
    work()
      .catch(showError)
      .finally(() => {
        this.#busy = false;
      });
  }
}

/** What of it is still there. @param {Wish} wish */
function keptOf({ facts }) {
  return facts.filter((fact) => fact.forgottenAt === null);
}

/** For how long a forgetting can be undone. @param {Wish} wish */
function secondsLeft({ undoUntil }) {
  return Math.ceil(((undoUntil ?? 0) - Date.now()) / 1000);
}

/** @param {WishTurn} said */
function whoSaid({ speaker, day }) {
  const who =
    speaker === 'user' ? t('speaker-user') : t('speaker-companion', { name: settings.value?.companionName ?? '' });
  return `${who} · ${dayWords(day)}`;
}

customElements.define('samantha-wish', WishCard);
