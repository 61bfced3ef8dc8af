// What an address means before anything is sent to it. The life behind the page decides; this only says it in time.

/**
 * @typedef {{ kind: 'empty' } | { kind: 'unreadable' } | { kind: 'unprotected' }
 *   | { kind: 'here', host: string } | { kind: 'away', host: string }} Meaning
 */

/**
 * Where words would go.
 * @param {string} address
 * @returns {Meaning}
 */
export function meaningOf(address) {
  const written = address.trim();
  if (!written) return { kind: 'empty' };
  /** @type {URL} */
  let url;
  try {
    url = new URL(written);
  } catch {
    return { kind: 'unreadable' };
  }
  if (!url.hostname || (url.protocol !== 'https:' && url.protocol !== 'http:')) return { kind: 'unreadable' };
  const here = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'http:' && !here) return { kind: 'unprotected' };
  return { kind: here ? 'here' : 'away', host: url.host };
}
