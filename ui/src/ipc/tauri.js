// The host inside the app: the only file that knows Tauri.

import { Channel, invoke } from '@tauri-apps/api/core';
import { listen as listenTo } from '@tauri-apps/api/event';

/** @import { Host } from './core.js' */
/** @import { Delta, Event } from './wire.ts' */

/** Deltas that end a stream. */
const LAST = new Set(['closed', 'notKept', 'refused', 'idle']);

/**
 * What the shell asked for before this script was read; taken once.
 * @type {{ __SAMANTHA_OPENING__?: Promise<never> }}
 */
const early = /** @type {object} */ (globalThis);

/** @returns {Host} */
export function tauriHost() {
  return {
    call(name, args) {
      const opening = early.__SAMANTHA_OPENING__;
      if (name !== 'open' || !opening) return invoke('call', { name, args });
      delete early.__SAMANTHA_OPENING__;
      return opening;
    },

    async converse(request, onDelta) {
      /** @type {Channel<Delta>} */
      const channel = new Channel();
      /** @type {Promise<void>} */
      const ended = new Promise((resolve) => {
        channel.onmessage = (delta) => {
          onDelta(delta);
          if (LAST.has(delta.kind)) resolve();
        };
      });
      // The command may return before the channel delivered its last message, or after: both must have happened.
      await invoke('converse', { request, channel });
      await ended;
    },

    listen(onEvent) {
      // Registering takes a moment; an unlisten asked for within it is done as soon as there is something to undo.
      let gone = false;
      /** @type {(() => void) | null} */
      let stop = null;
      listenTo('samantha', (/** @type {{ payload: Event }} */ event) => {
        if (!gone) onEvent(event.payload);
      }).then(
        (unlisten) => {
          if (gone) unlisten();
          else stop = unlisten;
        },
        // Deaf to events the page would show old things: reload what is shown, as after a loss.
        () => onEvent({ kind: 'overflowed' }),
      );
      return () => {
        gone = true;
        stop?.();
      };
    },

    pickExportPath: (suggestedName) => invoke('pick_export_path', { suggested: suggestedName }),
    pickModelFile: () => invoke('pick_model_file'),
    openLink: (url) => invoke('open_link', { url }),
  };
}
