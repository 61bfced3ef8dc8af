// The room shown instead of all others when she could not open: what happened, what to do next, where the data is.

import { html, nothing } from 'lit-html';
import { openHelp } from '../help/card.js';
import { momentWords } from '../lib/dates.js';
import { showError } from '../lib/error.js';
import { hasWords, t } from '../lib/fluent.js';
import { trouble } from '../life.js';
import { confirm } from '../parts/confirm.js';
import { icon } from '../parts/icons.js';
import { pathWords } from '../parts/path.js';
import { copyList } from '../settings/copies.js';
import { beginAnew, bringBack, doing, stillSo, tryAgain, waysOut } from './recovery.js';

/** @import { Copy, Trouble } from '../ipc/wire.ts' */

export function recoveryRoom() {
  const now = trouble.value;
  if (!now) return nothing;
  const code = hasWords(`trouble-${now.code}`) ? now.code : 'broken';
  const ways = waysOut(now.code).filter((way) => way !== 'restore' || now.copies.length > 0);
  return html`<main class="recovery">
    <div class="recovery-column">
      <p class="recovery-name">${t('recovery-name')}</p>
      <h1>${t(`trouble-${code}`)}</h1>
      <p class="recovery-next">${t(`trouble-${code}-next`)}</p>
      <p class="recovery-safe">${t('recovery-safe')}</p>
      ${ways.map((way, n) => wayOut(way, n === 0, now))}
      <p class="recovery-still" role="status">
        ${stillSo.value > 0 && doing.value === null ? t('recovery-still', { n: stillSo.value }) : nothing}
      </p>
      <dl class="recovery-where">
        <dt>${t('data-folder')}</dt>
        <dd>${pathWords(now.folder)}</dd>
      </dl>
      <details>
        <summary>${t('error-details')}</summary>
        <pre>${now.code}: ${now.message}</pre>
      </details>
      <p><button class="quiet" type="button" @click=${openHelp}>${icon('help')}${t('room-help')}</button></p>
    </div>
  </main>`;
}

/**
 * @param {'try' | 'restore' | 'anew'} way
 * @param {boolean} first
 * @param {Trouble} now
 */
function wayOut(way, first, now) {
  const busy = doing.value !== null;
  const [newest, ...older] = now.copies;
  switch (way) {
    case 'try':
      return html`<p>
        <button class=${first ? 'solid' : 'quiet'} type="button" ?disabled=${busy} @click=${() => tryAgain().catch(showError)}>
          ${icon('retry')}${doing.value === 'try' ? t('recovery-trying') : t('recovery-try')}
        </button>
      </p>`;
    case 'restore':
      if (!newest) return nothing;
      return html`<section class="recovery-copies">
        <p>
          <button class=${first ? 'solid' : 'quiet'} type="button" ?disabled=${busy} @click=${() => bringBackAsked(newest)}>
            ${doing.value === newest.name ? t('copy-restoring') : t('recovery-restore', { when: momentWords(newest.madeAt) })}
          </button>
        </p>
        ${
          older.length === 0
            ? nothing
            : html`<details>
                <summary>${t('recovery-older', { n: older.length })}</summary>
                ${copyList(older, { label: t('copy-restore'), busy: doing.value, run: bringBackAsked })}
              </details>`
        }
      </section>`;
    case 'anew':
      return html`<p class="recovery-anew">
        <button class="quiet" type="button" ?disabled=${busy} @click=${beginAnewAsked}>
          ${doing.value === 'anew' ? t('recovery-trying') : t('recovery-anew')}
        </button>
        <span>${t('recovery-anew-words')}</span>
      </p>`;
  }
}

/** @param {Copy} copy */
function bringBackAsked(copy) {
  confirm({
    title: () => t('copy-restore-title'),
    text: () => t('copy-restore-words', { when: momentWords(copy.madeAt), n: copy.turns }),
    more: () => t('recovery-aside'),
    yes: () => t('copy-restore'),
  })
    .then((yes) => (yes ? bringBack(copy.name) : undefined))
    .catch(showError);
}

function beginAnewAsked() {
  confirm({
    title: () => t('recovery-anew'),
    text: () => t('recovery-anew-ask'),
    more: () => t('recovery-aside'),
    yes: () => t('recovery-anew'),
  })
    .then((yes) => (yes ? beginAnew() : undefined))
    .catch(showError);
}
