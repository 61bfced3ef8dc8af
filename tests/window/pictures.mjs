// Takes the pictures of the READMEs from the real window: `tests/window/desk.sh node tests/window/pictures.mjs`, after
// `npm test -- window` or any build of the app in the dev profile.
import { cpSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, target } from '../../scripts/common.mjs';
import { Life, pause } from './harness.mjs';
import { Talk } from './talk.mjs';

const folder = join(root, 'ui', 'pictures');
mkdirSync(folder, { recursive: true });

/** @param {Life} life @param {string} name */
async function keep(life, name) {
  await pause(1500);
  await life.picture(name);
  renameSync(join(root, 'tests', 'output', `${name}.png`), join(folder, `${name}.png`));
}

/** @param {Life} life @param {'talk' | 'search' | 'models'} room */
async function go(life, room) {
  await life.page.run('location.hash = arguments[0]', `#/${room}`);
  await pause(600);
}

for (const language of /** @type {const} */ (['en', 'pt'])) {
  const fresh = new Life({ language });
  await fresh.open();
  await fresh.page.await('.welcome-begin');
  await keep(fresh, `welcome-${language}`);
  await fresh.end();

  const life = new Life({ language });
  rmSync(life.home, { recursive: true });
  await run(join(target, 'debug', 'live'), [
    join(root, 'tests', 'data', 'pictures', `${language}.json`),
    '--keep',
    life.home,
  ]);
  rmSync(join(life.home, 'copies'), { recursive: true, force: true });
  const talk = new Talk(life);
  await talk.open();
  const [profile] = await life.call('profiles');
  await life.call('save_profile', { ...profile, name: 'Ollama', address: 'http://127.0.0.1:11434', model: 'llama3.2' });
  await life.call('change_settings', { country: language === 'pt' ? 'BR' : 'US' });
  await keep(life, `talk-${language}`);
  await go(life, 'search');
  const field = await life.page.await('.search input, input[type=search]');
  await field.type('clara');
  await keep(life, `search-${language}`);
  await go(life, 'models');
  await keep(life, `model-${language}`);
  await go(life, 'talk');
  await life.call('change_settings', { theme: 'dark' });
  await keep(life, `talk-dark-${language}`);
  await life.end();
}
cpSync(folder, join(root, 'tests', 'output', 'pictures'), { recursive: true });
