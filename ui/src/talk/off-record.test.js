import { render } from 'lit-html';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { call, connectTo, listen } from '../ipc/core.js';
import { fakeHost } from '../ipc/fake.js';
import { onEvent, open } from '../life.js';
import { toasts } from '../parts/toast.js';
import { toggleOffRecord } from './off-record.js';
import { addPictures, draftPictures } from './pictures.js';
import { offRecord } from './record.js';
import { draft, exchanges, goTo, lastOfYours, retry, saveDraft, say, write } from './talk.js';
import { choices, turnTemplate } from './turn.js';
import { hasLater, loadEarlier, MOST, putTurns, refresh, turns } from './turns.js';

/** @import { Doors, Turn } from '../ipc/wire.ts' */
/** @import { Exchange } from './exchange.js' */

/** What was called, in order. @type {[keyof Doors, unknown][]} */
let called = [];
/** @type {(() => void) | null} */
let deaf = null;

/** @param {string} address */
async function live(address) {
  const host = fakeHost(new URLSearchParams(`lang=en&think=5&rate=1000&knows=none&${address}`));
  connectTo({
    ...host,
    call: (name, args) => {
      called.push([name, args]);
      return host.call(name, args);
    },
  });
  deaf = listen(onEvent);
  await open();
  called = [];
}

/** @param {string} words */
async function saying(words) {
  write(words);
  const said = say();
  await vi.advanceTimersByTimeAsync(2_000);
  await said;
}

const ids = () => turns.value.map(({ id }) => id);
const drafts = () =>
  called.filter(([name]) => name === 'save_draft').map(([, args]) => /** @type {{ text: string }} */ (args).text);

beforeEach(() => {
  vi.useFakeTimers();
  toasts.value = [];
  draft.value = '';
});

afterEach(async () => {
  await vi.advanceTimersByTimeAsync(20_000);
  deaf?.();
  offRecord.value = false;
  connectTo(null);
  vi.useRealTimers();
});

describe('off the record', () => {
  it('what is said stands last, in the order it was said, and is gone when it ends', async () => {
    await live('turns=4');
    await toggleOffRecord();
    await saying('one');
    await saying('two');
    expect(ids()).toEqual([1, 2, 3, 4, -1, -2, -3, -4]);
    expect(turns.value.slice(4).every((turn) => turn.offRecord)).toBe(true);
    expect(lastOfYours.value).toBe(undefined);
    await call('set_off_record', { on: false });
    await vi.advanceTimersByTimeAsync(10);
    expect([offRecord.value, ids()]).toEqual([false, [1, 2, 3, 4]]);
    await saying('three');
    expect(ids()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('what is written is kept nowhere, not even what was kept before it began', async () => {
    await live('turns=2');
    write('a secret');
    await vi.advanceTimersByTimeAsync(400);
    expect(drafts()).toEqual(['a secret']);
    await toggleOffRecord();
    write('a secret, whole');
    await vi.advanceTimersByTimeAsync(400);
    expect(drafts()).toEqual(['a secret', '']);
    expect(draft.value).toBe('a secret, whole');
    await saying('a secret, whole');
    expect(drafts()).toEqual(['a secret', '']);
  });

  it('what was written and not said is kept nowhere when it ends, until more is written', async () => {
    await live('turns=2');
    await toggleOffRecord();
    write('never said');
    await vi.advanceTimersByTimeAsync(100);
    await toggleOffRecord();
    await vi.advanceTimersByTimeAsync(2_000);
    saveDraft();
    expect([offRecord.value, draft.value, drafts()]).toEqual([false, 'never said', []]);
    write('never said, but now');
    await vi.advanceTimersByTimeAsync(400);
    // The life telling what the page did itself takes nothing back.
    onEvent({ kind: 'offRecordChanged', on: false });
    write('never said, but now it is');
    onEvent({ kind: 'offRecordChanged', on: false });
    await vi.advanceTimersByTimeAsync(400);
    expect(drafts()).toEqual(['never said, but now', 'never said, but now it is']);
  });

  it('does not end unasked where what was said is out of sight', async () => {
    await live('turns=2000');
    await toggleOffRecord();
    await saying('one');
    await goTo(900);
    expect([hasLater.value, ids().some((id) => id < 0)]).toEqual([true, false]);
    const ending = toggleOffRecord();
    await vi.waitFor(() => expect(document.querySelector('dialog .confirm')?.textContent).toContain('2 things said'));
    document.querySelector('dialog')?.close();
    await vi.advanceTimersByTimeAsync(10);
    await ending;
    expect([offRecord.value, ids().slice(-2)]).toEqual([true, [-1, -2]]);
  });

  it('her answer is marked from its first word on', async () => {
    await live('turns=2&pieces=3000&model=remote');
    await toggleOffRecord();
    write('one');
    const said = say();
    await vi.advanceTimersByTimeAsync(500);
    const now = /** @type {Exchange} */ (exchanges.value.at(-1));
    expect(now.text.value).not.toBe('');
    const place = document.createElement('div');
    render(turnTemplate(null, now, false), place);
    const article = place.querySelector('article');
    expect([article?.hasAttribute('data-off-record'), article?.getAttribute('aria-label')]).toEqual([
      true,
      'Samantha, off the record',
    ]);
    await vi.advanceTimersByTimeAsync(30_000);
    await said;
  });

  it('leaves what is kept as it is: it can be neither edited nor asked again', async () => {
    await live('turns=4&model=remote');
    const [words, answer] = /** @type {[Turn, Turn]} */ (turns.value.slice(-2));
    const icons = (/** @type {Turn} */ turn, last = true) => choices(turn, last).map(({ icon }) => icon);
    expect(icons(answer)).toContain('retry');
    expect(icons(words, false)).toContain('edit');
    await toggleOffRecord();
    expect(icons(answer)).not.toContain('retry');
    expect([icons(words, false).includes('edit'), lastOfYours.value]).toEqual([false, undefined]);
    await saying('one');
    expect(icons(/** @type {Turn} */ (turns.value.at(-1)))).toEqual(['copy', 'retry']);
  });

  it('pictures wait, and none is taken', async () => {
    await live('turns=2&pictures=1');
    await toggleOffRecord();
    addPictures([new File(['x'], 'x.png', { type: 'image/png' })]);
    expect(toasts.value.length).toBe(1);
    await saying('words');
    expect(called.filter(([name]) => name === 'add_picture')).toEqual([]);
    expect(turns.value.at(-2)?.pictures).toEqual([]);
    expect(draftPictures.value.length).toBe(1);
  });

  it('an answer asked for again takes the place of the old one', async () => {
    await live('turns=2');
    await toggleOffRecord();
    await saying('one');
    expect(ids()).toEqual([1, 2, -1, -2]);
    const again = retry(-2);
    await vi.advanceTimersByTimeAsync(2_000);
    await again;
    expect(ids()).toEqual([1, 2, -1, -3]);
    expect(turns.value.at(-1)?.state).toBe('complete');
  });

  it('a change is read where it stands, and one that is gone leaves', async () => {
    await live('turns=4');
    await toggleOffRecord();
    await saying('one');
    await refresh([-1, -2, 3]);
    expect(ids()).toEqual([1, 2, 3, 4, -1, -2]);
    const ghost = /** @type {Turn} */ ({ ...turns.value.at(-1), id: -9 });
    putTurns([ghost]);
    expect(ids().at(-1)).toBe(-9);
    await refresh([-9]);
    expect(ids()).toEqual([1, 2, 3, 4, -1, -2]);
  });

  it('nothing of it is taken off the screen to make room: nobody could bring it back', async () => {
    await live('turns=300');
    await toggleOffRecord();
    await saying('one');
    const said = /** @type {Turn} */ (turns.value.at(-1));
    for (let id = -3; id > -MOST - 40; id--) putTurns([{ ...said, id }]);
    expect(ids()[0]).toBe(-1);
    await loadEarlier();
    expect(
      ids()
        .slice(0, 3)
        .every((id) => id > 0),
    ).toBe(true);
    expect(ids()).toContain(-1);
  });
});
