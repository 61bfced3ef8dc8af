// Countries by their two letters, named in the language in force.

import { languageTag } from './fluent.js';

/** @param {string} code */
export function countryName(code) {
  try {
    return new Intl.DisplayNames(languageTag.value, { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/**
 * In the order of their names.
 * @param {readonly string[]} codes
 */
export function byName(codes) {
  const order = new Intl.Collator(languageTag.value);
  return [...codes].sort((a, b) => order.compare(countryName(a), countryName(b)));
}
