// The first open: her line, three true sentences, the language, help, and one way in.

import { html } from 'lit-html';
import { openHelp } from '../help/card.js';
import { showError } from '../lib/error.js';
import { language, t } from '../lib/fluent.js';
import { folder } from '../life.js';
import { icon } from '../parts/icons.js';
import { pathWords } from '../parts/path.js';
import '../presence/presence.js';
import { begin, beginning, speak } from './welcome.js';

/** @import { Language } from '../ipc/wire.ts' */

/** Each language names itself, so that it is found by whoever reads only that one. */
const LANGUAGES = /** @type {const} */ ([
  ['ptBr', 'pt-BR', 'language-ptBr'],
  ['en', 'en', 'language-en'],
]);

export function welcomeRoom() {
  return html`<main class="welcome">
    <header class="welcome-top">
      <div class="choice" role="group" aria-label=${t('language')}>
        ${LANGUAGES.map(
          ([code, tag, words]) => html`<button
            type="button"
            lang=${tag}
            aria-pressed=${language.value === code ? 'true' : 'false'}
            @click=${() => speak(code).catch(showError)}
          >
            ${t(words)}
          </button>`,
        )}
      </div>
      <button class="quiet" type="button" @click=${openHelp}>${icon('help')}${t('room-help')}</button>
    </header>
    <div class="welcome-middle">
      <samantha-presence state="idle"></samantha-presence>
      <h1>${t('welcome-title')}</h1>
      <ol class="welcome-lines" role="list">
        <li>${t('welcome-ai')}</li>
        <li>${t('welcome-stays')} <span class="welcome-folder">${t('welcome-folder')} ${pathWords(folder.value)}</span></li>
        <li>${t('welcome-leaves')}</li>
      </ol>
      <button class="solid welcome-begin" type="button" ?disabled=${beginning.value} @click=${() => begin().catch(showError)}>
        ${t('welcome-begin')}
      </button>
    </div>
  </main>`;
}
