// Days, times and silences in words. A day is what the calendar said where it was said: `2026-11-22`.

import { languageTag, t } from './fluent.js';

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @param {Intl.DateTimeFormatOptions} options
 * @param {string} name
 */
function format(options, name) {
  const key = `${languageTag.value} ${name}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(languageTag.value, options);
    formats.set(key, found);
  }
  return found;
}

/**
 * A day as a number of days, so that days can be subtracted.
 * @param {string} day
 */
export function dayNumber(day) {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);
}

/**
 * Today, here.
 * @param {number} [now]  Unix milliseconds
 */
export function today(now = Date.now()) {
  const date = new Date(now);
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/**
 * "Thursday, November 19", with the year unless it is this one; today and yesterday by name. Of the words of the
 * interface and not of Intl, whose first formatter costs a tenth of the time to the first paint.
 * @param {string} day
 * @param {string} [now]  the present day
 */
export function dayWords(day, now = today()) {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  const parts = {
    weekday: t(`weekday-${date.getUTCDay()}`),
    day: String(date.getUTCDate()),
    month: t(`month-${date.getUTCMonth() + 1}`),
    year: String(date.getUTCFullYear()),
  };
  const words = day.slice(0, 4) === now.slice(0, 4) ? t('day-words', parts) : t('day-words-year', parts);
  const ago = dayNumber(now) - dayNumber(day);
  if (ago === 0) return t('day-today', { date: words });
  if (ago === 1) return t('day-yesterday', { date: words });
  return words;
}

/**
 * A moment that is not a turn's: the day and the time here.
 * @param {number} at  Unix milliseconds
 */
export function momentWords(at) {
  return format({ dateStyle: 'long', timeStyle: 'short' }, 'moment').format(new Date(at));
}

/**
 * How long it was silent between two days; `null` when it was hardly.
 * @param {string} before
 * @param {string} after
 * @returns {string | null}
 */
export function silenceWords(before, after) {
  const days = dayNumber(after) - dayNumber(before);
  if (!(days >= 3)) return null;
  if (days < 14) return t('silence-days', { n: days });
  if (days < 60) return t('silence-weeks', { n: Math.round(days / 7) });
  if (days < 345) return t('silence-months', { n: Math.round(days / 30.44) });
  return t('silence-years', { n: Math.max(1, Math.round(days / 365.25)) });
}

/**
 * A number as the language writes it.
 * @param {number} n
 */
export function numberWords(n) {
  return new Intl.NumberFormat(languageTag.value).format(n);
}
