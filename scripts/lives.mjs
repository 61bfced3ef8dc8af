// `node scripts/lives.mjs`: four lives as they were written by hand, in both languages, become the conversations, questions
// and remarks that `--bin recall -- --own` and `--remarks` measure with. `-- --check` only says whether they are up to date.
//
// What is written (tests/data/recall/written): a line is `mark text in Portuguese :: text in English`.
//   `## 2023-05-07 21:02` begins a session; `*` is a telling turn of the user, `+` one of the companion, `>` and `<` the rest
//   of their talk; `?kind` a question and `!` a remark to which the telling turn above belongs, `~` a question about what was
//   never said, `-` a remark to which nothing belongs. `=` asks the question above obliquely, with hardly a word of the turn. `@2024-03-10` says when it is asked. `*key` gives a telling turn a
//   name for `?two key,-`, a question that needs that turn and the one above.
// What else they say to each other comes from `%near` (same topic, somebody else; in the order of the year) and from
// shared.txt, drawn without putting back: no life says anything twice.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ended, main, root } from './common.mjs';

/** @typedef {{pt: string, en: string}} Both */
/** @typedef {{user: boolean, text: Both, telling?: Telling}} Line */
/** @typedef {{key: string, session: Session, id: string, at: number}} Telling */
/** @typedef {{at: number, blocks: Line[][]}} Session */
/** @typedef {{kind: string, text: Both, oblique?: Both, evidence: Telling[], at: number | null}} Asked */
/** @typedef {{name: string, slots: Map<string, Both>, sessions: Session[], near: Line[][], questions: Asked[],
 *   never: Asked[], remarks: Asked[], none: Asked[]}} Life */

const LIVES = ['marina', 'osvaldo', 'thiago', 'dana'];
const COMPANION = 'Samantha';
const DATA = join(root, 'tests/data/recall');
/** Turns of a life, at least. */
const TURNS = 620;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** The kinds of question as the scoring script counts them: of several turns, of time, of one turn. */
const CATEGORIES = new Map([
  ['two', 1],
  ['when', 2],
  ['dated', 2],
]);
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** @param {number} seed */
function dice(seed) {
  let state = seed;
  // mulberry32
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * @template T
 * @param {T[]} all
 * @param {() => number} draw
 * @returns {T[]}
 */
function shuffled(all, draw) {
  const out = [...all];
  for (let last = out.length - 1; last > 0; last--) {
    const at = Math.floor(draw() * (last + 1));
    const moved = out.splice(at, 1);
    out.push(...moved);
  }
  return out;
}

/** @param {string} text @returns {Both} */
function both(text) {
  const [pt, en, more] = text.split(' :: ');
  if (pt === undefined || en === undefined || more !== undefined) throw new Ended(`not in two languages: ${text}`);
  return { pt: pt.trim(), en: en.trim() };
}

/** @param {string} date @param {string} [time] */
const moment = (date, time = '20:30') => Date.parse(`${date}T${time}:00Z`);

/** @param {string} file */
const lines = (file) => readFileSync(join(DATA, 'written', file), 'utf8').split('\n');

/** @param {string[]} written @returns {Line[][]} */
function threads(written) {
  /** @type {Line[][]} */
  const all = [[]];
  for (const line of written) {
    if (line === '') all.push([]);
    else all.at(-1)?.push({ user: line.startsWith('> '), text: both(line.slice(2)) });
  }
  return all.filter((thread) => thread.length > 0);
}

/** @param {string[]} written @returns {Map<string, string[]>} The lines of each part, by its name; those before the first as ''. */
function parts(written) {
  /** @type {Map<string, string[]>} */
  const all = new Map([['', []]]);
  let name = '';
  for (const line of written) {
    if (line.startsWith('%')) name = line.slice(1);
    else all.set(name, [...(all.get(name) ?? []), line]);
  }
  return all;
}

/** @param {string} name @returns {Life} */
function read(name) {
  const written = parts(lines(`${name}.txt`));
  /** @type {Life} */
  const life = {
    name,
    slots: new Map(),
    sessions: [],
    near: threads(written.get('near') ?? []),
    questions: [],
    never: (written.get('never') ?? []).filter(Boolean).map((line) => asked('never', line.slice(2), [])),
    remarks: [],
    none: (written.get('none') ?? []).filter(Boolean).map((line) => asked('none', line.slice(2), [])),
  };
  /** @type {Map<string, Telling>} */
  const tellings = new Map();
  /** @type {Telling | undefined} */
  let last;
  for (const line of written.get('') ?? []) {
    const session = life.sessions.at(-1);
    const mark = line[0];
    if (line === '') session?.blocks.push([]);
    else if (mark === '#') {
      const [, date = '', time] = line.split(' ');
      life.sessions.push({ at: moment(date, time), blocks: [[]] });
    } else if (session === undefined) {
      const [key = '', ...rest] = line.split(' ');
      const text = rest.join(' ');
      life.slots.set(key, text.includes(' :: ') ? both(text) : { pt: text, en: text });
    } else if (mark === '*' || mark === '+') {
      const [head = '', ...rest] = line.split(' ');
      last = { key: head.slice(1), session, id: '', at: 0 };
      if (last.key !== '') tellings.set(last.key, last);
      session.blocks.at(-1)?.push({ user: mark === '*', text: both(rest.join(' ')), telling: last });
    } else if (mark === '=') {
      Object.assign(life.questions.at(-1) ?? {}, { oblique: both(line.slice(2)) });
    } else if (mark === '>' || mark === '<') {
      session.blocks.at(-1)?.push({ user: mark === '>', text: both(line.slice(2)) });
    } else if (last !== undefined && mark === '!') {
      life.remarks.push(asked('remark', line.slice(2), [last]));
    } else if (last !== undefined && mark === '?') {
      const [head = '', ...rest] = line.split(' ');
      const [kind = '', at] = head.slice(1).split('@');
      /** @type {Telling[]} */
      let evidence = [last];
      if (kind === 'two') {
        const above = last;
        evidence = (rest.shift() ?? '').split(',').map((key) => {
          const telling = key === '-' ? above : tellings.get(key);
          if (telling === undefined) throw new Ended(`${name}: no telling turn is called ${key}`);
          return telling;
        });
      }
      life.questions.push(asked(kind, rest.join(' ') + (at === undefined ? '' : ` @${at}`), evidence));
    } else throw new Ended(`${name}: ${line}`);
  }
  life.sessions.sort((a, b) => a.at - b.at);
  return life;
}

/** @param {string} kind @param {string} text @param {Telling[]} evidence @returns {Asked} */
function asked(kind, text, evidence) {
  const date = text.match(/ @(\d{4}-\d\d-\d\d)$/);
  return {
    kind,
    text: both(date === null ? text : text.slice(0, -date[0].length)),
    evidence,
    at: date?.[1] === undefined ? null : moment(date[1]),
  };
}

/** @param {Life} life @param {() => number} draw */
function fill(life, draw) {
  const shared = parts(lines('shared.txt'));
  /** @param {string} part */
  const drawn = (part) => shuffled(threads(shared.get(part) ?? []), draw);
  const [greetings, partings] = [drawn('greet'), drawn('close')];
  const talk = shuffled([...drawn('any'), ...(life.slots.has('coworker') ? drawn('work') : [])], draw);
  const near = [...life.near];
  const count = () => life.sessions.flatMap((session) => session.blocks.flat()).length;
  life.sessions.forEach((session, n) => {
    session.blocks = session.blocks.filter((block) => block.length > 0);
    // From the fourth session on: what is like something told comes after it.
    const due = Math.ceil((life.near.length * (n - 2)) / (life.sessions.length - 3));
    while (n > 2 && life.near.length - near.length < due) place(session, near.shift(), draw);
    for (let few = 0; few < 2 && draw() < 0.6; few++) place(session, talk.pop(), draw);
    const [greeting, parting] = [
      draw() < 0.85 ? greetings.pop() : undefined,
      draw() < 0.8 ? partings.pop() : undefined,
    ];
    if (greeting !== undefined) session.blocks.unshift(greeting);
    if (parting !== undefined) session.blocks.push(parting);
  });
  while (count() < TURNS) {
    const session = life.sessions[Math.floor(draw() * life.sessions.length)];
    const thread = talk.pop();
    if (session === undefined || thread === undefined) throw new Ended(`${life.name} has only ${count()} turns`);
    // Not before the greeting nor after the parting.
    const middle = { at: 0, blocks: session.blocks.splice(1, Math.max(0, session.blocks.length - 2)) };
    place(middle, thread, draw);
    session.blocks.splice(1, 0, ...middle.blocks);
  }
}

/** @param {Session} session @param {Line[] | undefined} thread @param {() => number} draw */
function place(session, thread, draw) {
  if (thread !== undefined) session.blocks.splice(Math.floor(draw() * (session.blocks.length + 1)), 0, thread);
}

/** @param {string} text */
const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '');

/** @param {number} at */
const iso = (at) => new Date(at).toISOString().slice(0, 19);

/** @param {number} at */
function spoken(at) {
  const date = new Date(at);
  const hours = date.getUTCHours();
  const minutes = String(date.getUTCMinutes()).padStart(2, '0');
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}, ${date.getUTCFullYear()}`;
  return `${hours % 12 || 12}:${minutes} ${hours < 12 ? 'am' : 'pm'} on ${day}`;
}

/** @param {Life} life @param {string} text @param {'pt' | 'en'} language */
function said(life, text, language) {
  const filled = text.replace(/\{(\w+)\}/g, (slot, name) => {
    const found = name === 'o' ? life.slots.get('gender') : life.slots.get(name);
    if (found === undefined) throw new Ended(`${life.name} has no ${slot}`);
    return found[language];
  });
  return filled.charAt(0).toUpperCase() + filled.slice(1);
}

/** @param {number} n */
const half = (n) => (n % 2 === 0 ? 'tune' : 'kept');

/** @param {Life[]} lives @param {'pt' | 'en'} language @returns {Map<string, string>} What each file says. */
function files(lives, language) {
  /** @type {Record<'questions' | 'oblique' | 'never' | 'remarks', object[]>} */
  const rows = { questions: [], oblique: [], never: [], remarks: [] };
  const conversations = lives.map((life) => {
    const user = life.slots.get('name')?.[language] ?? '';
    const turns = life.sessions.flatMap((session, s) => {
      let at = session.at;
      return session.blocks.flat().map((line, t) => {
        const text = said(life, line.text[language], language);
        const id = `D${s + 1}:${t + 1}`;
        const turn = {
          id,
          session: s + 1,
          date: spoken(session.at),
          ts: iso(at),
          speaker: line.user ? user : COMPANION,
          text,
        };
        if (line.telling !== undefined) Object.assign(line.telling, { id, at });
        // As long as it takes to read and to write, the same in both languages.
        at += 12_000 + line.text.pt.length * 400;
        return turn;
      });
    });
    const end = (life.sessions.at(-1)?.at ?? 0) + 3 * DAY;
    const draw = dice(life.name.length * 7919);
    life.questions.forEach((question, n) => {
      // Every third obliquely, every seventh as one types in a hurry. Like this the questions share as many words with what
      // they ask for as those of the public conversations do: 0.45 of them; none at all in a fifth to a quarter.
      const [straight, other] = [question.text[language], question.oblique?.[language]];
      const text = n % 3 === 2 ? (other ?? straight) : straight;
      const row = {
        question_id: `${life.name}_q${n + 1}`,
        conversation_id: life.name,
        question: n % 7 === 3 ? plain(text).toLowerCase().replace(/\?$/, '') : text,
        asked_at: iso(question.at ?? end),
        kind: question.kind,
        wording: text === other ? 'oblique' : 'straight',
        category: CATEGORIES.get(question.kind) ?? 4,
        evidence: question.evidence.map((telling) => telling.id),
        half: half(n),
      };
      rows.questions.push(row);
      if (other !== undefined) rows.oblique.push({ ...row, question: other, wording: 'oblique' });
    });
    life.never.forEach((question, n) => {
      rows.never.push({
        question_id: `${life.name}_n${n + 1}`,
        conversation_id: life.name,
        question: question.text[language],
        asked_at: iso(question.at ?? end),
        category: 5,
        evidence: [],
        half: half(n),
      });
    });
    [...life.remarks, ...life.none].forEach((remark, n) => {
      const told = remark.evidence[0]?.session.at;
      const somewhen = life.sessions[5 + Math.floor(draw() * (life.sessions.length - 5))]?.at ?? end;
      const days = 3 + Math.floor(draw() * 18);
      rows.remarks.push({
        remark_id: `${life.name}_r${n + 1}`,
        conversation_id: life.name,
        remark: remark.text[language],
        asked_at: iso(remark.at ?? (told ?? somewhen) + days * DAY),
        belongs: remark.evidence.map((telling) => telling.id),
        half: half(n),
      });
    });
    const spokenTurns = turns.map((turn) => `    ${JSON.stringify(turn)}`).join(',\n');
    const speakers = JSON.stringify([user, COMPANION]);
    return `  {"conversation_id": "${life.name}", "speakers": ${speakers}, "turns": [\n${spokenTurns}\n  ]}`;
  });
  /** @param {object[]} all */
  const jsonl = (all) => all.map((row) => `${JSON.stringify(row)}\n`).join('');
  return new Map([
    [`${language}/conversations.json`, `[\n${conversations.join(',\n')}\n]\n`],
    [`${language}/questions.jsonl`, jsonl(rows.questions)],
    [`${language}/oblique.jsonl`, jsonl(rows.oblique)],
    [`${language}/never.jsonl`, jsonl(rows.never)],
    [`${language}/remarks.jsonl`, jsonl(rows.remarks)],
  ]);
}

await main(async () => {
  const lives = LIVES.map(read);
  lives.forEach((life, n) => {
    fill(life, dice(n + 1));
  });
  const check = process.argv.includes('--check');
  for (const language of /** @type {const} */ (['pt', 'en'])) {
    mkdirSync(join(DATA, language), { recursive: true });
    for (const [file, text] of files(lives, language)) {
      if (!check) writeFileSync(join(DATA, file), text);
      else if (readFileSync(join(DATA, file), 'utf8') !== text) throw new Ended(`${file} is not what is written`);
    }
  }
});
