import { beforeEach, describe, expect, it, vi } from 'vitest';
import { findFaults, readMessages, readUses } from '../../../scripts/check-locales.mjs';
import { ApiError } from '../ipc/core.js';
import { closeToast, showToast, toasts } from '../parts/toast.js';
import { undoLast } from '../parts/undo.js';
import { roomOf } from '../router.js';
import { showError } from './error.js';
import { hasWords, language, t } from './fluent.js';

beforeEach(() => {
  toasts.value = [];
  language.value = 'en';
});

describe('the words of the interface', () => {
  it('are there in both languages, with the same variables, and none is unused', () => {
    expect(findFaults()).toEqual([]);
  });

  it('are found in every section of both files, whichever is asked for first', () => {
    for (const tongue of /** @type {const} */ (['ptBr', 'en'])) {
      language.value = tongue;
      for (const key of ['now-same', 'room-talk', 'recovery-safe', 'weekday-0', 'error-gone', 'data-words'])
        expect([key, t(key)]).not.toEqual([key, key]);
      expect(hasWords('failure-auth')).toBe(true);
      expect(hasWords('failure-nobody-knows')).toBe(false);
    }
  });

  it('count in each language', () => {
    expect(t('silence-days', { n: 1 })).toBe('one day later');
    expect(t('silence-days', { n: 3 })).toBe('3 days later');
    language.value = 'ptBr';
    expect(t('silence-days', { n: 1 })).toBe('um dia depois');
  });

  it('are missed by their name, never by an empty place', () => {
    expect(t('no-such-key')).toBe('no-such-key');
  });

  it('are read from their file, with several lines and variables', () => {
    const { messages, twice } = readMessages(
      '# a\n\none = 1 { $b } { $a }\ntwo = { $n ->\n   *[other] { $n }\n}\none = again\n',
    );
    expect(Object.fromEntries(messages)).toEqual({ one: [], two: ['n'] });
    expect(twice).toEqual(['one']);
    expect([...readUses("t('a-b') + t(`c-${x}`)").whole]).toEqual(['a-b']);
    expect([...readUses("t('a-b') + t(`c-${x}`)").beginnings]).toEqual(['c-']);
  });
});

describe('an error', () => {
  it('is a sentence, what to do next, and details', () => {
    showError(new ApiError('read_only', 'os error 30'));
    expect(toasts.value).toMatchObject([
      { tone: 'error', text: t('error-read_only'), next: t('error-read_only-next'), details: 'read_only: os error 30' },
    ]);
  });

  it('of a kind nobody knows is still a sentence, and is shown once', () => {
    showError({ code: 'new_kind', message: 'x' });
    showError({ code: 'new_kind', message: 'x' });
    expect(toasts.value).toMatchObject([{ text: t('error-broken'), details: 'new_kind: x' }]);
  });
});

describe('messages', () => {
  it('that offer an undo go when it can no longer be done', () => {
    vi.useFakeTimers();
    const run = vi.fn();
    showToast({ tone: 'plain', text: 'gone', until: Date.now() + 10_000, action: { label: 'undo', run } });
    expect(undoLast()).toBe(true);
    expect(run).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(10_001);
    expect(toasts.value).toEqual([]);
    expect(undoLast()).toBe(false);
    vi.useRealTimers();
  });

  it('of errors stay until they are closed', () => {
    vi.useFakeTimers();
    showToast({ tone: 'error', text: 'no' });
    vi.advanceTimersByTime(3_600_000);
    expect(toasts.value.length).toBe(1);
    closeToast(toasts.value[0]?.key ?? 0);
    expect(toasts.value).toEqual([]);
    vi.useRealTimers();
  });
});

describe('an address', () => {
  it.each([
    ['', 'talk'],
    ['#/search', 'search'],
    ['#/settings', 'settings'],
    ['#help', 'help'],
    ['#/nowhere', 'talk'],
  ])('%j opens %s', (hash, expected) => expect(roomOf(hash)).toBe(expected));
});
