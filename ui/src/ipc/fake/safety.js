// Copies, export, and a life that won't open.

import { ApiError } from '../core.js';

/** @import { Commands, World } from '../fake.js' */
/** @import { Copy, Opening, Trouble } from '../wire.ts' */
/** @import { Life } from './life.js' */

const DAY = 86_400_000;

/**
 * @param {World} world
 * @param {Life} life
 */
export function makeSafety(world, life) {
  const folder = world.params.get('folder') ?? '/home/ana/.local/share/app.samantha.companion';
  /** @type {Copy[]} */
  const copies = [];
  const add = (
    /** @type {number} */ madeAt,
    /** @type {string} */ reason,
    /** @type {number} */ turns,
    whole = true,
  ) => {
    const stamp = new Date(madeAt).toISOString().slice(0, 19).replaceAll(':', '');
    const copy = { name: `samantha-${stamp}Z.db`, madeAt, bytes: 180_224 + turns * 412, turns, whole, reason };
    copies.push(copy);
    copies.sort((a, b) => b.madeAt - a.madeAt);
    return copy;
  };
  const many = world.number('copies', 7);
  for (let n = 0; n < many; n++) {
    // The oldest of a full set doesn't open any more: the page must say so.
    add(
      world.now() - (n + 0.4) * DAY,
      n === 4 ? 'migration' : 'daily',
      Math.round(life.count() * (1 - n / (many + 3))),
      n !== 6,
    );
  }

  let code = world.params.get('trouble');
  let tries = 0;

  /** @returns {Trouble | null} */
  function trouble() {
    if (!code) return null;
    return {
      code,
      message: `opening ${folder}/samantha.db: ${code}`,
      folder,
      copies: copies.filter((copy) => copy.whole),
    };
  }

  return {
    folder,
    trouble,

    /**
     * @param {() => Opening} opening
     * @returns {Pick<Commands, 'copies' | 'make_copy' | 'restore_copy' | 'begin_anew' | 'try_again' | 'export'>}
     */
    commands: (opening) => ({
      copies: () => copies,
      async make_copy() {
        await new Promise((resolve) => setTimeout(resolve, 400));
        const copy = add(world.now(), 'asked', life.count());
        world.emit({ kind: 'copyMade', whole: true });
        return copy;
      },
      restore_copy({ name }) {
        const copy = copies.find((one) => one.name === name);
        if (!copy) throw new ApiError('gone', `no copy ${name}`);
        if (!copy.whole) throw new ApiError('damaged', `${name} does not open whole`);
        code = null;
        world.emit({ kind: 'overflowed' });
        return opening();
      },
      begin_anew() {
        if (!code) throw new ApiError('not_now', 'the life is open');
        code = null;
        life.empty();
        world.settings.welcomed = false;
        return opening();
      },
      try_again() {
        // What another program or a full disk stood in the way of goes away at the second try.
        tries += 1;
        if (tries > 1 && (code === 'in_use' || code === 'disk_full' || code === 'read_only')) code = null;
        return opening();
      },
      async export({ path }) {
        await new Promise((resolve) => setTimeout(resolve, 700));
        return { path, turns: life.count() };
      },
    }),
  };
}
