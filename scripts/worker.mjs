// The program that runs built-in models (src-tauri/local): built in the release profile only, because of the C++ in it,
// and by a cargo of its own, so that the app's dependencies keep their features.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ended, hostSystem, inWords, root, run, target } from './common.mjs';

const exe = process.platform === 'win32' ? '.exe' : '';

/** Where the installers take the workers from; src-tauri/tauri.bundle.json names it. */
const TAKEN_FROM = join(root, 'target', 'workers');

/** Apple's own graphics interface is part of every build for its own processors. */
const features = process.platform === 'darwin' && process.arch === 'arm64' ? ['metal'] : [];

/** On Macs with an Intel processor that interface is left out: the processor alone is surer there. */
const plain = process.platform === 'darwin' && process.arch === 'x64' ? { GGML_METAL: 'OFF' } : {};

/**
 * @param {string[]} wanted Features of the crate.
 * @param {NodeJS.ProcessEnv} [env]
 */
async function build(wanted, env = {}) {
  const args = ['build', '--release', '--locked', '-p', 'samantha-local'];
  if (wanted.length > 0) args.push('--features', wanted.join(','));
  const done = await run('cargo', args, { env: { ...plain, ...env } });
  if (done.code === 0) return;
  throw new Ended(
    inWords(
      'O programa dos modelos locais não pôde ser montado: veja acima.',
      'The program that runs local models could not be built: see above.',
    ),
  );
}

/**
 * Builds the worker into target/release, beside the app.
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function buildWorker(env) {
  await build(features, env);
}

/**
 * Builds the workers for an installer, and puts them where it takes them from.
 * @param {{ vulkan: boolean }} which Whether there is one for graphics processors through Vulkan, too.
 * @returns {Promise<string[]>} As `externalBin` wants them: relative to src-tauri, without the system's name.
 */
export async function buildWorkersToTake({ vulkan }) {
  const system = await hostSystem();
  mkdirSync(TAKEN_FROM, { recursive: true });
  const built = join(target, 'release', `samantha-local${exe}`);
  /** @param {string} name */
  const take = (name) => {
    copyFileSync(built, join(TAKEN_FROM, `${name}-${system}${exe}`));
    return `../target/workers/${name}`;
  };
  const workers = [];
  // The one that ships everywhere last: it stays in target/release.
  if (vulkan) {
    await build(['vulkan']);
    workers.push(take('samantha-local-vulkan'));
  }
  await build(features);
  workers.unshift(take('samantha-local'));
  return workers;
}
