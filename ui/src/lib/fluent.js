// Every word of the interface comes from here. Both languages are in the bundle: switching needs no request.

import { FluentBundle, FluentResource } from '@fluent/bundle';
import english from '../../locales/en.ftl?raw';
import portuguese from '../../locales/pt-BR.ftl?raw';
import { computed, signal } from './signals.js';

/** @import { Language } from '../ipc/wire.ts' */

/** @type {Record<Language, { tag: string, source: string }>} */
const LANGUAGES = { ptBr: { tag: 'pt-BR', source: portuguese }, en: { tag: 'en', source: english } };

/** @type {Map<Language, FluentBundle>} */
const bundles = new Map();

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
  const bundle = bundleOf(language.value);
  const message = bundle.getMessage(key);
  // A missing key is caught by scripts/check-locales.mjs; at run time its name is better than nothing.
  if (!message?.value) return key;
  return bundle.formatPattern(message.value, values ?? null);
}

/**
 * Whether there are words for this key.
 * @param {string} key
 */
export function hasWords(key) {
  return bundleOf(language.value).hasMessage(key);
}

/**
 * @param {Language} of
 * @returns {FluentBundle}
 */
function bundleOf(of) {
  let bundle = bundles.get(of);
  if (!bundle) {
    const { tag, source } = LANGUAGES[of];
    bundle = new FluentBundle(tag, { useIsolating: false });
    bundle.addResource(new FluentResource(source));
    bundles.set(of, bundle);
  }
  return bundle;
}
