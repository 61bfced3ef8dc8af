// Reading anew what changed, however often it changes.

/**
 * One reading at a time; what changes while it goes on is read once more after it.
 * @param {() => Promise<unknown>} read
 * @returns {() => Promise<void>} something changed. Resolves when what stands is at least as new; at once where a
 * reading that goes on will see to it
 */
export function rereading(read) {
  let reading = false;
  let changed = false;
  return async () => {
    changed = true;
    if (reading) return;
    reading = true;
    try {
      while (changed) {
        changed = false;
        await read();
      }
    } finally {
      reading = false;
    }
  };
}
