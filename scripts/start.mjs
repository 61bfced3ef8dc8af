// `npm start`: makes this computer ready, builds what has changed, opens the window.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Ended, inWords, main, run, target } from './common.mjs';
import { buildPage } from './page.mjs';
import { setUp } from './setup.mjs';
import { buildWorker } from './worker.mjs';

const binary = join(target, 'release', process.platform === 'win32' ? 'samantha.exe' : 'samantha');

function needDisplay() {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return;
  throw new Ended(
    inWords(
      'A Samantha precisa de uma tela, e aqui não há nenhuma: rode numa área de trabalho, ou experimente com: xvfb-run -a npm start',
      'Samantha needs a display, and there is none here: run this on a desktop, or try her with: xvfb-run -a npm start',
    ),
    2,
  );
}

async function build() {
  if (!existsSync(binary)) {
    console.log(
      inWords(
        'Montando a Samantha. A primeira vez leva alguns minutos; as próximas, segundos.',
        'Building Samantha. The first time takes some minutes, the next ones seconds.',
      ),
    );
  }
  const args = ['build', '--release', '--locked', '-p', 'samantha', '--features', 'custom-protocol'];
  const env = process.stderr.isTTY ? { CARGO_TERM_PROGRESS_WHEN: 'always', CARGO_TERM_PROGRESS_WIDTH: '80' } : {};
  await buildWorker(env);
  const done = await run('cargo', args, { env });
  if (done.code !== 0)
    throw new Ended(inWords('Ela não pôde ser montada: veja acima.', 'She could not be built: see above.'));
}

/** @returns {Promise<number>} */
function open() {
  console.log(inWords('Abrindo a janela.', 'Opening the window.'));
  return new Promise((resolve) => {
    const child = spawn(binary, [], { stdio: ['ignore', 'inherit', 'inherit'] });
    // Asked to stop, she closes in order; this waits for it.
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => child.kill(signal));
    }
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

await main(async () => {
  needDisplay();
  await setUp('run');
  await buildPage();
  await build();
  return open();
});
