// Fixture: what is remembered in the fake life, in its two languages. Each fact names the words that prove it; those
// words are put into the talk, so that a receipt leads to the moment that says it.

/** @import { FactKind, FactState, Language, MadeBy, ReceiptRole } from '../wire.ts' */

/**
 * @typedef {object} SaidOf  one moment that proves a fact
 * @property {string} words  the whole of what was said
 * @property {string} quote  the words in it that say it
 * @property {number} ago  how far back, of the whole life: 1 is its beginning, 0 its end
 * @property {ReceiptRole} [role]
 */

/**
 * @typedef {object} KnownOf
 * @property {string} key
 * @property {string} about  `user`, `companion`, or the key of a person
 * @property {FactKind} kind
 * @property {string} text
 * @property {number} confidence
 * @property {SaidOf[]} said
 * @property {FactState} [state]
 * @property {MadeBy} [madeBy]
 * @property {number} [from]  days ago from which it held
 * @property {number} [until]
 * @property {boolean} [pinned]
 * @property {boolean} [private]
 * @property {string} [became]  the key of what took its place
 * @property {string} [against]  the key of what can't be true beside it
 */

/** @type {Record<Language, { people: { key: string, name: string, relation: string }[], known: KnownOf[], avoided: string[] }>} */
export const REMEMBERED = {
  ptBr: {
    people: [
      { key: 'lia', name: 'Lia', relation: 'amiga' },
      { key: 'caio', name: 'Caio', relation: 'irmão' },
      { key: 'mae', name: '', relation: 'mãe' },
      { key: 'teresa', name: 'Teresa', relation: 'chefe' },
    ],
    known: [
      {
        ...{ key: 'name', about: 'user', kind: 'identity', text: 'Chama-se Ana', confidence: 0.98, pinned: true },
        said: [{ words: 'oi. meu nome é Ana, prazer', quote: 'meu nome é Ana', ago: 0.99 }],
      },
      {
        ...{ key: 'olinda', about: 'user', kind: 'place', text: 'Mora em Olinda', confidence: 0.9, state: 'ended' },
        ...{ until: 70, became: 'recife' },
        said: [
          { words: 'aqui em Olinda, onde eu moro, choveu a tarde toda', quote: 'Olinda, onde eu moro', ago: 0.93 },
          {
            words: 'mudei! agora moro em Recife, perto do parque',
            quote: 'agora moro em Recife',
            ago: 0.5,
            role: 'ends',
          },
        ],
      },
      {
        ...{ key: 'recife', about: 'user', kind: 'place', text: 'Mora em Recife, perto do parque', confidence: 0.95 },
        from: 70,
        said: [
          { words: 'mudei! agora moro em Recife, perto do parque', quote: 'agora moro em Recife', ago: 0.5 },
          { words: 'o bom de morar em Recife é poder ir a pé', quote: 'morar em Recife', ago: 0.2 },
        ],
      },
      {
        ...{ key: 'aurora', about: 'user', kind: 'work', text: 'Trabalha na livraria Aurora', confidence: 0.9 },
        ...{ state: 'ended', from: 260, until: 150 },
        said: [
          { words: 'comecei na livraria Aurora em março', quote: 'comecei na livraria Aurora', ago: 0.9 },
          { words: 'saí da Aurora. foi bom, e acabou', quote: 'saí da Aurora', ago: 0.62, role: 'ends' },
        ],
      },
      {
        ...{ key: 'library', about: 'user', kind: 'work', text: 'Trabalha na biblioteca do bairro', confidence: 0.88 },
        from: 120,
        said: [
          { words: 'hoje foi meu primeiro dia na biblioteca do bairro', quote: 'na biblioteca do bairro', ago: 0.55 },
        ],
      },
      {
        ...{
          key: 'birthday',
          about: 'user',
          kind: 'birthday',
          text: 'Faz aniversário em 12 de abril',
          confidence: 0.97,
        },
        said: [
          {
            words: 'meu aniversário é 12 de abril, e eu gosto de bolo simples',
            quote: 'meu aniversário é 12 de abril',
            ago: 0.85,
          },
        ],
      },
      {
        ...{ key: 'may3', about: 'lia', kind: 'birthday', text: 'O aniversário da Lia é 3 de maio', confidence: 0.6 },
        ...{ state: 'doubted', against: 'may13' },
        said: [
          {
            words: 'preciso de um presente: a Lia faz anos em 3 de maio',
            quote: 'a Lia faz anos em 3 de maio',
            ago: 0.8,
          },
        ],
      },
      {
        ...{
          key: 'may13',
          about: 'lia',
          kind: 'birthday',
          text: 'O aniversário da Lia é 13 de maio',
          confidence: 0.55,
        },
        ...{ state: 'doubted', against: 'may3' },
        said: [
          {
            words: 'dia 13 de maio é aniversário da Lia, vou fazer torta',
            quote: '13 de maio é aniversário da Lia',
            ago: 0.3,
          },
        ],
      },
      {
        ...{ key: 'porto', about: 'teresa', kind: 'plan', text: 'Teresa vai se mudar para o Porto', confidence: 0.5 },
        ...{ state: 'doubted', against: 'lisboa' },
        said: [{ words: 'parece que a Teresa vai morar no Porto', quote: 'a Teresa vai morar no Porto', ago: 0.4 }],
      },
      {
        ...{ key: 'lisboa', about: 'teresa', kind: 'plan', text: 'Teresa vai se mudar para Lisboa', confidence: 0.62 },
        ...{ state: 'doubted', against: 'porto' },
        said: [
          { words: 'a Teresa me disse que vai para Lisboa em janeiro', quote: 'vai para Lisboa em janeiro', ago: 0.1 },
        ],
      },
      {
        ...{
          key: 'shrimp',
          about: 'lia',
          kind: 'health',
          text: 'Lia é alérgica a camarão',
          confidence: 0.93,
          pinned: true,
        },
        said: [
          { words: 'nada de camarão: a Lia é alérgica', quote: 'a Lia é alérgica', ago: 0.7 },
          {
            words: 'troquei o camarão por palmito por causa da Lia',
            quote: 'camarão por palmito por causa da Lia',
            ago: 0.25,
          },
        ],
      },
      {
        ...{
          key: 'sleep',
          about: 'user',
          kind: 'health',
          text: 'Tem dormido mal',
          confidence: 0.82,
          private: true,
          from: 40,
        },
        said: [
          { words: 'faz umas semanas que durmo mal', quote: 'durmo mal', ago: 0.28 },
          { words: 'dormi mal de novo, acordei às quatro', quote: 'dormi mal de novo', ago: 0.12 },
        ],
      },
      {
        ...{ key: 'guitar', about: 'caio', kind: 'habit', text: 'Caio toca violão na varanda', confidence: 0.74 },
        said: [
          {
            words: 'meu irmão Caio tocou violão na varanda até tarde',
            quote: 'Caio tocou violão na varanda',
            ago: 0.45,
          },
        ],
      },
      {
        ...{ key: 'caique', about: 'caio', kind: 'identity', text: 'O irmão se chama Caíque', confidence: 0.7 },
        ...{ state: 'corrected', became: 'caio' },
        said: [
          { words: 'meu irmão Caíque chegou hoje', quote: 'meu irmão Caíque', ago: 0.75 },
          { words: 'não, meu irmão se chama Caio', quote: 'meu irmão se chama Caio', ago: 0.72, role: 'corrects' },
        ],
      },
      {
        ...{ key: 'caio', about: 'caio', kind: 'relation', text: 'Caio é o irmão dela', confidence: 0.94 },
        said: [{ words: 'não, meu irmão se chama Caio', quote: 'meu irmão se chama Caio', ago: 0.72 }],
      },
      {
        ...{ key: 'bread', about: 'mae', kind: 'habit', text: 'A mãe faz pão aos domingos', confidence: 0.8 },
        said: [
          { words: 'minha mãe faz pão todo domingo, desde sempre', quote: 'minha mãe faz pão todo domingo', ago: 0.6 },
        ],
      },
      {
        ...{ key: 'coriander', about: 'user', kind: 'dislike', text: 'Não gosta de coentro', confidence: 0.86 },
        said: [{ words: 'detesto coentro, sempre detestei', quote: 'detesto coentro', ago: 0.58 }],
      },
      {
        ...{ key: 'rain', about: 'user', kind: 'like', text: 'Gosta de dias de chuva', confidence: 0.52 },
        said: [{ words: 'choveu o dia inteiro e eu gostei', quote: 'choveu o dia inteiro e eu gostei', ago: 0.35 }],
      },
      {
        ...{
          key: 'bicycle',
          about: 'user',
          kind: 'plan',
          text: 'Quer consertar a bicicleta antes de dezembro',
          confidence: 0.78,
        },
        said: [
          {
            words: 'até dezembro eu conserto a bicicleta, prometo',
            quote: 'até dezembro eu conserto a bicicleta',
            ago: 0.15,
          },
        ],
      },
      {
        ...{ key: 'exam', about: 'user', kind: 'thread', text: 'Espera o resultado da prova', confidence: 0.66 },
        said: [{ words: 'o resultado da prova sai qualquer dia desses', quote: 'o resultado da prova sai', ago: 0.08 }],
      },
      {
        ...{
          key: 'mornings',
          about: 'companion',
          kind: 'like',
          text: 'De manhã, a Samantha deve falar pouco',
          confidence: 0.84,
        },
        said: [{ words: 'de manhã fala pouco comigo, tá?', quote: 'de manhã fala pouco comigo', ago: 0.22 }],
      },
      {
        ...{
          key: 'yard',
          about: 'user',
          kind: 'theme',
          text: 'Volta sempre a querer menos telas e mais quintal',
          confidence: 0.71,
        },
        madeBy: 'reflection',
        said: [
          {
            words: 'acho que preciso de menos telas e de mais quintal',
            quote: 'menos telas e de mais quintal',
            ago: 0.65,
          },
          { words: 'passei a tarde no quintal, sem telefone. que paz', quote: 'no quintal, sem telefone', ago: 0.33 },
          {
            words: 'apaguei dois aplicativos. sobrou tempo para as plantas',
            quote: 'apaguei dois aplicativos',
            ago: 0.05,
          },
        ],
      },
      {
        key: 'nine',
        about: 'user',
        kind: 'habit',
        text: 'Não atende o telefone antes das nove',
        confidence: 1,
        madeBy: 'person',
        said: [],
      },
    ],
    avoided: ['o antigo apartamento'],
  },
  en: {
    people: [
      { key: 'lia', name: 'Lia', relation: 'friend' },
      { key: 'kai', name: 'Kai', relation: 'brother' },
      { key: 'mother', name: '', relation: 'mother' },
      { key: 'teresa', name: 'Teresa', relation: 'boss' },
    ],
    known: [
      {
        ...{ key: 'name', about: 'user', kind: 'identity', text: 'Is called Ana', confidence: 0.98, pinned: true },
        said: [{ words: 'hi. my name is Ana, nice to meet you', quote: 'my name is Ana', ago: 0.99 }],
      },
      {
        ...{ key: 'olinda', about: 'user', kind: 'place', text: 'Lives in Olinda', confidence: 0.9, state: 'ended' },
        ...{ until: 70, became: 'recife' },
        said: [
          { words: 'here in Olinda, where I live, it rained all afternoon', quote: 'Olinda, where I live', ago: 0.93 },
          {
            words: 'I moved! I live in Recife now, near the park',
            quote: 'I live in Recife now',
            ago: 0.5,
            role: 'ends',
          },
        ],
      },
      {
        ...{
          key: 'recife',
          about: 'user',
          kind: 'place',
          text: 'Lives in Recife, near the park',
          confidence: 0.95,
          from: 70,
        },
        said: [
          { words: 'I moved! I live in Recife now, near the park', quote: 'I live in Recife now', ago: 0.5 },
          { words: 'the good thing about living in Recife is walking everywhere', quote: 'living in Recife', ago: 0.2 },
        ],
      },
      {
        ...{ key: 'aurora', about: 'user', kind: 'work', text: 'Works at the Aurora bookshop', confidence: 0.9 },
        ...{ state: 'ended', from: 260, until: 150 },
        said: [
          { words: 'I started at the Aurora bookshop in March', quote: 'started at the Aurora bookshop', ago: 0.9 },
          {
            words: 'I left the Aurora. it was good, and it is over',
            quote: 'I left the Aurora',
            ago: 0.62,
            role: 'ends',
          },
        ],
      },
      {
        ...{
          key: 'library',
          about: 'user',
          kind: 'work',
          text: 'Works at the neighbourhood library',
          confidence: 0.88,
        },
        from: 120,
        said: [
          {
            words: 'today was my first day at the neighbourhood library',
            quote: 'at the neighbourhood library',
            ago: 0.55,
          },
        ],
      },
      {
        ...{ key: 'birthday', about: 'user', kind: 'birthday', text: 'Has her birthday on April 12', confidence: 0.97 },
        said: [
          { words: 'my birthday is April 12, and I like a plain cake', quote: 'my birthday is April 12', ago: 0.85 },
        ],
      },
      {
        ...{ key: 'may3', about: 'lia', kind: 'birthday', text: "Lia's birthday is May 3", confidence: 0.6 },
        ...{ state: 'doubted', against: 'may13' },
        said: [
          { words: "I need a present: Lia's birthday is on May 3", quote: "Lia's birthday is on May 3", ago: 0.8 },
        ],
      },
      {
        ...{ key: 'may13', about: 'lia', kind: 'birthday', text: "Lia's birthday is May 13", confidence: 0.55 },
        ...{ state: 'doubted', against: 'may3' },
        said: [{ words: "May 13 is Lia's birthday, I'll bake a tart", quote: "May 13 is Lia's birthday", ago: 0.3 }],
      },
      {
        ...{ key: 'porto', about: 'teresa', kind: 'plan', text: 'Teresa is moving to Porto', confidence: 0.5 },
        ...{ state: 'doubted', against: 'lisboa' },
        said: [
          { words: 'it seems Teresa is going to live in Porto', quote: 'Teresa is going to live in Porto', ago: 0.4 },
        ],
      },
      {
        ...{ key: 'lisboa', about: 'teresa', kind: 'plan', text: 'Teresa is moving to Lisbon', confidence: 0.62 },
        ...{ state: 'doubted', against: 'porto' },
        said: [
          { words: 'Teresa told me she leaves for Lisbon in January', quote: 'leaves for Lisbon in January', ago: 0.1 },
        ],
      },
      {
        ...{
          key: 'shrimp',
          about: 'lia',
          kind: 'health',
          text: 'Lia is allergic to shrimp',
          confidence: 0.93,
          pinned: true,
        },
        said: [
          { words: 'no shrimp: Lia is allergic', quote: 'Lia is allergic', ago: 0.7 },
          {
            words: 'I swapped the shrimp for palm hearts because of Lia',
            quote: 'shrimp for palm hearts because of Lia',
            ago: 0.25,
          },
        ],
      },
      {
        ...{
          key: 'sleep',
          about: 'user',
          kind: 'health',
          text: 'Has been sleeping badly',
          confidence: 0.82,
          private: true,
          from: 40,
        },
        said: [
          { words: "I've been sleeping badly for a few weeks", quote: 'sleeping badly for a few weeks', ago: 0.28 },
          { words: 'slept badly again, woke up at four', quote: 'slept badly again', ago: 0.12 },
        ],
      },
      {
        ...{ key: 'guitar', about: 'kai', kind: 'habit', text: 'Kai plays the guitar on the porch', confidence: 0.74 },
        said: [
          {
            words: 'my brother Kai played the guitar on the porch until late',
            quote: 'Kai played the guitar on the porch',
            ago: 0.45,
          },
        ],
      },
      {
        ...{ key: 'kyle', about: 'kai', kind: 'identity', text: 'The brother is called Kyle', confidence: 0.7 },
        ...{ state: 'corrected', became: 'kai' },
        said: [
          { words: 'my brother Kyle arrived today', quote: 'my brother Kyle', ago: 0.75 },
          { words: "no, my brother's name is Kai", quote: "my brother's name is Kai", ago: 0.72, role: 'corrects' },
        ],
      },
      {
        ...{ key: 'kai', about: 'kai', kind: 'relation', text: 'Kai is her brother', confidence: 0.94 },
        said: [{ words: "no, my brother's name is Kai", quote: "my brother's name is Kai", ago: 0.72 }],
      },
      {
        ...{ key: 'bread', about: 'mother', kind: 'habit', text: 'A mãe faz pão aos domingos', confidence: 0.8 },
        said: [
          { words: 'minha mãe faz pão todo domingo, desde sempre', quote: 'minha mãe faz pão todo domingo', ago: 0.6 },
        ],
      },
      {
        ...{ key: 'coriander', about: 'user', kind: 'dislike', text: 'Não gosta de coentro', confidence: 0.86 },
        said: [{ words: 'detesto coentro, sempre detestei', quote: 'detesto coentro', ago: 0.58 }],
      },
      {
        ...{ key: 'rain', about: 'user', kind: 'like', text: 'Likes rainy days', confidence: 0.52 },
        said: [{ words: 'it rained all day and I liked it', quote: 'it rained all day and I liked it', ago: 0.35 }],
      },
      {
        ...{
          key: 'bicycle',
          about: 'user',
          kind: 'plan',
          text: 'Wants to repair the bicycle before December',
          confidence: 0.78,
        },
        said: [
          {
            words: "I'll repair the bicycle by December, I promise",
            quote: 'repair the bicycle by December',
            ago: 0.15,
          },
        ],
      },
      {
        ...{
          key: 'exam',
          about: 'user',
          kind: 'thread',
          text: 'Is waiting for the result of the exam',
          confidence: 0.66,
        },
        said: [{ words: 'the exam result comes out any day now', quote: 'the exam result comes out', ago: 0.08 }],
      },
      {
        ...{
          key: 'mornings',
          about: 'companion',
          kind: 'like',
          text: 'In the mornings Samantha should say little',
          confidence: 0.84,
        },
        said: [
          { words: 'say little to me in the mornings, please', quote: 'say little to me in the mornings', ago: 0.22 },
        ],
      },
      {
        ...{
          key: 'yard',
          about: 'user',
          kind: 'theme',
          text: 'Keeps coming back to wanting fewer screens and more yard',
          confidence: 0.71,
        },
        madeBy: 'reflection',
        said: [
          { words: 'I think I need fewer screens and more yard', quote: 'fewer screens and more yard', ago: 0.65 },
          {
            words: 'spent the afternoon in the yard without my phone. what peace',
            quote: 'in the yard without my phone',
            ago: 0.33,
          },
          { words: 'deleted two apps. there was time left for the plants', quote: 'deleted two apps', ago: 0.05 },
        ],
      },
      {
        key: 'nine',
        about: 'user',
        kind: 'habit',
        text: "Doesn't answer the phone before nine",
        confidence: 1,
        madeBy: 'person',
        said: [],
      },
    ],
    avoided: ['the old apartment'],
  },
};
