// What the tests of the real window share: a life in a folder of its own, the app under the driver, the desk's mouse
// and bus, a model server, pictures for the eye.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root, target } from '../../scripts/common.mjs';
import { Session } from './driver.mjs';

export { pause };

/** The app with its page inside, as run.mjs builds it. */
export const APP = process.env.SAMANTHA_APP ?? join(target, 'debug', 'samantha');
const PROVIDER = join(dirname(APP), 'provider');
const OUTPUT = join(root, 'tests', 'output');

const LOCALES = { en: 'en_US.UTF-8', pt: 'pt_BR.UTF-8' };

/**
 * Asks until the answer is truthy.
 * @template T
 * @param {string} what @param {() => T | Promise<T>} ask @param {number} [seconds]
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(what, ask, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await pause(50);
  }
}

/**
 * The output of a program of the desk; throws when it fails.
 * @param {string} program @param {string[]} args
 */
export function ask(program, ...args) {
  const done = spawnSync(program, args, { encoding: 'utf8', timeout: 20_000 });
  if (done.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${done.stderr || done.error || done.status}`);
  return done.stdout;
}

/** A program's processes below another, by the numbers the kernel gave them. @param {number} parent @returns {number[]} */
export function below(parent) {
  const done = spawnSync('pgrep', ['-P', String(parent)], { encoding: 'utf8' });
  const children = done.stdout.split('\n').filter(Boolean).map(Number);
  return [...children, ...children.flatMap(below)];
}

/** @param {number} pid */
export function nameOf(pid) {
  const file = `/proc/${pid}/comm`;
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
}

/** Gone, or dead and only waiting for its parent to notice. @param {number} pid */
export function isGone(pid) {
  const file = `/proc/${pid}/stat`;
  return !existsSync(file) || /\) Z /.test(readFileSync(file, 'utf8'));
}

/** One life: a data folder, and the window over it when it is open. */
export class Life {
  /** @param {{ language?: 'en' | 'pt', env?: NodeJS.ProcessEnv }} [how] */
  constructor(how = {}) {
    this.home = mkdtempSync(join(tmpdir(), 'samantha-window-'));
    this.env = {
      ...process.env,
      LANG: LOCALES[how.language ?? 'en'],
      LC_ALL: LOCALES[how.language ?? 'en'],
      ...how.env,
      SAMANTHA_HOME: this.home,
    };
    /** @type {Session | null} */
    this.session = null;
    this.pid = 0;
  }

  /** Opens the window under the driver. */
  async open() {
    const session = await Session.start(APP, this.env);
    this.session = session;
    this.pid = below(session.driver.pid ?? 0).find((pid) => nameOf(pid) === 'samantha') ?? 0;
    if (!this.pid) throw new Error('the app does not run under the driver');
    return session;
  }

  /** The page. */
  get page() {
    if (!this.session) throw new Error('no window is open');
    return this.session;
  }

  /** A command of the contract, past the page's own code. @param {string} name @param {object} [args] @returns {Promise<any>} */
  call(name, args = {}) {
    return this.invoke('call', { name, args });
  }

  /** A command of the shell, as the page could give it. @param {string} command @param {object} args @returns {Promise<any>} */
  async invoke(command, args) {
    const reply = await this.page.runLater(
      `const [command, args, done] = arguments;
       window.__TAURI_INTERNALS__.invoke(command, args).then((ok) => done({ ok }), (error) => done({ error }));`,
      command,
      args,
    );
    if ('error' in reply) {
      const { error } = reply;
      throw Object.assign(new Error(typeof error === 'string' ? error : `${error.code}: ${error.message}`), {
        cause: error,
      });
    }
    return reply.ok;
  }

  /** Closes in order, as the end of a desktop session does, and waits for it. */
  async close() {
    await this.#end('SIGTERM');
  }

  /** Ends without any warning. */
  async kill() {
    await this.#end('SIGKILL');
  }

  /** @param {'SIGTERM' | 'SIGKILL'} signal */
  async #end(signal) {
    if (!this.session) return;
    const web = below(this.pid);
    if (!isGone(this.pid)) process.kill(this.pid, signal);
    await until('the app has ended', () => isGone(this.pid), 30);
    await this.session.end();
    this.session = null;
    // A killed app's web processes notice by themselves.
    await until('its web processes have ended', () => web.every(isGone), 30);
  }

  /** Ends what runs and removes the folder. */
  async end() {
    try {
      await this.#end('SIGKILL');
    } finally {
      rmSync(this.home, { recursive: true, force: true });
    }
  }

  /** What the log holds. */
  log() {
    const file = join(this.home, 'logs', 'samantha.log');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /**
   * Keeps a picture of the window for the eye. Taken from the display: the driver's own waits for a next frame, and a
   * page at rest draws none.
   * @param {string} name
   */
  async picture(name) {
    mkdirSync(OUTPUT, { recursive: true });
    // What the page has drawn reaches the display a moment later.
    await pause(400);
    ask('import', '-window', windowId(), join(OUTPUT, `${name}.png`));
  }
}

/** Keeps a picture of the whole desk for the eye. @param {string} name */
export function pictureOfDesk(name) {
  mkdirSync(OUTPUT, { recursive: true });
  ask('import', '-window', 'root', join(OUTPUT, `${name}.png`));
}

/**
 * The numbers of Samantha's visible windows on the display.
 * @returns {string[]}
 */
export function windowIds() {
  // While windows come and go, xdotool may meet one that has just gone: it is asked again then.
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const done = spawnSync('xdotool', ['search', '--onlyvisible', '--name', '^Samantha$'], { encoding: 'utf8' });
    if (!done.stderr.includes('X Error')) return done.stdout.split('\n').filter(Boolean);
  }
  throw new Error('xdotool can not list the windows');
}

/** The window's number on the display. */
export function windowId() {
  const [id] = windowIds();
  if (!id) throw new Error('no window is shown');
  return id;
}

export function minimise() {
  ask('xdotool', 'windowminimize', windowId());
}

/** The title of the window that has the keyboard. */
export function activeTitle() {
  const done = spawnSync('xdotool', ['getactivewindow', 'getwindowname'], { encoding: 'utf8' });
  return done.stdout.trim();
}

/** @param {string} id as {@link windowId} gives it; works while it is minimised, too */
export function isMinimised(id) {
  return ask('xprop', '-id', id, '_NET_WM_STATE').includes('_NET_WM_STATE_HIDDEN');
}

/**
 * Gives the system's own file dialog a path, as a person does who types it: the window that came up gets the keyboard.
 * @param {string} path
 */
export async function answerFileDialog(path) {
  await until('a file dialog has the keyboard', () => !['', 'Samantha'].includes(activeTitle()));
  // It takes keys a moment after it is shown. A slash opens the field for a path where there is none, and letters typed
  // meanwhile are lost.
  await pause(600);
  ask('xdotool', 'key', 'ctrl+a', 'slash');
  await pause(400);
  ask('xdotool', 'type', '--delay', '15', path.slice(1));
  await pause(300);
  ask('xdotool', 'key', 'Return');
  await until('the dialog is gone', () => activeTitle() === 'Samantha');
}

/** Where the desk's notifications stand: top right, 360 wide. */
export function clickNotification() {
  ask('xdotool', 'mousemove', '1080', '50', 'click', '1');
}

/** What passes on the session bus, as dbus-monitor writes it. */
export class Bus {
  /** @param {string[]} rules */
  constructor(...rules) {
    this.heard = '';
    this.monitor = spawn('dbus-monitor', ['--session', ...rules], { stdio: ['ignore', 'pipe', 'ignore'] });
    this.monitor.stdout.on('data', (bytes) => {
      this.heard += bytes;
    });
  }

  static async notifications() {
    const bus = new Bus("interface='org.freedesktop.Notifications'");
    // It says its own name first; from then on it hears everything.
    await until('dbus-monitor listens', () => bus.heard.includes('NameAcquired') || bus.heard.includes('NameLost'));
    return bus;
  }

  end() {
    this.monitor.kill();
  }
}

/** The model server of the tests, on loopback. */
export class Provider {
  /** @param {string[]} args */
  static async start(...args) {
    const provider = new Provider();
    provider.child = spawn(PROVIDER, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    provider.child.stdout?.on('data', (bytes) => {
      said += bytes;
    });
    const address = await until(
      'the provider says where it listens',
      () => /http:\/\/127\.0\.0\.1:\d+\S*/.exec(said)?.[0],
    );
    provider.address = address;
    return provider;
  }

  constructor() {
    this.address = '';
    /** @type {import('node:child_process').ChildProcess | null} */
    this.child = null;
  }

  end() {
    this.child?.kill();
  }
}
