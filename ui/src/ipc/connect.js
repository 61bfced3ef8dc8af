// Which host answers: the app's shell when the page runs inside it, else the fake one, which is loaded only then.

import { connectTo } from './core.js';
import { tauriHost } from './tauri.js';

/** @returns {Promise<void>} */
export async function connect() {
  if ('__TAURI_INTERNALS__' in globalThis) connectTo(tauriHost());
  else connectTo((await import('./fake.js')).fakeHost(new URLSearchParams(globalThis.location?.search ?? '')));
}
