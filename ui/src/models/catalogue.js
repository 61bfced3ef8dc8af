// What is known of providers and their models, with where each figure is from.

import { call } from '../ipc/core.js';
import { signal } from '../lib/signals.js';
import { placeOf } from './address.js';

/** @import { CatalogueModel, Profile, Provider } from '../ipc/wire.ts' */

/** `null` until it was read. */
export const providers = signal(/** @type {Provider[] | null} */ (null));

export async function loadCatalogue() {
  providers.value ??= await call('catalogue', {});
}

/**
 * Who stands behind an address, if it is known: the same scheme, host and port.
 * @param {string} address
 * @returns {Provider | null}
 */
export function providerAt(address) {
  const place = placeOf(address);
  return (place && providers.value?.find((one) => placeOf(one.address) === place)) || null;
}

/**
 * What is known of a profile's model.
 * @param {Pick<Profile, 'address' | 'model'>} profile
 * @returns {CatalogueModel | null}
 */
export function entryOf({ address, model }) {
  return providerAt(address)?.models.find((one) => one.model === model) ?? null;
}
