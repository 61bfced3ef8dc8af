// Checks that every text the interface asks for exists in both languages, with the same variables, and that no text
// is left unused. A key built at run time (t(`error-${code}`)) counts as a use of every key with that beginning.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ui = join(import.meta.dirname, '../ui');

/**
 * The messages of a Fluent file: key to the sorted variables its words use.
 * @param {string} source
 * @returns {{ messages: Map<string, string[]>, twice: string[] }}
 */
export function readMessages(source) {
  /** @type {Map<string, string[]>} */
  const messages = new Map();
  /** @type {string[]} */
  const twice = [];
  for (const entry of source.split(/\n(?=[a-zA-Z])/)) {
    const key = /^([a-zA-Z][\w-]*)\s*=/.exec(entry.replace(/^(#[^\n]*\n|\s*\n)+/, ''))?.[1];
    if (!key) continue;
    if (messages.has(key)) twice.push(key);
    const variables = new Set([...entry.matchAll(/\{\s*\$([\w-]+)/g)].map((match) => String(match[1])));
    messages.set(key, [...variables].sort());
  }
  return { messages, twice };
}

/**
 * The keys a module uses: whole ones, and the beginnings of those built at run time.
 * @param {string} code
 * @returns {{ whole: Set<string>, beginnings: Set<string>, literals: Set<string> }}
 */
export function readUses(code) {
  const whole = new Set([...code.matchAll(/\b(?:t|hasWords)\(\s*'([\w-]+)'/g)].map((match) => String(match[1])));
  const beginnings = new Set([...code.matchAll(/`([a-z][\w-]*-)\$\{/g)].map((match) => String(match[1])));
  // A key may stand in a table and be looked up later: any whole string that is one counts as a use.
  const literals = new Set([...code.matchAll(/'([a-z][\w-]*)'/g)].map((match) => String(match[1])));
  return { whole, beginnings, literals };
}

/** @param {string} folder @returns {string[]} */
function modules(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js') && !entry.name.endsWith('.test.js'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/**
 * All words of a language: its file, and those that rooms fetched later bring with them, in folders beside it.
 * @param {string} language
 */
function wordsOf(language) {
  return readdirSync(join(ui, 'locales'), { recursive: true })
    .map(String)
    .filter((name) => name.split(/[\\/]/).at(-1) === `${language}.ftl`)
    .sort()
    .map((name) => readFileSync(join(ui, 'locales', name), 'utf8'))
    .join('\n');
}

/** @returns {string[]} what is wrong, a line each */
export function findFaults() {
  const faults = [];
  const english = readMessages(wordsOf('en'));
  const portuguese = readMessages(wordsOf('pt-BR'));
  for (const key of english.twice) faults.push(`en.ftl says ${key} twice`);
  for (const key of portuguese.twice) faults.push(`pt-BR.ftl says ${key} twice`);
  for (const [key, variables] of english.messages) {
    const other = portuguese.messages.get(key);
    if (!other) faults.push(`pt-BR.ftl lacks ${key}`);
    else if (other.join() !== variables.join())
      faults.push(`${key} has other variables in pt-BR.ftl: ${other} / ${variables}`);
  }
  for (const key of portuguese.messages.keys()) if (!english.messages.has(key)) faults.push(`en.ftl lacks ${key}`);

  const used = new Set();
  const beginnings = new Set();
  for (const file of modules(join(ui, 'src'))) {
    const uses = readUses(readFileSync(file, 'utf8'));
    for (const key of uses.whole) {
      used.add(key);
      if (!english.messages.has(key)) faults.push(`${file} uses ${key}, which no file has`);
    }
    for (const literal of uses.literals) used.add(literal);
    for (const beginning of uses.beginnings) beginnings.add(beginning);
  }
  for (const key of english.messages.keys()) {
    if (!used.has(key) && ![...beginnings].some((beginning) => key.startsWith(beginning)))
      faults.push(`${key} is used nowhere`);
  }
  return faults;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const faults = findFaults();
  for (const fault of faults) console.error(fault);
  console.log(
    faults.length === 0 ? 'Both languages say everything the interface asks for.' : `${faults.length} faults`,
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
}
