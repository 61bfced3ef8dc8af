// Builds the page into dist/, unless what is there is newer than everything it is made of.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Ended, inWords, root, run, tool } from './common.mjs';

/**
 * The newest change below these paths, in milliseconds.
 * @param {string[]} paths
 * @returns {number}
 */
function newest(paths) {
  let time = 0;
  for (const path of paths) {
    if (!existsSync(path)) continue;
    const stat = statSync(path);
    time = Math.max(time, stat.mtimeMs);
    if (stat.isDirectory()) time = Math.max(time, newest(readdirSync(path).map((name) => join(path, name))));
  }
  return time;
}

/** @returns {Promise<void>} */
export async function buildPage() {
  const built = join(root, 'dist', 'index.html');
  const made = ['ui', 'vite.config.js', 'package-lock.json'].map((name) => join(root, name));
  if (existsSync(built) && statSync(built).mtimeMs > newest(made)) return;
  console.log(inWords('Montando a página', 'Building the page'));
  const done = await run(tool('vite'), ['build', '--logLevel', 'warn']);
  if (done.code !== 0) throw new Ended(inWords('A página não pôde ser montada.', 'The page could not be built.'));
}
