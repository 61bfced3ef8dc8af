// People who answer, and how to reach them: a calm card, the same under a turn, in the help room and in a sheet.

import { html, nothing } from 'lit-html';
import { openLink } from '../ipc/core.js';
import { byName, countryName } from '../lib/countries.js';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { settings } from '../life.js';
import { openSheet } from '../parts/dialog.js';
import { icon } from '../parts/icons.js';
import { addressIn, chooseCountry, lines, loadHelp, shortAddress } from './help.js';

/** @import { HelpLine, HelpLines } from '../ipc/wire.ts' */

/**
 * The card that stands under words that called for it.
 * @param {HelpLines} help
 */
export function helpCard(help) {
  return html`<aside class="help-card" aria-label=${t('room-help')}>
    <p class="help-lead">${t('help-lead')}</p>
    ${helpLines(help)}
    <p class="help-foot">
      <button class="plain-link" type="button" @click=${() => openHelp()}>${t('help-other-country')}</button>
    </p>
  </aside>`;
}

/** Help over whatever is open. */
export function openHelp() {
  loadHelp().catch(showError);
  openSheet({ title: () => t('help-title'), body: () => html`<div class="help">${helpWords()}</div>` }).catch(
    showError,
  );
}

/** The help room. Its lines are read by {@link loadHelp}. */
export function helpRoom() {
  return html`<section class="room help" aria-labelledby="help-title">
    <div class="column">
      <h1 id="help-title">${t('help-title')}</h1>
      ${helpWords()}
    </div>
  </section>`;
}

/** The words of the room and of the sheet: lines for a country of one's choice. */
function helpWords() {
  const help = lines.value;
  return html`<p class="help-intro">${t('help-intro')}</p>
    ${help ? html`${countryChoice(help)}${helpLines(help)}` : nothing}
    <p class="help-honest">${t('help-honest')}</p>`;
}

/**
 * @param {HelpLines} help
 * @param {string} [label]
 */
export function countryChoice(help, label = t('help-country')) {
  const chosen = settings.value?.country ?? '';
  return html`<label class="help-country">
    <span>${label}</span>
    <select
      class="field"
      @change=${(/** @type {Event} */ event) => {
        const { value } = /** @type {HTMLSelectElement} */ (event.target);
        chooseCountry(value || null).catch(showError);
      }}
    >
      <option value="" ?selected=${chosen === ''}>${t('help-country-system')}</option>
      ${byName(help.countries).map(
        (code) => html`<option value=${code} ?selected=${code === chosen}>${countryName(code)}</option>`,
      )}
    </select>
  </label>`;
}

/** @param {HelpLines} help */
function helpLines(help) {
  const emergency = [...new Set(help.lines.flatMap((line) => line.emergency))];
  return html`${help.lines.length === 0 ? html`<p class="help-none">${t('help-none')}</p>` : nothing}
    <ul class="help-lines" role="list">
      ${help.lines.map(lineTemplate)}
    </ul>
    ${emergency.length > 0 ? html`<p class="help-emergency">${t('help-emergency')} <strong>${emergency.join(' · ')}</strong></p>` : nothing}
    <p class="help-elsewhere">
      ${t('help-elsewhere')} ${help.elsewhere.map((url, n) => html`${n > 0 ? ' · ' : ''}${link(url, shortAddress(url))}`)}
    </p>`;
}

/** @param {HelpLine} line */
function lineTemplate(line) {
  return html`<li class="help-line">
    <div class="help-who">
      <strong>${line.name}</strong>
      <span>${line.free ? `${t('help-free')} · ` : ''}${line.hours === '24/7' ? t('help-always') : (line.hours ?? '')}</span>
    </div>
    <dl>
      ${line.call === null ? nothing : way(t('help-call'), html`<b>${line.call}</b>`)}
      ${line.text === null ? nothing : way(t('help-text'), html`<b>${line.text}</b>`)}
      ${line.chat === null ? nothing : way(t('help-chat'), link(line.chat, shortAddress(line.chat)))}
      ${line.also.map((words) => {
        const url = addressIn(words);
        return way(t('help-also'), url ? link(url, shortAddress(url)) : words);
      })}
    </dl>
  </li>`;
}

/**
 * @param {string} how
 * @param {unknown} where
 */
function way(how, where) {
  return html`<div><dt>${how}</dt><dd>${where}</dd></div>`;
}

/**
 * A page in the system's browser.
 * @param {string} url
 * @param {string} words
 */
function link(url, words) {
  return html`<a
    href=${url}
    rel="noopener"
    @click=${(/** @type {Event} */ event) => {
      event.preventDefault();
      openLink(url).catch(showError);
    }}
    >${words}${icon('away')}<span class="unseen"> ${t('help-opens-browser')}</span></a
  >`;
}
