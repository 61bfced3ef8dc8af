import { beforeEach, describe, expect, it } from 'vitest';
import { dayWords, silenceWords, today } from './dates.js';
import { language } from './fluent.js';

describe('days in words', () => {
  it.each([
    ['en', '2026-11-19', '2026-11-22', 'Thursday, November 19'],
    ['en', '2026-11-22', '2026-11-22', 'today, Sunday, November 22'],
    ['en', '2026-11-21', '2026-11-22', 'yesterday, Saturday, November 21'],
    ['en', '2025-11-19', '2026-11-22', 'Wednesday, November 19, 2025'],
    ['ptBr', '2026-11-19', '2026-11-22', 'quinta-feira, 19 de novembro'],
    ['ptBr', '2025-12-31', '2026-01-01', 'ontem, quarta-feira, 31 de dezembro de 2025'],
    ['en', 'no day', '2026-11-22', 'no day'],
  ])('%s: %s on %s', (tag, day, now, expected) => {
    language.value = tag === 'en' ? 'en' : 'ptBr';
    expect(dayWords(day, now)).toBe(expected);
  });

  it('takes today from the clock here', () => {
    expect(today(new Date(2026, 0, 5, 23, 59).getTime())).toBe('2026-01-05');
  });
});

describe('silences in words', () => {
  beforeEach(() => {
    language.value = 'en';
  });

  it.each([
    ['2026-11-19', '2026-11-20', null],
    ['2026-11-19', '2026-11-22', '3 days later'],
    ['2026-11-01', '2026-11-22', '3 weeks later'],
    ['2026-08-22', '2026-11-22', '3 months later'],
    ['2025-11-20', '2026-11-22', 'a year later'],
    ['2020-11-20', '2026-11-22', '6 years later'],
    ['2026-11-22', '2026-11-19', null],
  ])('from %s to %s: %s', (before, after, expected) => {
    expect(silenceWords(before, after)).toBe(expected);
  });

  it('speaks Portuguese too', () => {
    language.value = 'ptBr';
    expect(silenceWords('2026-08-22', '2026-11-22')).toBe('3 meses depois');
  });
});
