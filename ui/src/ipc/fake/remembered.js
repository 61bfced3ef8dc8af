// Fixture: what is remembered in the fake life, in its two languages. Each fact names the words that prove it; those
// words are put into the talk, so that a receipt leads to the moment that says it.

/** @import { FactKind, FactState, Language, MadeBy, ReceiptRole } from '../wire.ts' */

/** @typedef {Record<Language, string>} InBoth */

/**
 * @typedef {object} Fixed
 * @property {string} key
 * @property {string} about  `user`, `companion`, or the key of a person
 * @property {FactKind} kind
 * @property {InBoth} text
 * @property {number} confidence
 * @property {({ ago: number, role?: ReceiptRole } & InBoth)[]} said  each moment that proves it: how far back, of the
 *   whole life (1 is its beginning, 0 its end), and what was said; the words in brackets say it
 * @property {FactState} [state]
 * @property {MadeBy} [madeBy]
 * @property {number} [from]  days ago from which it held
 * @property {number} [until]
 * @property {boolean} [pinned]
 * @property {boolean} [private]
 * @property {string} [became]  the key of what took its place
 * @property {string} [against]  the key of what can't be true beside it
 */

/** @typedef {Omit<Fixed, 'text' | 'said'> & { text: string, said: SaidOf[] }} KnownOf */
/** @typedef {{ words: string, quote: string, ago: number, role?: ReceiptRole }} SaidOf  `quote`: the words in it that say it */

/** @type {{ key: string, name: InBoth, relation: InBoth }[]} */
const PEOPLE = [
  { key: 'lia', name: { ptBr: 'Lia', en: 'Lia' }, relation: { ptBr: 'amiga', en: 'friend' } },
  { key: 'kai', name: { ptBr: 'Caio', en: 'Kai' }, relation: { ptBr: 'irmão', en: 'brother' } },
  { key: 'mother', name: { ptBr: '', en: '' }, relation: { ptBr: 'mãe', en: 'mother' } },
  { key: 'teresa', name: { ptBr: 'Teresa', en: 'Teresa' }, relation: { ptBr: 'chefe', en: 'boss' } },
];

/** @type {InBoth} */
const AVOIDED = { ptBr: 'o antigo apartamento', en: 'the old apartment' };

/** @type {Fixed[]} */
const KNOWN = [
  {
    ...{ key: 'name', about: 'user', kind: 'identity', confidence: 0.98, pinned: true },
    text: { ptBr: 'Chama-se Ana', en: 'Is called Ana' },
    said: [
      {
        ago: 0.99,
        ptBr: 'oi. [meu nome é Ana], prazer',
        en: 'hi. [my name is Ana], nice to meet you',
      },
    ],
  },
  {
    ...{ key: 'olinda', about: 'user', kind: 'place', confidence: 0.9, state: 'ended', until: 70, became: 'recife' },
    text: { ptBr: 'Mora em Olinda', en: 'Lives in Olinda' },
    said: [
      {
        ago: 0.93,
        ptBr: 'aqui em [Olinda, onde eu moro], choveu a tarde toda',
        en: 'here in [Olinda, where I live], it rained all afternoon',
      },
      {
        ago: 0.5,
        role: 'ends',
        ptBr: 'mudei! [agora moro em Recife], perto do parque',
        en: 'I moved! [I live in Recife now], near the park',
      },
    ],
  },
  {
    ...{ key: 'recife', about: 'user', kind: 'place', confidence: 0.95, from: 70 },
    text: { ptBr: 'Mora em Recife, perto do parque', en: 'Lives in Recife, near the park' },
    said: [
      {
        ago: 0.5,
        ptBr: 'mudei! [agora moro em Recife], perto do parque',
        en: 'I moved! [I live in Recife now], near the park',
      },
      {
        ago: 0.2,
        ptBr: 'o bom de [morar em Recife] é poder ir a pé',
        en: 'the good thing about [living in Recife] is walking everywhere',
      },
    ],
  },
  {
    ...{ key: 'aurora', about: 'user', kind: 'work', confidence: 0.9, state: 'ended', from: 260, until: 150 },
    text: { ptBr: 'Trabalha na livraria Aurora', en: 'Works at the Aurora bookshop' },
    said: [
      {
        ago: 0.9,
        ptBr: '[comecei na livraria Aurora] em março',
        en: 'I [started at the Aurora bookshop] in March',
      },
      {
        ago: 0.62,
        role: 'ends',
        ptBr: '[saí da Aurora]. foi bom, e acabou',
        en: '[I left the Aurora]. it was good, and it is over',
      },
    ],
  },
  {
    ...{ key: 'library', about: 'user', kind: 'work', confidence: 0.88, from: 120 },
    text: { ptBr: 'Trabalha na biblioteca do bairro', en: 'Works at the neighbourhood library' },
    said: [
      {
        ago: 0.55,
        ptBr: 'hoje foi meu primeiro dia [na biblioteca do bairro]',
        en: 'today was my first day [at the neighbourhood library]',
      },
    ],
  },
  {
    ...{ key: 'birthday', about: 'user', kind: 'birthday', confidence: 0.97 },
    text: { ptBr: 'Faz aniversário em 12 de abril', en: 'Has her birthday on April 12' },
    said: [
      {
        ago: 0.85,
        ptBr: '[meu aniversário é 12 de abril], e eu gosto de bolo simples',
        en: '[my birthday is April 12], and I like a plain cake',
      },
    ],
  },
  {
    ...{ key: 'may3', about: 'lia', kind: 'birthday', confidence: 0.6, state: 'doubted', against: 'may13' },
    text: { ptBr: 'O aniversário da Lia é 3 de maio', en: "Lia's birthday is May 3" },
    said: [
      {
        ago: 0.8,
        ptBr: 'preciso de um presente: [a Lia faz anos em 3 de maio]',
        en: "I need a present: [Lia's birthday is on May 3]",
      },
    ],
  },
  {
    ...{ key: 'may13', about: 'lia', kind: 'birthday', confidence: 0.55, state: 'doubted', against: 'may3' },
    text: { ptBr: 'O aniversário da Lia é 13 de maio', en: "Lia's birthday is May 13" },
    said: [
      {
        ago: 0.3,
        ptBr: 'dia [13 de maio é aniversário da Lia], vou fazer torta',
        en: "[May 13 is Lia's birthday], I'll bake a tart",
      },
    ],
  },
  {
    ...{ key: 'porto', about: 'teresa', kind: 'plan', confidence: 0.5, state: 'doubted', against: 'lisboa' },
    text: { ptBr: 'Teresa vai se mudar para o Porto', en: 'Teresa is moving to Porto' },
    said: [
      {
        ago: 0.4,
        ptBr: 'parece que [a Teresa vai morar no Porto]',
        en: 'it seems [Teresa is going to live in Porto]',
      },
    ],
  },
  {
    ...{ key: 'lisboa', about: 'teresa', kind: 'plan', confidence: 0.62, state: 'doubted', against: 'porto' },
    text: { ptBr: 'Teresa vai se mudar para Lisboa', en: 'Teresa is moving to Lisbon' },
    said: [
      {
        ago: 0.1,
        ptBr: 'a Teresa me disse que [vai para Lisboa em janeiro]',
        en: 'Teresa told me she [leaves for Lisbon in January]',
      },
    ],
  },
  {
    ...{ key: 'shrimp', about: 'lia', kind: 'health', confidence: 0.93, pinned: true },
    text: { ptBr: 'Lia é alérgica a camarão', en: 'Lia is allergic to shrimp' },
    said: [
      {
        ago: 0.7,
        ptBr: 'nada de camarão: [a Lia é alérgica]',
        en: 'no shrimp: [Lia is allergic]',
      },
      {
        ago: 0.25,
        ptBr: 'troquei o [camarão por palmito por causa da Lia]',
        en: 'I swapped the [shrimp for palm hearts because of Lia]',
      },
    ],
  },
  {
    ...{ key: 'sleep', about: 'user', kind: 'health', confidence: 0.82, private: true, from: 40 },
    text: { ptBr: 'Tem dormido mal', en: 'Has been sleeping badly' },
    said: [
      {
        ago: 0.28,
        ptBr: 'faz umas semanas que [durmo mal]',
        en: "I've been [sleeping badly for a few weeks]",
      },
      {
        ago: 0.12,
        ptBr: '[dormi mal de novo], acordei às quatro',
        en: '[slept badly again], woke up at four',
      },
    ],
  },
  {
    ...{ key: 'guitar', about: 'kai', kind: 'habit', confidence: 0.74 },
    text: { ptBr: 'Caio toca violão na varanda', en: 'Kai plays the guitar on the porch' },
    said: [
      {
        ago: 0.45,
        ptBr: 'meu irmão [Caio tocou violão na varanda] até tarde',
        en: 'my brother [Kai played the guitar on the porch] until late',
      },
    ],
  },
  {
    ...{ key: 'kyle', about: 'kai', kind: 'identity', confidence: 0.7, state: 'corrected', became: 'kai' },
    text: { ptBr: 'O irmão se chama Caíque', en: 'The brother is called Kyle' },
    said: [
      {
        ago: 0.75,
        ptBr: '[meu irmão Caíque] chegou hoje',
        en: '[my brother Kyle] arrived today',
      },
      {
        ago: 0.72,
        role: 'corrects',
        ptBr: 'não, [meu irmão se chama Caio]',
        en: "no, [my brother's name is Kai]",
      },
    ],
  },
  {
    ...{ key: 'kai', about: 'kai', kind: 'relation', confidence: 0.94 },
    text: { ptBr: 'Caio é o irmão dela', en: 'Kai is her brother' },
    said: [
      {
        ago: 0.72,
        ptBr: 'não, [meu irmão se chama Caio]',
        en: "no, [my brother's name is Kai]",
      },
    ],
  },
  {
    ...{ key: 'bread', about: 'mother', kind: 'habit', confidence: 0.8 },
    text: { ptBr: 'A mãe faz pão aos domingos', en: 'A mãe faz pão aos domingos' },
    said: [
      {
        ago: 0.6,
        ptBr: '[minha mãe faz pão todo domingo], desde sempre',
        en: '[minha mãe faz pão todo domingo], desde sempre',
      },
    ],
  },
  {
    ...{ key: 'coriander', about: 'user', kind: 'dislike', confidence: 0.86 },
    text: { ptBr: 'Não gosta de coentro', en: 'Não gosta de coentro' },
    said: [
      {
        ago: 0.58,
        ptBr: '[detesto coentro], sempre detestei',
        en: '[detesto coentro], sempre detestei',
      },
    ],
  },
  {
    ...{ key: 'rain', about: 'user', kind: 'like', confidence: 0.52 },
    text: { ptBr: 'Gosta de dias de chuva', en: 'Likes rainy days' },
    said: [
      {
        ago: 0.35,
        ptBr: '[choveu o dia inteiro e eu gostei]',
        en: '[it rained all day and I liked it]',
      },
    ],
  },
  {
    ...{ key: 'bicycle', about: 'user', kind: 'plan', confidence: 0.78 },
    text: { ptBr: 'Quer consertar a bicicleta antes de dezembro', en: 'Wants to repair the bicycle before December' },
    said: [
      {
        ago: 0.15,
        ptBr: '[até dezembro eu conserto a bicicleta], prometo',
        en: "I'll [repair the bicycle by December], I promise",
      },
    ],
  },
  {
    ...{ key: 'exam', about: 'user', kind: 'thread', confidence: 0.66 },
    text: { ptBr: 'Espera o resultado da prova', en: 'Is waiting for the result of the exam' },
    said: [
      {
        ago: 0.08,
        ptBr: '[o resultado da prova sai] qualquer dia desses',
        en: '[the exam result comes out] any day now',
      },
    ],
  },
  {
    ...{ key: 'mornings', about: 'companion', kind: 'like', confidence: 0.84 },
    text: { ptBr: 'De manhã, a Samantha deve falar pouco', en: 'In the mornings Samantha should say little' },
    said: [
      {
        ago: 0.22,
        ptBr: '[de manhã fala pouco comigo], tá?',
        en: '[say little to me in the mornings], please',
      },
    ],
  },
  {
    ...{ key: 'yard', about: 'user', kind: 'theme', confidence: 0.71, madeBy: 'reflection' },
    text: {
      ptBr: 'Volta sempre a querer menos telas e mais quintal',
      en: 'Keeps coming back to wanting fewer screens and more yard',
    },
    said: [
      {
        ago: 0.65,
        ptBr: 'acho que preciso de [menos telas e de mais quintal]',
        en: 'I think I need [fewer screens and more yard]',
      },
      {
        ago: 0.33,
        ptBr: 'passei a tarde [no quintal, sem telefone]. que paz',
        en: 'spent the afternoon [in the yard without my phone]. what peace',
      },
      {
        ago: 0.05,
        ptBr: '[apaguei dois aplicativos]. sobrou tempo para as plantas',
        en: '[deleted two apps]. there was time left for the plants',
      },
    ],
  },
  {
    ...{ key: 'nine', about: 'user', kind: 'habit', confidence: 1, madeBy: 'person' },
    text: { ptBr: 'Não atende o telefone antes das nove', en: "Doesn't answer the phone before nine" },
    said: [],
  },
];

/**
 * What is remembered where this language is spoken.
 * @param {Language} language
 */
export function rememberedIn(language) {
  return {
    people: PEOPLE.map(({ key, name, relation }) => ({ key, name: name[language], relation: relation[language] })),
    known: KNOWN.map(({ text, said, ...fact }) => ({
      ...fact,
      text: text[language],
      said: said.map(({ ago, role, [language]: words }) => ({
        ago,
        ...(role ? { role } : {}),
        words: words.replace(/[[\]]/g, ''),
        quote: /\[(.*)\]/.exec(words)?.[1] ?? words,
      })),
    })),
    avoided: [AVOIDED[language]],
  };
}
