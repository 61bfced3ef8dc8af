// `npm run bench`: measures, prints a table, and writes target/bench.json: a list of {name, value, unit, goal, holds}.
// `npm run bench -- core local window` measures only the parts named; the rows of the others are kept.
// `npm run bench -- core --model DIR` measures the first token with that model beside, too.
// `npm run bench -- embed --model DIR` measures that model instead of one made here, of the same size as the one offered.
// `npm run bench -- recall --model DIR --million` recalls with its vectors, and in a life of 1,000,000 turns, too.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main, run, table, target } from './common.mjs';
import { setUp } from './setup.mjs';
import { buildWorker } from './worker.mjs';

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {number} value
 * @property {string} unit
 * @property {string} goal
 * @property {boolean | null} holds  `null`: shown for comparison, no goal.
 */

/** Promises without a figure of their own, and the tests that hold them. */
const HELD = [
  {
    name: 'a recorded stream of every family, cut at every byte: the same text, calls and usage',
    args: ['-p', 'samantha-models', '--lib', 'every_family_s_stream_says_the_same_wherever_it_is_cut'],
  },
  {
    name: 'the ledger against what the test server saw, 200 mixed requests: equal, byte for byte',
    args: [
      '-p',
      'samantha-tests',
      '--test',
      'stories',
      'two_hundred_requests_stand_in_the_ledger_as_the_server_saw_them_byte_for_byte',
    ],
  },
];

const args = process.argv.slice(2);
const modelAt = args.indexOf('--model');
/** A sentence-transformers folder. */
const model = modelAt < 0 ? null : (args.splice(modelAt, 2)[1] ?? null);
const millionAt = args.indexOf('--million');
const million = millionAt >= 0 && args.splice(millionAt, 1).length > 0;

/** Each part writes its rows as a JSON list to the file it is given. */
const parts = {
  core: (/** @type {string} */ file) => {
    const bench = ['-p', 'samantha-tests', '--bin', 'bench', '--', '--rows', file];
    if (model !== null) bench.push('--model', model);
    return run('cargo', ['run', '--release', '--locked', ...bench]);
  },
  local: async (/** @type {string} */ file) => {
    await buildWorker();
    const bench = ['-p', 'samantha-tests', '--bin', 'localbench', '--', '--rows', file];
    return run('cargo', ['run', '--release', '--locked', ...bench]);
  },
  recall: async (/** @type {string} */ file) => {
    const rows = [];
    let code = 0;
    for (const turns of million ? ['100000', '1000000'] : ['100000']) {
      const embedder = model === null ? ['--no-embedder'] : ['--model', model];
      const bench = ['--bin', 'recall', '--', '--speed', turns, ...embedder, '--rows', file];
      const ran = await run('cargo', ['run', '--release', '--locked', '-p', 'samantha-tests', ...bench]);
      code = Math.max(code, ran.code ?? 1);
      rows.push(...rowsOf(file));
    }
    writeFileSync(file, JSON.stringify(rows));
    return { code, output: '' };
  },
  window: (/** @type {string} */ file) => run(process.execPath, ['tests/window/bench.mjs', '--rows', file]),
  forget: (/** @type {string} */ file) =>
    run('cargo', ['run', '--release', '--locked', '-p', 'samantha-tests', '--bin', 'forget', '--', '--rows', file]),
  embed: (/** @type {string} */ file) => {
    const bench = ['-p', 'samantha-tests', '--bin', 'embedbench', '--', '--rows', file];
    if (model !== null) bench.push('--model', model);
    return run('cargo', ['run', '--release', '--locked', ...bench]);
  },
  faults: (/** @type {string} */ file) =>
    run('cargo', ['run', '--release', '--locked', '-p', 'samantha-tests', '--bin', 'faults', '--', '--rows', file]),
  // Promises that hold or don't: the tests that keep them, as rows of the table.
  held: async (/** @type {string} */ file) => {
    const rows = [];
    for (const { name, args } of HELD) {
      const { code, output } = await run('cargo', ['test', '--locked', ...args], { keep: true });
      const held = code === 0 && / 1 passed/.test(output);
      rows.push({ name, value: held ? 1 : 0, unit: 'held', goal: '1', holds: held });
    }
    writeFileSync(file, JSON.stringify(rows));
    return { code: 0, output: '' };
  },
};

/** @param {string} file @returns {Row[]} */
function rowsOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

/** @param {number} value */
function figure(value) {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2);
}

await main(async () => {
  const named = args;
  await setUp('test');
  const folder = join(target, 'bench');
  mkdirSync(folder, { recursive: true });

  let failed = 0;
  /** @type {Row[]} */
  const rows = [];
  for (const [name, measure] of Object.entries(parts)) {
    const file = join(folder, `${name}.json`);
    if (named.length === 0 || named.includes(name)) {
      writeFileSync(file, '[]');
      const { code } = await measure(file);
      if (code !== 0) {
        console.error(`bench: ${name} did not finish, or fell short`);
        failed += 1;
      }
    }
    rows.push(...rowsOf(file));
  }
  writeFileSync(join(target, 'bench.json'), `${JSON.stringify(rows, null, 2)}\n`);

  const lines = rows.map((row) => [
    row.name,
    figure(row.value),
    row.unit,
    row.goal,
    row.holds === null ? '' : row.holds ? 'holds' : 'MISSED',
  ]);
  console.log(`\n${table([['what', 'value', 'unit', 'goal', ''], ...lines])}`);
  return failed > 0 || rows.length === 0 || rows.some((row) => row.holds === false) ? 1 : 0;
});
