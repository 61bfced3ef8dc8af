// `npm run bench`: measures, prints a table, and writes target/bench.json: a list of {name, value, unit, goal, holds}.
// `npm run bench -- core local window` measures only the parts named; the rows of the others are kept.
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

/** Each part writes its rows as a JSON list to the file it is given. */
const parts = {
  core: (/** @type {string} */ file) =>
    run('cargo', ['run', '--release', '--locked', '-p', 'samantha-tests', '--bin', 'bench', '--', '--rows', file]),
  local: async (/** @type {string} */ file) => {
    await buildWorker();
    const bench = ['-p', 'samantha-tests', '--bin', 'localbench', '--', '--rows', file];
    return run('cargo', ['run', '--release', '--locked', ...bench]);
  },
  window: (/** @type {string} */ file) => run(process.execPath, ['tests/window/bench.mjs', '--rows', file]),
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
  const named = process.argv.slice(2);
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
