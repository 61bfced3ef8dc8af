// The pictures of the fake life: kept in memory as they came. The real one makes them upright and smaller, and keeps
// nothing else of the file.

import { ApiError } from '../core.js';

/** @import { Commands, World } from '../fake.js' */
/** @import { Picture, PicturesGo } from '../wire.ts' */

const MOST = 8;
const LARGEST = 40 * 1024 * 1024;

/** How the files that are taken begin. @type {[string, string][]} */
const KINDS = [
  ['\x89PNG', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['GIF8', 'image/gif'],
  ['RIFF', 'image/webp'],
  ['BM', 'image/bmp'],
];

/** @typedef {ReturnType<typeof makePictures>} Pictures */

/** @param {World} world */
export function makePictures(world) {
  /** @type {Map<number, Picture & { mediaType: string, base64: string }>} */
  const kept = new Map();
  /** Of the draft, in order. @type {number[]} */
  let draft = [];
  let last = 0;

  /** @param {number} id */
  const must = (id) => {
    const found = kept.get(id);
    if (!found) throw new ApiError('gone', `no picture ${id}`);
    return found;
  };
  /** @param {number} id @returns {Picture} */
  const told = (id) => {
    const { width, height, bytes } = must(id);
    return { id, width, height, bytes };
  };

  /** @param {string} base64 */
  async function add(base64) {
    if (draft.length >= MOST) throw new ApiError('too_many_pictures', `${MOST} are the most`);
    if (base64.length > (LARGEST / 3) * 4 + 4) throw new ApiError('picture_too_large', `${base64.length} characters`);
    const head = atob(base64.slice(0, 64));
    const kind = KINDS.find(([begins]) => head.startsWith(begins));
    if (!kind) throw new ApiError('not_a_picture', 'it is no PNG, JPEG, GIF, WebP or BMP');
    const { width, height } = await sizeOf(base64, kind[1]);
    last += 1;
    kept.set(last, { id: last, width, height, bytes: Math.floor(base64.length * 0.75), mediaType: kind[1], base64 });
    draft.push(last);
    return told(last);
  }

  for (let n = world.number('pictures', 0); n > 0; n--) {
    const { width, height, base64 } = painted(n);
    last += 1;
    kept.set(last, { id: last, width, height, bytes: base64.length, mediaType: 'image/bmp', base64 });
    draft.push(last);
  }

  /** @type {Pick<Commands, 'add_picture' | 'drop_picture' | 'picture'>} */
  const commands = {
    add_picture: ({ data }) => add(data),
    drop_picture: ({ picture }) => {
      if (!draft.includes(picture)) throw new ApiError('gone', `no picture ${picture}`);
      draft = draft.filter((id) => id !== picture);
      kept.delete(picture);
      return null;
    },
    picture: ({ picture }) => {
      const { mediaType, base64 } = must(picture);
      return { mediaType, base64 };
    },
  };

  return {
    commands,
    draft: () => draft.map(told),

    /** Whether all of these are on the draft. */
    areThere: (/** @type {number[]} */ ids) => ids.every((id) => draft.includes(id)),

    /**
     * They are said: they leave the draft.
     * @param {number[]} ids
     */
    say(ids) {
      draft = draft.filter((id) => !ids.includes(id));
      return ids.map(told);
    },

    /** Where pictures go, as the address says: `sees=` here, a host, or none. */
    go() {
      const sees = world.params.get('sees');
      if (sees === null) return undefined;
      if (sees === 'none') return null;
      /** @type {PicturesGo} */
      const to = { host: sees === 'here' ? null : sees, model: sees === 'here' ? 'llava:7b' : 'gpt-5-mini' };
      return to;
    },
  };
}

/**
 * @param {string} base64
 * @param {string} mediaType
 */
async function sizeOf(base64, mediaType) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  // A PNG says it in its head; a browser can be asked for the others.
  if (mediaType === 'image/png' && bytes.length >= 24) {
    const head = new DataView(bytes.buffer);
    return { width: head.getUint32(16), height: head.getUint32(20) };
  }
  try {
    const { width, height } = await createImageBitmap(new Blob([bytes], { type: mediaType }));
    return { width, height };
  } catch (error) {
    throw new ApiError('not_a_picture', String(error));
  }
}

/**
 * A sky, a hill and a sun, as a BMP: something to look at that needs no file.
 * @param {number} n
 */
function painted(n) {
  const [width, height] = /** @type {[number, number]} */ (n % 3 === 0 ? [150, 240] : [240, 160]);
  const row = width * 3 + ((4 - ((width * 3) % 4)) % 4);
  const bytes = new Uint8Array(54 + row * height);
  const head = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  head.setUint32(2, bytes.length, true);
  head.setUint32(10, 54, true);
  head.setUint32(14, 40, true);
  head.setInt32(18, width, true);
  head.setInt32(22, height, true);
  head.setUint16(26, 1, true);
  head.setUint16(28, 24, true);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const up = y / height;
      const hill = up < 0.32 + 0.12 * Math.sin(x / 34 + n * 2);
      const sun = (x - width * 0.7) ** 2 + (y - height * 0.68) ** 2 < (height * 0.11) ** 2;
      const red = hill ? 92 + 60 * up : sun ? 255 : 246 - 60 * up;
      const green = hill ? 118 + 40 * up : sun ? 226 : 196 - 30 * up;
      const blue = hill ? 84 : sun ? 160 : 158 + 70 * up;
      bytes.set([blue, green, red], 54 + y * row + x * 3);
    }
  }
  let letters = '';
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return { width, height, base64: btoa(letters) };
}
