// `npm test`: makes this computer ready, runs every test, shows a table, and ends with one line of counts.
// `npm test -- rust local shell page browser window` runs only the parts named.
import { main, run, table, tool } from './common.mjs';
import { buildPage } from './page.mjs';
import { setUp } from './setup.mjs';
import { buildWorker } from './worker.mjs';

/**
 * @typedef {{ passed: number, failed: number }} Counts
 * @typedef {object} Part
 * @property {string} name
 * @property {string} says  What it tests.
 * @property {() => Promise<import('./common.mjs').Outcome>} run
 * @property {(output: string) => Counts} count
 */

/**
 * Adds up the first group of every match.
 * @param {string} text @param {RegExp} pattern
 */
function sum(text, pattern) {
  let total = 0;
  for (const match of text.matchAll(pattern)) total += Number(match[1]);
  return total;
}

/** What a terminal would show as colour. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
const plain = (/** @type {string} */ text) => text.replace(/\u001b\[[0-9;]*m/g, '');

/** @type {(output: string) => Counts} */
const cargoCounts = (output) => ({
  passed: sum(output, /^test result: .*?(\d+) passed/gm),
  failed: sum(output, /^test result: .*? (\d+) failed/gm),
});

/** @type {(output: string) => Counts} */
const vitestCounts = (output) => ({
  passed: sum(output, /^\s*Tests\s.*?(\d+) passed/gm),
  failed: sum(output, /^\s*Tests\s.*?(\d+) failed/gm),
});

/** @type {(output: string) => Counts} */
const nodeCounts = (output) => ({
  passed: sum(output, /^(?:ℹ|#) pass (\d+)$/gm),
  failed: sum(output, /^(?:ℹ|#) fail (\d+)$/gm) + sum(output, /^(?:ℹ|#) cancelled (\d+)$/gm),
});

/** Minutes without a word after which a part hangs. The longest that is silent is a large C++ library being compiled. */
const SILENCE = 20;

/** @param {string} program @param {string[]} args */
const keep = (program, args) =>
  run(program, args, { keep: true, silence: SILENCE, env: { FORCE_COLOR: '0', NO_COLOR: '1' } });

/** @type {Part[]} */
const parts = [
  {
    name: 'rust',
    says: 'core, api, models, stories',
    run: () => {
      const crates = [
        'samantha-core',
        'samantha-api',
        'samantha-models',
        'samantha-embed',
        'samantha-local-messages',
        'samantha-tests',
      ];
      return keep('cargo', ['test', '--locked', '--no-fail-fast', ...crates.flatMap((name) => ['-p', name])]);
    },
    count: cargoCounts,
  },
  {
    name: 'local',
    says: 'the built-in model: its worker, and the app with it',
    run: async () => {
      await buildWorker();
      const own = await keep('cargo', ['test', '--release', '--locked', '-p', 'samantha-local']);
      const tests = ['-p', 'samantha-tests', '--features', 'local', '--test', 'local'];
      const both = await keep('cargo', ['test', '--locked', '--no-fail-fast', ...tests]);
      return { code: own.code || both.code, output: own.output + both.output };
    },
    count: cargoCounts,
  },
  {
    name: 'shell',
    says: 'the shell',
    // The page is part of the binary, so it comes first. The same features as the app, so that Tauri is compiled once.
    run: async () => {
      await buildPage();
      return keep('cargo', ['test', '--locked', '--no-fail-fast', '-p', 'samantha', '--features', 'custom-protocol']);
    },
    count: cargoCounts,
  },
  { name: 'page', says: 'the page, without a browser', run: () => keep(tool('vitest'), ['run']), count: vitestCounts },
  {
    name: 'browser',
    says: 'the whole page in a browser, on the fake host',
    run: () => keep(process.execPath, ['tests/ui/run.mjs']),
    count: nodeCounts,
  },
  {
    name: 'window',
    says: 'the real window',
    run: () => keep(process.execPath, ['tests/window/run.mjs']),
    count: nodeCounts,
  },
];

await main(async () => {
  const named = process.argv.slice(2);
  const chosen = named.length > 0 ? parts.filter((part) => named.includes(part.name)) : parts;
  await setUp('test');

  const rows = [['part', 'what', 'passed', 'failed', 'time']];
  const total = { passed: 0, failed: 0 };
  for (const part of chosen) {
    console.log(`\n== ${part.name}: ${part.says}`);
    const began = Date.now();
    /** @type {Counts} */
    let counts = { passed: 0, failed: 0 };
    try {
      const { code, output } = await part.run();
      counts = part.count(plain(output));
      // What ends badly, or runs nothing at all, has failed, whatever its own counts say.
      if ((code !== 0 || counts.passed === 0) && counts.failed === 0) counts.failed = 1;
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      counts.failed += 1;
    }
    total.passed += counts.passed;
    total.failed += counts.failed;
    const seconds = `${Math.round((Date.now() - began) / 1000)} s`;
    rows.push([part.name, part.says, String(counts.passed), String(counts.failed), seconds]);
  }
  console.log(`\n${table(rows)}\n`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
});
