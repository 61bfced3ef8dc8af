import { render } from 'lit-html';
import { beforeEach, expect, it } from 'vitest';
import { language } from '../lib/fluent.js';
import { bytesWords, dollarWords, leftWords, memoryWords, secondsWords } from '../lib/sizes.js';
import {
  abilityWords,
  costWords,
  EVENING,
  eveningOf,
  goodAtWords,
  memoryFitWords,
  privacyWords,
  treatmentWords,
} from './facts.js';
import { sourceList } from './facts-list.js';

/** @import { Facts } from '../ipc/wire.ts' */

/** @param {Partial<Facts>} known @returns {Facts} */
const facts = (known) => ({
  context: null,
  sees: null,
  tools: null,
  price: null,
  size: null,
  goodAt: [],
  trains: null,
  retentionDays: null,
  ...known,
});

beforeEach(() => {
  language.value = 'en';
});

it('says what an evening costs from the price alone, and never guesses', () => {
  expect(eveningOf({ out: 1, back: 0 })).toBeCloseTo((EVENING.answers * EVENING.sent) / 1e6);
  expect(eveningOf({ out: 0, back: 1 })).toBeCloseTo((EVENING.answers * EVENING.written) / 1e6);
  expect(costWords(facts({ price: { out: 3, back: 15 } }), false)).toBe(
    'about US$ 0.86 for a long evening (60 answers)',
  );
  expect(costWords(facts({ price: { out: 0.01, back: 0.02 } }), false)).toMatch(/less than a cent/);
  expect(costWords(facts({ price: { out: 0, back: 0 } }), false)).toBe('nothing');
  expect(costWords(facts({}), false)).toBe('not known');
  expect(costWords(facts({}), true)).toBe('nothing');
  language.value = 'ptBr';
  expect(costWords(facts({ price: { out: 3, back: 15 } }), false)).toBe(
    'cerca de US$ 0,86 por uma noite longa (60 respostas)',
  );
});

it('says only what is known of what a model can do', () => {
  expect(abilityWords(facts({}))).toBe('');
  expect(abilityWords(facts({ sees: true, tools: false, context: 128_000 }))).toBe(
    "sees pictures, doesn't look things up, reads about 77,000 words at once",
  );
  expect(goodAtWords(facts({ goodAt: ['portuguese', 'a-code-of-tomorrow', 'seeing'] }))).toBe(
    'Portuguese, seeing pictures',
  );
  expect(goodAtWords(facts({ goodAt: ['portuguese', 'seeing'], sees: true }))).toBe('Portuguese');
});

it('says where words go and what becomes of them, and does not call the unknown safe', () => {
  expect(privacyWords(facts({}), null)).toMatch(/stay on this computer/);
  expect(privacyWords(facts({ trains: false, retentionDays: 1 }), 'h.example')).toBe(
    "go to h.example. It says it doesn't train on them. It keeps them one day.",
  );
  expect(treatmentWords({ trains: true, retentionDays: 0 })).toMatch(/may be used for training.*keeps nothing/);
  expect(treatmentWords({ trains: null, retentionDays: null })).toBe("Training on them isn't ruled out.");
});

it('says how a model fits into the memory of this computer', () => {
  const gib = 1024 ** 3;
  expect(memoryFitWords(null, 16 * gib)).toBeNull();
  expect(memoryFitWords(3 * gib, null)).toBe('needs about 3 GB');
  expect(memoryFitWords(3 * gib, 16 * gib)).toMatch(/fits easily.*16 GB/);
  expect(memoryFitWords(12 * gib, 16 * gib)).toMatch(/tight/);
  expect(memoryFitWords(17 * gib, 16 * gib)).toMatch(/too large/);
});

it.each([
  [
    'en',
    '2 GB',
    '747 MB',
    '1 kB',
    'US$ 1.55',
    '0.2 sec',
    'about 5 seconds left',
    'about a minute left',
    'about 2 hours left',
  ],
  [
    'ptBr',
    '2 GB',
    '747 MB',
    '1 kB',
    'US$ 1,55',
    '0,2 s',
    'faltam uns 5 segundos',
    'falta cerca de um minuto',
    'faltam umas 2 horas',
  ],
])('writes sizes, money and time as %s does', (tongue, gb, mb, kb, money, seconds, soon, minute, hours) => {
  language.value = /** @type {'en' | 'ptBr'} */ (tongue);
  expect([bytesWords(2_019_000_000), bytesWords(747_030_000), bytesWords(1_000)]).toEqual([gb, mb, kb]);
  expect(memoryWords(16 * 1024 ** 3)).toBe('16 GB');
  expect([dollarWords(15.5), dollarWords(1.55)]).toEqual(['US$ 16', money]);
  expect(secondsWords(212)).toBe(seconds);
  expect([leftWords(2), leftWords(70), leftWords(7300)]).toEqual([soon, minute, hours]);
});

it('shows with a source what has to be known of it, and nothing where there is nothing', () => {
  const place = document.createElement('div');
  const source = { address: 'https://araucaria.example/models', day: '2026-11-20' };
  render(sourceList([{ ...source, notes: ['Second hand.', 'Until December.'] }]), place);
  expect([...place.querySelectorAll('q')].map((note) => note.textContent)).toEqual(['Second hand.', 'Until December.']);
  render(sourceList([{ ...source, notes: [] }]), place);
  expect(place.querySelector('li')?.textContent).toContain('araucaria.example/models');
  expect(place.querySelector('.source-notes')).toBeNull();
});
