// The product's own line icons, drawn on a square of 24.

import { html } from 'lit-html';

/** @type {Record<string, string>} */
const PATHS = {
  talk: 'M4.2 12.2c.2-4 3.7-6.9 8-6.7 4.2.1 7.6 3.1 7.5 6.9-.1 3.8-3.5 6.6-7.7 6.5-1.2 0-2.3-.3-3.3-.7L4.5 19.4l1.2-3.3c-1-1.1-1.5-2.4-1.5-3.9z',
  search: 'M10.7 17.2a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.4 15.4l4.8 4.8',
  help: 'M12 20.2s-7.4-4.3-7.4-9.7a4.1 4.1 0 0 1 7.4-2.6 4.1 4.1 0 0 1 7.4 2.6c0 5.4-7.4 9.7-7.4 9.7z',
  settings:
    'M4 7.5h8.5M17.5 7.5H20M4 16.5h2.5M11.5 16.5H20M15 10a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM9 19a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  // Thought, as she is drawn: one line, wound loosely.
  models:
    'M5.2 13.6c-.9-4.6 2.3-8.4 6.8-8.6 4.4-.2 7.2 3 6.8 6.8-.4 4-3.6 6.6-7 6.3-3.2-.3-5-3-4.4-5.6.5-2.3 2.6-3.8 4.7-3.4 1.8.3 2.9 1.9 2.5 3.5',
  // A thread with its knots: what is tied to the moments that prove it.
  memory:
    'M4.5 16.5c3.2 2.4 5.4-1.2 4.2-4.4C7.5 9 9.4 5.4 12.4 6.2c2.6.7 2.2 4.2-.2 5.8-2.2 1.5-1.4 5 1.6 5 2.6 0 3.9-2.4 5.7-4.6M9.2 13.6h.01M12.6 6.3h.01M14 17h.01',
  offRecord: 'M6.2 16.2l-.7 3.3 3.4-.9M8.9 13.6 15.4 5.6l3 3-5.6 5.8M4.5 5.5l15 14',
  pin: 'M9 4.5h6l-.8 5.2 2.8 3.3H7l2.8-3.3zM12 13v6.5',
  lock: 'M6.5 11h11v8.5h-11zM9 11V8.2a3 3 0 0 1 6 0V11',
  send: 'M12 19.5V5M6 10.8 12 5l6 5.8',
  stop: 'M8 8h8v8H8z',
  copy: 'M9 9h10v11H9zM15 9V4H5v11h4',
  retry: 'M19 12a7 7 0 1 1-2.2-5.1M19.3 4.2v4h-4',
  edit: 'M4.5 19.5l1-4L16 5l3 3L8.5 18.5zM13.7 7.3l3 3',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  remove: 'M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7M10.3 10.5v5.5M13.7 10.5v5.5',
  versions: 'M12 7.5V12l3 2M4.7 13.2A7.4 7.4 0 1 0 6.5 7M4.3 4.5l.6 4 4-.6',
  sent: 'M4.5 12.5 19.5 5l-4.7 14.5-3.5-5.7zM11.3 13.8 19.5 5',
  now: 'M12 5v13.5M6 13l6 5.7 6-5.7',
  close: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  check: 'M5 12.8l4.5 4.4L19 7.5',
  goOn: 'M5 12h13.5M13 6.5l5.7 5.5-5.7 5.5',
  picture: 'M4.5 6h15v12.5h-15zM4.8 16l4.4-4.6 3.4 3.4 2.6-2.6 4 4M14.7 9.6h.01',
  home: 'M4.5 11.5 12 5l7.5 6.5M6.5 10v9.5h11V10',
  away: 'M8 16 18.5 5.5M10.5 5.5h8v8M5.5 9v9.5H15',
};

/**
 * An icon. It says nothing to a screen reader: what it stands in must be labelled.
 * @param {string} name
 */
export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${PATHS[name] ?? ''} /></svg>`;
}
