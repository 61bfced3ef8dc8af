// Starting twice, closing, coming back, and what has to be there to start at all.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  APP,
  activeTitle,
  ask,
  below,
  isGone,
  isMinimised,
  Life,
  minimise,
  nameOf,
  pause,
  pictureOfDesk,
  until,
  windowId,
  windowIds,
} from './harness.mjs';

/** The app without a driver, as a person starts it. */
class Plain {
  /** @param {NodeJS.ProcessEnv} [env] */
  constructor(env = {}) {
    this.home = mkdtempSync(join(tmpdir(), 'samantha-window-'));
    this.env = { ...process.env, LANG: 'en_US.UTF-8', SAMANTHA_HOME: this.home, ...env };
    this.pid = 0;
    this.start();
  }

  start() {
    this.child = spawn(APP, [], { env: this.env, stdio: ['ignore', 'ignore', 'pipe'] });
    this.said = '';
    this.child.stderr?.on('data', (bytes) => {
      this.said += bytes;
    });
    this.pid = this.child.pid ?? 0;
  }

  shown() {
    return until('the window is shown', () => windowIds().length > 0);
  }

  async ended() {
    await until('the app has ended', () => this.child?.exitCode !== null || this.child?.signalCode !== null, 12);
    return this.child?.exitCode;
  }

  async end() {
    if (this.child?.exitCode === null) this.child.kill('SIGKILL');
    await this.ended();
    rmSync(this.home, { recursive: true, force: true });
  }
}

test('a second start raises the first window and ends well', async () => {
  const first = new Plain();
  try {
    await first.shown();
    const id = windowId();
    minimise();
    await until('it is minimised', () => isMinimised(id));
    const second = spawnSync(APP, [], { env: first.env, timeout: 10_000 });
    assert.equal(second.status, 0);
    await until('it is back', () => !isMinimised(id));
    await until('it has the keyboard', () => activeTitle() === 'Samantha');
    assert.equal(first.child?.exitCode, null);
  } finally {
    await first.end();
  }
});

test('two lives in two folders live side by side', async () => {
  const one = new Plain();
  const two = new Plain();
  try {
    await one.shown();
    await until('two windows are shown', () => windowIds().length === 2);
    assert.equal(one.child?.exitCode, null);
    assert.equal(two.child?.exitCode, null);
  } finally {
    await one.end();
    await two.end();
  }
});

test('closing the window ends the app in order and keeps its size and place', async () => {
  const app = new Plain();
  try {
    await app.shown();
    await pause(500);
    ask('xdotool', 'windowsize', '--sync', windowId(), '760', '620');
    ask('xdotool', 'windowmove', '--sync', windowId(), '130', '90');
    await pause(300);
    const before = ask('xdotool', 'getwindowgeometry', '--shell', windowId());
    // The window manager's own key: it asks the window to close, as its button does.
    ask('xdotool', 'windowactivate', '--sync', windowId(), 'key', 'alt+F4');
    const code = await app.ended();
    assert.equal(code, 0);
    assert.match(readFileSync(join(app.home, 'logs', 'samantha.log'), 'utf8'), /closed/);
    app.start();
    await app.shown();
    await pause(700);
    const after = ask('xdotool', 'getwindowgeometry', '--shell', windowId());
    const size = (/** @type {string} */ text) => /WIDTH=(\d+)\nHEIGHT=(\d+)/.exec(text)?.slice(1);
    const place = (/** @type {string} */ text) => /X=(-?\d+)\nY=(-?\d+)/.exec(text)?.slice(1).map(Number) ?? [];
    assert.deepEqual(size(after), size(before));
    const [[x0 = 0, y0 = 0], [x1 = 0, y1 = 0]] = [place(before), place(after)];
    assert.ok(Math.abs(x1 - x0) <= 4 && Math.abs(y1 - y0) <= 30, `moved from ${x0},${y0} to ${x1},${y1}`);
  } finally {
    await app.end();
  }
});

test('asked to end by a signal, it closes in order', async () => {
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT'])) {
    const app = new Plain();
    try {
      await app.shown();
      app.child?.kill(signal);
      assert.equal(await app.ended(), 0);
      assert.match(readFileSync(join(app.home, 'logs', 'samantha.log'), 'utf8'), /closed/);
    } finally {
      await app.end();
    }
  }
});

test('the data folder is its owner’s alone', async () => {
  const app = new Plain();
  try {
    await app.shown();
    assert.equal(statSync(app.home).mode & 0o777, 0o700);
  } finally {
    await app.end();
  }
});

test('a web process that dies is replaced, and the page loaded anew', async () => {
  const app = new Plain();
  try {
    await app.shown();
    const web = await until('there is a web process', () =>
      below(app.pid).find((pid) => nameOf(pid).startsWith('WebKitWebPro')),
    );
    await pause(500);
    process.kill(web, 'SIGKILL');
    await until('there is another', () =>
      below(app.pid).some((pid) => pid !== web && nameOf(pid).startsWith('WebKitWebPro')),
    );
    await pause(1500);
    pictureOfDesk('web-process-replaced');
    assert.ok(!isGone(app.pid));
    assert.match(readFileSync(join(app.home, 'logs', 'samantha.log'), 'utf8'), /the page is loaded anew/);
  } finally {
    await app.end();
  }
});

test('without a session bus it starts all the same', async () => {
  const app = new Plain({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' });
  try {
    await app.shown();
    await pause(500);
    assert.equal(app.child?.exitCode, null);
  } finally {
    await app.end();
  }
});

test('without a display it says so in one line, in the person’s language', () => {
  for (const [lang, words] of /** @type {const} */ ([
    ['en_US.UTF-8', /^Samantha needs a display/],
    ['pt_BR.UTF-8', /^A Samantha precisa de uma tela/],
  ])) {
    const home = join(tmpdir(), 'samantha-never-made');
    const env = { ...process.env, LANG: lang, LC_ALL: lang, DISPLAY: '', WAYLAND_DISPLAY: '', SAMANTHA_HOME: home };
    const done = spawnSync(APP, [], { env, encoding: 'utf8', timeout: 10_000 });
    assert.equal(done.status, 2);
    assert.match(done.stderr, words);
    assert.equal(done.stderr.trim().split('\n').length, 1, done.stderr);
    assert.ok(!existsSync(home), 'nothing is made before there is a window');
  }
});

test('a display that cannot be reached counts as none', () => {
  const env = { ...process.env, LANG: 'en_US.UTF-8', LC_ALL: 'en_US.UTF-8', DISPLAY: ':9999' };
  const done = spawnSync(APP, [], { env, encoding: 'utf8', timeout: 10_000 });
  assert.equal(done.status, 2);
  assert.match(done.stderr, /^Samantha needs a display/m);
});

test('a life that was closed opens again', async () => {
  const life = new Life();
  try {
    await life.open();
    await life.close();
    await life.open();
    assert.equal(await life.page.run('return document.readyState'), 'complete');
  } finally {
    await life.end();
  }
});
