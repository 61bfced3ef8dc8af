// "What was sent": every word a model was given for one answer.

import { html, nothing } from 'lit-html';
import { call } from '../ipc/core.js';
import { momentWords, numberWords } from '../lib/dates.js';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { signal } from '../lib/signals.js';
import { openSheet } from '../parts/dialog.js';
import { icon } from '../parts/icons.js';

/** @import { Sent, Turn } from '../ipc/wire.ts' */

/** @param {Turn} turn */
export function openSent(turn) {
  const sent = signal(/** @type {Sent | null | undefined} */ (undefined));
  call('sent', { turn: turn.id }).then((found) => {
    sent.value = found;
  }, showError);
  openSheet({ title: () => t('sent-title'), body: () => sentTemplate(sent.value) }).catch(showError);
}

/** @param {Sent | null | undefined} sent */
function sentTemplate(sent) {
  if (sent === undefined) return nothing;
  if (sent === null) return html`<p>${t('sent-gone')}</p>`;
  return html`<p class="sent-about">
      ${t('sent-to', { model: sent.model, host: sent.host, when: momentWords(sent.at) })}<br />
      ${t('sent-size', { tokens: numberWords(sent.tokens), budget: numberWords(sent.budget) })}
      ${t('sent-left-out', { n: sent.leftOut })}
    </p>
    ${sent.messages.map(
      (message) => html`<section class="sent-message" data-role=${message.role}>
        <h3>${t(`role-${message.role}`)}</h3>
        ${message.pictures > 0 ? html`<p class="sent-pictures">${icon('picture')}${t('sent-pictures', { n: message.pictures })}</p>` : nothing}
        <pre>${message.text}</pre>
      </section>`,
    )}`;
}
