// Before another model talks: from whom to whom, what may feel different, and where words will go. Nothing changes
// until the person says so, and one click goes back.

import { html, nothing } from 'lit-html';
import { call } from '../ipc/core.js';
import { showError } from '../lib/error.js';
import { hasWords, t } from '../lib/fluent.js';
import { openSheet } from '../parts/dialog.js';
import { icon } from '../parts/icons.js';
import { showToast } from '../parts/toast.js';
import { meaningOf } from './address.js';
import { costWords } from './facts.js';
import { before, choose, chosenFor, goBack, modelName, profileOf, removeProfile } from './profiles.js';

/** @import { Announcement, Profile, Role, Side } from '../ipc/wire.ts' */
/** @import { EditChange } from './edited.js' */

/** How long the way back is offered beside the change, milliseconds; in the models room it stays. */
const BACK_FOR = 20_000;

/**
 * Announces another one to talk with, and changes when the person agrees.
 * @param {number | null} profile  `null`: the Listener
 * @returns {Promise<boolean>} whether it was changed
 */
export async function proposeTalk(profile) {
  const change = await announced(profile);
  if (!(await agreed(change))) return false;
  await choose('talk', profile);
  offerBack(change);
  return true;
}

/**
 * Announces that the Listener answers when the one who talks is removed, and removes it when the person agrees.
 * @param {Profile} profile  the one who talks
 */
export async function proposeRemoval({ id, name }) {
  const change = await announced(null);
  const agrees = await agreed(change, {
    title: () => t('model-remove-title', { name }),
    lost: () => t('model-remove-words'),
    goesBack: false,
    without: id,
    yes: () => t('model-remove'),
  });
  if (!agrees) return;
  await choose('talk', null);
  await removeProfile(id);
  showToast({ tone: 'plain', text: t('announce-changed', { name: nameOf(change.to) }) });
}

/**
 * What choosing this one for talking would feel like.
 * @param {number | null} profile
 * @returns {Promise<Announcement>}
 */
async function announced(profile) {
  const from = chosenFor('talk');
  const announcement = await call('announce', { role: 'talk', profile });
  return { ...announcement, from: called(announcement.from, from), to: called(announcement.to, profile) };
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
 * Announces what saving the form would change for the one who talks.
 * @param {EditChange} change
 * @returns {Promise<boolean>} whether the person agrees
 */
export async function agreedToEdit(change) {
  const { key, keptFor, from, to, address, family } = change;
  return agreed(change, {
    title: () => t(from.model === to.model ? 'announce-title-edit' : 'announce-title'),
    lost: () => key && t(`announce-key-${key}`, { host: keptFor }),
    ...(change.back.id === null ? {} : { without: change.back.id }),
    more: { address, family: t(`family-${family}`), host: to.host ?? keptFor },
  });
}

/**
 * The sheet. Resolves with what the person said; closing it in any other way is staying.
 * @param {Announcement} announcement
 * @param {object} [unlike]  what is unlike the choice of another one
 * @param {() => string} [unlike.title]
 * @param {() => string | null} [unlike.lost]  what can't be brought back
 * @param {boolean} [unlike.goesBack]  whether one click goes back
 * @param {() => string} [unlike.yes]
 * @param {number} [unlike.without]  the profile that is edited or removed: what it does besides talking changes, too
 * @param {Record<string, string>} [unlike.more]  what the words for a difference need besides the sides
 * @returns {Promise<boolean>}
 */
async function agreed(announcement, unlike = {}) {
  const { title = () => t('announce-title'), yes = () => t('announce-change'), goesBack = true } = unlike;
  let change = false;
  await openSheet({
    title,
    body: (close) => html`<div class="announcement">
      ${sheetBody(announcement, unlike.lost?.() ?? null, unlike.more ?? {}, unlike.without ?? null)}
      <p class="announce-same">${t('announce-same')} ${goesBack ? t('announce-can-go-back') : nothing}</p>
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
          ${yes()}
        </button>
      </div>
    </div>`,
  });
  return change;
}

/** What says where words go: it stands apart, above everything else that differs. */
const WHERE = new Set(['leaves', 'stays', 'other_host']);

/**
 * Where words go for the rest of the work, whoever talks then.
 * @param {Side} to
 * @param {number | null} without  the profile that changes or goes itself
 */
function stillGo(to, without) {
  /** @type {Exclude<Role, 'talk'>[]} */
  const parts = ['quiet'];
  // Nobody stands in for the Listener, nor sees for it.
  if (to.model !== null) parts.push(...(to.facts.sees ? [] : /** @type {const} */ (['seeing'])), 'fallback');
  return parts.flatMap((role) => {
    const id = chosenFor(role);
    const profile = id === without ? null : profileOf(id);
    return profile && !profile.local && profile.host !== to.host ? [{ role, host: profile.host }] : [];
  });
}

/**
 * Where words go, true of everybody who does a part of the work.
 * @param {Announcement} announcement
 * @param {ReturnType<typeof stillGo>} still
 * @param {Record<string, string>} words
 */
function goesWords({ from, to, differences }, still, words) {
  const where = differences.find((code) => WHERE.has(code));
  const all = still.length === 0;
  const back = still.some(({ host }) => host === from.host);
  if (to.host !== null)
    return where && !(back && where === 'other_host') ? t(`differs-${where}`, words) : t('announce-host', words);
  if (where) return t(all ? `differs-${where}` : 'differs-stays-answers', words);
  return t(all ? 'announce-here' : 'announce-here-mostly');
}

/**
 * @param {Announcement} announcement
 * @param {string | null} lost
 * @param {Record<string, string>} more
 * @param {number | null} without
 */
function sheetBody(announcement, lost, more, without) {
  const { from, to, differences } = announcement;
  const words = { from: from.host ?? '', host: to.host ?? '', model: nameOf(to), ...more };
  const still = stillGo(to, without);
  const known = differences.filter((code) => !WHERE.has(code) && hasWords(`differs-${code}`));
  return html`<div class="from-to">
      ${sideTemplate('from', from)}
      <span class="from-to-arrow" aria-hidden="true">${icon('goOn')}</span>
      ${sideTemplate('to', to)}
    </div>
    <p class="announce-goes" data-leaves=${to.host === null && still.length === 0 ? nothing : ''}>
      ${goesWords(announcement, still, words)} ${still.map(({ role, host }) => html`${t(`role-leaves-${role}`, { host })} `)}
    </p>
    ${lost === null ? nothing : html`<p class="announce-lost">${lost}</p>`}
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

/**
 * Says who talks from here on, with the way back beside it.
 * @param {Pick<Announcement, 'to'>} change
 */
export function offerBack({ to }) {
  const text = t('announce-changed', { name: nameOf(to) });
  const label = backWords();
  if (label === null) {
    showToast({ tone: 'plain', text });
    return;
  }
  const close = showToast({
    tone: 'plain',
    text,
    stays: BACK_FOR,
    action: {
      label,
      run: () => {
        close();
        back();
      },
    },
  });
}

/** Where one click would go back to, in words; `null` when there is no way back. */
export function backWords() {
  const last = before.value;
  if (!last) return null;
  const profile = profileOf(last.profile);
  if (last.profile !== null && !profile) return null;
  const name = profile ? modelName(profile) : t('the-listener');
  const { edit } = last;
  if (!edit || !profile) return t('announce-back', { name });
  if (edit.model !== profile.model) return t('announce-back', { name: edit.model });
  const then = meaningOf(edit.address);
  const host = 'host' in then ? then.host : '';
  if (host === profile.host) return t('announce-back-as-it-was');
  return t('announce-back', {
    name: t(then.kind === 'here' ? 'role-option-here' : 'role-option-away', { model: edit.model, host }),
  });
}

/** Goes back to the one before, and says so; and that its key has to be given again, where it is gone. */
export function back() {
  const last = before.peek();
  if (!last) return;
  goBack()
    .then(() => {
      const profile = profileOf(chosenFor('talk'));
      const next = last.keyGone ? { next: t('announce-key-again') } : {};
      showToast({
        tone: 'plain',
        text: t('announce-changed', { name: profile ? modelName(profile) : t('the-listener') }),
        ...next,
      });
    })
    .catch(showError);
}
