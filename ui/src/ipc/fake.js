// A whole life in a plain browser, in memory only: what `npm run dev:ui` and the UI tests run on. It keeps the
// promises of the real doors (order, acknowledgements, undo, versions, keys never read back), so that a page that
// works here works there. What it should be like is said in the address:
//
//   turns=120           how many were said before; any number opens at once (none is made until it is looked at)
//   lang=pt-BR|en       the chosen language (also the language of what was said); without it the browser's
//   theme=light|dark    the chosen theme
//   welcomed=0          the first open
//   model=none|remote|local|known|builtin   who answers (none: the Listener); more than one, by commas: all are there,
//                       the first answers (known: a model with figures; builtin: a file of this computer)
//   shelf=ipe-3b:whole  how a model file stands (whole, downloading, paused, checking, failed-wrong_sum); may be repeated
//   memory=16           GB of memory of this computer, or unknown            free=212  GB free on its disk
//   speed=90            MB a second of a download      download=wrong_sum   how every download fails      at=40   %
//   test=no_memory      how every connection that is tested fails            catalogue=none  no provider is known
//   sees=none|here|HOST   where pictures go: nowhere, a model on this computer, one at that host
//   pictures=2           pictures beside the draft when the page opens
//   rate=40             pieces a second of an answer        pieces=9000   an answer of so many pieces
//   think=350           milliseconds before the first piece
//   wait=checking,loading,reading,again:3,tool:clock   what is waited for before the first piece      waits=700   ms each
//   fail=auth           every answer of the model fails like this (a ModelErrorKind); before its first word, or
//   after=12            after so many pieces
//   keep=disk_full      nothing said can be kept: this code
//   keyring=missing|locked    locked opens at the second asking
//   discover=none       no Ollama or LM Studio on this computer
//   trouble=damaged     she could not open (damaged, newer, in_use, read_only, disk_full, broken)
//   copies=7            how many copies there are
//   slow=search:2000    a command takes so long             error=search:broken   a command fails with this code
//   ledger=40           how many requests the ledger has      limit=5   the monthly limit, in US dollars
//   open=1              the last answer is still being made when the page opens
//   knows=3000          so many facts are remembered, or none; without it a short life's, when at least 80 turns were said
//   meaning=reading     how far words are found by what they mean (absent, reading, ready, broken)
//   reads=400           so many turns a second are read for that
//   quiet=1             the model that answers does the quiet work, too
//   off=1               off the record from the beginning
//   folder=…            the data folder           pick=…  where an export goes; none: nowhere
//   model-file=…        the model file the person chooses; none: they change their mind
//
// A page includes the answer being made as a turn in state `streaming`, with the words kept so far.
// `globalThis.fake` holds `emit(event)`, `leave(request)`, `draft()` (the last one the page asked to keep) and `params` for tests and for trying things by hand.

import { ApiError } from './core.js';
import { makeHelp } from './fake/help.js';
import { makeLedger } from './fake/ledger.js';
import { makeLife } from './fake/life.js';
import { makeMemory } from './fake/memory.js';
import { makeModels } from './fake/models.js';
import { makePictures } from './fake/pictures.js';
import { makeSafety } from './fake/safety.js';
import { makeShelf } from './fake/shelf.js';
import { makeTalk } from './fake/talk.js';
import { makeWishes } from './fake/wishes.js';

/** @import { Host } from './core.js' */
/** @import { Doors, Event, Language, Opening, Settings, Theme } from './wire.ts' */

/** @typedef {{ [N in keyof Doors]: (args: Doors[N]['args']) => Doors[N]['reply'] | Promise<Doors[N]['reply']> }} Commands */

/**
 * What the parts of the fake share.
 * @typedef {object} World
 * @property {URLSearchParams} params
 * @property {Settings} settings
 * @property {(event: Event) => void} emit
 * @property {() => number} now  Unix milliseconds
 * @property {(name: string, otherwise: number) => number} number  a number from the address
 */

/**
 * @param {URLSearchParams} params
 * @returns {Host}
 */
export function fakeHost(params) {
  /** @type {Set<(event: Event) => void>} */
  const listeners = new Set();
  /** @type {World} */
  const world = {
    params,
    settings: firstSettings(params),
    emit: (event) => {
      // After the reply of the command that caused it, as through a window's event queue.
      setTimeout(() => {
        for (const hear of [...listeners]) hear(structuredClone(event));
      });
    },
    now: () => Date.now(),
    number: (name, otherwise) => {
      const value = Number.parseInt(params.get(name) ?? '', 10);
      return Number.isFinite(value) ? value : otherwise;
    },
  };
  const help = makeHelp(world);
  const ledger = makeLedger(world);
  const shelf = makeShelf(world);
  const models = makeModels(world, shelf);
  const life = makeLife(world);
  const pictures = makePictures(world);
  const whereto = () => {
    const to = models.whereto();
    const go = pictures.go();
    return go === undefined ? { ...to, pictures: to.pictures ?? null } : { ...to, pictures: go };
  };
  const memory = makeMemory(world, life, shelf);
  const wishes = makeWishes(world, life, memory);
  const talk = makeTalk(world, life, { whereto }, help, pictures, memory, wishes);
  const safety = makeSafety(world, life);
  let draft = '';
  /** What the page last asked to be kept of it, kept or not. */
  let writtenLast = '';
  if (params.get('open') === '1') talk.openOne();
  if (params.get('off') === '1') life.setOffRecord(true);
  if (params.get('quiet') === '1') world.settings.quietProfile = world.settings.profile;

  /** @returns {Opening} */
  const opening = () => ({
    trouble: safety.trouble(),
    settings: world.settings,
    whereto: whereto(),
    draft,
    draftPictures: pictures.draft(),
    page: safety.trouble()
      ? { turns: [], hasEarlier: false, hasLater: false }
      : life.page({ from: 'latest', limit: 60 }),
    turns: life.count(),
    answering: talk.answering(),
    offRecord: life.offRecord(),
    closedOpen: [],
    folder: safety.folder,
    version: '0.1.0',
  });

  /** @type {Commands} */
  const commands = {
    open: opening,
    page: (args) => life.page(args),
    search: (args) => life.search(args),
    versions: ({ turn }) => life.versions(turn),
    delete_turn: ({ turn }) => life.deleteTurn(turn),
    restore_turn: ({ turn }) => life.restoreTurn(turn),
    sent: ({ turn }) => talk.sent(turn),
    save_draft: ({ text }) => {
      writtenLast = text;
      // Off the record nothing that is written is kept either.
      if (life.offRecord()) throw new ApiError('not_now', 'off the record');
      draft = text;
      return null;
    },
    stop: () => talk.stop(),
    settings: () => world.settings,
    change_settings: (change) => {
      for (const id of [change.profile, change.quietProfile, change.seeingProfile, change.fallbackProfile])
        if (id) models.mustHave(id);
      Object.assign(world.settings, change);
      world.settings.language = world.settings.chosenLanguage ?? systemLanguage();
      world.emit({ kind: 'settingsChanged' });
      return world.settings;
    },
    whereto,
    help_lines: ({ country }) => help.lines(country),
    set_off_record: ({ on }) => talk.setOffRecord(on),
    ...memory.commands,
    ...wishes.commands,
    ...pictures.commands,
    ...models.commands,
    ...ledger.commands,
    ...shelf.commands,
    remove_model: (args) => {
      models.mayRemove(args.id);
      return shelf.commands.remove_model(args);
    },
    ...safety.commands(opening),
  };

  /** @type {Host} */
  const host = {
    async call(name, args) {
      await hold(params, name);
      const command = /** @type {((args: unknown) => unknown) | undefined} */ (commands[name]);
      if (!command) throw new ApiError('unknown_command', name);
      return structuredClone(/** @type {never} */ (await command(structuredClone(args))));
    },
    async converse(request, onDelta) {
      await hold(params, 'converse');
      await talk.converse(request, (delta) => onDelta(structuredClone(delta)));
    },
    listen(onEvent) {
      listeners.add(onEvent);
      return () => listeners.delete(onEvent);
    },
    pickExportPath: async (suggestedName) =>
      params.get('pick') === 'none' ? null : `${params.get('pick') ?? '/home/ana/Documents'}/${suggestedName}`,
    pickModelFile: async () => {
      const chosen = params.get('model-file');
      return chosen === 'none' ? null : (chosen ?? '/home/ana/Downloads/own-model.gguf');
    },
    openLink: async (url) => {
      globalThis.open?.(url, '_blank', 'noopener');
    },
  };
  Object.assign(globalThis, { fake: { emit: world.emit, params, leave: ledger.add, draft: () => writtenLast } });
  return host;
}

/**
 * Waits or fails as the address says for this command.
 * @param {URLSearchParams} params
 * @param {string} name
 */
async function hold(params, name) {
  const slow = params.getAll('slow').find((entry) => entry.startsWith(`${name}:`));
  if (slow) await new Promise((resolve) => setTimeout(resolve, Number.parseInt(slow.slice(name.length + 1), 10)));
  const error = params.getAll('error').find((entry) => entry.startsWith(`${name}:`));
  if (error) throw new ApiError(error.slice(name.length + 1), `the address asked ${name} to fail`);
}

/** @returns {Language} */
function systemLanguage() {
  return (globalThis.navigator?.language ?? 'en').toLowerCase().startsWith('pt') ? 'ptBr' : 'en';
}

/**
 * @param {URLSearchParams} params
 * @returns {Settings}
 */
function firstSettings(params) {
  const lang = params.get('lang');
  /** @type {Language | null} */
  const chosenLanguage = lang === null ? null : lang.startsWith('pt') ? 'ptBr' : 'en';
  const theme = params.get('theme');
  return {
    chosenLanguage,
    language: chosenLanguage ?? systemLanguage(),
    theme: /** @type {Theme} */ (theme === 'dark' || theme === 'light' ? theme : 'system'),
    welcomed: params.get('welcomed') !== '0',
    notify: true,
    country: null,
    companionName: 'Samantha',
    profile: null,
    quietProfile: null,
    seeingProfile: null,
    fallbackProfile: null,
    monthlyLimit: params.has('limit') ? Number(params.get('limit')) : null,
    mirror: null,
  };
}
