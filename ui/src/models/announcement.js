// Before another model talks: from whom to whom, what may feel different, and where words will go. Nothing changes
// until the person says so, and one click goes back.

import { html, nothing } from 'lit-html';
import { call } from '../ipc/core.js';
import { showError } from '../lib/error.js';
import { hasWords, t } from '../lib/fluent.js';
import { openSheet } from '../parts/dialog.js';
import { icon } from '../parts/icons.js';
import { showToast } from '../parts/toast.js';
import { costWords } from './facts.js';
import { before, choose, chosenFor, goBack, modelName, profileOf } from './profiles.js';

/** @import { Announcement, Facts, Profile, Side } from '../ipc/wire.ts' */

/** How long the way back is offered beside the change, milliseconds; in the models room it stays. */
const BACK_FOR = 20_000;

/**
 * Announces another one to talk with, and changes when the person agrees.
 * @param {number | null} profile  `null`: the Listener
 * @returns {Promise<boolean>} whether it was changed
 */
export async function proposeTalk(profile) {
  const from = chosenFor('talk');
  const announcement = await call('announce', { role: 'talk', profile });
  const change = { ...announcement, from: called(announcement.from, from), to: called(announcement.to, profile) };
  if (!(await agreed(change))) return false;
  await choose('talk', profile);
  offerBack(change);
  return true;
}

/**
 * A side under the name its model has everywhere else in the room.
 * @param {Side} side
 * @param {number | null} id
 * @returns {Side}
 */
function called(side, id) {
  const profile = profileOf(id);
  return profile ? { ...side, model: modelName(profile) } : side;
}

/** @param {Side} side */
const nameOf = (side) => side.model ?? t('the-listener');

/**
 * Announces that the one who talks would think with another model, or somewhere else, once the form is saved.
 * @param {Profile} now  as it stands
 * @param {{ model: string, host: string | null, facts: Facts }} to  as it is written
 * @returns {Promise<boolean>} whether the person agrees
 */
export async function agreedToEdit(now, to) {
  const from = { model: modelName(now), host: now.local ? null : now.host, facts: now.facts };
  const differences = to.model === from.model ? [] : ['manner'];
  if (from.host === null && to.host !== null) differences.unshift('leaves');
  if (from.host !== null && to.host === null) differences.unshift('stays');
  if (from.host !== null && to.host !== null && from.host !== to.host) differences.unshift('other_host');
  return agreed({ from, to, differences }, 'edit');
}

/**
 * The sheet. Resolves with what the person said; closing it in any other way is staying.
 * @param {Announcement} announcement
 * @param {'choice' | 'edit'} [by]  a choice can be taken back with one click
 * @returns {Promise<boolean>}
 */
async function agreed(announcement, by = 'choice') {
  let change = false;
  await openSheet({
    title: () => t('announce-title'),
    body: (close) => html`<div class="announcement">
      ${sheetBody(announcement)}
      <p class="announce-same">${t('announce-same')} ${by === 'choice' ? t('announce-can-go-back') : nothing}</p>
      <div class="announce-ways">
        <button class="quiet" type="button" @click=${close}>${t('announce-stay')}</button>
        <button
          class="solid"
          type="button"
          @click=${() => {
            change = true;
            close();
          }}
        >
          ${t('announce-change')}
        </button>
      </div>
    </div>`,
  });
  return change;
}

/** What says where words go: it stands apart, above everything else that differs. */
const WHERE = new Set(['leaves', 'stays', 'other_host']);

/** @param {Announcement} announcement */
function sheetBody({ from, to, differences }) {
  const words = { from: from.host ?? '', host: to.host ?? '', model: nameOf(to) };
  const where = differences.find((code) => WHERE.has(code));
  const known = differences.filter((code) => !WHERE.has(code) && hasWords(`differs-${code}`));
  return html`<div class="from-to">
      ${sideTemplate('from', from)}
      <span class="from-to-arrow" aria-hidden="true">${icon('goOn')}</span>
      ${sideTemplate('to', to)}
    </div>
    <p class="announce-goes" data-leaves=${to.host === null ? nothing : ''}>
      ${where ? t(`differs-${where}`, words) : to.host === null ? t('announce-here') : t('announce-host', words)}
    </p>
    ${
      known.length > 0
        ? html`<h3>${t('announce-differs')}</h3>
            <ul class="differences" role="list">
              ${known.map((code) => html`<li>${t(`differs-${code}`, words)}</li>`)}
            </ul>`
        : nothing
    }`;
}

/**
 * @param {'from' | 'to'} which
 * @param {Side} side
 */
function sideTemplate(which, side) {
  return html`<div class="side" data-side=${which}>
    <span class="side-when">${t(`announce-${which}`)}</span>
    <strong>${side.model ?? t('listener')}</strong>
    <span>${side.host === null ? t('side-here') : side.host}</span>
    ${side.model === null ? nothing : html`<span>${t('side-cost', { cost: costWords(side.facts, side.host === null) })}</span>`}
  </div>`;
}

/** @param {Announcement} announcement */
function offerBack({ from, to }) {
  const close = showToast({
    tone: 'plain',
    text: t('announce-changed', { name: nameOf(to) }),
    stays: BACK_FOR,
    action: {
      label: t('announce-back', { name: nameOf(from) }),
      run: () => {
        close();
        back(nameOf(from));
      },
    },
  });
}

/**
 * Goes back to the one before, and says so.
 * @param {string} name
 */
export function back(name) {
  if (!before.peek()) return;
  goBack()
    .then(() => showToast({ tone: 'plain', text: t('announce-changed', { name }) }))
    .catch(showError);
}
