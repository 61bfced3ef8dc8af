// Fixture: what was said in the fake life, in its two languages. Nothing here is shown as the app's own words.

/** @import { Language } from '../wire.ts' */

/** @type {Record<Language, { user: string[], companion: string[], who: string[], what: string[], long: string, code: string, listener: string[] }>} */
export const WORDS = {
  ptBr: {
    who: ['a Lia', 'meu irmão', 'a Bia', 'o Caio', 'minha mãe', 'o vizinho do 42', 'a Teresa', 'o João'],
    what: [
      'o jardim',
      'a viagem',
      'o conserto da bicicleta',
      'a prova',
      'o livro que larguei',
      'a mudança',
      'o café da esquina',
      'o violão',
    ],
    user: [
      'hoje fui tomar café com {who}. fazia uns três meses',
      'dormi mal de novo. fiquei pensando em {what}',
      'consegui! terminei {what}, acredita?',
      'não sei se conto para {who} sobre {what}',
      'choveu o dia inteiro e eu gostei',
      'a reunião foi longa demais. saí de lá sem fome e sem paciência',
      '{who} me perguntou de {what} e eu não soube o que dizer',
      'acho que preciso de menos telas e de mais quintal',
      'bom dia',
      'lembrei da minha avó fazendo pão. o cheiro ficou na casa o dia todo, na lembrança',
    ],
    companion: [
      'Três meses e uma semana. Da última vez você voltou leve. Como foi desta vez?',
      'Pensar nisso à noite pesa mais do que de dia. O que apareceu primeiro?',
      'Acredito, e fico contente. Você falou de {what} desde o começo do ano.',
      'Você pode contar um pedaço só, e ver como {who} recebe. O que mais te segura?',
      'Há dias de chuva que são *um cobertor*. O que você fez com ele?',
      'Parece que a conversa passou do ponto em que ainda era conversa. Você comeu depois?',
      'Não saber o que dizer também é uma resposta. O que {who} queria ouvir, na sua opinião?',
      'Gosto dessa conta: menos telas, mais quintal. Por onde começa?',
      'Bom dia. Como você acordou?',
      'Que lembrança boa. Você já tentou fazer o pão dela?',
    ],
    long: 'hoje o dia teve três partes. de manhã arrumei {what} e achei uma foto antiga de {who}, na praia, com aquele chapéu ridículo que ninguém teve coragem de jogar fora.\n\nde tarde fiquei parado um tempo olhando a rua. não estava triste, estava só quieto, como quando a geladeira desliga e a gente percebe que ela fazia barulho.\n\nde noite liguei. falamos pouco e foi bom.',
    code: 'Guardei a lista como você pediu:\n\n```\npão integral\ntomate\n2 limões\n```\n\n1. mercado antes das **dez**\n2. o resto pode esperar',
    listener: [
      'Estou ouvindo. O que disso ficou mais com você?',
      'Você disse isso com calma, e ainda assim parece ter peso. O que aconteceu depois?',
      'Entendi as palavras; o tamanho delas só você sabe. Quer contar mais um pouco?',
      'Obrigada por me contar. Por onde você gostaria de continuar?',
    ],
  },
  en: {
    who: ['Lia', 'my brother', 'Bea', 'Kai', 'my mother', 'the neighbour from 42', 'Teresa', 'John'],
    what: [
      'the garden',
      'the trip',
      'the bicycle repair',
      'the exam',
      'the book I gave up on',
      'the move',
      'the corner café',
      'the guitar',
    ],
    user: [
      'had coffee with {who} today. it had been about three months',
      'slept badly again. I kept thinking about {what}',
      'I did it! finished {what}, can you believe it?',
      "I don't know whether to tell {who} about {what}",
      'it rained all day and I liked it',
      'the meeting went on far too long. I left with no appetite and no patience',
      "{who} asked me about {what} and I didn't know what to say",
      'I think I need fewer screens and more yard',
      'good morning',
      'I remembered my grandmother baking bread. the smell stayed in the house all day, in the memory',
    ],
    companion: [
      'Three months and a week. Last time you came back lighter. How was it this time?',
      'At night that weighs more than by day. What came up first?',
      "I believe it, and I'm glad. You have talked about {what} since the start of the year.",
      'You could tell just a piece of it, and see how {who} takes it. What holds you back most?',
      'Some rainy days are *a blanket*. What did you do with it?',
      'It sounds as if it went past the point where it was still a conversation. Did you eat afterwards?',
      'Not knowing what to say is an answer too. What did {who} want to hear, do you think?',
      'I like that sum: fewer screens, more yard. Where does it begin?',
      'Good morning. How did you wake up?',
      'What a good memory. Have you ever tried to bake her bread?',
    ],
    long: "today had three parts. in the morning I sorted out {what} and found an old picture of {who} at the beach, in that ridiculous hat nobody had the heart to throw away.\n\nin the afternoon I stood still for a while, looking at the street. I wasn't sad, just quiet, the way the fridge stops and you notice it had been humming.\n\nin the evening I called. we said little and it was good.",
    code: 'I kept the list as you asked:\n\n```\nwholemeal bread\ntomatoes\n2 lemons\n```\n\n1. the market before **ten**\n2. the rest can wait',
    listener: [
      "I'm listening. What of it stayed with you most?",
      'You said it calmly, and still it seems to weigh something. What happened after?',
      'I understood the words; their size only you know. Would you tell me a little more?',
      'Thank you for telling me. Where would you like to go on?',
    ],
  },
};

/**
 * A number that looks random and is always the same for `n`: 0 to 2^32.
 * @param {number} n
 */
export function scatter(n) {
  let x = (n + 0x9e3779b9) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/**
 * One of them, always the same for `n`.
 * @template T
 * @param {readonly T[]} list
 * @param {number} n
 * @returns {T}
 */
export function pick(list, n) {
  return /** @type {T} */ (list[scatter(n) % list.length]);
}

/**
 * What turn `n` (from 0) says.
 * @param {Language} language
 * @param {'user' | 'companion'} speaker
 * @param {number} n
 */
export function said(language, speaker, n) {
  const words = WORDS[language];
  // An answer goes with what it answers: both take their line from the number of the pair.
  const pair = n >> 1;
  let text = pick(words[speaker], pair * 7);
  if (speaker === 'user' && scatter(pair) % 23 === 0) text = words.long;
  if (speaker === 'companion' && scatter(pair) % 29 === 0) text = words.code;
  return text.replace('{who}', pick(words.who, pair)).replace('{what}', pick(words.what, pair * 3 + 1));
}
