// A WebDriver client over fetch: as much of https://www.w3.org/TR/webdriver2/ as the tests need, for WebKitWebDriver.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** Keys that are no letters: https://www.w3.org/TR/webdriver2/#keyboard-actions */
export const KEY = {
  enter: '\uE007',
  escape: '\uE00C',
  tab: '\uE004',
  shift: '\uE008',
  control: '\uE009',
  up: '\uE013',
  down: '\uE015',
  left: '\uE012',
  right: '\uE014',
  home: '\uE011',
  end: '\uE010',
  backspace: '\uE003',
};

/** What a driver said no with. */
export class DriverError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/**
 * A free port on loopback.
 * @returns {Promise<number>}
 */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** One element of the page. */
export class Element {
  /** @param {Session} session @param {string} id */
  constructor(session, id) {
    this.session = session;
    this.id = id;
  }

  click() {
    return this.session.ask('POST', `/element/${this.id}/click`, {});
  }

  /** @param {string} text */
  type(text) {
    return this.session.ask('POST', `/element/${this.id}/value`, { text });
  }

  clear() {
    return this.session.ask('POST', `/element/${this.id}/clear`, {});
  }

  /** @returns {Promise<string>} */
  text() {
    return this.session.ask('GET', `/element/${this.id}/text`);
  }

  /** @param {string} name @returns {Promise<string | null>} */
  attribute(name) {
    return this.session.ask('GET', `/element/${this.id}/attribute/${name}`);
  }

  /** The element as an argument of {@link Session.run}. */
  toJSON() {
    return { [ELEMENT]: this.id };
  }
}

/** One page driven. */
export class Session {
  /** @param {string} base @param {import('node:child_process').ChildProcess} driver */
  constructor(base, driver) {
    this.base = base;
    this.driver = driver;
    this.id = '';
  }

  /**
   * Starts a driver of its own, and the app under it.
   * @param {string} app @param {NodeJS.ProcessEnv} env
   * @returns {Promise<Session>}
   */
  static async start(app, env) {
    const port = await freePort();
    const driver = spawn('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
      env: { ...env, TAURI_WEBVIEW_AUTOMATION: 'true' },
      stdio: ['ignore', 'ignore', process.env.SHOW_APP ? 'inherit' : 'ignore'],
    });
    const session = new Session(`http://127.0.0.1:${port}`, driver);
    try {
      await session.#ready();
      const reply = await session.#send('POST', '/session', {
        capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: app, args: [] } } },
      });
      session.id = reply.sessionId;
      await session.ask('POST', '/timeouts', { script: 60_000, pageLoad: 60_000, implicit: 0 });
      // A click before the page stands is lost.
      await session.until('the page is loaded', () => session.run('return document.readyState === "complete"'));
      return session;
    } catch (error) {
      await session.end();
      throw error;
    }
  }

  async #ready() {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      try {
        await fetch(`${this.base}/status`);
        return;
      } catch {
        await pause(50);
      }
    }
    throw new Error('WebKitWebDriver does not answer');
  }

  /** @param {string} method @param {string} path @param {unknown} [body] @returns {Promise<any>} */
  async #send(method, path, body) {
    const reply = await fetch(this.base + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      signal: AbortSignal.timeout(90_000),
    });
    const { value } = await reply.json();
    if (!reply.ok) throw new DriverError(value.error, value.message);
    return value;
  }

  /** @param {string} method @param {string} path @param {unknown} [body] @returns {Promise<any>} */
  ask(method, path, body) {
    return this.#send(method, `/session/${this.id}${path}`, body);
  }

  /**
   * Runs a script in the page and gives back what it returns.
   * @param {string} script @param {unknown[]} args @returns {Promise<any>}
   */
  run(script, ...args) {
    return this.ask('POST', '/execute/sync', { script, args });
  }

  /**
   * The same for a script that ends later: it calls its last argument.
   * @param {string} script @param {unknown[]} args @returns {Promise<any>}
   */
  runLater(script, ...args) {
    return this.ask('POST', '/execute/async', { script, args });
  }

  /** @param {string} selector @returns {Promise<Element>} */
  async find(selector) {
    const found = await this.ask('POST', '/element', { using: 'css selector', value: selector });
    return new Element(this, found[ELEMENT]);
  }

  /** @param {string} selector @returns {Promise<Element[]>} */
  async findAll(selector) {
    const found = await this.ask('POST', '/elements', { using: 'css selector', value: selector });
    return found.map((/** @type {Record<string, string>} */ one) => new Element(this, one[ELEMENT] ?? ''));
  }

  /** Waits for an element and gives it. @param {string} selector @param {number} [seconds] @returns {Promise<Element>} */
  async await(selector, seconds = 30) {
    return this.until(`there is ${selector}`, async () => (await this.findAll(selector))[0] ?? false, seconds);
  }

  /**
   * Asks again and again until the answer is truthy.
   * @template T
   * @param {string} what @param {() => Promise<T | false | null | undefined | '' | 0>} ask @param {number} [seconds]
   * @returns {Promise<T>}
   */
  async until(what, ask, seconds = 30) {
    const end = Date.now() + seconds * 1000;
    let last;
    for (;;) {
      try {
        const answer = await ask();
        if (answer) return answer;
        last = answer;
      } catch (error) {
        last = error;
      }
      if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what} (last: ${last})`);
      await pause(50);
    }
  }

  /** Presses keys one after the other, as a person at the keyboard does. @param {string[]} keys */
  async press(...keys) {
    /** @type {{ type: string, value: string }[]} */
    const actions = [];
    for (const key of keys) actions.push({ type: 'keyDown', value: key }, { type: 'keyUp', value: key });
    await this.ask('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  /** Presses a key while others are held. @param {string[]} held @param {string} key */
  async chord(held, key) {
    const down = [...held, key].map((value) => ({ type: 'keyDown', value }));
    const up = [key, ...[...held].reverse()].map((value) => ({ type: 'keyUp', value }));
    await this.ask('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions: [...down, ...up] }] });
  }

  /** Lets go of the page and ends the driver. The app ends with it. */
  async end() {
    if (this.id) {
      try {
        await this.ask('DELETE', '');
      } catch {
        // The app is gone already: that is what is wanted.
      }
    }
    if (this.driver.exitCode === null && this.driver.signalCode === null) {
      const ended = new Promise((resolve) => this.driver.once('exit', resolve));
      this.driver.kill('SIGTERM');
      const timer = setTimeout(() => this.driver.kill('SIGKILL'), 3000);
      await ended;
      clearTimeout(timer);
    }
  }
}
