// Everything a turn said before: kept, and reachable from the turn.

import { html, nothing } from 'lit-html';
import { call } from '../ipc/core.js';
import { copyText } from '../lib/clipboard.js';
import { momentWords } from '../lib/dates.js';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { signal } from '../lib/signals.js';
import { openSheet } from '../parts/dialog.js';

/** @import { Turn, Version } from '../ipc/wire.ts' */

/** @param {Turn} turn */
export function openVersions(turn) {
  const versions = signal(/** @type {Version[] | null} */ (null));
  call('versions', { turn: turn.id }).then((found) => {
    versions.value = found;
  }, showError);
  openSheet({
    title: () => t('versions-title'),
    body: () =>
      versions.value?.length === 0
        ? html`<p>${t('versions-none')}</p>`
        : (versions.value?.map(versionTemplate) ?? nothing),
  }).catch(showError);
}

/** @param {Version} version */
function versionTemplate(version) {
  const when = momentWords(version.saidAt);
  const by = version.answeredBy;
  const whose =
    by === null
      ? t('version-of-yours', { when })
      : by.model === null
        ? t('version-by-listener', { when })
        : t('version-by-model', { when, model: by.model });
  const ended = { stopped: t('turn-stopped'), cutOff: t('turn-cut-off'), complete: null, streaming: null }[
    version.state
  ];
  return html`<section class="version" data-speaker=${by === null ? 'user' : 'companion'}>
    <h3>${whose}</h3>
    <samantha-words class="words" .growing=${null} .text=${version.text}></samantha-words>
    ${ended ? html`<p class="note">${ended} ${version.failure ? t(`failure-${version.failure}`) : nothing}</p>` : nothing}
    <button class="plain-link" type="button" @click=${() => void copyText(version.text).catch(showError)}>${t('turn-copy')}</button>
  </section>`;
}
