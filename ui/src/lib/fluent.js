// Every word of the interface comes from here. Both languages are in the script: switching needs no request. Reading a
// whole file takes longer than the first paint should wait, so what other rooms say is read when it is first asked for.

import { FluentBundle, FluentResource } from '@fluent/bundle';
import english from '../../locales/en.ftl?raw';
import portuguese from '../../locales/pt-BR.ftl?raw';
import { computed, signal } from './signals.js';

/** @import { Language } from '../ipc/wire.ts' */

/** @type {Record<Language, { tag: string, source: string }>} */
const LANGUAGES = { ptBr: { tag: 'pt-BR', source: portuguese }, en: { tag: 'en', source: english } };

/** The sections of a file, by their headings, that are read first: what the first paint says. */
const FIRST = /^# (rooms|talk|failures of a model|welcome|settings|dates)\b/;

/** What was read of each language, and what was not yet. @type {Map<Language, { bundle: FluentBundle, rest: string }>} */
const read = new Map();

/** What rooms that are fetched later brought with them. @type {Record<Language, string>[]} */
const brought = [];

/**
 * Adds the words of a room that is fetched later, so that the first paint needs not wait for them.
 * @param {Record<Language, string>} sources
 */
export function addWords(sources) {
  brought.push(sources);
  for (const [of, { bundle }] of read) bundle.addResource(new FluentResource(sources[of]));
}

/** The language in force. */
export const language = signal(/** @type {Language} */ ('en'));

/** Its BCP 47 tag, for Intl and for the `lang` attribute. */
export const languageTag = computed(() => LANGUAGES[language.value].tag);

/**
 * The words for a key in the language in force. Reading it inside a template draws the template anew when the
 * language changes.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values) {
  const { bundle, message } = find(key);
  // A missing key is caught by scripts/check-locales.mjs; at run time its name is better than nothing.
  if (!message?.value) return key;
  return bundle.formatPattern(message.value, values ?? null);
}

/**
 * Whether there are words for this key.
 * @param {string} key
 */
export function hasWords(key) {
  return find(key).message !== undefined;
}

/** @param {string} key */
function find(key) {
  const words = wordsOf(language.value);
  if (words.rest !== '' && !words.bundle.hasMessage(key)) {
    words.bundle.addResource(new FluentResource(words.rest));
    words.rest = '';
  }
  return { bundle: words.bundle, message: words.bundle.getMessage(key) };
}

/** @param {Language} of */
function wordsOf(of) {
  let words = read.get(of);
  if (!words) {
    const { tag, source } = LANGUAGES[of];
    const sections = source.split(/^(?=# )/m);
    const bundle = new FluentBundle(tag, { useIsolating: false });
    bundle.addResource(new FluentResource(sections.filter((section) => FIRST.test(section)).join('')));
    for (const sources of brought) bundle.addResource(new FluentResource(sources[of]));
    words = { bundle, rest: sections.filter((section) => !FIRST.test(section)).join('') };
    read.set(of, words);
  }
  return words;
}
