// What can still be taken back, and for how long: one key takes back the last of it.

/**
 * @typedef {object} Offer
 * @property {number} until  Unix milliseconds
 * @property {() => void} undo
 */

/** In the order in which it was offered. @type {Map<string, Offer>} */
const offers = new Map();

/**
 * Offers to take something back. Offered again under the same name it keeps its place.
 * @param {string} name
 * @param {Offer} offer
 */
export function offerUndo(name, offer) {
  offers.set(name, offer);
}

/** @param {string} name */
export function withdrawUndo(name) {
  offers.delete(name);
}

/** Takes back the last thing that can be. Returns whether there was one. */
export function undoLast() {
  for (const [name, { until }] of offers) if (until <= Date.now()) offers.delete(name);
  const last = [...offers].at(-1);
  if (!last) return false;
  const [name, { undo }] = last;
  offers.delete(name);
  undo();
  return true;
}
