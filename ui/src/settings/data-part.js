// What is kept and where: the folder, the copies, and everything as files.

import { html, nothing } from 'lit-html';
import { ApiError } from '../ipc/core.js';
import { momentWords, numberWords } from '../lib/dates.js';
import { showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { folder } from '../life.js';
import { confirm } from '../parts/confirm.js';
import { pathWords } from '../parts/path.js';
import { showToast } from '../parts/toast.js';
import { copyList } from './copies.js';
import { copies, copying, exportAll, exported, exporting, makeCopy, restoreCopy, restoring } from './data.js';

/** @import { Copy, ExportFormat } from '../ipc/wire.ts' */

export function dataPart() {
  const list = copies.value;
  return html`<section class="part data" aria-labelledby="data-title">
    <h2 id="data-title">${t('data-title')}</h2>
    <p class="part-words">${t('data-words')}</p>
    <dl class="where">
      <dt>${t('data-folder')}</dt>
      <dd>${pathWords(folder.value)}</dd>
    </dl>
    <h3>${t('data-copies')}</h3>
    <p class="part-words">${t('data-copies-words')}</p>
    <p>
      <button class="quiet" type="button" ?disabled=${copying.value} @click=${copyNow}>
        ${copying.value ? t('data-copying') : t('data-copy-now')}
      </button>
    </p>
    ${list === null ? html`<p class="soft" role="status">${t('data-copies-looking')}</p>` : list.length === 0 ? html`<p class="soft">${t('data-copies-none')}</p>` : copyList(list, { label: t('copy-restore'), busy: restoring.value, run: restoreAsked })}
    <h3>${t('data-export')}</h3>
    <p class="part-words">${t('data-export-words')}</p>
    <div class="ways">${exportButton('markdown')} ${exportButton('json')}</div>
    <p class="soft exported" role="status">${exportWords()}</p>
  </section>`;
}

/** @param {ExportFormat} format */
function exportButton(format) {
  return html`<button class="quiet" type="button" ?disabled=${exporting.value !== null} @click=${() => exportAll(format).catch(exportFailed)}>
    ${t(`data-export-${format}`)}
  </button>`;
}

/** @param {unknown} cause */
function exportFailed(cause) {
  const error = ApiError.from(cause);
  // The one thing about a chosen place that can't be used: it is the data folder.
  if (error.code === 'bad_input')
    showToast({ tone: 'error', text: t('data-export-elsewhere'), details: error.message });
  else showError(error);
}

function exportWords() {
  if (exporting.value) return t('data-exporting');
  if (!exported.value) return nothing;
  const { turns, path } = exported.value;
  return t('data-exported', { n: turns, turns: numberWords(turns), path });
}

function copyNow() {
  makeCopy()
    .then((copy) => {
      if (copy)
        showToast({ tone: copy.whole ? 'plain' : 'error', text: t(copy.whole ? 'data-copied' : 'copy-broken') });
    })
    .catch(showError);
}

/** @param {Copy} copy */
function restoreAsked(copy) {
  confirm({
    title: () => t('copy-restore-title'),
    text: () => t('copy-restore-words', { when: momentWords(copy.madeAt), n: copy.turns }),
    more: () => t('copy-restore-aside'),
    yes: () => t('copy-restore'),
  })
    .then(async (yes) => {
      if (!yes) return;
      await restoreCopy(copy.name);
      showToast({ tone: 'plain', text: t('copy-restored', { when: momentWords(copy.madeAt) }) });
    })
    .catch(showError);
}
