// What the page may not do, tried from inside the page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Life, pause } from './harness.mjs';

/** @type {Life} */
let life;
before(async () => {
  life = new Life();
  await life.open();
});
after(() => life.end());

test('the page gets no command but its own', async () => {
  for (const command of [
    'plugin:opener|open_url',
    'plugin:notification|notify',
    'plugin:dialog|save',
    'plugin:log|log',
    'plugin:window|close',
    'plugin:webview|create_webview_window',
    'plugin:event|emit',
    'plugin:path|resolve_directory',
    'plugin:app|version',
    'plugin:window-state|filename',
  ]) {
    await assert.rejects(life.invoke(command, {}), /not allowed/, command);
  }
});

test('an unknown command is said to be unknown', async () => {
  await assert.rejects(life.call('format_disk'), /unknown_command/);
});

test('a link to a file or a program is not opened', async () => {
  for (const url of ['file:///etc/passwd', 'javascript:alert(1)', 'vscode:x', 'nonsense']) {
    await assert.rejects(life.invoke('open_link', { url }), /bad_arguments/, url);
  }
});

test('an export is written only where the person said', async () => {
  await assert.rejects(life.call('export', { format: 'json', path: `${life.home}/stolen.json` }), /bad_arguments/);
});

test('nothing is fetched from anywhere, and no text becomes code', async () => {
  const tried = await life.page.runLater(`
    const done = arguments[0];
    const results = {};
    const tries = {
      eval: async () => (0, eval)('1'),
      fetch: () => fetch('http://127.0.0.1:9/x'),
      script: () => new Promise((resolve, reject) => {
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.head.append(script);
        window.ran ? resolve() : reject(new Error('blocked'));
      }),
      image: () => new Promise((resolve, reject) => {
        document.addEventListener('securitypolicyviolation', () => reject(new Error('blocked')), { once: true });
        const image = new Image();
        image.onload = resolve;
        image.src = 'http://127.0.0.1:9/x.png';
      }),
      frame: () => new Promise((resolve, reject) => {
        document.addEventListener('securitypolicyviolation', () => reject(new Error('blocked')), { once: true });
        const frame = document.createElement('iframe');
        frame.onload = () => reject(new Error('blocked'));
        frame.src = 'http://127.0.0.1:9/';
        document.body.append(frame);
        setTimeout(() => frame.remove(), 1000);
      }),
    };
    (async () => {
      for (const [name, attempt] of Object.entries(tries)) {
        try { await attempt(); results[name] = 'went through'; } catch { results[name] = 'blocked'; }
      }
      done(results);
    })();`);
  assert.deepEqual(tried, {
    eval: 'blocked',
    fetch: 'blocked',
    script: 'blocked',
    image: 'blocked',
    frame: 'blocked',
  });
});

test('the window stays on its page', async () => {
  const here = await life.page.run('return location.origin');
  await life.page.run(`window.open('https://example.org/'); location.href = 'https://example.org/'; return true`);
  await pause(500);
  assert.equal(await life.page.run('return location.origin'), here);
  assert.equal((await life.page.ask('GET', '/window/handles')).length, 1);
});

test('the page has no Tauri global', async () => {
  assert.equal(await life.page.run('return typeof window.__TAURI__'), 'undefined');
});

test('the page stores nothing', async () => {
  const kept = await life.page.run('return [localStorage.length, sessionStorage.length, document.cookie]');
  assert.deepEqual(kept, [0, 0, '']);
});
