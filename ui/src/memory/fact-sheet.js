// One fact, opened: how she knows it, what she believed before and after, what speaks against it, and what can be done.

import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { ApiError, call, listen } from '../ipc/core.js';
import { dayWords, momentWords } from '../lib/dates.js';
import { errorWords, showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { signal } from '../lib/signals.js';
import { settings } from '../life.js';
import { focusInSheet, openSheet } from '../parts/dialog.js';
import { failedTemplate } from '../parts/failed.js';
import { showToast } from '../parts/toast.js';
import { go } from '../router.js';
import { toParts } from '../search/search.js';
import { goTo } from '../talk/talk.js';
import { chooseNone, editForm, mergeForm } from './fact-forms.js';
import { factLine, factText } from './fact-row.js';
import { changed, forgetFact, loadPeople, restoreFact, settle } from './memory.js';
import { confidenceFigure, dayOfMoment } from './words.js';

/** @import { Fact, FactChange, FactDetail, Receipt } from '../ipc/wire.ts' */

/**
 * @typedef {object} Opened
 * @property {number} id
 * @property {FactDetail | null} detail  `null` until it was read
 * @property {'seen' | 'editing' | 'merging'} doing
 * @property {boolean} busy
 * @property {ReturnType<typeof errorWords> | null} problem
 */

/** Opens a fact over whatever room is open. @param {number} id */
export function openFact(id) {
  const now = signal(/** @type {Opened} */ ({ id, detail: null, doing: 'seen', busy: false, problem: null }));
  Promise.all([read(now), loadPeople()]).catch(showError);
  const deaf = listen((event) => {
    if (event.kind === 'memoryChanged' && now.peek().doing === 'seen') read(now).catch(showError);
  });
  openSheet({ title: () => t('fact-title'), body: (close) => body(now, close) })
    .finally(deaf)
    .catch(showError);
}

/** @typedef {import('../lib/signals.js').Signal<Opened>} Now */

/** @param {Now} now */
async function read(now) {
  const { id } = now.peek();
  try {
    const detail = await call('fact', { fact: id });
    if (now.peek().id === id) now.value = { ...now.peek(), detail, problem: null };
  } catch (cause) {
    if (now.peek().id === id) now.value = { ...now.peek(), problem: errorWords(cause) };
  }
}

/** Looks at another fact in the same sheet. @param {Now} now @param {number} id */
function turnTo(now, id) {
  now.value = { ...now.peek(), id, detail: null, doing: 'seen', problem: null };
  document.querySelector('dialog .sheet-body')?.scrollTo(0, 0);
  focusInSheet();
  return read(now);
}

/**
 * Does something to the fact, then shows how it is.
 * @param {Now} now
 * @param {() => Promise<Fact>} work
 */
async function change(now, work) {
  if (now.peek().busy) return;
  now.value = { ...now.peek(), busy: true, problem: null };
  try {
    const fact = await work();
    const form = now.peek().doing;
    now.value = { ...now.peek(), id: fact.id, doing: 'seen' };
    await read(now);
    leave(form);
  } catch (cause) {
    now.value = { ...now.peek(), problem: errorWords(cause) };
  } finally {
    now.value = { ...now.peek(), busy: false };
  }
  changed();
}

/** The focus goes back to what opened a form, once that is gone. @param {Opened['doing']} form */
function leave(form) {
  if (form === 'editing') focusInSheet('[data-do="edit"]');
  if (form === 'merging') focusInSheet('[data-do="merge"]');
}

/** @param {Now} now @param {() => void} close */
function body(now, close) {
  const { detail, doing, problem, busy } = now.value;
  if (!detail)
    return problem ? failedTemplate(problem) : html`<p class="soft" role="status">${t('memory-reading')}</p>`;
  const { fact } = detail;
  /** @param {Omit<FactChange, 'fact'>} part */
  const set = (part) => change(now, () => call('change_fact', { fact: fact.id, ...part })).catch(showError);
  const back = () => {
    now.value = { ...now.peek(), doing: 'seen', problem: null };
    leave(doing);
  };
  return html`<div class="opened" data-state=${fact.state} aria-busy=${busy ? 'true' : 'false'}>
    <div class="opened-head">
      <p class="opened-text">${factText(fact)}</p>
      <p class="fact-about">${factLine(fact)}</p>
    </div>
    ${problem ? failedTemplate(problem) : nothing}
    ${
      doing === 'editing'
        ? editForm(fact, { back, save: set })
        : doing === 'merging'
          ? mergeForm(fact, {
              back,
              merge: (others) => change(now, () => call('merge_facts', { keep: fact.id, others })).catch(showError),
            })
          : html`${againstPart(now, detail)} ${receiptsPart(detail, close)} ${beliefPart(now, detail)}
            ${actionsPart(now, fact, set, close)}`
    }
  </div>`;
}

/**
 * How does she know?
 * @param {FactDetail} detail
 * @param {() => void} close
 */
function receiptsPart({ fact, receipts }, close) {
  const made = {
    rules: 'made-by-rules',
    model: 'made-by-model',
    person: 'made-by-person',
    reflection: 'made-by-reflection',
  };
  return html`<section class="opened-part" aria-labelledby="fact-why">
    <h3 id="fact-why">${t('fact-how')}</h3>
    <p class="soft">${t(made[fact.madeBy], { day: dayOfMoment(fact.learnedAt) })} ${confidenceFigure(fact)}</p>
    ${
      receipts.length === 0
        ? nothing
        : html`<ol class="receipts" role="list">
            ${receipts.map((receipt) => receiptTemplate(receipt, close))}
          </ol>`
    }
  </section>`;
}

/** @param {Receipt} receipt @param {() => void} close */
function receiptTemplate(receipt, close) {
  const { role, day, time, excerpt, marks, speaker, turn } = receipt;
  const who =
    speaker === 'user' ? t('speaker-user') : t('speaker-companion', { name: settings.value?.companionName ?? '' });
  return html`<li data-role=${role}>
    <button
      class="hit"
      type="button"
      data-speaker=${speaker}
      @click=${() => {
        close();
        openMoment(turn);
      }}
    >
      <span class="hit-when">${who} · ${dayWords(day)}, ${time}${role === 'says' ? nothing : html` · <em>${t(`receipt-${role}`)}</em>`}</span>
      <span class="hit-words" lang="" translate="no">${toParts(excerpt, marks).map((part) => (part.marked ? html`<mark>${part.text}</mark>` : part.text))}</span>
    </button>
  </li>`;
}

/** Goes to the moment in the talk. @param {number} turn */
export function openMoment(turn) {
  go('talk');
  goTo(turn).catch((cause) => {
    if (ApiError.from(cause).code === 'gone') showToast({ tone: 'plain', text: t('moment-gone') });
    else showError(cause);
  });
}

/** What can't be true beside it. @param {Now} now @param {FactDetail} detail */
function againstPart(now, { fact, against }) {
  if (against.length === 0) return nothing;
  const other = against.length === 1 ? against[0] : undefined;
  /** @param {number} id @param {'thisHolds' | 'both'} settled */
  const decide = (id, settled) =>
    settle(id, settled)
      .then(
        () => turnTo(now, settled === 'both' ? fact.id : id),
        (cause) => {
          now.value = { ...now.peek(), problem: errorWords(cause) };
        },
      )
      .catch(showError);
  return html`<section class="opened-part against" aria-labelledby="fact-against">
    <h3 id="fact-against">${t('fact-against')}</h3>
    <ul class="facts-small" role="list">
      ${against.map((other) => smallFact(now, other))}
    </ul>
    <div class="ways">
      <button class="quiet" type="button" @click=${() => decide(fact.id, 'thisHolds')}>${t('doubt-holds', { text: fact.text })}</button>
      ${
        // Of several, each is opened to say that it holds.
        other
          ? html`<button class="quiet" type="button" @click=${() => decide(other.id, 'thisHolds')}>${t('doubt-holds', { text: other.text })}</button>`
          : nothing
      }
      <button class="quiet" type="button" @click=${() => decide(fact.id, 'both')}>${t('doubt-both')}</button>
    </div>
  </section>`;
}

/** What she believed before, and what she believes instead. @param {Now} now @param {FactDetail} detail */
function beliefPart(now, { earlier, later }) {
  if (earlier.length === 0 && !later) return nothing;
  return html`<section class="opened-part" aria-label=${t('fact-beliefs')}>
    ${later ? html`<h3>${t('fact-later')}</h3><ul class="facts-small" role="list">${smallFact(now, later)}</ul>` : nothing}
    ${
      earlier.length > 0
        ? html`<h3>${t('fact-earlier')}</h3>
            <ul class="facts-small" role="list">
              ${earlier.map((one) => smallFact(now, one))}
            </ul>`
        : nothing
    }
  </section>`;
}

/** @param {Now} now @param {Fact} fact */
function smallFact(now, fact) {
  const { id, learnedAt, droppedAt } = fact;
  return html`<li>
    <button class="fact-open" type="button" @click=${() => void turnTo(now, id).catch(showError)}>
      ${factText(fact)}
      <span class="fact-about">${
        droppedAt === null
          ? t('believed-since', { from: momentWords(learnedAt) })
          : t('believed-between', { from: momentWords(learnedAt), until: momentWords(droppedAt) })
      }</span>
    </button>
  </li>`;
}

/**
 * @param {Now} now
 * @param {Fact} fact
 * @param {(part: Omit<FactChange, 'fact'>) => unknown} set
 * @param {() => void} close
 */
function actionsPart(now, fact, set, close) {
  /** @param {'editing' | 'merging'} doing */
  const begin = (doing) => () => {
    chooseNone();
    now.value = { ...now.peek(), doing, problem: null };
    // What there is to choose from takes the focus once it was read.
    focusInSheet(doing === 'editing' ? '#fact-text' : undefined);
  };
  return html`<section class="opened-part" aria-label=${t('fact-actions')}>
    ${
      fact.state === 'corrected'
        ? nothing
        : html`<label class="switch">
              <input type="checkbox" data-set="pinned" .checked=${live(fact.pinned)} @change=${() => set({ pinned: !fact.pinned })} />
              <span>${t('fact-pin')}<small>${t('fact-pin-words')}</small></span>
            </label>
            <label class="switch">
              <input type="checkbox" data-set="private" .checked=${live(fact.private)} @change=${() => set({ private: !fact.private })} />
              <span>${t('fact-keep-private')}<small>${t('fact-keep-private-words')}</small></span>
            </label>
            <div class="ways">
              <button class="quiet" type="button" data-do="edit" @click=${begin('editing')}>${t('fact-edit')}</button>
              <button class="quiet" type="button" data-do="merge" @click=${begin('merging')}>${t('fact-merge')}</button>
            </div>`
    }
    <div class="fact-forget">
      <button class="quiet" type="button" data-do="forget" @click=${() => forget(now, fact, close).catch(showError)}>
        ${t('fact-forget')}
      </button>
      <p class="soft">${t('fact-forget-words')}</p>
    </div>
  </section>`;
}

/** @param {Now} now @param {Fact} fact @param {() => void} close */
async function forget(now, fact, close) {
  if (now.peek().busy) return;
  now.value = { ...now.peek(), busy: true };
  const stays = besideRow(fact.id);
  try {
    const until = await forgetFact(fact.id);
    close();
    stays?.focus();
    undoable(t('fact-forgotten'), t('fact-forgotten-words'), until, () => restoreFact(fact.id));
  } finally {
    now.value = { ...now.peek(), busy: false };
  }
}

/**
 * What stays beside a fact that leaves the room's list: the next one, else the one before, else where one searches.
 * Nothing where it isn't listed.
 * @param {number} fact
 */
function besideRow(fact) {
  const row = document.querySelector(`.facts-list .fact[data-fact="${fact}"]`);
  if (!row) return null;
  const beside = row.nextElementSibling ?? row.previousElementSibling;
  const to = beside?.querySelector('.fact-open') ?? document.querySelector('.filters > input');
  return to instanceof HTMLElement ? to : null;
}

/**
 * Says what was forgotten, with the way back while there is one.
 * @param {string} text
 * @param {string} next
 * @param {number} until  Unix milliseconds
 * @param {() => Promise<unknown>} undo
 */
export function undoable(text, next, until, undo) {
  const close = showToast({
    ...{ tone: 'plain', text, next, until },
    action: {
      label: t('undo'),
      run: () => {
        close();
        undo().catch(showError);
      },
    },
  });
}
