// The models room: who she thinks with now, who else could, here and away, and who does what.

import { html } from 'lit-html';
import { listen } from '../ipc/core.js';
import { showError } from '../lib/error.js';
import { awayPart } from './away-part.js';
import { loadCatalogue } from './catalogue.js';
import { herePart } from './here-part.js';
import { nowPart } from './now-part.js';
import { found, loadProfiles, lookHere } from './profiles.js';
import { rolesPart } from './roles-part.js';
import { loadShelf } from './shelf.js';

let listening = false;

/** Reads what the room shows, each for itself: what can't be read takes nothing else away. */
export async function load() {
  if (!listening) {
    listening = true;
    listen((event) => {
      if (event.kind === 'shelfChanged') loadShelf().catch(showError);
      else if (event.kind === 'settingsChanged') loadProfiles().catch(showError);
      else if (event.kind === 'overflowed') Promise.all([loadShelf(), loadProfiles()]).catch(showError);
    });
  }
  if (found.value === null) lookHere().catch(showError);
  await Promise.all([loadProfiles(), loadShelf().catch(showError), loadCatalogue().catch(showError)]);
}

export function draw() {
  return html`<section class="room models" aria-labelledby="models-title">
    <div class="column">${nowPart()} ${herePart()} ${awayPart()} ${rolesPart()}</div>
  </section>`;
}
