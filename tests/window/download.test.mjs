// A model file in the real window: downloaded from a slow mirror on loopback, paused, gone on with after the app was
// killed, and checked to its last byte. The checksum it must have was pinned by an earlier run.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Life, pause, until } from './harness.mjs';
import { sentence, Talk } from './talk.mjs';

/** @import { Server, ServerResponse } from 'node:http' */

const ID = 'tiny-test-model';
const PATH = 'someone/tiny-GGUF/resolve/main/tiny.gguf';
const BYTES = 6 * 1024 * 1024;
const BEGUN = 300_000;
const ETAG = '"tiny-1"';

/** What begins as a model file does and can't be guessed or packed small. */
const FILE = (() => {
  const bytes = Buffer.alloc(BYTES);
  let n = 1;
  for (let at = 0; at < BYTES; at += 4) {
    n = (Math.imul(n, 1_664_525) + 1_013_904_223) >>> 0;
    bytes.writeUInt32LE(n, at);
  }
  bytes.write('GGUF', 0, 'latin1');
  return bytes;
})();
const SUM = createHash('sha256').update(FILE).digest('hex');

/** A host of files that takes its time. */
class Mirror {
  constructor() {
    /** Bytes a second. */
    this.rate = 600_000;
    /** @type {{ path: string, range: string | null, ifRange: string | null }[]} */
    this.asked = [];
    /** Bytes of bodies handed to the network. */
    this.sent = 0;
    /** @type {Server} */
    this.server = createServer((request, reply) => {
      const range = request.headers.range ?? null;
      const ifRange = request.headers['if-range'] ?? null;
      this.asked.push({ path: request.url ?? '', range, ifRange: typeof ifRange === 'string' ? ifRange : null });
      if (request.url !== `/files/${PATH}`) {
        reply.writeHead(404).end();
        return;
      }
      const same = ifRange === null || ifRange === ETAG;
      const from = Number(/^bytes=(\d+)-$/.exec(same ? (range ?? '') : '')?.[1] ?? 0);
      const head = { etag: ETAG, 'content-type': 'application/octet-stream', 'content-length': BYTES - from };
      if (from > 0) reply.writeHead(206, { ...head, 'content-range': `bytes ${from}-${BYTES - 1}/${BYTES}` });
      else reply.writeHead(200, head);
      this.#trickle(reply, from).catch(() => reply.destroy());
    });
  }

  /** @param {ServerResponse} reply @param {number} from */
  async #trickle(reply, from) {
    let at = from;
    while (at < BYTES && !reply.destroyed) {
      const piece = FILE.subarray(at, at + Math.ceil(this.rate / 20));
      reply.write(piece);
      this.sent += piece.length;
      at += piece.length;
      await pause(50);
    }
    reply.end();
  }

  /** @returns {Promise<string>} its base address */
  start() {
    return new Promise((resolve) => {
      this.server.listen(0, '127.0.0.1', () => {
        const address = this.server.address();
        resolve(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/files`);
      });
    });
  }

  end() {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** @type {Mirror} */
let mirror;
/** @type {string} */
let base;
before(async () => {
  mirror = new Mirror();
  base = await mirror.start();
});
after(() => mirror.end());

/** What an earlier run left: the beginning of a file, and what its host said of it. @param {Life} life */
function begin(life) {
  const folder = join(life.home, 'models');
  mkdirSync(folder);
  writeFileSync(join(folder, `${ID}.gguf.part`), FILE.subarray(0, BEGUN));
  const note = { name: 'Tiny', path: PATH, total: BYTES, sha256: SUM, pinned: 'host', synced: BEGUN };
  writeFileSync(join(folder, `${ID}.json`), JSON.stringify(note));
}

/** The card of the file, as it is drawn now. @param {Life} life */
const card = (life) =>
  life.page.run(
    `const card = document.querySelector('[data-file="${ID}"]');
     return card && {
       state: card.dataset.state,
       button: card.querySelector('header button')?.textContent.trim() ?? '',
       words: card.querySelector('.coming-words')?.textContent.trim() ?? '',
       bar: card.querySelector('progress')?.value ?? null,
     };`,
  );

/** @param {Life} life @param {string} what @param {(card: any) => boolean} stands @param {number} [seconds] */
const shows = (life, what, stands, seconds) =>
  life.page.until(
    what,
    async () => {
      const now = await card(life);
      return now && stands(now) && now;
    },
    seconds,
  );

/** Does the one thing the card offers. @param {Life} life */
async function press(life) {
  await (await life.page.await(`[data-file="${ID}"] header button`)).click();
}

/** @param {Life} life */
async function openModels(life) {
  await life.page.run("location.hash = '#/models'");
  await life.page.await(`[data-file="${ID}"]`);
  await life.page.run(`document.querySelector('[data-file="${ID}"]').scrollIntoView({ block: 'center' })`);
}

/** How the file stands, past the page. @param {Life} life */
async function stands(life) {
  const { models } = await life.call('shelf');
  return models.find((/** @type {{ id: string }} */ model) => model.id === ID);
}

for (const language of /** @type {const} */ (['en', 'pt'])) {
  test(`a download outlives a pause and a kill, and ends checked (${language})`, async () => {
    const life = new Life({ language });
    const talk = new Talk(life);
    mirror.asked = [];
    mirror.rate = 600_000;
    try {
      begin(life);
      await talk.open();
      await openModels(life);
      const found = await shows(life, 'the file of an earlier run is paused', ({ state }) => state === 'paused');
      assert.equal(found.button, sentence(language, 'file-go-on'));

      // The mirror, as a person sets it.
      await life.page.run("document.querySelector('details.mirror').open = true");
      const field = await life.page.await('#mirror-address');
      await field.type(base);
      await (await life.page.await('details.mirror button[type="submit"]')).click();
      await life.page.until('the mirror is kept', async () => (await life.call('settings')).mirror === base);

      await press(life);
      await shows(life, 'bytes come', ({ state, bar }) => state === 'downloading' && bar >= 15);
      await openModels(life);
      await life.picture(`download-coming-${language}`);
      const first = mirror.asked[0];
      assert.deepEqual(first, { path: `/files/${PATH}`, range: `bytes=${BEGUN}-`, ifRange: null });

      await press(life);
      await shows(life, 'it is paused', ({ state }) => state === 'paused');
      await life.picture(`download-paused-${language}`);
      const paused = (await stands(life)).state.done;
      assert.ok(paused > BEGUN && paused < BYTES, String(paused));
      assert.equal(statSync(join(life.home, 'models', `${ID}.gguf.part`)).size, paused);

      // On, and killed in the middle.
      await press(life);
      await until('the rest is asked for', () => mirror.asked.length === 2);
      assert.deepEqual(mirror.asked[1], { path: `/files/${PATH}`, range: `bytes=${paused}-`, ifRange: ETAG });
      await shows(life, 'more came', ({ bar }) => bar >= 50);
      await life.kill();

      await talk.open();
      await openModels(life);
      const left = await stands(life);
      assert.equal(left.state.kind, 'paused', 'paused, not lost, and not begun by itself');
      assert.ok(left.state.done > paused && left.state.done < BYTES, String(left.state.done));
      assert.equal(mirror.asked.length, 2);
      await life.picture(`download-after-kill-${language}`);

      mirror.rate = 20_000_000;
      await press(life);
      await shows(life, 'it is whole', ({ state }) => state === 'whole', 60);
      assert.equal(mirror.asked[2]?.range, `bytes=${left.state.done}-`);
      assert.equal(mirror.asked[2]?.ifRange, ETAG);
      const whole = await stands(life);
      assert.equal(whole.sha256, SUM);
      const kept = readFileSync(whole.path);
      assert.equal(createHash('sha256').update(kept).digest('hex'), SUM, 'every byte is right');
      assert.ok(!existsSync(join(life.home, 'models', `${ID}.gguf.part`)));
      await life.picture(`download-whole-${language}`);

      // Each request is in the ledger, with what was read of it; the killed one is told as cut off.
      const { requests } = await life.call('ledger', { query: '', withLocal: true, before: null });
      const downloads = requests.filter((/** @type {{ purpose: string }} */ one) => one.purpose === 'download');
      const states = downloads.map((/** @type {{ state: string }} */ one) => one.state).reverse();
      assert.deepEqual(states, ['stopped', 'cut_off', 'whole']);
      const bytes = downloads.map((/** @type {{ bytesIn: number }} */ one) => one.bytesIn).reverse();
      assert.equal(bytes[0], paused - BEGUN);
      assert.equal(bytes[2], BYTES - left.state.done);
      assert.doesNotMatch(life.log(), /ERROR/);
    } finally {
      await life.end();
    }
  });
}
