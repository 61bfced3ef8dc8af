// `npm run build`: the installer for this system, in target/dist/bundle. `npm run build -- --vulkan` puts a second
// worker into it, for graphics processors; that needs the Vulkan SDK.
import { join } from 'node:path';
import { Ended, inWords, main, root, run, target, tool } from './common.mjs';
import { writeNotices } from './notices.mjs';
import { buildPage } from './page.mjs';
import { setUp } from './setup.mjs';
import { buildWorkersToTake } from './worker.mjs';

/** What each system installs from. */
const BUNDLES = { linux: 'deb,rpm', darwin: 'app,dmg', win32: 'nsis' };

await main(async () => {
  await setUp('run');
  await buildPage();
  const bundles = BUNDLES[/** @type {keyof typeof BUNDLES} */ (process.platform)];
  if (!bundles)
    throw new Ended(inWords('Não há instalador para este sistema.', 'There is no installer for this system.'));
  await writeNotices();
  const config = join(root, 'src-tauri', 'tauri.bundle.json');
  const externalBin = await buildWorkersToTake({ vulkan: process.argv.includes('--vulkan') });
  const args = [
    'build',
    '--ci',
    '--config',
    config,
    '--config',
    JSON.stringify({ bundle: { externalBin } }),
    '--bundles',
    bundles,
    '--features',
    'custom-protocol',
    '--',
    '--profile',
    'dist',
    '--locked',
  ];
  const done = await run(tool('tauri'), args);
  if (done.code !== 0) throw new Ended(inWords('O instalador não pôde ser feito.', 'The installer could not be made.'));
  console.log(`${inWords('Os instaladores estão em', 'The installers are in')} ${join(target, 'dist', 'bundle')}`);
});
