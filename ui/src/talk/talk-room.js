// The room where they talk: her line above, what was said, and where the person writes.

import { html, nothing } from 'lit-html';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { toPlain } from '../lib/markdown.js';
import { settings } from '../life.js';
import { icon } from '../parts/icons.js';
import '../presence/presence.js';
import { composer } from './composer.js';
import { announced, answering, goToNow, level, presence } from './talk.js';
import { away } from './thread.js';

export function talkRoom() {
  const state = presence.value;
  return html`
    <header class="presence">
      <samantha-presence state=${state} .level=${level.value}></samantha-presence>
      <p class="state">${t(`state-${state}`)}</p>
    </header>
    <samantha-thread role="feed" aria-busy="false"></samantha-thread>
    <div class="talk-foot">
      ${
        away.value
          ? html`<button class="quiet to-now" type="button" @click=${() => void goToNow().catch(showError)}>
              ${icon('now')}${answering.value ? t('new-words') : t('back-to-now')}
            </button>`
          : nothing
      }
      ${composer()}
    </div>
    <p class="unseen" aria-live="polite">${spoken()}</p>
  `;
}

/** The last answer, for a screen reader: said once it is whole. */
function spoken() {
  if (announced.value === '') return nothing;
  return t('answer-said', { name: settings.value?.companionName ?? '', text: toPlain(announced.value) });
}
