// What an address means before anything is sent to it. The life behind the page decides; this only says it in time.

/**
 * @typedef {{ kind: 'empty' } | { kind: 'unreadable' } | { kind: 'unprotected' }
 *   | { kind: 'here', host: string } | { kind: 'away', host: string }} Meaning
 */

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Where words would go. Without a scheme an address means `http` on this computer and `https` elsewhere.
 * @param {string} address
 * @returns {Meaning}
 */
export function meaningOf(address) {
  const written = address.trim();
  if (!written) return { kind: 'empty' };
  const schemeless = !written.includes('://');
  const url = read(schemeless ? `https://${written}` : written);
  if (!url?.hostname || (url.protocol !== 'https:' && url.protocol !== 'http:')) return { kind: 'unreadable' };
  // Half a name ("models") is still being typed; what follows a "?" or stands before an "@" has no place here.
  const here = LOOPBACK.test(url.hostname);
  if (!here && !/[.:]/.test(url.hostname)) return { kind: 'unreadable' };
  if (/[@?#\s\\]/.test(written)) return { kind: 'unreadable' };
  if (url.protocol === 'http:' && !here) return { kind: 'unprotected' };
  return { kind: here ? 'here' : 'away', host: url.hostname.replace(/^\[|\]$/g, '') };
}

/**
 * The scheme, host and port of an address: what a key is given for. `null`: none, or it can't be read.
 * @param {string} address
 */
export function placeOf(address) {
  const written = address.trim();
  if (!written) return null;
  if (written.includes('://')) return read(written)?.origin ?? null;
  const { hostname } = read(`https://${written}`) ?? {};
  return read(`${hostname && LOOPBACK.test(hostname) ? 'http' : 'https'}://${written}`)?.origin ?? null;
}

/** @param {string} address */
function read(address) {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
