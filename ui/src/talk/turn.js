// One turn as it stands in the thread: the words, what must be said about them, and what can be done with them.

import { html, nothing } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { copyText } from '../lib/clipboard.js';
import { dayWords } from '../lib/dates.js';
import { showError } from '../lib/error.js';
import { hasWords, language, t } from '../lib/fluent.js';
import { settings } from '../life.js';
import { icon } from '../parts/icons.js';
import { openMenu } from '../parts/menu.js';
import { go } from '../router.js';
import { editForm } from './edit.js';
import { openRecalled, wishTemplate } from './memories.js';
import { picturesTemplate } from './picture.js';
import { offRecord } from './record.js';
import { openSent } from './sent.js';
import {
  answering,
  attempts,
  beginEdit,
  bringBack,
  deleteTurn,
  editing,
  goesWithWish,
  goOn,
  lastOfYours,
  restoreTurn,
  retry,
} from './talk.js';
import { openVersions } from './versions.js';
import { waitingLine } from './waiting.js';
import './words.js';

/** @import { AnsweredBy, Turn } from '../ipc/wire.ts' */
/** @import { Exchange } from './exchange.js' */

/** Failures whose way out is in the models room. */
const TO_MODELS = new Set([
  'auth',
  'quota',
  'unreachable',
  'unknown_model',
  'refused',
  'context_too_long',
  'unreadable',
  'bad_file',
  'no_memory',
  'no_engine',
  'no_key',
]);

/**
 * A turn, or an answer that is becoming one. Both are drawn by the same template, so that what streamed stays the
 * same element when it is whole.
 * @param {Turn | null} turn
 * @param {Exchange | null} exchange
 * @param {boolean} last
 */
export function turnTemplate(turn, exchange, last) {
  const edited = turn !== null && editing.value?.turn === turn.id ? editing.value : null;
  const attempted = turn !== null && attempts.value.has(turn.id);
  const name = settings.value?.companionName ?? '';
  const depends = [
    turn,
    exchange,
    exchange?.failure,
    exchange?.answeredBy,
    exchange?.waiting.value,
    last,
    edited,
    attempted,
    name,
    language.value,
    answering.value,
    offRecord.value,
  ];
  return guard(depends, () => {
    const yours = turn?.speaker === 'user';
    const who = yours ? t('speaker-user') : t('speaker-companion', { name });
    const said = turn ? t('turn-said', { who, day: dayWords(turn.day), time: turn.time }) : who;
    // An answer is known by what it answers, before it has a place of its own.
    const off = turn?.offRecord ?? (exchange?.replyTo ?? 0) < 0;
    const label = off ? t('turn-off-record', { said }) : said;
    return html`<article
      class="turn"
      data-speaker=${yours ? 'user' : 'companion'}
      data-turn=${turn?.id ?? nothing}
      ?data-going=${turn !== null && turn.forgottenAt !== null}
      ?data-off-record=${off}
      tabindex="-1"
      aria-label=${label}
      aria-busy=${exchange ? 'true' : 'false'}
    >
      ${turn && turn.pictures.length > 0 ? picturesTemplate(turn.pictures) : nothing}
      ${
        edited
          ? editForm(edited)
          : saysNothing(turn)
            ? nothing
            : html`<samantha-words class="words" .growing=${exchange?.text ?? null} .text=${turn?.text ?? ''}></samantha-words>`
      }
      ${exchange ? waitingLine(exchange.waiting.value) : nothing}
      ${turn ? notes(turn, last, attempted) : exchangeNotes(exchange)}
      ${turn?.wish ? wishTemplate(turn) : nothing}
      ${edited ? nothing : meta(turn, last)}
    </article>`;
  });
}

/**
 * Whether a turn is pictures alone.
 * @param {Turn | null} turn
 */
function saysNothing(turn) {
  return turn !== null && turn.text === '' && turn.pictures.length > 0;
}

/**
 * What can be done with a turn now, in the order of a menu.
 * @param {Turn} turn
 * @param {boolean} last
 * @returns {import('../parts/menu.js').Choice[]}
 */
export function choices(turn, last) {
  if (turn.forgottenAt !== null) {
    return [{ icon: 'retry', label: t('undo'), run: () => void bringBack(turn).catch(showError) }];
  }
  const hers = turn.speaker === 'companion';
  const free = !answering.value;
  /** @type {import('../parts/menu.js').Choice[]} */
  const found = [];
  if (!saysNothing(turn))
    found.push({ icon: 'copy', label: t('turn-copy'), key: 'C', run: () => void copyText(turn.text).catch(showError) });
  if (last && free && mayAskAgain(turn))
    found.push({ icon: 'retry', label: t('turn-retry'), key: 'R', run: () => void retry(turn.id).catch(showError) });
  // Of what nothing keeps there is nothing more to do.
  if (turn.offRecord) return found;
  if (last && free && hers)
    found.push({ icon: 'goOn', label: t('turn-go-on'), run: () => void goOn().catch(showError) });
  if (isLastOfYours(turn)) found.push({ icon: 'edit', label: t('turn-edit'), key: 'E', run: () => beginEdit(turn) });
  if (turn.versions > 0) {
    found.push({
      icon: 'versions',
      label: t('turn-versions', { n: turn.versions }),
      key: 'V',
      run: () => openVersions(turn),
    });
  }
  if (hers && turn.answeredBy?.model) {
    found.push({ icon: 'sent', label: t('turn-sent'), key: 'S', run: () => openSent(turn) });
  }
  if (turn.recalled > 0) {
    found.push({
      icon: 'memory',
      label: t('turn-recalled', { n: turn.recalled }),
      key: 'M',
      run: () => void openRecalled(turn).catch(showError),
    });
  }
  found.push({
    icon: 'remove',
    label: t('turn-delete'),
    key: 'Del',
    run: () => void deleteTurn(turn).catch(showError),
  });
  return found;
}

/** Off the record only for what was said there: nothing that is kept changes then. @param {Turn} turn */
export function mayAskAgain(turn) {
  return turn.offRecord || !offRecord.value;
}

/** @param {Turn} turn */
function isLastOfYours(turn) {
  return turn.speaker === 'user' && lastOfYours.value?.id === turn.id;
}

/**
 * Opens the menu of a turn.
 * @param {Turn} turn
 * @param {boolean} last
 * @param {HTMLElement} beside
 */
export function openTurnMenu(turn, last, beside) {
  openMenu(beside, t('turn-actions'), choices(turn, last));
}

/**
 * The line under the words: when it was said, by whom, and the nearest actions.
 * @param {Turn | null} turn
 * @param {boolean} last
 */
function meta(turn, last) {
  if (!turn) return html`<footer class="meta"></footer>`;
  const near = choices(turn, last).filter((choice) => ['copy', 'retry', 'edit'].includes(choice.icon));
  return html`<footer class="meta">
    ${recalledMark(turn)}
    <span class="when">
      <time datetime=${new Date(turn.saidAt).toISOString()}>${turn.time}</time>
      ${turn.answeredBy?.model ? html`<span class="by">${t('turn-by', { model: turn.answeredBy.model })}</span>` : nothing}
    </span>
    <span class="actions">
      ${near.map(
        (
          choice,
        ) => html`<button class="round small" type="button" tabindex="-1" aria-label=${choice.label} title=${choice.label} @click=${choice.run}>
          ${icon(choice.icon)}
        </button>`,
      )}
      <button
        class="round small"
        type="button"
        tabindex="-1"
        aria-haspopup="menu"
        aria-label=${t('turn-actions')}
        title=${t('turn-actions')}
        @click=${(/** @type {MouseEvent} */ event) => openTurnMenu(turn, last, /** @type {HTMLElement} */ (event.currentTarget))}
      >
        ${icon('more')}
      </button>
    </span>
  </footer>`;
}

/**
 * That an answer was given memories: a dot and how many, and the way to which.
 * @param {Turn} turn
 */
function recalledMark(turn) {
  if (turn.recalled === 0) return nothing;
  return html`<button class="recalled-mark" type="button" tabindex="-1" aria-haspopup="dialog" @click=${() => void openRecalled(turn).catch(showError)}>
    ${t('turn-recalled', { n: turn.recalled })}
  </button>`;
}

/**
 * What must be said about a turn, always in sight.
 * @param {Turn} turn
 * @param {boolean} last
 * @param {boolean} attempted
 */
function notes(turn, last, attempted) {
  const found = [];
  const ended = { stopped: t('turn-stopped'), cutOff: t('turn-cut-off'), complete: null, streaming: null }[turn.state];
  if (ended || turn.failure) {
    found.push(html`<div class="note" data-kind=${turn.failure ? 'failure' : 'stopped'}>
      <p>${ended} ${turn.failure ? failureWords(turn.failure, stoodIn(turn)) : nothing}</p>
      <div class="note-actions">
        ${last && !answering.value && turn.failure === 'length' ? noteButton(t('turn-go-on'), () => void goOn().catch(showError)) : nothing}
        ${last && !answering.value && mayAskAgain(turn) ? noteButton(t('turn-retry'), () => void retry(turn.id).catch(showError)) : nothing}
        ${turn.failure && TO_MODELS.has(turn.failure) ? noteButton(t('failure-models'), () => go('models')) : nothing}
        ${turn.failure === 'limit' ? noteButton(t('failure-ledger'), () => go('ledger')) : nothing}
      </div>
    </div>`);
  }
  if (attempted) found.push(html`<div class="note" data-kind="attempt"><p>${t('turn-attempt')}</p></div>`);
  if (turn.versions > 0) {
    found.push(
      html`<button class="receipt" type="button" tabindex="-1" @click=${() => openVersions(turn)}>${t('turn-versions', { n: turn.versions })}</button>`,
    );
  }
  // One that asked to forget and goes with it is brought back with the rest, in its own card.
  if (turn.forgottenAt !== null && !goesWithWish(turn)) {
    found.push(html`<div class="note" data-kind="going">
      <p>${t('turn-going')}</p>
      <div class="note-actions">${noteButton(t('undo'), () => void restoreTurn(turn.id).catch(showError))}</div>
    </div>`);
  }
  return found;
}

/** @param {Exchange | null} exchange */
function exchangeNotes(exchange) {
  if (!exchange?.failure) return nothing;
  return html`<div class="note" data-kind="failure"><p>${failureWords(exchange.failure, exchange.answeredBy)}</p></div>`;
}

/**
 * @param {string} label
 * @param {() => void} run
 */
function noteButton(label, run) {
  return html`<button class="plain-link" type="button" tabindex="-1" @click=${run}>${label}</button>`;
}

/**
 * Who answered instead of the one that failed. What was cut off in the middle was the failed one's own.
 * @param {Turn} turn
 */
function stoodIn({ state, answeredBy }) {
  return state === 'cutOff' && answeredBy?.model ? null : answeredBy;
}

/**
 * Why a model gave no answer, or only a part, who answered instead, and what can be done.
 * @param {string} failure
 * @param {AnsweredBy | null} instead
 */
function failureWords(failure, instead) {
  const known = hasWords(`failure-${failure}`) ? failure : 'unreadable';
  const who = instead && (instead.model === null ? t('turn-listener') : t('turn-stood-in', { model: instead.model }));
  return html`${t(`failure-${known}`)} ${who ?? nothing} <span class="next">${t(`failure-${known}-next`)}</span>`;
}
