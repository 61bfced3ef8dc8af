// NOTICES.txt: whose work is in the installers, and the texts of their licences, which ask to be handed on. Made from
// what cargo and npm have put on this computer already; nothing is fetched.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ended, hostSystem, root, run } from './common.mjs';
import { cargoMetadata } from './licences.mjs';

/** Where the installers take it from; src-tauri/tauri.bundle.json names it. */
export const NOTICES = join(root, 'target', 'NOTICES.txt');

/** The programs of an installer. */
const PROGRAMS = ['samantha', 'samantha-local'];

const LICENCE_FILE = /^(?:un)?licen[cs]e|^copying|^copyright|^notice/i;
/** Every one of these is offered beside a licence that we take (see licences.mjs). */
const NOT_TAKEN = /gpl/i;
/** Crates that bring the source of a library and link the system's. */
const LINKS_THE_SYSTEM_S = new Set(['libdbus-sys']);
/** What is beside the code that is compiled. */
const NOT_COMPILED = new Set([
  'benches',
  'docs',
  'examples',
  'fuzz',
  'node_modules',
  'src',
  'target',
  'test_data',
  'tests',
]);

/** @param {string} holders */
const mit = (holders) => `MIT License

Copyright (c) ${holders}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** @param {string} holders */
const bsd3 = (holders) => `BSD 3-Clause License

Copyright (c) ${holders}

Redistribution and use in source and binary forms, with or without modification, are permitted provided that the
following conditions are met:

1. Redistributions of source code must retain the above copyright notice, this list of conditions and the following
   disclaimer.
2. Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following
   disclaimer in the documentation and/or other materials provided with the distribution.
3. Neither the name of the copyright holder nor the names of its contributors may be used to endorse or promote
   products derived from this software without specific prior written permission.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES,
INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL,
SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY,
WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF
THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.`;

/** @param {string} path @returns {() => string} */
const fileOf = (path) => () => readFileSync(join(root, path), 'utf8');

/**
 * The texts of those who name a licence and bring none, the shortest first.
 * @type {Record<string, (holders: string) => string>}
 */
const STANDARD = {
  MIT: mit,
  'BSD-3-Clause': bsd3,
  'Apache-2.0': fileOf('LICENSE-APACHE'),
  'MPL-2.0': fileOf('node_modules/dompurify/LICENSE-MPL'),
};

/**
 * @typedef {object} Work  Something of somebody else's that is in an installer.
 * @property {string} name  With its version.
 * @property {string} licence  SPDX.
 * @property {string} home  Where its source is; empty when not told.
 * @property {string[]} texts
 */

/**
 * The texts of the licences in a folder and, for what it brings of others, below it.
 * @param {string} folder
 * @param {number} depth How far below.
 * @returns {string[]}
 */
function textsIn(folder, depth) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return depth > 0 && !NOT_COMPILED.has(entry.name) ? textsIn(path, depth - 1) : [];
      if (!entry.isFile() || NOT_TAKEN.test(entry.name)) return [];
      // A program may be called so, too.
      const named = LICENCE_FILE.test(entry.name) && !/\.(?:[chm]?js|rs|py|sh|cmake|json|html)$/i.test(entry.name);
      return named ? [readFileSync(path, 'utf8')] : [];
    });
}

/**
 * @param {string} name @param {string} licence @param {string} folder @param {string} holders
 * @returns {string[]}
 */
function textsOf(name, licence, folder, holders) {
  const found = textsIn(folder, LINKS_THE_SYSTEM_S.has(name.split(' ')[0] ?? '') ? 0 : 4);
  if (textsIn(folder, 0).length > 0) return found;
  const either = licence.replace(/^\((.*)\)$/, '$1').split(/ OR |\//);
  const standard = Object.entries(STANDARD).find(([spdx]) => either.includes(spdx));
  if (!standard) throw new Ended(`${name}: no text of its licence (${licence || 'none named'})`);
  return [standard[1](holders), ...found];
}

/** @typedef {Work & { folder: string }} CrateWork */

/** @returns {Promise<CrateWork[]>} */
async function crates() {
  const { packages, resolve } = await cargoMetadata(['--filter-platform', await hostSystem()]);
  const byId = new Map(packages.map((one) => [one.id, one]));
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const open = packages.filter((one) => one.source === null && PROGRAMS.includes(one.name)).map((one) => one.id);
  if (open.length !== PROGRAMS.length) throw new Ended('cargo metadata does not know the programs');
  /** @type {Set<string>} */
  const seen = new Set();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const { pkg, dep_kinds } of nodes.get(id)?.deps ?? []) {
      // Neither what only builds nor what only tests.
      if (dep_kinds.some(({ kind }) => kind === null)) open.push(pkg);
    }
  }
  return [...seen].flatMap((id) => {
    const one = byId.get(id);
    if (!one?.source) return [];
    const name = `${one.name} ${one.version}`;
    const licence = one.license ?? '';
    const holders = one.authors.join(', ') || `the authors of ${one.name}`;
    const folder = dirname(one.manifest_path);
    const texts = textsOf(name, licence, folder, holders);
    const home = one.repository ?? `https://crates.io/crates/${one.name}`;
    return [{ name, licence, home, texts, folder }];
  });
}

/** @returns {Work[]} What npm says the page needs to run. */
function packages() {
  /** @type {{ packages: Record<string, { version?: string, license?: string, dev?: boolean }> }} */
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(lock.packages).flatMap(([path, { version = '', license = '', dev }]) => {
    const folder = join(root, path);
    if (path === '' || dev || !existsSync(folder)) return [];
    const bare = path.replace(/^.*node_modules\//, '');
    const name = `${bare} ${version}`;
    return [
      {
        name,
        licence: license,
        home: `https://www.npmjs.com/package/${bare}`,
        texts: textsOf(name, license, folder, `the authors of ${bare}`),
      },
    ];
  });
}

/**
 * What crates bring along that nobody looks for under their names, or that has no file with its licence.
 * @param {CrateWork[]} found
 * @returns {Work[]}
 */
function brought(found) {
  const named = (/** @type {string} */ name) => found.find((one) => one.name.startsWith(`${name} `));
  /** @type {Work[]} */
  const works = [
    {
      name: 'The Rust standard library',
      licence: 'MIT OR Apache-2.0',
      home: 'https://github.com/rust-lang/rust',
      texts: [mit('The Rust Project Contributors')],
    },
  ];
  if (named('libsqlite3-sys')) {
    works.push({ name: 'SQLite', licence: 'public domain', home: 'https://sqlite.org/copyright.html', texts: [] });
  }
  const llama = named('llama-cpp-sys-2');
  if (llama) {
    works.push(
      {
        name: 'llama.cpp and ggml',
        licence: 'MIT',
        home: 'https://github.com/ggml-org/llama.cpp',
        texts: textsIn(join(llama.folder, 'llama.cpp'), 0),
      },
      {
        name: 'JSON for Modern C++ (in llama.cpp)',
        licence: 'MIT',
        home: 'https://github.com/nlohmann/json',
        texts: [mit('2013-2025 Niels Lohmann')],
      },
      {
        name: 'subprocess.h (in llama.cpp)',
        licence: 'public domain',
        home: 'https://github.com/sheredom/subprocess.h',
        texts: [],
      },
    );
  }
  if (named('webview2-com-sys')) {
    works.push({
      name: 'The loader of WebView2',
      licence: 'BSD-3-Clause',
      home: 'https://www.nuget.org/packages/Microsoft.Web.WebView2',
      texts: [bsd3('Microsoft Corporation. All rights reserved.')],
    });
  }
  return works;
}

/** @returns {Promise<string>} The whole file. */
export async function notices() {
  const ofCrates = await crates();
  /** @type {Map<string, number>} Each text once, by its number. */
  const texts = new Map();
  const numbered = (/** @type {string} */ text) => {
    const plain = text
      .replaceAll('\r\n', '\n')
      .replace(/[ \t]+$/gm, '')
      .replace(/^\n+|\n+$/g, '');
    if (plain === '') throw new Ended('the text of a licence is empty');
    if (!texts.has(plain)) texts.set(plain, texts.size + 1);
    return texts.get(plain);
  };
  const listed = (/** @type {Work[]} */ works) =>
    works
      .sort((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1))
      .map(({ name, licence, home, texts: own }) => {
        const numbers = [...new Set(own.map(numbered))];
        const where = numbers.length > 0 ? `; ${numbers.map((number) => `[${number}]`).join(' ')}` : '';
        return `* ${name}: ${licence}${where}\n  ${home}`;
      })
      .join('\n');
  const lists = [
    ['The programs, and what crates bring along', listed(brought(ofCrates))],
    ['Crates', listed(ofCrates)],
    ['In the page, with its fonts', listed(packages())],
  ].map(([title, list]) => `${title}\n\n${list}`);
  const own = readFileSync(join(root, 'LICENSE-MIT'), 'utf8').trim();
  const line = '-'.repeat(80);
  const whole = [...texts].map(([text, number]) => `${line}\n[${number}]\n\n${text}`);
  return [
    `Samantha is licensed under the MIT License, below, or the Apache License 2.0, as you like.\n\n${own}`,
    'In her is work of others. Behind each name stands its licence, with the numbers of the texts at the end.',
    ...lists,
    ...whole,
    '',
  ].join('\n\n');
}

/** Writes it to where the installers take it from. */
export async function writeNotices() {
  const text = await notices();
  mkdirSync(dirname(NOTICES), { recursive: true });
  writeFileSync(NOTICES, text);
}

/** @returns {Promise<string[]>} One line for each crate in the programs, as cargo's tree tells them, that isn't in the file. */
export async function missingNotices() {
  const text = await notices();
  const named = PROGRAMS.flatMap((name) => ['-p', name]);
  const form = ['--prefix', 'none', '--edges', 'normal', '--no-dedupe', '--format', '{p}'];
  const tree = await run('cargo', ['tree', '--locked', '--target', await hostSystem(), ...form, ...named], {
    quiet: true,
  });
  if (tree.code !== 0) return [`cargo tree: ${tree.output.slice(-500)}`];
  const lines = new Set(tree.output.split('\n').map((line) => line.replace(' (proc-macro)', '').trimEnd()));
  const shipped = [...lines].flatMap((line) => /^(\S+) v(\S+)$/.exec(line)?.slice(1, 3).join(' ') ?? []);
  if (shipped.length === 0) return ['cargo tree names no crate'];
  const missing = [];
  for (const name of shipped) {
    const at = text.indexOf(`\n* ${name}: `);
    const entry = at < 0 ? '' : text.slice(at + 1, text.indexOf('\n', at + 1));
    const numbers = [...entry.matchAll(/\[(\d+)\]/g)];
    const whole = numbers.length > 0 && numbers.every(([number]) => text.includes(`\n${number}\n\n`));
    if (!whole) missing.push(`crate ${name} has no entry with its licence in the notices`);
  }
  return missing;
}
