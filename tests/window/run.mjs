// Runs the tests of the real window: builds the app with its page, then runs each file on a desk of its own.
// `node tests/window/run.mjs [--built] [NAME...]`: --built takes the binaries as they are; NAME picks files.
// A file may say in its first line which desk it needs: `// desk: DESK_KEYRING=none`.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { main, root, run } from '../../scripts/common.mjs';
import { buildPage } from '../../scripts/page.mjs';
import { buildWorker } from '../../scripts/worker.mjs';

const here = join(root, 'tests', 'window');

/** @param {string[]} args */
async function cargo(...args) {
  const { code } = await run('cargo', ['build', '--locked', ...args]);
  if (code !== 0) throw new Error(`cargo build ${args.join(' ')} failed`);
}

/**
 * @param {string} file
 * @returns {Record<string, string>}
 */
function deskOf(file) {
  const [first = ''] = readFileSync(join(here, file), 'utf8').split('\n');
  const words = /^\/\/ desk: (.+)$/.exec(first)?.[1]?.split(' ') ?? [];
  return Object.fromEntries(words.map((word) => word.split('=', 2)));
}

await main(async () => {
  const args = process.argv.slice(2);
  const named = args.filter((arg) => !arg.startsWith('--'));
  if (!args.includes('--built')) {
    await buildPage();
    await cargo('-p', 'samantha', '--features', 'custom-protocol');
    await cargo('-p', 'samantha-tests', '--bin', 'provider', '--bin', 'gguf');
    await buildWorker();
  }
  mkdirSync(join(root, 'tests', 'output'), { recursive: true });
  const files = readdirSync(here)
    .filter((name) => name.endsWith('.test.mjs') && (named.length === 0 || named.some((part) => name.includes(part))))
    .sort();
  let failed = files.length === 0 ? 1 : 0;
  for (const file of files) {
    console.log(`\n-- ${file}`);
    const node = [process.execPath, '--test', '--test-reporter=spec', join(here, file)];
    const { code } = await run(join(here, 'desk.sh'), node, { env: deskOf(file) });
    if (code !== 0) failed += 1;
  }
  return failed > 0 ? 1 : 0;
});
