import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, connectTo } from '../ipc/core.js';
import { t } from '../lib/fluent.js';
import { toasts } from '../parts/toast.js';
import {
  attempts,
  beginEdit,
  beginTalk,
  bringBack,
  deleteTurn,
  draft,
  editing,
  exchanges,
  items,
  joinAnswer,
  keeping,
  notKept,
  presence,
  retry,
  say,
  sendEdit,
  write,
} from './talk.js';
import { turns } from './turns.js';

/** @import { Converse, Delta, Opening, Turn } from '../ipc/wire.ts' */

/**
 * @param {Partial<Turn> & { id: number }} turn
 * @returns {Turn}
 */
function aTurn(turn) {
  return {
    episode: 1,
    speaker: 'user',
    text: `words ${turn.id}`,
    state: 'complete',
    saidAt: turn.id * 60_000,
    day: '2026-11-22',
    time: '10:00',
    answeredBy: null,
    failure: null,
    versions: 0,
    replyTo: null,
    forgottenAt: null,
    pictures: [],
    recalled: 0,
    wish: null,
    offRecord: false,
    ...turn,
  };
}

const MODEL = { model: 'm', host: 'h' };
const LISTENER = { model: null, host: null };

/** What was asked of the host. @type {{ request: Converse, tell: (delta: Delta) => void, end: () => void, fail: (error: ApiError) => void }[]} */
let asked = [];
/** @type {[string, unknown][]} */
let called = [];
/** @type {Record<string, (args: never) => unknown>} */
let replies = {};

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  called = [];
  replies = {};
  toasts.value = [];
  connectTo({
    call: async (name, args) => {
      called.push([name, args]);
      return /** @type {never} */ (replies[name]?.(/** @type {never} */ (args)) ?? null);
    },
    converse: (request, tell) =>
      new Promise((resolve, reject) => {
        asked.push({ request, tell, end: resolve, fail: reject });
      }),
    listen: () => () => {},
    pickExportPath: async () => null,
    pickModelFile: async () => null,
    openLink: async () => {},
  });
  open([]);
});

afterEach(() => {
  connectTo(null);
  vi.useRealTimers();
});

/**
 * @param {Turn[]} page
 * @param {Partial<Opening>} [more]
 */
function open(page, more = {}) {
  editing.value = null;
  attempts.value = new Set();
  notKept.value = null;
  keeping.value = false;
  const opening = /** @type {Opening} */ (
    /** @type {unknown} */ ({
      draft: '',
      draftPictures: [],
      answering: false,
      page: { turns: page, hasEarlier: false, hasLater: false },
      ...more,
    })
  );
  beginTalk(opening);
}

/** The newest thing asked. */
function last() {
  const found = asked.at(-1);
  if (!found) throw new Error('nothing was asked');
  return found;
}

const shown = () =>
  items.value.filter((item) => item.type === 'turn' || item.type === 'answer').map((item) => item.key);

describe('saying', () => {
  it('leaves the words in the composer until they are kept', async () => {
    write('good morning');
    const saying = say();
    await vi.advanceTimersByTimeAsync(0);
    expect(draft.value).toBe('good morning');
    expect(keeping.value).toBe(true);
    last().tell({ kind: 'kept', turn: aTurn({ id: 1, text: 'good morning' }) });
    expect(draft.value).toBe('');
    expect(keeping.value).toBe(false);
    expect(presence.value).toBe('thinking');
    last().tell({ kind: 'closed', turn: null, attempt: null, failure: null });
    last().end();
    await saying;
  });

  it('keeps what was written while the words were on their way', async () => {
    write('one');
    say();
    await vi.advanceTimersByTimeAsync(0);
    write('one and more');
    last().tell({ kind: 'kept', turn: aTurn({ id: 1, text: 'one' }) });
    expect(draft.value).toBe('and more');
  });

  it('says why words were not kept, and says the same words again under the same name', async () => {
    write('good morning');
    say();
    await vi.advanceTimersByTimeAsync(0);
    const first = last();
    first.tell({ kind: 'notKept', error: { code: 'disk_full', message: 'no space' } });
    first.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(draft.value).toBe('good morning');
    expect(notKept.value?.details).toBe('disk_full: no space');
    say();
    await vi.advanceTimersByTimeAsync(0);
    const second = last();
    expect(second).not.toBe(first);
    expect(second.request).toEqual(first.request);
    expect(/** @type {{ uid: string }} */ (second.request).uid).toMatch(/^[0-9a-f]{32}$/);
    second.tell({ kind: 'notKept', error: { code: 'disk_full', message: 'no space' } });
    second.end();
    await vi.advanceTimersByTimeAsync(0);
    write('good evening');
    say();
    await vi.advanceTimersByTimeAsync(0);
    expect(/** @type {{ uid: string }} */ (last().request).uid).not.toBe(
      /** @type {{ uid: string }} */ (first.request).uid,
    );
  });

  it('keeps the words when the way to the host breaks before they were kept', async () => {
    write('good morning');
    const saying = say();
    await vi.advanceTimersByTimeAsync(0);
    last().fail(new ApiError('closing', 'gone'));
    await saying;
    expect(draft.value).toBe('good morning');
    expect(notKept.value?.details).toBe('closing: gone');
    expect(exchanges.value).toEqual([]);
  });

  it('asks once, however often Enter is pressed', async () => {
    write('good morning');
    say();
    say();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked.length).toBe(1);
  });

  it('says nothing when nothing is written', async () => {
    write('  \n ');
    await say();
    expect(asked).toEqual([]);
  });
});

describe('an answer', () => {
  it('is thinking until its first piece, then speaking, then a turn in the same place', async () => {
    open([aTurn({ id: 1 })]);
    write('hi');
    say();
    await vi.advanceTimersByTimeAsync(0);
    last().tell({ kind: 'kept', turn: aTurn({ id: 2, text: 'hi' }) });
    last().tell({ kind: 'answering', replyTo: 2, turn: null, text: '', answeredBy: MODEL });
    expect(presence.value).toBe('thinking');
    const key = shown().at(-1);
    last().tell({ kind: 'piece', text: 'hel' });
    last().tell({ kind: 'piece', text: 'lo' });
    await vi.advanceTimersByTimeAsync(60);
    expect(presence.value).toBe('speaking');
    expect(exchanges.value[0]?.text.value).toBe('hello');
    last().tell({
      kind: 'closed',
      turn: aTurn({ id: 3, speaker: 'companion', text: 'hello', replyTo: 2 }),
      attempt: null,
      failure: null,
    });
    expect(presence.value).toBe('idle');
    expect(shown()).toEqual(['1', '2', key]);
    expect(turns.value.at(-1)?.text).toBe('hello');
  });

  it('takes back what streamed when the Listener answers instead, and says why', async () => {
    write('hi');
    say();
    await vi.advanceTimersByTimeAsync(0);
    last().tell({ kind: 'kept', turn: aTurn({ id: 1, text: 'hi' }) });
    last().tell({ kind: 'answering', replyTo: 1, turn: null, text: 'par', answeredBy: MODEL });
    last().tell({ kind: 'instead', answeredBy: LISTENER, failure: 'auth' });
    expect(exchanges.value[0]?.text.value).toBe('');
    expect(exchanges.value[0]?.failure).toBe('auth');
    expect(exchanges.value[0]?.answeredBy).toEqual(LISTENER);
  });

  it('is not shown twice when its row comes with a page', async () => {
    open([aTurn({ id: 1 }), aTurn({ id: 2, speaker: 'companion', state: 'streaming', replyTo: 1, text: 'ha' })], {
      answering: true,
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(last().request).toEqual({ kind: 'rejoin' });
    last().tell({ kind: 'answering', replyTo: 1, turn: null, text: 'half', answeredBy: MODEL });
    expect(shown().length).toBe(2);
    expect(exchanges.value[0]?.text.value).toBe('half');
  });

  it('is joined once when it was opened elsewhere', async () => {
    joinAnswer();
    joinAnswer();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked.map(({ request }) => request.kind)).toEqual(['rejoin']);
    last().tell({ kind: 'idle' });
    expect(exchanges.value).toEqual([]);
  });
});

describe('asking again', () => {
  const answer = aTurn({ id: 2, speaker: 'companion', replyTo: 1, text: 'old', answeredBy: MODEL });

  it('leaves the old answer, with the new one beneath it', async () => {
    open([aTurn({ id: 1 }), answer]);
    retry(2);
    await vi.advanceTimersByTimeAsync(0);
    last().tell({ kind: 'answering', replyTo: 1, turn: 2, text: 'new', answeredBy: MODEL });
    expect(items.value.map((item) => item.type)).toEqual(['day', 'turn', 'turn', 'answer']);
    last().tell({ kind: 'closed', turn: { ...answer, text: 'new', versions: 1 }, attempt: null, failure: null });
    expect(shown()).toEqual(['1', '2']);
    expect(turns.value[1]?.text).toBe('new');
  });

  it('says that an attempt did not come whole, until the next one begins', async () => {
    open([aTurn({ id: 1 }), answer]);
    retry(2);
    await vi.advanceTimersByTimeAsync(0);
    last().tell({ kind: 'answering', replyTo: 1, turn: 2, text: '', answeredBy: MODEL });
    const attempt = {
      id: 9,
      text: 'ne',
      state: /** @type {const} */ ('cutOff'),
      saidAt: 0,
      answeredBy: MODEL,
      failure: 'broken_stream',
    };
    last().tell({ kind: 'closed', turn: { ...answer, versions: 1 }, attempt, failure: 'broken_stream' });
    expect(turns.value[1]?.text).toBe('old');
    expect([...attempts.value]).toEqual([2]);
    last().end();
    retry(2);
    await vi.advanceTimersByTimeAsync(0);
    last().tell({ kind: 'answering', replyTo: 1, turn: 2, text: '', answeredBy: MODEL });
    expect([...attempts.value]).toEqual([]);
  });

  it('says why when not a word came, and leaves the answer there is', async () => {
    open([aTurn({ id: 1 }), answer]);
    retry(2);
    await vi.advanceTimersByTimeAsync(0);
    last().tell({ kind: 'answering', replyTo: 1, turn: 2, text: '', answeredBy: MODEL });
    last().tell({ kind: 'closed', turn: answer, attempt: null, failure: 'overloaded' });
    expect(turns.value[1]?.text).toBe('old');
    expect(toasts.value.map((toast) => toast.text)).toEqual([t('failure-overloaded')]);
    expect([...attempts.value]).toEqual([]);
  });

  it('shows that nothing was done when it is refused', async () => {
    open([aTurn({ id: 1 }), answer]);
    retry(2);
    await vi.advanceTimersByTimeAsync(0);
    last().tell({ kind: 'refused', error: { code: 'gone', message: 'no turn 2' } });
    last().end();
    expect(toasts.value.map((toast) => toast.details)).toEqual(['gone: no turn 2']);
    expect(exchanges.value.length).toBe(0);
  });

  it('is offered for words that nothing answers', () => {
    open([aTurn({ id: 1 })]);
    expect(items.value.at(-1)?.type).toBe('unanswered');
  });
});

describe('editing', () => {
  it('keeps the new words open until they are kept', async () => {
    open([aTurn({ id: 1, text: 'old' })]);
    beginEdit(aTurn({ id: 1, text: 'old' }));
    sendEdit('new');
    await vi.advanceTimersByTimeAsync(0);
    expect(last().request).toEqual({ kind: 'edit', turn: 1, text: 'new' });
    last().tell({ kind: 'notKept', error: { code: 'read_only', message: 'no' } });
    last().end();
    await vi.advanceTimersByTimeAsync(0);
    expect(editing.value).toMatchObject({
      turn: 1,
      text: 'new',
      keeping: false,
      notKept: { details: 'read_only: no' },
    });
    sendEdit('new');
    await vi.advanceTimersByTimeAsync(0);
    last().tell({ kind: 'kept', turn: aTurn({ id: 1, text: 'new', versions: 1 }) });
    expect(editing.value).toBeNull();
    expect(turns.value[0]?.text).toBe('new');
  });
});

describe('deleting', () => {
  it('fades the turn for as long as it can be undone, brings it back, or lets it go', async () => {
    open([aTurn({ id: 1 }), aTurn({ id: 2 })]);
    replies.delete_turn = () => ({ undoUntil: Date.now() + 10_000 });
    await deleteTurn(aTurn({ id: 1 }));
    expect(turns.value[0]?.forgottenAt).toBe(Date.now() + 10_000);
    toasts.value[0]?.action?.run();
    await vi.advanceTimersByTimeAsync(0);
    expect(called.map(([name]) => name)).toEqual(['delete_turn', 'restore_turn']);
    expect(turns.value[0]?.forgottenAt).toBeNull();
    expect(toasts.value).toEqual([]);
    await deleteTurn(aTurn({ id: 1 }));
    await vi.advanceTimersByTimeAsync(10_100);
    expect(turns.value.map((turn) => turn.id)).toEqual([2]);
    expect(toasts.value).toEqual([]);
  });
});

describe('a turn that asked to forget', () => {
  /** @param {number} goes  the turn that is forgotten by it @returns {Turn} */
  const asking = (goes) =>
    aTurn({
      id: 3,
      forgottenAt: 9,
      wish: {
        ...{ kind: 'forget', state: 'done', words: 'x', facts: [], undoUntil: 9 },
        turns: [{ turn: goes, speaker: 'user', day: '2026-11-22', excerpt: 'x' }],
      },
    });

  it('comes back with all it forgot where it went with it, and alone where it was deleted by itself', async () => {
    await bringBack(asking(3));
    expect(called).toEqual([['undo_wish', { turn: 3 }]]);
    called = [];
    await bringBack(asking(1));
    expect(called[0]).toEqual(['restore_turn', { turn: 3 }]);
  });
});

describe('the draft', () => {
  it('is kept a moment after the last key, and once', async () => {
    write('a');
    await vi.advanceTimersByTimeAsync(200);
    write('ab');
    await vi.advanceTimersByTimeAsync(290);
    expect(called).toEqual([]);
    await vi.advanceTimersByTimeAsync(60);
    expect(called).toEqual([['save_draft', { text: 'ab' }]]);
  });

  it('comes back with the opening, and is not kept again for that', async () => {
    open([], { draft: 'half a thought' });
    expect(draft.value).toBe('half a thought');
    await vi.advanceTimersByTimeAsync(1000);
    expect(called).toEqual([]);
  });

  it('makes her listen while it is written, and no longer', async () => {
    write('a');
    expect(presence.value).toBe('listening');
    await vi.advanceTimersByTimeAsync(2600);
    expect(presence.value).toBe('idle');
  });
});
