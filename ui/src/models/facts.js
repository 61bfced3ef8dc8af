// What is known of a model, in words for somebody who has never heard of tokens. Nothing is said that isn't known.

import { numberWords } from '../lib/dates.js';
import { hasWords, t } from '../lib/fluent.js';
import { dollarWords, memoryWords } from '../lib/sizes.js';

/** @import { Facts, Price } from '../ipc/wire.ts' */

/**
 * A long evening, to tell a price by: so many answers, each with so many tokens sent along (her own words, the last
 * turns) and so many written.
 */
export const EVENING = { answers: 60, sent: 4000, written: 150 };

/** About so many words are in a token, in both languages together. */
const WORDS_A_TOKEN = 0.6;

/**
 * What an evening costs, US dollars.
 * @param {Price} price
 */
export function eveningOf({ out, back }) {
  return (EVENING.answers * (EVENING.sent * out + EVENING.written * back)) / 1_000_000;
}

/**
 * @param {Facts} facts
 * @param {boolean} here  whether it runs on this computer
 */
export function costWords({ price }, here) {
  if (here) return t('cost-nothing');
  if (price === null) return t('cost-unknown');
  const evening = eveningOf(price);
  if (evening === 0) return t('cost-nothing');
  if (evening < 0.01) return t('cost-cent');
  return t('cost-evening', { cost: dollarWords(evening), answers: EVENING.answers });
}

/**
 * What it is good at; empty when nothing is known.
 * @param {Facts} facts
 */
export function goodAtWords({ goodAt, sees }) {
  // That it sees is said among its abilities.
  const known = goodAt.filter((code) => hasWords(`good-${code}`) && (code !== 'seeing' || sees === null));
  return listed(known.map((code) => t(`good-${code}`)));
}

/**
 * What it can do, and how much it reads; empty when nothing is known.
 * @param {Facts} facts
 */
export function abilityWords({ sees, tools, context }) {
  const said = [];
  if (sees !== null) said.push(t(sees ? 'can-see' : 'cannot-see'));
  if (tools !== null) said.push(t(tools ? 'can-look-up' : 'cannot-look-up'));
  if (context !== null) said.push(t('can-read', { words: numberWords(roundly(context * WORDS_A_TOKEN)) }));
  return listed(said);
}

/**
 * What becomes of words that go there: whether they are trained on, how long they are kept.
 * @param {Facts} facts
 * @param {string | null} host  `null`: this computer
 */
export function privacyWords(facts, host) {
  return host === null ? t('privacy-here') : `${t('privacy-host', { host })} ${treatmentWords(facts)}`;
}

/**
 * Whether words that go there are trained on, and how long they are kept.
 * @param {Pick<Facts, 'trains' | 'retentionDays'>} facts
 */
export function treatmentWords({ trains, retentionDays }) {
  const said = [t(trains === null ? 'privacy-trains-unknown' : trains ? 'privacy-trains' : 'privacy-no-training')];
  if (retentionDays !== null) {
    said.push(retentionDays === 0 ? t('privacy-keeps-nothing') : t('privacy-keeps', { n: retentionDays }));
  }
  return said.join(' ');
}

/**
 * Whether a model fits in the memory of this computer. Half of it leaves room for everything else that is open; over
 * four fifths the system begins to move memory to the disk, and every word takes seconds.
 * @param {number | null} needed  bytes
 * @param {number | null} memory  bytes
 * @returns {'easily' | 'tight' | 'too-large' | null}
 */
export function fitOf(needed, memory) {
  if (needed === null || memory === null) return null;
  if (needed <= memory * 0.5) return 'easily';
  return needed <= memory * 0.8 ? 'tight' : 'too-large';
}

/**
 * @param {number | null} needed  bytes
 * @param {number | null} memory  bytes
 */
export function memoryFitWords(needed, memory) {
  if (needed === null) return null;
  const need = memoryWords(needed);
  const fit = fitOf(needed, memory);
  if (fit === null || memory === null) return t('memory-needs', { need });
  return t(`memory-${fit}`, { need, memory: memoryWords(memory) });
}

/** @param {string[]} parts */
function listed(parts) {
  return parts.join(', ');
}

/** Two digits that count, the rest noughts: nobody knows it better. @param {number} n */
function roundly(n) {
  const place = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, n))) - 1);
  return Math.round(n / place) * place;
}
