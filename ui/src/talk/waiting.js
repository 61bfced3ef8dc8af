// Why there are no words yet, where they will stand: checking, loading, reading, trying again, looking something up.

import { html, nothing } from 'lit-html';
import { hasWords, t } from '../lib/fluent.js';

/** @import { Waiting } from '../ipc/wire.ts' */

/**
 * Always in the answer while it is made, empty or not, so that a screen reader hears it change. What counts is not
 * read out: only what is happening.
 * @param {Waiting | null} why
 */
export function waitingLine(why) {
  return html`<p class="waiting" aria-live="polite" ?data-still=${why === null}>${why ? words(why) : nothing}</p>`;
}

/** @param {Waiting} why */
function words(why) {
  switch (why.kind) {
    case 'loading':
    case 'onProcessor':
      return t(`waiting-${why.kind}`);
    case 'checking':
    case 'reading':
      return [t(`waiting-${why.kind}`), counted(percent(why.done, why.total))];
    case 'again':
      return [t('waiting-again'), counted(t('waiting-again-seconds', { n: why.seconds }))];
    case 'tool':
      return t(hasWords(`tool-${why.name}`) ? `tool-${why.name}` : 'tool-other');
  }
}

/** @param {string} text */
function counted(text) {
  return html` <span class="counted" aria-hidden="true">${text}</span>`;
}

/**
 * @param {number} done
 * @param {number} total
 */
function percent(done, total) {
  return t('percent', { n: total > 0 ? Math.min(100, Math.round((done / total) * 100)) : 0 });
}
