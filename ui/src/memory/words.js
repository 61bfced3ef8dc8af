// What is remembered, in words: of whom, how sure, since when, why it was chosen. And the words of this room themselves,
// which come with it.

import english from '../../locales/memory/en.ftl?raw';
import portuguese from '../../locales/memory/pt-BR.ftl?raw';
import { dayWords, numberWords, today } from '../lib/dates.js';
import { addWords, hasWords, languageTag, t } from '../lib/fluent.js';
import { settings } from '../life.js';

/** @import { About, Fact, Why } from '../ipc/wire.ts' */

addWords({ en: english, ptBr: portuguese });

/** Every kind a fact can be of, the nearest to a person first. */
export const KINDS = /** @type {const} */ ([
  ...['identity', 'relation', 'birthday', 'place', 'work', 'study', 'like', 'dislike', 'health', 'possession'],
  ...['habit', 'plan', 'event', 'thread', 'feeling', 'belief', 'theme', 'other'],
]);

/** Sure from here on, 0 to 1; and fairly sure. */
const SURE = 0.85;
const FAIRLY = 0.6;

/**
 * How sure she is: never a figure.
 * @param {Fact} fact
 */
export function confidenceWords({ confidence, receipts, madeBy }) {
  if (madeBy === 'person' || confidence >= SURE) return t('fact-sure');
  if (confidence >= FAIRLY) return t('fact-fairly-sure');
  return t(receipts > 1 ? 'fact-unsure' : 'fact-heard-once');
}

/** The figure behind it. @param {Fact} fact */
export function confidenceFigure({ confidence, receipts }) {
  return t('fact-figure', { n: Math.round(confidence * 100), receipts });
}

/** Of whom it is. @param {Fact} fact */
export function aboutWords({ about, aboutName }) {
  if (about === 'user') return t('about-user');
  if (about === 'companion') return settings.value?.companionName ?? '';
  return aboutName || t('about-someone');
}

/** Of which kind it is. @param {Fact} fact */
export function kindWords({ kind, about }) {
  return t(kind === 'identity' && about === 'user' ? 'kind-identity-yours' : `kind-${kind}`);
}

/**
 * When it held; empty where that isn't known.
 * @param {Fact} fact
 */
export function heldWords({ fromDay, untilDay }) {
  if (fromDay !== null && untilDay !== null)
    return t('fact-held', { from: dateWords(fromDay), until: dateWords(untilDay) });
  if (fromDay !== null) return t('fact-since', { from: dateWords(fromDay) });
  if (untilDay !== null) return t('fact-until', { until: dateWords(untilDay) });
  return '';
}

/**
 * A day without its weekday; the year only when it isn't this one.
 * @param {string} day
 */
export function dateWords(day) {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  const year = day.slice(0, 4) === today().slice(0, 4) ? {} : /** @type {const} */ ({ year: 'numeric' });
  return new Intl.DateTimeFormat(languageTag.value, { day: 'numeric', month: 'long', timeZone: 'UTC', ...year }).format(
    date,
  );
}

/**
 * The day of a moment that is not a turn's.
 * @param {number} at  Unix milliseconds
 */
export function dayOfMoment(at) {
  return dayWords(today(at));
}

/**
 * A reason, in words; one that is not known here is still a reason.
 * @param {Why} why
 */
export function whyWords({ reason }) {
  return t(hasWords(`why-${reason}`) ? `why-${reason}` : 'why-other');
}

/** @param {About} one @param {About} other */
export function sameAbout(one, other) {
  return typeof one === 'object' && typeof other === 'object' ? one.person === other.person : one === other;
}

/** @param {number} n */
export function factsWords(n) {
  return t('facts-count', { n, count: numberWords(n) });
}
