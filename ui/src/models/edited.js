// What editing the one who talks changes: what is written, held against what is saved. The life behind the page only
// compares profiles that are saved; this is said before that.

import { meaningOf, placeOf } from './address.js';
import { entryOf, providerAt } from './catalogue.js';
import { chosenFor, modelName, profileOf } from './profiles.js';

/** @import { Facts, Family, Offered, Profile, ProfileEdit, Side } from '../ipc/wire.ts' */

/**
 * @typedef {object} EditChange
 * @property {Side} from  as it is saved
 * @property {Side} to  as it is written
 * @property {string[]} differences  codes as of an announcement, and `other_address`, `speaks`
 * @property {string} address  where it is asked from then on
 * @property {Family} family  how it is spoken to from then on
 * @property {'goes' | 'replaced' | null} key  what becomes of the key that is kept
 * @property {string} keptFor  the host that key is kept for
 * @property {ProfileEdit} back  what has to be saved to go back
 */

/** How much more or less counts as felt; as the life behind the page has it. */
const FELT = 1.5;

/** Of a model nothing is known of. @type {Facts} */
const UNKNOWN = {
  context: null,
  sees: null,
  tools: null,
  price: null,
  size: null,
  goodAt: [],
  trains: null,
  retentionDays: null,
};

/**
 * What saving this would change for the talk; `null` when somebody else talks, or nothing of it is felt.
 * @param {ProfileEdit} edit
 * @param {Offered[] | null} offered  what its address offers, where it was asked
 * @param {boolean} keyTyped  whether a new key comes with it
 * @returns {EditChange | null}
 */
export function changeOf(edit, offered, keyTyped) {
  const now = profileOf(edit.id);
  if (!now || chosenFor('talk') !== now.id) return null;
  const moves = placeOf(edit.address) !== placeOf(now.address);
  const meaning = meaningOf(edit.address);
  /** @type {Side} */
  const from = { model: modelName(now), host: now.local ? null : now.host, facts: now.facts };
  const to = {
    model: edit.model,
    host: meaning.kind === 'away' ? meaning.host : null,
    facts: factsOf(edit, now, offered),
  };
  const differences = differencesOf(from, to);
  if (moves && from.host === to.host) differences.unshift('other_address');
  if (edit.family !== now.family) differences.push('speaks');
  if (differences.length === 0) return null;
  const key = now.key === 'none' ? null : moves ? 'goes' : keyTyped ? 'replaced' : null;
  return {
    from,
    to,
    differences,
    address: edit.address,
    family: edit.family,
    key,
    keptFor: now.host,
    back: editOf(now),
  };
}

/**
 * A saved profile as it would be saved again.
 * @param {Profile} profile
 * @returns {ProfileEdit}
 */
export function editOf({ id, name, family, address, model, context, sees, tools, price }) {
  return { id, name, family, address, model, context, sees, tools, price };
}

/**
 * What is known of what is written: what the person says, else what is offered or known of the model there.
 * @param {ProfileEdit} edit
 * @param {Profile} now
 * @param {Offered[] | null} offered
 * @returns {Facts}
 */
function factsOf(edit, now, offered) {
  const told = offered?.find((one) => one.name === edit.model)?.facts ?? entryOf(edit)?.facts;
  const { trains = null, retentionDays = null } = providerAt(edit.address) ?? {};
  const known = told ?? { ...UNKNOWN, trains, retentionDays };
  const same = edit.model === now.model && placeOf(edit.address) === placeOf(now.address);
  const kept = same ? now.facts : known;
  // Of the same model there, what the person doesn't say now and didn't say before is as it was.
  const own = /** @type {const} */ (['context', 'sees', 'tools', 'price']);
  const facts = { ...kept };
  for (const fact of own) {
    const said = edit[fact] ?? (now[fact] === null ? kept[fact] : known[fact]);
    Object.assign(facts, { [fact]: said });
  }
  return facts;
}

/**
 * Codes of what may feel different between two models, the most felt first. Only what is known on both sides is
 * compared.
 * @param {Side} from
 * @param {Side} to
 */
export function differencesOf(from, to) {
  /** @type {string[]} */
  const felt = [];
  const [was, is] = [from.facts, to.facts];
  const moved = from.host !== to.host;
  if (moved) felt.push(from.host === null ? 'leaves' : to.host === null ? 'stays' : 'other_host');
  if (from.model !== to.model) felt.push('manner');
  if (is.trains === true && (moved || was.trains !== true)) felt.push('trains');
  moreOrLess(was.size, is.size, 'larger', 'smaller');
  moreOrLess(was.context, is.context, 'reads_more', 'reads_less');
  if (was.goodAt.includes('portuguese') && is.goodAt.length > 0 && !is.goodAt.includes('portuguese'))
    felt.push('portuguese_weak');
  gained(was.sees, is.sees, 'sees', 'blind');
  gained(was.tools, is.tools, 'tools', 'no_tools');
  const [cost, costs] = [was, is].map(({ price }) => (price === null ? null : price.out * 3 + price.back));
  if (!cost && costs) felt.push('costs');
  else if (cost && costs === 0) felt.push('free');
  else moreOrLess(cost ?? null, costs ?? null, 'dearer', 'cheaper');
  return felt;

  /**
   * @param {number | null} before
   * @param {number | null} after
   * @param {string} more
   * @param {string} less
   */
  function moreOrLess(before, after, more, less) {
    if (before === null || after === null) return;
    if (after > before * FELT) felt.push(more);
    else if (before > after * FELT) felt.push(less);
  }

  /**
   * @param {boolean | null} before
   * @param {boolean | null} after
   * @param {string} more
   * @param {string} less
   */
  function gained(before, after, more, less) {
    if (!before && after) felt.push(more);
    else if (before && after === false) felt.push(less);
  }
}
