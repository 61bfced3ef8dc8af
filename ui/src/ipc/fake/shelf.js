// The model files of the fake life: downloads that go on by themselves, can be paused and gone on with, and fail as
// the address asks. `shelf=ipe-3b:paused` says how a file stands at the start (whole, downloading, paused, checking,
// failed-wrong_sum); `download=wrong_sum` how every download fails, and `at=40` at how many hundredths of it.

import { ApiError } from '../core.js';
import { FILES, NO_FACTS } from './offers.js';

/** @import { Commands, World } from '../fake.js' */
/** @import { LocalModel, LocalState, Shelf } from '../wire.ts' */

/** @typedef {ReturnType<typeof makeShelf>} FakeShelf */

/** As often as the real shelf tells, milliseconds. */
const EVERY = 250;
const HOST = 'files.example';
const GIB = 1024 ** 3;
/** What a checksum from the host would be. */
const HOST_SUM = 'a1b2c3d4e5f60718293a4b5c6d7e8f90112233445566778899aabbccddeeff00';

/** @param {World} world */
export function makeShelf(world) {
  /** @type {Map<string, LocalModel>} */
  const models = new Map(FILES.map((file) => [file.id, { ...file, state: { kind: 'offered' } }]));
  /** @type {Map<string, ReturnType<typeof setInterval>>} */
  const running = new Map();
  /** Bytes free on the disk. */
  let free = world.number('free', 212) * 1_000_000_000;

  for (const asked of world.params.getAll('shelf')) {
    const [id = '', how = ''] = asked.split(':');
    const model = models.get(id);
    if (!model) continue;
    put(id, { state: startState(how, model.bytes ?? 0), ...(how === 'whole' ? { path: pathOf(id) } : {}) });
    if (how === 'downloading') run(id);
  }

  /** @param {string} id */
  function mustHave(id) {
    const model = models.get(id);
    if (!model) throw new ApiError('gone', `no file ${id}`);
    return model;
  }

  /**
   * @param {string} id
   * @param {Partial<LocalModel>} part
   */
  function put(id, part) {
    models.set(id, { ...mustHave(id), ...part });
  }

  /**
   * @param {string} id
   * @param {LocalState} state
   */
  function become(id, state) {
    put(id, { state });
    world.emit({ kind: 'shelfChanged' });
  }

  /** @param {string} id */
  function halt(id) {
    clearInterval(running.get(id));
    running.delete(id);
  }

  /** @param {string} id */
  function run(id) {
    halt(id);
    // `speed`: bytes a second, in millions.
    const step = (world.number('speed', 90) * 1_000_000 * EVERY) / 1000;
    const fails = world.params.get('download');
    const failsAt = world.number('at', 40) / 100;
    running.set(
      id,
      setInterval(() => {
        const { state, bytes } = mustHave(id);
        const total = bytes ?? 0;
        if (state.kind === 'downloading') {
          const done = Math.min(total, state.done + step);
          free -= done - state.done;
          if (fails && fails !== 'wrong_sum' && done >= total * failsAt) fail(id, fails, done, total);
          else become(id, done < total ? { kind: 'downloading', done, total } : { kind: 'checking', done: 0, total });
        } else if (state.kind === 'checking') {
          const done = Math.min(total, state.done + total / 6);
          if (done < total) become(id, { kind: 'checking', done, total });
          else if (fails === 'wrong_sum') fail(id, fails, 0, total);
          else {
            halt(id);
            const pin = mustHave(id).sha256 === null ? { sha256: HOST_SUM, pinned: 'host' } : {};
            put(id, { path: pathOf(id), ...pin });
            become(id, { kind: 'whole' });
          }
        } else halt(id);
      }, EVERY),
    );
  }

  /**
   * @param {string} id
   * @param {string} failure
   * @param {number} done
   * @param {number} total
   */
  function fail(id, failure, done, total) {
    halt(id);
    become(id, { kind: 'failed', done, total, failure, detail: `GET https://${HOST}/${id}.gguf: ${failure}` });
  }

  /** @type {Pick<Commands, 'shelf' | 'download_model' | 'pause_download' | 'remove_model' | 'add_model_file'>} */
  const commands = {
    /** @returns {Shelf} */
    shelf: () => ({
      models: [...models.values()],
      memory: world.params.get('memory') === 'unknown' ? null : world.number('memory', 16) * GIB,
      free,
      host: HOST,
    }),
    download_model({ id }) {
      const { state, bytes } = mustHave(id);
      if (state.kind === 'whole' || state.kind === 'downloading' || state.kind === 'checking') return null;
      const done = 'done' in state ? state.done : 0;
      const total = bytes ?? 0;
      if (total - done > free || world.params.get('download') === 'disk_full') {
        fail(id, 'disk_full', done, total);
        return null;
      }
      become(id, { kind: 'downloading', done, total });
      run(id);
      return null;
    },
    pause_download({ id }) {
      const { state } = mustHave(id);
      if (state.kind !== 'downloading') return null;
      halt(id);
      become(id, { kind: 'paused', done: state.done, total: state.total });
      return null;
    },
    remove_model({ id }) {
      const { own, pinned } = mustHave(id);
      halt(id);
      if (own) models.delete(id);
      else put(id, { path: null, ...(pinned === 'host' ? { sha256: null, pinned: 'nowhere' } : {}) });
      if (own) world.emit({ kind: 'shelfChanged' });
      else become(id, { kind: 'offered' });
      return null;
    },
    async add_model_file({ path }) {
      await new Promise((resolve) => setTimeout(resolve, 900));
      const name = path.split(/[/\\]/).at(-1) ?? path;
      if (/broken/.test(name)) throw new ApiError('no_model', `${name}: the program that tried it ended with signal 6`);
      const id = `own-${name.toLowerCase().replace(/\W+/g, '-')}`;
      /** @type {LocalModel} */
      const model = {
        id,
        name: name.replace(/\.gguf$/i, ''),
        keptFor: 'talking',
        own: true,
        path,
        bytes: 3_100_000_000,
        sha256: HOST_SUM,
        pinned: 'file',
        memory: 4.1 * GIB,
        licence: null,
        licencePage: null,
        quantisation: 'Q5_K_M',
        facts: { ...NO_FACTS, context: 8_192 },
        sources: [],
        state: { kind: 'whole' },
      };
      models.set(id, model);
      world.emit({ kind: 'shelfChanged' });
      return model;
    },
  };

  return {
    commands,
    /** The file of this id, when it is whole. @param {string} id */
    whole(id) {
      const model = mustHave(id);
      if (model.state.kind !== 'whole') throw new ApiError('not_now', `${id} is not here yet`);
      return model;
    },
    /** What is known of a file, whatever its state. @param {string} id */
    find: (id) => models.get(id) ?? null,
  };
}

/** @param {string} id */
const pathOf = (id) => `/home/ana/.local/share/samantha/models/${id}.gguf`;

/**
 * @param {string} how
 * @param {number} total
 * @returns {LocalState}
 */
function startState(how, total) {
  const done = Math.round(total * 0.37);
  if (how === 'whole') return { kind: 'whole' };
  if (how === 'downloading' || how === 'paused') return { kind: how, done, total };
  if (how === 'checking') return { kind: how, done, total };
  const failure = how.replace(/^failed-/, '');
  return {
    kind: 'failed',
    done: failure === 'wrong_sum' ? 0 : done,
    total,
    failure,
    detail: `the address asked for ${failure}`,
  };
}
