// What can think somewhere else: what is connected, and who could be.

import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { t } from '../lib/fluent.js';
import { icon } from '../parts/icons.js';
import { providers } from './catalogue.js';
import { connectProvider, form, newProfile } from './form.js';
import { profileCard } from './profile-card.js';
import { profileForm } from './profile-form.js';
import { profiles } from './profiles.js';

/** @import { Provider } from '../ipc/wire.ts' */

export function awayPart() {
  const connected = (profiles.value ?? []).filter((profile) => !profile.local);
  // A saved one is edited in its own place.
  const fresh = form.value?.fresh ? form.value : null;
  // One without an address stands for all others: the way to them is the button below.
  const known = (providers.value ?? []).filter((provider) => !provider.local && provider.address !== '');
  return html`<section class="part away" aria-labelledby="away-title">
    <h2 id="away-title">${t('away-title')}</h2>
    <p class="part-words">${t('away-words')}</p>
    <ul class="cards" role="list">
      ${repeat(connected, (profile) => profile.id, profileCard)}
    </ul>
    ${
      fresh
        ? html`<div class="card open">${profileForm(fresh)}</div>`
        : html`${
            known.length > 0
              ? html`<h3>${t('connect-title')}</h3>
                  <ul class="providers" role="list">
                    ${known.map(providerTemplate)}
                  </ul>`
              : nothing
          }
          <div class="ways">
            <button class="quiet" type="button" @click=${() => newProfile()}>${icon('away')}${t('model-new')}</button>
          </div>`
    }
  </section>`;
}

/** @param {Provider} provider */
function providerTemplate(provider) {
  const { name, trains, retentionDays } = provider;
  const said = [t(trains === null ? 'connect-trains-unknown' : trains ? 'connect-trains' : 'connect-no-training')];
  if (retentionDays !== null)
    said.push(retentionDays === 0 ? t('connect-keeps-nothing') : t('connect-keeps', { n: retentionDays }));
  return html`<li>
    <button class="provider" type="button" @click=${() => connectProvider(provider)}>
      <strong>${name}</strong>
      <span>${said.join(', ')}</span>
    </button>
  </li>`;
}
