// Bytes, money and speed as people read them, in the language in force.

import { languageTag, t } from './fluent.js';

const GIB = 1024 ** 3;

/**
 * The size of a file: kB, MB, GB.
 * @param {number} bytes
 */
export function bytesWords(bytes) {
  const [unit, value] =
    bytes >= 999_500_000
      ? ['gigabyte', bytes / 1e9]
      : bytes >= 999_500
        ? ['megabyte', bytes / 1e6]
        : ['kilobyte', bytes / 1e3];
  return new Intl.NumberFormat(languageTag.value, {
    style: 'unit',
    unit,
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}

/**
 * Memory, as it is sold: what a shop calls 16 GB is 16 times 1,073,741,824 bytes.
 * @param {number} bytes
 */
export function memoryWords(bytes) {
  const value = bytes / GIB;
  return new Intl.NumberFormat(languageTag.value, {
    style: 'unit',
    unit: 'gigabyte',
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}

/**
 * US dollars.
 * @param {number} amount
 */
export function dollarWords(amount) {
  const digits = amount >= 10 ? 0 : 2;
  const n = new Intl.NumberFormat(languageTag.value, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount);
  return t('dollars', { n });
}

/**
 * How long something still takes, roughly.
 * @param {number} seconds
 */
export function leftWords(seconds) {
  if (seconds < 60) return t('left-seconds', { n: Math.max(5, Math.ceil(seconds / 5) * 5) });
  if (seconds < 5400) return t('left-minutes', { n: Math.round(seconds / 60) });
  return t('left-hours', { n: Math.round(seconds / 3600) });
}

/**
 * A duration that was measured.
 * @param {number} millis
 */
export function secondsWords(millis) {
  return new Intl.NumberFormat(languageTag.value, {
    style: 'unit',
    unit: 'second',
    unitDisplay: 'short',
    maximumFractionDigits: millis < 10_000 ? 1 : 0,
  }).format(Math.max(0.1, millis / 1000));
}
