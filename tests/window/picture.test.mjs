// A picture in the real window: chosen, its way said, sent to a model that sees, looked at, and forgotten to the
// last byte.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ask, Life, Provider, until, windowId } from './harness.mjs';
import { holdsBytes } from './keys.mjs';
import { Talk } from './talk.mjs';

/** Written into the photo's EXIF, as a camera writes where it was. */
const SECRET = 'taken-at-23.5505S-46.6333W';

/** @type {Provider} */
let provider;
/** @type {string} */
let files;
before(async () => {
  provider = await Provider.start();
  files = mkdtempSync(join(tmpdir(), 'samantha-photo-'));
});
after(() => {
  provider.end();
  rmSync(files, { recursive: true, force: true });
});

/**
 * A photo as a camera writes it: lying on its side, with EXIF that says so and where it was taken. Gives its path.
 * @param {string} name
 */
function photo(name) {
  const path = join(files, name);
  ask('convert', '-seed', '7', '-size', '1600x900', 'plasma:coral-navy', '-quality', '92', `jpg:${path}`);
  const jpeg = readFileSync(path);
  const text = Buffer.from(`${SECRET}\0`);
  const exif = Buffer.concat([
    Buffer.from('Exif\0\0II*\0\x08\0\0\0\x02\0', 'latin1'),
    // Orientation: a quarter turn. Description: where it was.
    Buffer.from([0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]),
    Buffer.from([0x0e, 0x01, 2, 0, text.length, 0, 0, 0, 38, 0, 0, 0]),
    Buffer.alloc(4),
    text,
  ]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(exif.length + 2);
  writeFileSync(path, Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, exif, jpeg.subarray(2)]));
  return path;
}

/** Every picture the model server was sent, whole. @returns {Promise<Buffer[]>} */
async function seen() {
  const asked = await (await fetch(new URL('/seen', provider.address))).json();
  /** @type {Buffer[]} */
  const found = [];
  for (const { body } of asked) {
    for (const { content } of body?.messages ?? []) {
      if (!Array.isArray(content)) continue;
      for (const part of content) {
        const address = part.image_url?.url;
        if (address) found.push(Buffer.from(address.slice(address.indexOf(',') + 1), 'base64'));
      }
    }
  }
  return found;
}

/** Runs of sixteen bytes from all over a picture, but for its head, which is alike in all. @param {Buffer} bytes */
function traces(bytes) {
  const found = new Set();
  for (let at = 800; at + 16 <= bytes.length; at += 48) found.add(bytes.toString('latin1', at, at + 16));
  return found;
}

/** The files of a folder that hold any of these runs. @param {string} folder @param {Set<unknown>} runs */
function heldIn(folder, runs) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .filter((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name)).toString('latin1');
      for (let at = 0; at + 16 <= bytes.length; at += 1) if (runs.has(bytes.slice(at, at + 16))) return true;
      return false;
    })
    .map((entry) => entry.name);
}

/** What the clipboard can give. */
function offered() {
  const done = spawnSync('xclip', ['-selection', 'clipboard', '-t', 'TARGETS', '-o'], { encoding: 'utf8' });
  return done.stdout ?? '';
}

/** @param {Talk} talk @param {string} path */
async function choose(talk, path) {
  const { page } = talk;
  await (await page.find('.composer input[type=file]')).type(path);
  await page.await('.draft-pictures .tile:not([data-waiting]) img');
}

test('a picture is chosen, said where it goes, seen by the model without its metadata, and forgotten whole', async () => {
  const life = new Life();
  const talk = new Talk(life);
  try {
    await talk.open();
    await talk.answerWith(provider.address, 'quick', undefined, { sees: true });
    await choose(talk, photo('on-its-side.jpg'));
    assert.equal(
      await (await life.page.find('.pictures-go')).text(),
      'This picture stays on this computer (quick)',
      'the way is said before anything leaves',
    );
    assert.deepEqual(await seen(), [], 'and nothing has left');
    await life.picture('picture-draft');

    // The draft outlives the app.
    await life.close();
    await talk.open();
    await life.page.await('.draft-pictures .tile img');
    await talk.say('What do you see here?');
    await talk.answered();
    const [turn] = (await talk.turns()).filter((one) => one.speaker === 'user');
    assert.ok(turn?.id);
    await life.page.await('article .picture img');
    await life.picture('picture-said');

    const sent = await seen();
    assert.equal(sent.length, 1, 'the model was shown it once');
    const [bytes] = sent;
    assert.ok(bytes);
    assert.deepEqual([...bytes.subarray(0, 3)], [0xff, 0xd8, 0xff]);
    assert.ok(!bytes.includes(SECRET) && !bytes.includes('Exif'), 'without what the camera wrote');
    const kept = (await life.call('open')).page.turns.find((/** @type {{ id: number }} */ one) => one.id === turn.id);
    const [picture] = kept.pictures;
    assert.deepEqual([picture.width, picture.height], [882, 1568], 'upright');
    assert.ok(!holdsBytes(life.home, SECRET), 'and it is kept nowhere');

    await (await life.page.find('article .picture')).click();
    await life.page.until('it is open whole', () =>
      life.page.run("return document.querySelector('dialog .picture-whole img')?.naturalHeight === 1568"),
    );
    await life.picture('picture-whole');
    await life.page.press('\uE00C');
    await life.page.until('it is closed again', () => life.page.run("return !document.querySelector('dialog')"));

    const small = await life.call('picture', { picture: picture.id, size: 'thumbnail' });
    const runs = [traces(bytes), traces(Buffer.from(small.base64, 'base64'))];
    await life.call('make_copy');
    for (const run of runs) assert.ok(heldIn(life.home, run).length >= 2, 'the database and the copy hold it');
    await life.call('delete_turn', { turn: turn.id });
    // Ten seconds to undo; then it is forgotten without anybody asking.
    await until('no byte of it is left', () => runs.every((run) => heldIn(life.home, run).length === 0), 40);
    await life.page.until('it has left the screen', () =>
      life.page.run("return !document.querySelector('article .picture')"),
    );
    await life.picture('picture-forgotten');
  } finally {
    await life.end();
  }
});

test('without a model that sees it is said so, in Portuguese, and the picture is sent to nobody', async () => {
  const life = new Life({ language: 'pt' });
  const talk = new Talk(life);
  try {
    await talk.open();
    await talk.answerWith(provider.address, 'quick', undefined, { sees: false });
    const before = (await seen()).length;
    await choose(talk, photo('unseen.jpg'));
    assert.match(await (await life.page.find('.pictures-go')).text(), /^Nenhum modelo que enxerga está conectado/);
    await life.picture('picture-unseen');
    await talk.say('Olha isto.');
    await talk.answered();
    assert.equal((await seen()).length, before);
    await life.page.await('article .picture img');

    // A picture copied elsewhere, as a screenshot is: pasted with the keys of the system.
    const copied = join(files, 'copied.png');
    ask('convert', '-size', '320x200', 'gradient:gold-teal', `png:${copied}`);
    const holder = spawn('xclip', ['-quiet', '-selection', 'clipboard', '-t', 'image/png', copied], {
      stdio: 'ignore',
    });
    try {
      await life.page.run("document.querySelector('.composer textarea').focus(); return true");
      await until('the clipboard has it', () => offered().includes('image/png'));
      ask('xdotool', 'windowactivate', '--sync', windowId());
      ask('xdotool', 'key', 'ctrl+v');
      await life.page.await('.draft-pictures .tile:not([data-waiting]) img');
    } finally {
      holder.kill();
    }
    const [pasted] = (await life.call('open')).draftPictures;
    assert.deepEqual([pasted.width, pasted.height], [320, 200]);

    // What is no picture is refused in words, and the words being written stay.
    const other = join(files, 'notes.png');
    writeFileSync(other, 'these are notes, and no picture');
    const field = await life.page.find('.composer textarea');
    await field.type('mais');
    await (await life.page.find('.composer input[type=file]')).type(other);
    await life.page.until('it is refused', () =>
      life.page.run(
        "return document.querySelector('.composer [role=alert]')?.textContent.includes('Esta não é uma imagem')",
      ),
    );
    assert.equal(await life.page.run("return document.querySelector('.composer textarea').value"), 'mais');
  } finally {
    await life.end();
  }
});
