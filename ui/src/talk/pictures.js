// The pictures of the draft: added, taken off, said with the words. Signals and actions; nothing here draws.

import { ApiError, call } from '../ipc/core.js';
import { errorWords, showError } from '../lib/error.js';
import { t } from '../lib/fluent.js';
import { batch, computed, signal } from '../lib/signals.js';
import { showToast } from '../parts/toast.js';
import { offRecord } from './record.js';

/** @import { Picture, PictureSize } from '../ipc/wire.ts' */

/** Pictures beside the words of one turn, at most. */
export const MOST = 8;
/** Bytes of a file, at most. */
const LARGEST = 40 * 1024 * 1024;

/** Those that are kept with the draft, in the order in which they were added. */
export const draftPictures = signal(/** @type {Picture[]} */ ([]));
/** How many more are being made ready. */
export const preparing = signal(0);
/** Why the last one was not taken. */
export const notTaken = signal(/** @type {ReturnType<typeof errorWords> | null} */ (null));
/** Whether there is anything to show beside the words, now or in a moment. */
export const hasPictures = computed(() => draftPictures.value.length + preparing.value > 0);

/** One after the other: a large one takes much memory, and their order is that of the person. */
let line = Promise.resolve();
/** Counts those that were not taken. */
let refused = 0;

/** @param {Picture[]} pictures  of the draft, as the life has them */
export function takeDraftPictures(pictures) {
  batch(() => {
    draftPictures.value = pictures;
    notTaken.value = null;
  });
}

/**
 * Adds files to the draft.
 * @param {Iterable<File>} files
 */
export function addPictures(files) {
  notTaken.value = null;
  if (offRecord.value) {
    // A picture is kept as soon as it is made ready.
    showToast({ tone: 'plain', text: t('off-record-pictures') });
    return;
  }
  for (const file of files) {
    // Told before anything is read: what was dropped may be a film.
    const why = whyNot(file);
    if (why) {
      refuse(why);
      continue;
    }
    preparing.value += 1;
    line = line.then(() => add(file));
  }
}

/**
 * @param {File} file
 * @returns {ApiError | null}
 */
function whyNot(file) {
  if (draftPictures.value.length + preparing.value >= MOST) return new ApiError('too_many_pictures', `${MOST}`);
  if (file.type !== '' && !file.type.startsWith('image/')) return new ApiError('not_a_picture', file.type);
  if (file.size > LARGEST) return new ApiError('picture_too_large', `${file.size} > ${LARGEST}`);
  return null;
}

/** @param {File} file */
async function add(file) {
  try {
    const picture = await call('add_picture', { data: await toBase64(file) });
    batch(() => {
      draftPictures.value = [...draftPictures.value, picture];
      preparing.value -= 1;
    });
  } catch (error) {
    batch(() => {
      preparing.value -= 1;
      refuse(error);
    });
  }
}

/** @param {unknown} cause */
function refuse(cause) {
  refused += 1;
  notTaken.value = errorWords(cause);
}

/**
 * @param {File} file
 * @returns {Promise<string>}
 */
function toBase64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    // It went away, or may not be read.
    reader.onerror = () => reject(new ApiError('not_a_picture', String(reader.error)));
    reader.readAsDataURL(file);
  });
}

/** Waits until all are ready. Says whether all that were on their way were taken. */
export async function allPrepared() {
  const before = refused;
  await line;
  return refused === before;
}

/** @param {Picture} picture */
export async function dropPicture(picture) {
  const before = draftPictures.value;
  batch(() => {
    draftPictures.value = before.filter((other) => other.id !== picture.id);
    notTaken.value = null;
  });
  shown.delete(picture.id);
  try {
    await call('drop_picture', { picture: picture.id });
  } catch (error) {
    if (ApiError.from(error).code === 'gone') return;
    draftPictures.value = [...draftPictures.value, picture].sort((a, b) => a.id - b.id);
    throw error;
  }
}

/**
 * They were said: they are the turn's now.
 * @param {number[]} ids
 */
export function picturesSaid(ids) {
  if (ids.length === 0) return;
  batch(() => {
    draftPictures.value = draftPictures.value.filter((picture) => !ids.includes(picture.id));
    notTaken.value = null;
  });
}

/** Thumbnails held, at most. */
const HELD = 160;
/** Thumbnails as addresses, the latest asked for last. @type {Map<number, Promise<string>>} */
const shown = new Map();

/**
 * A picture's thumbnail, as an address an `img` takes.
 * @param {number} picture
 * @returns {Promise<string>} rejects with an {@link ApiError}
 */
export function thumbnail(picture) {
  const found = shown.get(picture) ?? load(picture, 'thumbnail');
  shown.delete(picture);
  shown.set(picture, found);
  found.catch(() => shown.delete(picture));
  for (const oldest of shown.keys()) {
    if (shown.size <= HELD) break;
    shown.delete(oldest);
  }
  return found;
}

/**
 * A picture whole, as an address an `img` takes. Not held.
 * @param {number} picture
 */
export function whole(picture) {
  return load(picture, 'whole');
}

/**
 * @param {number} picture
 * @param {PictureSize} size
 */
async function load(picture, size) {
  const { mediaType, base64 } = await call('picture', { picture, size });
  return `data:${mediaType};base64,${base64}`;
}

/**
 * Lets go of what is held of pictures that are forgotten.
 * @param {Picture[]} pictures
 */
export function forgetThumbnails(pictures) {
  for (const { id } of pictures) shown.delete(id);
}

/** Whether files are being dragged over the page. */
export const dropping = signal(false);

/**
 * Takes pictures that are dropped anywhere on the page. Any other file is refused in words; none is ever opened in
 * this window.
 * @param {() => boolean} open  Opens the talk; false while there is none to put them in.
 */
export function followDrops(open) {
  const hasFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files') ?? false;
  addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    dropping.value = true;
  });
  addEventListener('dragleave', (event) => {
    // Only when the pointer leaves the window, not from one part of the page to the next.
    if (event.relatedTarget === null) dropping.value = false;
  });
  addEventListener('drop', (event) => {
    dropping.value = false;
    if (!hasFiles(event)) return;
    event.preventDefault();
    try {
      if (open()) addPictures(event.dataTransfer?.files ?? []);
    } catch (error) {
      showError(error);
    }
  });
}
