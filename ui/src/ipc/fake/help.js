// Help lines of a few countries, as in `src-tauri/core/data`, and a few words that call for them.

/** @import { HelpLine, HelpLines } from '../wire.ts' */
/** @import { World } from '../fake.js' */

/** @type {HelpLine[]} */
const LINES = [
  {
    country: 'BR',
    name: 'CVV',
    call: '188',
    text: null,
    chat: 'https://cvv.org.br',
    hours: '24/7',
    free: true,
    also: [],
    emergency: ['192 (SAMU)', '190'],
  },
  {
    country: 'PT',
    name: 'Linha Nacional de Prevenção do Suicídio',
    call: '1411',
    text: null,
    chat: null,
    hours: '24/7',
    free: true,
    also: ['SNS 24: 808 24 24 24'],
    emergency: ['112'],
  },
  {
    country: 'US',
    name: '988 Suicide & Crisis Lifeline',
    call: '988',
    text: '988',
    chat: 'https://988lifeline.org/chat',
    hours: '24/7',
    free: true,
    also: ['Crisis Text Line: HOME to 741741'],
    emergency: ['911'],
  },
  {
    country: 'CA',
    name: '9-8-8 Suicide Crisis Helpline',
    call: '988',
    text: '988',
    chat: null,
    hours: '24/7',
    free: true,
    also: [],
    emergency: ['911'],
  },
  {
    country: 'GB',
    name: 'Samaritans',
    call: '116 123',
    text: null,
    chat: null,
    hours: '24/7',
    free: true,
    also: ['Shout: text SHOUT to 85258'],
    emergency: ['999'],
  },
  {
    country: 'DE',
    name: 'TelefonSeelsorge',
    call: '0800 1110111',
    text: null,
    chat: null,
    hours: '24/7',
    free: true,
    also: ['0800 1110222', 'https://online.telefonseelsorge.de'],
    emergency: ['112'],
  },
];
const ELSEWHERE = ['https://findahelpline.com', 'https://www.iasp.info/suicidalthoughts/'];

const CRISIS =
  /quero morrer|me matar|acabar com (a minha vida|tudo)|n[aã]o aguento mais viver|suic[ií]d|kill myself|want to die|end my life|suicide/i;

/** @param {World} world */
export function makeHelp(world) {
  return {
    /**
     * @param {string | null} asked
     * @returns {HelpLines}
     */
    lines(asked) {
      const country = asked ?? world.settings.country ?? (world.settings.language === 'ptBr' ? 'BR' : 'US');
      const lines = LINES.filter((line) => line.country === country);
      return {
        country: lines.length ? country : null,
        lines,
        elsewhere: ELSEWHERE,
        countries: [...new Set(LINES.map((line) => line.country))],
      };
    },
    /** @param {string} text */
    calls: (text) => CRISIS.test(text),
  };
}
