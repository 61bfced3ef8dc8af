// Language, theme, notifications, and the country of the help lines.

import { html, nothing } from 'lit-html';
import { countryChoice } from '../help/card.js';
import { lines } from '../help/help.js';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { settings } from '../life.js';
import { changeSettings } from './settings.js';

/** @import { SettingsChange } from '../ipc/wire.ts' */

export function generalPart() {
  const now = settings.value;
  if (!now) return nothing;
  return html`<section class="part" aria-label=${t('settings-general')}>
    ${choice('language', now.chosenLanguage ?? 'system', [
      ['system', t('as-the-system'), { chosenLanguage: null }],
      ['ptBr', t('language-ptBr'), { chosenLanguage: 'ptBr' }],
      ['en', t('language-en'), { chosenLanguage: 'en' }],
    ])}
    ${choice('theme', now.theme, [
      ['system', t('as-the-system'), { theme: 'system' }],
      ['light', t('theme-light'), { theme: 'light' }],
      ['dark', t('theme-dark'), { theme: 'dark' }],
    ])}
    <label class="switch">
      <input
        type="checkbox"
        .checked=${now.notify}
        @change=${(/** @type {Event} */ event) => set({ notify: /** @type {HTMLInputElement} */ (event.target).checked })}
      />
      <span>${t('settings-notify')}<small>${t('settings-notify-words')}</small></span>
    </label>
    ${lines.value ? countryChoice(lines.value, t('settings-country')) : nothing}
  </section>`;
}

/**
 * One of a few: a row of native radio buttons.
 * @param {'language' | 'theme'} name
 * @param {string} now
 * @param {[value: string, words: string, change: SettingsChange][]} choices
 */
function choice(name, now, choices) {
  return html`<fieldset class="one-of">
    <legend>${t(name)}</legend>
    <div class="choice">
      ${choices.map(
        ([value, words, change]) => html`<label>
          <input class="unseen" type="radio" name=${name} .checked=${value === now} @change=${() => set(change)} />
          ${words}
        </label>`,
      )}
    </div>
  </fieldset>`;
}

/** @param {SettingsChange} change */
function set(change) {
  changeSettings(change).catch(showError);
}
