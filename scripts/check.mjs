// `npm run check`: form, lints, types, styles, words, the tests' lives, licences and their notices. Runs them all, then says which did not hold.
// `npm run check -- types licences` runs only those named.
import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Ended, main, root, run, table, tool } from './common.mjs';
import { refusedLicences } from './licences.mjs';
import { missingNotices } from './notices.mjs';
import { buildPage } from './page.mjs';
import { setUp } from './setup.mjs';

/** @param {string} program @param {string[]} args */
const holds = async (program, args) => (await run(program, args)).code === 0;

/** @param {string[]} lines */
function noneOf(lines) {
  for (const line of lines) console.error(line);
  return lines.length === 0;
}

/** Places that exist on one computer only; examples of a person's folder are written with `ana`. */
const PLACES = /(?<![\w.~-])\/(?:root|work|(?:Users|home)\/(?!ana\b))\/?[\w.-]+|[A-Z]:\\+Users\\+\w/;

/** @returns {Promise<boolean>} */
async function noMachinePaths() {
  const listed = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { quiet: true });
  if (listed.code !== 0) throw new Ended('git ls-files failed');
  const own = [root.replace(/\/$/, ''), homedir()].filter((path) => path.length > 3);
  /** @type {string[]} */
  const found = [];
  for (const name of listed.output.split('\0').filter(Boolean)) {
    const path = join(root, name);
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) continue;
    const bytes = readFileSync(path);
    // A zero byte early on: not text.
    if (bytes.subarray(0, 8000).includes(0)) continue;
    bytes
      .toString('utf8')
      .split('\n')
      .forEach((line, index) => {
        const place = PLACES.exec(line)?.[0] ?? own.find((folder) => line.includes(`${folder}/`));
        if (place) found.push(`${name}:${index + 1}: ${place}`);
      });
  }
  return noneOf(found);
}

/** @type {Record<string, () => Promise<boolean>>} */
const checks = {
  rustfmt: () => holds('cargo', ['fmt', '--all', '--check']),
  clippy: async () => {
    // The shell's build looks for the page it carries.
    await buildPage();
    const features = ['--features', 'samantha/custom-protocol,samantha-empty/custom-protocol'];
    const all = ['--workspace', '--exclude', 'samantha-local', ...features, '--features', 'samantha-tests/local'];
    // In the profile in which its C++ is compiled.
    const worker = ['--release', '-p', 'samantha-local'];
    for (const crates of [all, worker]) {
      const args = ['clippy', '--locked', '--all-targets', ...crates, '--', '-D', 'warnings'];
      if (!(await holds('cargo', args))) return false;
    }
    return true;
  },
  contract: async () => {
    const test = 'the_typescript_contract_is_up_to_date';
    const { code, output } = await run('cargo', ['test', '--locked', '-p', 'samantha-api', test], { keep: true });
    // Cargo is content when no test has the name.
    return code === 0 && /[1-9]\d* passed/.test(output);
  },
  types: () => holds(tool('tsc'), ['-p', '.']),
  biome: () => holds(tool('biome'), ['ci', '--colors=off', '--error-on-warnings', '.']),
  styles: () => holds(tool('stylelint'), ['--max-warnings', '0', 'ui/**/*.css']),
  words: () => holds(process.execPath, ['scripts/check-locales.mjs']),
  lives: () => holds(process.execPath, ['scripts/lives.mjs', '--check']),
  licences: async () => noneOf(await refusedLicences()),
  notices: async () => noneOf(await missingNotices()),
  paths: noMachinePaths,
};

await main(async () => {
  const named = process.argv.slice(2);
  await setUp('run');
  const rows = [['check', '', 'time']];
  let failed = 0;
  for (const [name, check] of Object.entries(checks)) {
    if (named.length > 0 && !named.includes(name)) continue;
    console.log(`\n== ${name}`);
    const began = Date.now();
    const held = await check();
    if (!held) failed += 1;
    rows.push([name, held ? 'holds' : 'FAILED', `${Math.round((Date.now() - began) / 1000)} s`]);
  }
  console.log(`\n${table(rows)}\n`);
  console.log(failed === 0 ? 'everything holds' : `${failed} of ${rows.length - 1} checks failed`);
  return failed > 0 ? 1 : 0;
});
