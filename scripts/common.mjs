// What every script of this folder does: start programs, say things in the person's language.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Where cargo puts the final binaries. */
export const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');

const windows = process.platform === 'win32';

const locale =
  process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || Intl.DateTimeFormat().resolvedOptions().locale;
const portuguese = locale.toLowerCase().startsWith('pt');

/**
 * One sentence in the person's language.
 * @param {string} pt
 * @param {string} en
 */
export function inWords(pt, en) {
  return portuguese ? pt : en;
}

/** An end that was explained to the person already, or is by `message`. */
export class Ended extends Error {
  /**
   * @param {string} message
   * @param {number} [code] The exit code.
   */
  constructor(message, code = 1) {
    super(message);
    this.code = code;
  }
}

/**
 * Runs a script's body: says in one line why it could not go on, and exits with its code.
 * @param {() => Promise<number | void>} body
 */
export async function main(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    console.error(error.message);
    process.exitCode = error.code;
  }
}

/**
 * A program of node_modules, to be started with {@link run}.
 * @param {string} name
 */
export function tool(name) {
  return join(root, 'node_modules', '.bin', windows ? `${name}.cmd` : name);
}

/**
 * @typedef {object} Outcome
 * @property {number} code  127: no such program.
 * @property {string} output  What it wrote, when it was kept.
 */

/**
 * Ends a program and all that it started.
 * @param {import('node:child_process').ChildProcess} child  Leads a group of its own, except on Windows.
 * @param {NodeJS.Signals} signal
 */
function endWithAll(child, signal) {
  if (child.pid === undefined) return;
  if (windows) {
    spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody of it is left.
  }
}

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{ quiet?: boolean, keep?: boolean, env?: NodeJS.ProcessEnv, input?: 'inherit' | 'ignore', silence?: number }} [how]
 *   quiet: shows nothing; keep: shows and keeps what it writes; input: whether it may ask the person (sudo does);
 *   silence: minutes without a word of it, quiet or kept, after which it hangs: it is ended then, with all it started.
 * @returns {Promise<Outcome>}
 */
export function run(command, args, how = {}) {
  const { silence } = how;
  const piped = how.quiet || how.keep;
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...how.env },
      stdio: [how.input ?? 'ignore', piped ? 'pipe' : 'inherit', piped ? 'pipe' : 'inherit'],
      shell: windows && /\.cmd$|^npm$/.test(command),
      detached: silence !== undefined && !windows,
    });
    let output = '';
    const hear = (/** @type {NodeJS.WriteStream} */ stream) => (/** @type {string} */ text) => {
      output += text;
      if (!how.quiet) stream.write(text);
      if (hangs) hangs.refresh();
    };
    const hangs =
      silence !== undefined &&
      setTimeout(() => {
        console.error(`\nNot a word for ${silence} minutes: it hangs, and is ended.`);
        endWithAll(child, 'SIGKILL');
      }, silence * 60_000);
    // A group of its own does not hear what is pressed in the terminal. Asked to end, it puts its own things away.
    const endsWithUs = () => {
      endWithAll(child, 'SIGTERM');
      process.exit(130);
    };
    if (silence !== undefined) process.once('SIGINT', endsWithUs).once('SIGTERM', endsWithUs);
    const ends = (/** @type {Outcome} */ outcome) => {
      if (hangs) clearTimeout(hangs);
      process.off('SIGINT', endsWithUs).off('SIGTERM', endsWithUs);
      resolve(outcome);
    };
    // A character may come in two pieces.
    child.stdout?.setEncoding('utf8').on('data', hear(process.stdout));
    child.stderr?.setEncoding('utf8').on('data', hear(process.stderr));
    child.on('error', (error) => ends({ code: 127, output: output || error.message }));
    child.on('close', (code) => ends({ code: code ?? 1, output }));
  });
}

/** @returns {Promise<string>} This system, as Rust names it. */
export async function hostSystem() {
  const told = await run('rustc', ['-vV'], { quiet: true });
  const system = /^host: (\S+)$/m.exec(told.output)?.[1];
  if (!system) throw new Ended('rustc -vV names no host');
  return system;
}

/**
 * Whether a program is found on the path.
 * @param {string} program
 */
export function isOnPath(program) {
  const folders = (process.env.PATH ?? '').split(windows ? ';' : ':');
  const endings = windows ? ['.exe', '.cmd', ''] : [''];
  return folders.some((folder) => folder && endings.some((ending) => existsSync(join(folder, program + ending))));
}

/** @param {string[]} names */
export function firstOnPath(names) {
  return names.find(isOnPath) ?? null;
}

/**
 * A table for the terminal; columns of numbers stand right.
 * @param {string[][]} rows
 */
export function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (/** @type {string[]} */ row) =>
    row
      .map((cell, column) => {
        const number = /^[\d.,]+( ?%| s| ms| MiB|x)?$/.test(cell);
        return number ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
      })
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
}
