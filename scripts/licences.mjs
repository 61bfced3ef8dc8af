// Every crate and npm package we build on has a licence that lets us give her away freely. The SPDX expressions come
// from `cargo metadata` and package-lock.json. Syntax: https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ended, root, run } from './common.mjs';

const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'Apache-2.0 WITH LLVM-exception',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BSL-1.0',
  'CC0-1.0',
  'CDLA-Permissive-2.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'Python-2.0',
  'Unicode-3.0',
  'Unicode-DFS-2016',
  'Unlicense',
  'Zlib',
]);

/** Data that only tools of the build read. */
const ALLOWED_FOR_TOOLS = new Set(['CC-BY-4.0', 'CC-BY-3.0']);

/**
 * Whether an expression can be satisfied with licences we take.
 * @param {string} expression
 * @param {(licence: string) => boolean} take
 * @returns {boolean}
 */
export function isTaken(expression, take) {
  // Older crates write "MIT/Apache-2.0" for "either".
  const words = expression.replaceAll('/', ' OR ').match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  /** @returns {boolean} */
  const either = () => {
    let holds = both();
    while (words[at] === 'OR') {
      at += 1;
      // Both sides are read, whatever the first one gave.
      const other = both();
      holds = holds || other;
    }
    return holds;
  };
  const both = () => {
    let holds = one();
    while (words[at] === 'AND') {
      at += 1;
      const other = one();
      holds = holds && other;
    }
    return holds;
  };
  const one = () => {
    if (words[at] === '(') {
      at += 1;
      const holds = either();
      if (words[at] !== ')') return false;
      at += 1;
      return holds;
    }
    let licence = words[at] ?? '';
    at += 1;
    if (words[at] === 'WITH') {
      licence = `${licence} WITH ${words[at + 1]}`;
      at += 2;
    }
    return take(licence);
  };
  const holds = either();
  return holds && at === words.length;
}

/**
 * What very old packages say in a list, which npm doesn't copy into the lock.
 * @param {string} path
 * @returns {string}
 */
function legacyLicence(path) {
  const manifest = join(root, path, 'package.json');
  if (!existsSync(manifest)) return '';
  /** @type {{ licenses?: { type?: string }[] }} */
  const { licenses = [] } = JSON.parse(readFileSync(manifest, 'utf8'));
  return licenses.map((one) => one.type ?? '').join(' OR ');
}

/**
 * @typedef {object} Crate
 * @property {string} id
 * @property {string} name
 * @property {string} version
 * @property {string | null} license
 * @property {string | null} source  `null`: our own.
 * @property {string | null} repository
 * @property {string[]} authors
 * @property {string} manifest_path
 */

/**
 * @typedef {object} CargoMetadata  https://doc.rust-lang.org/cargo/commands/cargo-metadata.html
 * @property {Crate[]} packages
 * @property {{ nodes: { id: string, deps: { pkg: string, dep_kinds: { kind: string | null }[] }[] }[] }} resolve
 */

/**
 * @param {string[]} [args]
 * @returns {Promise<CargoMetadata>}
 */
export async function cargoMetadata(args = []) {
  const told = await run('cargo', ['metadata', '--format-version', '1', '--locked', ...args], { quiet: true });
  if (told.code !== 0) throw new Ended(`cargo metadata: ${told.output.slice(-500)}`);
  // One line, among what cargo says of its downloads.
  return JSON.parse(/^\{"packages".*$/m.exec(told.output)?.[0] ?? '');
}

/** @returns {Promise<string[]>} One line for each package that can't be taken. */
export async function refusedLicences() {
  const refused = [];
  const { packages } = await cargoMetadata();
  for (const one of packages) {
    if (!isTaken(one.license ?? '', (licence) => ALLOWED.has(licence))) {
      refused.push(`crate ${one.name} ${one.version}: ${one.license ?? 'no licence named'}`);
    }
  }
  /** @type {{ packages: Record<string, { version?: string, license?: string, dev?: boolean }> }} */
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  for (const [path, one] of Object.entries(lock.packages)) {
    const take = (/** @type {string} */ licence) =>
      ALLOWED.has(licence) || (one.dev === true && ALLOWED_FOR_TOOLS.has(licence));
    const named = one.license ?? legacyLicence(path);
    if (!isTaken(named, take)) {
      refused.push(
        `npm ${path.replace(/^node_modules\//, '') || 'samantha'} ${one.version}: ${named || 'no licence named'}`,
      );
    }
  }
  return refused;
}
