import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectTo } from '../ipc/core.js';
import { fakeHost } from '../ipc/fake.js';
import { t } from '../lib/fluent.js';
import { roomOf } from './picture.js';
import {
  addPictures,
  allPrepared,
  draftPictures,
  dropPicture,
  MOST,
  notTaken,
  preparing,
  thumbnail,
} from './pictures.js';
import { beginTalk, draft, keeping, notKept, say, write } from './talk.js';
import { turns } from './turns.js';

/** @import { Host } from '../ipc/core.js' */
/** @import { Converse } from '../ipc/wire.ts' */

/** What was asked of the talk. @type {Converse[]} */
let asked = [];
/** @type {Host} */
let host;

/** @param {string} [life] */
async function open(life = '') {
  const fake = fakeHost(new URLSearchParams(`turns=0&think=0&rate=4000&lang=en&${life}`));
  asked = [];
  host = {
    ...fake,
    converse: (request, onDelta) => {
      asked.push(request);
      return fake.converse(request, onDelta);
    },
  };
  connectTo(host);
  beginTalk(await host.call('open', {}));
}

/** The head of a PNG of four by three pixels. */
const HEAD = '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x04\0\0\0\x03';

const png = () => new File([Uint8Array.from(HEAD, (letter) => letter.charCodeAt(0))], 'a.png', { type: 'image/png' });

beforeEach(() => open());
afterEach(() => connectTo(null));

describe('the pictures of the draft', () => {
  it('are there again when the page opens', async () => {
    await open('pictures=2');
    expect(draftPictures.value.map((picture) => picture.id)).toEqual([2, 1].reverse());
  });

  it('are added one after the other, in order, and counted while they are made ready', async () => {
    addPictures([png(), png(), png()]);
    expect(preparing.value).toBe(3);
    expect(await allPrepared()).toBe(true);
    expect(preparing.value).toBe(0);
    expect(draftPictures.value.map((picture) => picture.id)).toEqual([1, 2, 3]);
    expect(await thumbnail(2)).toMatch(/^data:image\/png;base64,iVBOR/);
  });

  it('are refused in words that say what can be done, and what was written stays', async () => {
    write('look');
    addPictures([new File(['%PDF'], 'a.pdf', { type: 'application/pdf' })]);
    expect(notTaken.value?.text).toBe(t('error-not_a_picture'));
    // It says that it is a picture, and is none.
    addPictures([new File(['no picture at all'], 'a.png', { type: 'image/png' })]);
    expect(notTaken.value).toBe(null);
    expect(await allPrepared()).toBe(false);
    expect(notTaken.value?.next).toBe(t('error-not_a_picture-next'));
    const film = png();
    Object.defineProperty(film, 'size', { value: 41 * 1024 * 1024 });
    addPictures([film]);
    expect(notTaken.value?.text).toBe(t('error-picture_too_large'));
    expect(preparing.value + draftPictures.value.length).toBe(0);
    expect(draft.value).toBe('look');
  });

  it('are eight at most, also while some are still being made ready', async () => {
    addPictures(Array.from({ length: MOST + 1 }, () => png()));
    expect(notTaken.value?.text).toBe(t('error-too_many_pictures'));
    await allPrepared();
    expect(draftPictures.value.length).toBe(MOST);
  });

  it('leave at once when they are taken off, and come back when that failed', async () => {
    addPictures([png(), png()]);
    await allPrepared();
    const [one, two] = draftPictures.value;
    if (!one || !two) throw new Error('two were added');
    await dropPicture(one);
    expect(draftPictures.value).toEqual([two]);
    connectTo({ ...host, call: () => Promise.reject({ code: 'disk_full', message: '' }) });
    await expect(dropPicture(two)).rejects.toThrow();
    expect(draftPictures.value).toEqual([two]);
  });

  it('are said with the words, and leave the draft when those are kept', async () => {
    addPictures([png(), png()]);
    write('look');
    // Not ready yet: the words wait for them.
    await say();
    expect(asked).toMatchObject([{ kind: 'say', text: 'look', pictures: [1, 2] }]);
    expect(draftPictures.value).toEqual([]);
    expect(turns.value[0]?.pictures.map((picture) => picture.id)).toEqual([1, 2]);
  });

  it('can be said alone', async () => {
    addPictures([png()]);
    await allPrepared();
    await say();
    expect(asked).toMatchObject([{ kind: 'say', text: '', pictures: [1] }]);
    expect(turns.value[0]?.text).toBe('');
  });

  it('hold the words back when one of them was not taken', async () => {
    write('look');
    addPictures([new File(['no picture'], 'a.png', { type: 'image/png' })]);
    await say();
    expect(asked).toEqual([]);
    expect([draft.value, keeping.value]).toEqual(['look', false]);
  });

  it('stay with the words that were not kept, and go with them under the same uid', async () => {
    await open('keep=disk_full');
    addPictures([png()]);
    await allPrepared();
    write('look');
    await say();
    await say();
    expect(notKept.value?.text).toBe(t('error-disk_full'));
    expect(draftPictures.value.length).toBe(1);
    const uid = (/** @type {Converse | undefined} */ request) => (request?.kind === 'say' ? request.uid : null);
    expect(uid(asked[1])).toBe(uid(asked[0]));
    addPictures([png()]);
    await allPrepared();
    await say();
    expect(uid(asked[2]), 'another picture makes it something else').not.toBe(uid(asked[0]));
  });
});

describe('the room of a picture', () => {
  it('keeps its shape within its box, is never larger than it is, and never too thin to hit', () => {
    const of = (/** @type {number} */ width, /** @type {number} */ height, all = 1) =>
      Object.values(roomOf({ id: 1, width, height, bytes: 1 }, all));
    expect(of(1568, 1176)).toEqual([280, 210]);
    expect(of(1176, 1568)).toEqual([173, 230]);
    expect(of(100, 50)).toEqual([100, 50]);
    expect(of(1568, 2)).toEqual([280, 36]);
    expect(of(1568, 1176, 3)).toEqual([168, 126]);
  });
});
