// Fixture: what the fake life knows of providers, models and files. Every name and figure here is invented; the ones
// of the app come from its catalogue, with their sources.

/** @import { Facts, LocalModel, Provider } from '../wire.ts' */

/** @type {Facts} */
export const NO_FACTS = {
  context: null,
  sees: null,
  tools: null,
  price: null,
  size: null,
  goodAt: [],
  trains: null,
  retentionDays: null,
};

const SEEN = '2026-11-20';

/** @param {Partial<Facts>} known @returns {Facts} */
const facts = (known) => ({ ...NO_FACTS, ...known });

/**
 * @param {string} page
 * @param {string[]} notes
 */
const source = (page, ...notes) => [{ address: `https://${page}`, day: SEEN, notes }];

/** Providers away first, as in the catalogue. @type {Provider[]} */
export const PROVIDERS = [
  {
    id: 'araucaria',
    name: 'Araucária',
    family: 'openAi',
    address: 'https://api.araucaria.example/v1',
    local: false,
    keyPage: 'https://araucaria.example/keys',
    privacyPage: 'https://araucaria.example/privacy',
    trains: false,
    retentionDays: 30,
    models: [
      {
        model: 'araucaria-grande',
        facts: facts({
          context: 200_000,
          sees: true,
          tools: true,
          price: { out: 3, back: 15 },
          goodAt: ['portuguese', 'conversation', 'reasoning'],
          trains: false,
          retentionDays: 30,
        }),
        sources: source('araucaria.example/models', 'Second hand: its own page could not be read that day.'),
      },
      {
        model: 'araucaria-pequena',
        facts: facts({
          context: 128_000,
          sees: true,
          tools: true,
          price: { out: 0.15, back: 0.6 },
          goodAt: ['portuguese', 'fast'],
          trains: false,
          retentionDays: 30,
        }),
        sources: source('araucaria.example/models'),
      },
    ],
  },
  {
    id: 'harbor',
    name: 'Harbor',
    family: 'anthropic',
    address: 'https://api.harbor.example',
    local: false,
    keyPage: 'https://harbor.example/account/keys',
    privacyPage: 'https://harbor.example/data',
    trains: true,
    retentionDays: null,
    models: [
      {
        model: 'harbor-tide',
        facts: facts({
          context: 64_000,
          sees: false,
          tools: false,
          price: { out: 0, back: 0 },
          goodAt: ['fast'],
          trains: true,
        }),
        sources: source('harbor.example/pricing'),
      },
    ],
  },
  {
    id: 'example',
    name: 'Example',
    family: 'openAi',
    address: 'https://models.example.org/v1',
    local: false,
    keyPage: null,
    privacyPage: null,
    trains: null,
    retentionDays: null,
    models: [],
  },
  {
    id: 'other',
    name: 'Other',
    family: 'openAi',
    address: '',
    local: false,
    keyPage: null,
    privacyPage: null,
    trains: null,
    retentionDays: null,
    models: [],
  },
  {
    id: 'ollama',
    name: 'Ollama',
    family: 'ollama',
    address: 'http://127.0.0.1:11434',
    local: true,
    keyPage: null,
    privacyPage: null,
    trains: null,
    retentionDays: null,
    models: [],
  },
];

const GIB = 1024 ** 3;

/** @typedef {Omit<LocalModel, 'state'>} FileOffer */

/** @param {Partial<FileOffer> & Pick<FileOffer, 'id' | 'name'>} known @returns {FileOffer} */
const file = (known) => ({
  keptFor: 'talking',
  own: false,
  path: null,
  bytes: null,
  sha256: null,
  pinned: 'nowhere',
  memory: null,
  licence: null,
  licencePage: null,
  quantisation: null,
  facts: NO_FACTS,
  sources: [],
  ...known,
});

export const FILES = [
  file({
    id: 'ipe-3b',
    name: 'Ipê 3B',
    bytes: 2_019_000_000,
    sha256: '5f2b8c0de4917a36d20b9e8f71c4a3560d8e2f19b7a6c5d4e3f2a1b0c9d8e7f6',
    pinned: 'catalogue',
    memory: 2.9 * GIB,
    licence: 'Apache-2.0',
    licencePage: 'https://www.apache.org/licenses/LICENSE-2.0',
    quantisation: 'Q4_K_M',
    facts: facts({ context: 32_768, sees: false, tools: true, size: 3.1, goodAt: ['portuguese', 'fast'] }),
    sources: source('files.example/ipe-3b', 'The memory is reckoned, not measured.'),
  }),
  file({
    id: 'cedro-8b',
    name: 'Cedro 8B',
    bytes: 4_920_000_000,
    memory: 6.4 * GIB,
    licence: 'MIT',
    licencePage: 'https://opensource.org/license/mit',
    quantisation: 'Q4_K_M',
    facts: facts({ context: 131_072, sees: false, tools: true, size: 8.2, goodAt: ['portuguese', 'conversation'] }),
    sources: source('files.example/cedro-8b'),
  }),
  file({
    id: 'jequitiba-24b',
    name: 'Jequitibá 24B',
    bytes: 14_330_000_000,
    sha256: '0c9d8e7f65f2b8c0de4917a36d20b9e8f71c4a3560d8e2f19b7a6c5d4e3f2a1b',
    pinned: 'catalogue',
    memory: 16.8 * GIB,
    licence: 'Jequitibá Community',
    licencePage: 'https://files.example/jequitiba/licence',
    quantisation: 'Q4_K_M',
    facts: facts({
      context: 131_072,
      sees: false,
      tools: true,
      size: 23.6,
      goodAt: ['portuguese', 'conversation', 'reasoning'],
    }),
    sources: source('files.example/jequitiba-24b'),
  }),
  // Not one that talks: by it words are found by what they mean.
  file({
    id: 'sentido',
    name: 'Sentido, pequeno',
    keptFor: 'reading',
    bytes: 471_000_000,
    sha256: '2b8c0de4917a36d20b9e8f71c4a3560d8e2f19b7a6c5d4e3f2a1b0c9d8e7f65f',
    pinned: 'catalogue',
    memory: 0.6 * GIB,
    licence: 'MIT',
    licencePage: 'https://opensource.org/license/mit',
    quantisation: null,
    facts: NO_FACTS,
    sources: source('files.example/sentido'),
  }),
];

/** What a provider away offers when it is asked, with what it tells itself. */
export const OFFERED_AWAY = [
  { name: 'large-model', facts: facts({ context: 128_000, sees: true, tools: true, price: { out: 2, back: 8 } }) },
  { name: 'small-model', facts: NO_FACTS },
  { name: 'tiny-model', facts: NO_FACTS },
];

export const OFFERED_HERE = ['gemma3:4b', 'llama3.2:3b', 'qwen3:8b'];

/** Whose host this is. @param {string} host */
export function providerOf(host) {
  return PROVIDERS.find((one) => one.address.startsWith('https:') && new URL(one.address).hostname === host);
}

/**
 * What is known of a model of this host.
 * @param {string} host
 * @param {string} model
 * @returns {Facts}
 */
export function knownOf(host, model) {
  const provider = providerOf(host);
  const known = provider?.models.find((one) => one.model === model)?.facts;
  return { ...(known ?? NO_FACTS), trains: provider?.trains ?? null, retentionDays: provider?.retentionDays ?? null };
}
