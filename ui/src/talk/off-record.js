// Off the record: a switch after which nothing is kept, and how it is seen.

import { html, nothing } from 'lit-html';
import { call } from '../ipc/core.js';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { whereto } from '../life.js';
import { confirm } from '../parts/confirm.js';
import { icon } from '../parts/icons.js';
import { go } from '../router.js';
import { focusComposer } from './composer.js';
import { fetchWords } from './memories.js';
import { draftPictures } from './pictures.js';
import { offRecord } from './record.js';
import { forgetDraft, keeping, offRecordIs, saveDraft } from './talk.js';
import { goToNow, hasLater, turns } from './turns.js';

/** Whether it is being turned on or off. */
let changing = false;

/** Turns it on, or off: then what was said meanwhile is let go of, and the person is told so before. */
export async function toggleOffRecord() {
  if (changing || keeping.value || document.querySelector('dialog[open]')) return;
  const on = !offRecord.value;
  changing = true;
  try {
    if (on) await forgetDraft();
    else if (!(await agreed())) return;
    await call('set_off_record', { on });
    offRecordIs(on);
    if (on) go('talk');
  } finally {
    changing = false;
    saveDraft();
  }
  focusComposer();
}

/** @returns {Promise<boolean>} */
async function agreed() {
  // What was said meanwhile stands at the end, which may be out of what is on screen.
  if (hasLater.value) await goToNow();
  const n = turns.value.filter((turn) => turn.offRecord).length;
  if (n === 0) return true;
  // The words of the question come with those of the memory.
  await fetchWords();
  return confirm({
    title: () => t('off-record-end-title'),
    text: () => t('off-record-end-words', { n }),
    yes: () => t('off-record-end-yes'),
  });
}

/** The switch in the composer. */
export function offRecordSwitch() {
  const on = offRecord.value;
  const words = t(on ? 'off-record-end' : 'off-record-begin');
  return html`<button
    class="round attach off-record"
    type="button"
    aria-pressed=${on ? 'true' : 'false'}
    aria-label=${t('off-record')}
    title=${words}
    @click=${toggle}
  >
    ${icon('offRecord')}
  </button>`;
}

/** The switch among the rooms. */
export function offRecordDoor() {
  return html`<button class="off-record-door" type="button" aria-pressed=${offRecord.value ? 'true' : 'false'} @click=${toggle}>
    ${icon('offRecord')}<span>${t('off-record')}</span>
  </button>`;
}

/** What being off the record means at this moment, where the person writes. */
export function offRecordLine() {
  return html`<div class="off-record-line" role="status">${offRecord.value ? line() : nothing}</div>`;
}

function line() {
  const { host, also } = whereto.value;
  const instead = also.find(({ role }) => role === 'fallback')?.host ?? null;
  const goes =
    host !== null
      ? t('off-record-goes', { host })
      : instead !== null
        ? t('off-record-goes-instead', { host: instead })
        : t('off-record-stays');
  return html`<p>
      <strong>${t('off-record-words')}</strong> ${goes}
      ${draftPictures.value.length > 0 ? t('off-record-pictures') : nothing}
    </p>
    <button class="plain-link" type="button" @click=${toggle}>${t('off-record-end')}</button>`;
}

function toggle() {
  toggleOffRecord().catch(showError);
}
