// The copies, newest first, each with what can be done with it: drawn in settings and in recovery.

import { html, nothing } from 'lit-html';
import { momentWords, numberWords } from '../lib/dates.js';
import { t } from '../lib/fluent.js';
import { bytesWords } from '../lib/sizes.js';

/** @import { Copy } from '../ipc/wire.ts' */

const REASONS = new Set(['daily', 'asked', 'migration']);

/**
 * @param {Copy[]} copies
 * @param {{ label: string, busy: string | null, run: (copy: Copy) => void }} restore  `busy`: the copy being restored
 */
export function copyList(copies, restore) {
  return html`<ul class="copies" role="list">
    ${copies.map(
      (copy) => html`<li>
        <div>
          <span class="copy-when">${momentWords(copy.madeAt)}</span>
          <span class="copy-what">${whatIsIn(copy)}</span>
          ${copy.whole ? nothing : html`<span class="copy-broken">${t('copy-broken')}</span>`}
        </div>
        ${
          copy.whole
            ? html`<button
                class="quiet"
                type="button"
                ?disabled=${restore.busy !== null}
                aria-label=${t('copy-restore-label', { when: momentWords(copy.madeAt) })}
                @click=${() => restore.run(copy)}
              >
                ${restore.busy === copy.name ? t('copy-restoring') : restore.label}
              </button>`
            : nothing
        }
      </li>`,
    )}
  </ul>`;
}

/** @param {Copy} copy */
function whatIsIn(copy) {
  const parts = [t('copy-turns', { n: copy.turns, turns: numberWords(copy.turns) }), bytesWords(copy.bytes)];
  if (REASONS.has(copy.reason)) parts.push(t(`copy-reason-${copy.reason}`));
  return parts.join(' · ');
}
