// The one way from the page to the life behind it. Everything in the UI calls these functions; which host answers
// (the app's shell, or the fake one in a plain browser) is decided once, in connect.js.

/** @import { ApiError as WireError, Converse, Delta, Doors, Event } from './wire.ts' */

/**
 * What a host must do.
 * @typedef {object} Host
 * @property {<N extends keyof Doors>(name: N, args: Doors[N]['args']) => Promise<Doors[N]['reply']>} call
 *   Rejects with a wire error.
 * @property {(request: Converse, onDelta: (delta: Delta) => void) => Promise<void>} converse
 *   Resolves when the stream has ended.
 * @property {(onEvent: (event: Event) => void) => () => void} listen
 * @property {(suggestedName: string) => Promise<string | null>} pickExportPath  `null`: the person changed their mind.
 * @property {() => Promise<string | null>} pickModelFile  `null`: the person changed their mind.
 * @property {(url: string) => Promise<void>} openLink  In the system's browser, never in this window.
 */

/** Why the life behind the page said no. `code` has words of its own under the key `error-<code>`. */
export class ApiError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
  }

  /**
   * Whatever a host rejected with, as an ApiError.
   * @param {unknown} cause
   */
  static from(cause) {
    if (cause instanceof ApiError) return cause;
    if (isWireError(cause)) return new ApiError(cause.code, cause.message);
    return new ApiError('broken', cause instanceof Error ? cause.message : String(cause));
  }
}

/**
 * @param {unknown} cause
 * @returns {cause is WireError}
 */
function isWireError(cause) {
  return (
    typeof cause === 'object' &&
    cause !== null &&
    'code' in cause &&
    typeof cause.code === 'string' &&
    'message' in cause
  );
}

/** @type {Host | null} */
let host = null;

/**
 * Puts a host in place.
 * @param {Host | null} other
 */
export function connectTo(other) {
  host = other;
}

/** @returns {Host} */
function connected() {
  if (!host) throw new ApiError('broken', 'the page called before it was connected');
  return host;
}

/**
 * Calls a command.
 * @template {keyof Doors} N
 * @param {N} name
 * @param {Doors[N]['args']} args
 * @returns {Promise<Doors[N]['reply']>} rejects with an {@link ApiError}
 */
export async function call(name, args) {
  try {
    return await connected().call(name, args);
  } catch (cause) {
    throw ApiError.from(cause);
  }
}

/**
 * Talks. Resolves when the stream has ended; deltas arrive in order before that.
 * @param {Converse} request
 * @param {(delta: Delta) => void} onDelta
 * @returns {Promise<void>} rejects with an {@link ApiError}
 */
export async function converse(request, onDelta) {
  try {
    await connected().converse(request, onDelta);
  } catch (cause) {
    throw ApiError.from(cause);
  }
}

/**
 * Hears what changed. Returns the function that stops hearing.
 * @param {(event: Event) => void} onEvent
 * @returns {() => void}
 */
export function listen(onEvent) {
  return connected().listen(onEvent);
}

/**
 * Asks the person where an export goes. `null`: nowhere.
 * @param {string} suggestedName
 * @returns {Promise<string | null>}
 */
export async function pickExportPath(suggestedName) {
  try {
    return await connected().pickExportPath(suggestedName);
  } catch (cause) {
    throw ApiError.from(cause);
  }
}

/**
 * Asks the person for a model file (GGUF) of their own. `null`: none.
 * @returns {Promise<string | null>}
 */
export async function pickModelFile() {
  try {
    return await connected().pickModelFile();
  } catch (cause) {
    throw ApiError.from(cause);
  }
}

/**
 * Opens an address in the system's browser.
 * @param {string} url
 * @returns {Promise<void>}
 */
export async function openLink(url) {
  try {
    await connected().openLink(url);
  } catch (cause) {
    throw ApiError.from(cause);
  }
}
