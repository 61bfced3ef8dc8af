import { expect, it } from 'vitest';
import { connectTo } from '../ipc/core.js';
import { fakeHost } from '../ipc/fake.js';
import { byName, countryName } from '../lib/countries.js';
import { language } from '../lib/fluent.js';
import { addressIn, chooseCountry, lines, loadHelp, shortAddress } from './help.js';

it('reads the lines of the country in force, and of another one chosen', async () => {
  connectTo(fakeHost(new URLSearchParams('lang=pt-BR')));
  await loadHelp();
  expect(lines.value).toMatchObject({ country: 'BR', lines: [{ call: '188' }] });
  await chooseCountry('GB');
  expect(lines.value).toMatchObject({ country: 'GB', lines: [{ call: '116 123' }] });
  await chooseCountry(null);
  expect(lines.value?.country).toBe('BR');
});

it('has a way anywhere, also for a country without lines', async () => {
  connectTo(fakeHost(new URLSearchParams('lang=en')));
  await chooseCountry('AQ');
  expect(lines.value).toMatchObject({ country: null, lines: [] });
  expect(lines.value?.elsewhere.length).toBeGreaterThan(0);
});

it.each([
  ['https://online.telefonseelsorge.de', 'https://online.telefonseelsorge.de'],
  ['SNS 24: 808 24 24 24', null],
  ['http://unprotected.example.org', null],
])('finds the address in %j', (words, address) => {
  expect(addressIn(words)).toBe(address);
});

it('shortens an address as people read it', () => {
  expect(shortAddress('https://www.iasp.info/suicidalthoughts/')).toBe('iasp.info/suicidalthoughts');
});

it('names countries in the language in force, in their order', () => {
  language.value = 'ptBr';
  expect(countryName('DE')).toBe('Alemanha');
  expect(byName(['US', 'BR', 'DE'])).toEqual(['DE', 'BR', 'US']);
  language.value = 'en';
  expect(byName(['US', 'BR', 'DE'])).toEqual(['BR', 'DE', 'US']);
  expect(countryName('not a country')).toBe('not a country');
});
