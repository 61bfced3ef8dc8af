// The page begins here: connect, open the life with one call, draw.

import { connect } from './ipc/connect.js';
import { listen } from './ipc/core.js';
import { showError } from './lib/error.js';
import { language } from './lib/fluent.js';
import { draw } from './lib/signals.js';
import { followSettings, notOpened, onEvent, open, settings, trouble } from './life.js';
import { followAddress, go } from './router.js';
import { followDrops } from './talk/pictures.js';
import { followTyping } from './talk/talk.js';
import { followRooms, onKey, view } from './view.js';

async function begin() {
  // Until the settings are read: the language of the system.
  language.value = navigator.language.toLowerCase().startsWith('pt') ? 'ptBr' : 'en';
  const house = document.getElementById('house');
  if (!house) return;
  try {
    await connect();
    listen(onEvent);
    await open();
  } catch (error) {
    notOpened(error);
  }
  followSettings();
  followAddress();
  followRooms();
  followTyping();
  followDrops(openTalk);
  addEventListener('keydown', onKey);
  draw(view, house);
  requestAnimationFrame(() => setTimeout(tellReady));
}

/** Whether there is a talk to put something in; it is opened. */
function openTalk() {
  if (trouble.value || !settings.value?.welcomed) return false;
  go('talk');
  return true;
}

/** Says, for whoever waits for it, what is on screen. The talk says so itself. */
function tellReady() {
  document.documentElement.dataset.ready ??= trouble.value ? 'recovery' : 'welcome';
}

begin().catch(showError);
