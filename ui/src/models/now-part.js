// Who she thinks with now, and where the words go.

import { html, nothing } from 'lit-html';
import { t } from '../lib/fluent.js';
import { settings, whereto } from '../life.js';
import { back, backWords } from './announcement.js';
import { providerAt } from './catalogue.js';
import { modelName, profileOf } from './profiles.js';

export function nowPart() {
  const { host, model, also } = whereto.value;
  const name = settings.value?.companionName ?? '';
  const profile = profileOf(settings.value?.profile ?? null);
  const called = profile ? modelName(profile) : model;
  const provider = profile && host !== null ? providerAt(profile.address)?.name : null;
  return html`<section class="now" aria-labelledby="models-title">
    <h1 id="models-title">${t('models-title', { name })}</h1>
    <p class="now-who">
      ${model === null ? t('now-listener') : html`<strong>${called}</strong>`}
      ${provider ? html`<span class="now-of">${t('now-provider', { provider })}</span>` : nothing}
    </p>
    <p class="now-where" data-leaves=${host === null && also.length === 0 ? nothing : ''}>
      ${where()}
    </p>
    <p class="soft">${t('now-same')}</p>
    ${wayBack()}
  </section>`;
}

/** One sentence, true at this moment. */
function where() {
  const { host, model, also } = whereto.value;
  if (host !== null) return t('now-where-host', { host });
  if (also.length > 0) return also.map((one) => t(`whereto-also-${one.role}`, { host: one.host })).join('. ');
  return model === null ? t('now-where-listener') : t('now-where-here');
}

function wayBack() {
  const words = backWords();
  if (words === null) return nothing;
  return html`<p class="now-back">
    <button class="quiet" type="button" @click=${back}>${words}</button>
  </p>`;
}
