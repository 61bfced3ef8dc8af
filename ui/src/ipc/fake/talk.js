// The talk of the fake life: keeps what the person says, then answers in pieces, at the speed and with the failures
// the address asks for. One answer at a time; any number of pages may be listening to it.

import { ApiError } from '../core.js';
import { pick, said, WORDS } from './words.js';

/** @import { AnsweredBy, Converse, Delta, Sent, Turn, Waiting, Whereto } from '../wire.ts' */
/** @import { World } from '../fake.js' */
/** @import { Life } from './life.js' */
/** @import { Pictures } from './pictures.js' */
/** @import { makeHelp } from './help.js' */
/** @import { FakeMemory } from './memory.js' */
/** @import { makeWishes } from './wishes.js' */

/**
 * An answer being made.
 * @typedef {object} Answer
 * @property {number | null} replyTo
 * @property {number | null} replaces  the turn whose words it will replace when whole
 * @property {number} turn  the turn that grows (the replaced one stays as it is)
 * @property {AnsweredBy} answeredBy
 * @property {string | null} failure
 * @property {string[]} pieces  still to come
 * @property {string} text  so far
 * @property {Set<(delta: Delta) => void>} ears
 * @property {(() => void)[]} ended  called when it is over
 * @property {ReturnType<typeof setTimeout>} [timer]
 */

const LISTENER = { model: null, host: null };

/**
 * @param {World} world
 * @param {Life} life
 * @param {{ whereto: () => Whereto }} models
 * @param {ReturnType<typeof makeHelp>} help
 * @param {Pictures} pictures
 * @param {FakeMemory} memory
 * @param {ReturnType<typeof makeWishes>} wishes
 */
export function makeTalk(world, life, models, help, pictures, memory, wishes) {
  /** @type {Answer | null} */
  let running = null;
  /** @type {Map<string, number>} */
  const uids = new Map();
  /** @type {Map<number, Sent>} */
  const sent = new Map();

  /**
   * @param {Answer} answer
   * @param {Delta} delta
   */
  const tell = (answer, delta) => {
    for (const hear of [...answer.ears]) hear(delta);
  };

  /**
   * Starts an answer; `hear` gets its deltas.
   * @param {number | null} replyTo
   * @param {number | null} replaces
   * @param {((delta: Delta) => void) | null} hear
   */
  function begin(replyTo, replaces, hear) {
    const { host, model } = models.whereto();
    /** @type {AnsweredBy} */
    const answeredBy = { model, host };
    const turn =
      replaces ??
      life.append({ speaker: 'companion', text: '', state: 'streaming', answeredBy, failure: null, replyTo }).id;
    /** @type {Answer} */
    const answer = {
      replyTo,
      replaces,
      turn,
      answeredBy,
      failure: null,
      pieces: toPieces(answerText(turn, model !== null)),
      text: '',
      ears: new Set(hear ? [hear] : []),
      ended: [],
    };
    running = answer;
    if (model !== null) {
      const words = replyTo === null ? null : life.find(replyTo);
      const asked = words?.text ?? '';
      const shown = models.whereto().pictures ? (words?.pictures.length ?? 0) : 0;
      sent.set(turn, {
        host: host ?? '127.0.0.1:11434',
        model,
        at: world.now(),
        messages: [
          { role: 'system', text: `${world.settings.companionName}, an AI.`, pictures: 0, calls: [] },
          { role: 'user', text: asked, pictures: shown, calls: [] },
        ],
        tokens: 40 + Math.ceil(asked.length / 4),
        budget: 4000,
        leftOut: Math.max(0, life.count() - 2),
      });
    }
    tell(answer, { kind: 'answering', replyTo, turn: replaces, text: '', answeredBy });
    world.emit({ kind: 'answerOpened' });
    answer.timer = setTimeout(() => wait(answer, waits()), world.number('think', 350));
    return answer;
  }

  /** What there is to wait for before the first piece, as the address says. @returns {Waiting[]} */
  function waits() {
    return (world.params.get('wait') ?? '').split(',').flatMap(stepsOf);
  }

  /**
   * One after the other, then the pieces.
   * @param {Answer} answer
   * @param {Waiting[]} left
   */
  function wait(answer, left) {
    const [why, ...rest] = left;
    if (!why) {
      stream(answer);
      return;
    }
    tell(answer, { kind: 'waiting', why });
    answer.timer = setTimeout(() => wait(answer, rest), world.number('waits', 700));
  }

  /**
   * The pieces that are due, again and again, until there are none.
   * @param {Answer} answer
   */
  function stream(answer) {
    // Looked at anew with every step: a test may let an answer that it held back come to its end.
    const rate = () => Math.max(0.1, Number(world.params.get('rate') ?? 40) || 40);
    const after = world.params.has('after') ? world.number('after', 0) : 0;
    const fails = answer.answeredBy.model !== null ? world.params.get('fail') : null;
    const began = performance.now();
    let out = 0;
    const step = () => {
      const due = Math.floor(((performance.now() - began) / 1000) * rate()) + 1;
      while (out < due) {
        if (fails && out >= after) {
          fail(answer, fails);
          return;
        }
        const text = answer.pieces.shift();
        if (text === undefined) {
          end(answer, 'complete');
          return;
        }
        out += 1;
        answer.text += text;
        tell(answer, { kind: 'piece', text });
      }
      if (answer.replaces === null) life.put({ ...life.must(answer.turn), text: answer.text });
      answer.timer = setTimeout(step, Math.min(250, Math.max(4, 1000 / rate())));
    };
    step();
  }

  /**
   * @param {Answer} answer
   * @param {string} failure
   */
  function fail(answer, failure) {
    answer.failure = failure;
    if (answer.text || answer.replaces !== null) {
      end(answer, 'cutOff');
      return;
    }
    // Not a word yet, and no answer that stays: the Listener answers instead.
    answer.answeredBy = LISTENER;
    answer.pieces = toPieces(answerText(answer.turn, false));
    tell(answer, { kind: 'instead', answeredBy: LISTENER, failure });
    answer.timer = setTimeout(() => stream(answer), 50);
  }

  /**
   * @param {Answer} answer
   * @param {'complete' | 'stopped' | 'cutOff'} state
   */
  function end(answer, state) {
    clearTimeout(answer.timer);
    running = null;
    const { text, answeredBy, failure } = answer;
    /** @type {Delta} */
    let last;
    if (answer.replaces === null) {
      if (text) {
        const asked = answer.replyTo === null ? '' : (life.find(answer.replyTo)?.text ?? '');
        const recalled = answeredBy.model === null ? 0 : memory.give(answer.turn, asked);
        last = {
          kind: 'closed',
          turn: life.put({ ...life.must(answer.turn), text, state, answeredBy, failure, recalled }),
          attempt: null,
          failure,
        };
      } else {
        life.drop(answer.turn);
        last = { kind: 'closed', turn: null, attempt: null, failure };
      }
    } else {
      const old = life.must(answer.replaces);
      if (state === 'complete') {
        life.keepVersion(old.id, versionOf(old));
        const turn = life.put({ ...life.must(old.id), text, state, answeredBy, failure, saidAt: old.saidAt });
        last = { kind: 'closed', turn, attempt: null, failure };
      } else {
        const attempt = text
          ? life.keepVersion(old.id, { text, state, saidAt: world.now(), answeredBy, failure })
          : null;
        last = { kind: 'closed', turn: life.must(old.id), attempt, failure };
      }
    }
    tell(answer, last);
    world.emit({ kind: 'turnsChanged', turns: [answer.turn] });
    for (const over of answer.ended) over();
  }

  /** @param {Answer} answer */
  const over = (answer) => /** @type {Promise<void>} */ (new Promise((resolve) => answer.ended.push(resolve)));

  function stop() {
    if (running) end(running, 'stopped');
    return null;
  }

  /**
   * @param {number} turn
   * @param {boolean} byModel
   */
  function answerText(turn, byModel) {
    const { language } = world.settings;
    const long = world.number('pieces', 0);
    if (long > 0) {
      let text = '';
      for (let n = 0, words = 0; words < long; n++) {
        const line = said(language, 'companion', n * 2 + 1);
        const room = toPieces(line).slice(0, long - words);
        words += room.length;
        text += `${room.join('').trimEnd()}${words < long ? (n % 4 === 3 ? '\n\n' : ' ') : ''}`;
      }
      return text;
    }
    return byModel ? said(language, 'companion', turn) : pick(WORDS[language].listener, turn);
  }

  /**
   * What can be asked, each returning the answer to wait for, or null when all was told.
   * @param {Converse} request
   * @param {(delta: Delta) => void} hear
   * @returns {Answer | null}
   */
  function ask(request, hear) {
    const { kind } = request;
    if (kind === 'rejoin') {
      if (!running) {
        hear({ kind: 'idle' });
        return null;
      }
      const { replyTo, replaces, text, answeredBy } = running;
      hear({ kind: 'answering', replyTo, turn: replaces, text, answeredBy });
      running.ears.add(hear);
      return running;
    }
    const refusal = world.params.get('keep');
    if (kind === 'say') {
      const known = uids.get(request.uid);
      if (known !== undefined) {
        const turn = life.find(known);
        if (turn) hear({ kind: 'kept', turn });
        if (!running || running.replyTo !== known) {
          hear({ kind: 'idle' });
          return null;
        }
        return ask({ kind: 'rejoin' }, hear);
      }
      if (refusal || (!request.text.trim() && request.pictures.length === 0)) {
        hear({ kind: 'notKept', error: { code: refusal ?? 'bad_input', message: 'nothing was written' } });
        return null;
      }
      if (!pictures.areThere(request.pictures)) {
        hear({ kind: 'notKept', error: { code: 'gone', message: 'a picture is not on the draft' } });
        return null;
      }
      stop();
      const plainly = life.append({
        pictures: pictures.say(request.pictures),
        speaker: 'user',
        text: request.text,
        state: 'complete',
        answeredBy: null,
        failure: null,
        replyTo: null,
      });
      // Off the record nothing is drawn from words.
      const turn = plainly.offRecord ? plainly : life.put({ ...plainly, wish: wishes.read(plainly) });
      uids.set(request.uid, turn.id);
      return answerKept(turn, null, hear);
    }
    if (kind === 'goOn') {
      stop();
      return begin(null, null, hear);
    }
    const turn = life.find(request.turn);
    if (!turn) {
      hear({ kind: 'refused', error: { code: 'gone', message: `no turn ${request.turn}` } });
      return null;
    }
    stop();
    if (kind === 'retry' && turn.offRecord) {
      // What there was goes: nothing keeps it.
      const words = turn.speaker === 'companion' ? turn.replyTo : turn.id;
      const old = words === null ? null : life.answerTo(words);
      if (old) life.drop(old.id);
      return begin(words, null, hear);
    }
    if (kind === 'retry') {
      if (turn.speaker === 'companion') return begin(turn.replyTo, turn.id, hear);
      return begin(turn.id, life.answerTo(turn.id)?.id ?? null, hear);
    }
    if (turn.offRecord || life.lastOfThePerson()?.id !== turn.id) {
      hear({ kind: 'refused', error: { code: 'not_now', message: 'only the last words can be edited' } });
      return null;
    }
    if (refusal) {
      hear({ kind: 'notKept', error: { code: refusal, message: 'nothing was written' } });
      return null;
    }
    life.keepVersion(turn.id, versionOf(turn));
    const edited = life.put({ ...life.must(turn.id), text: request.text });
    return answerKept(edited, life.answerTo(turn.id)?.id ?? null, hear);
  }

  /**
   * @param {Turn} turn
   * @param {number | null} replaces
   * @param {(delta: Delta) => void} hear
   */
  function answerKept(turn, replaces, hear) {
    hear({ kind: 'kept', turn });
    world.emit({ kind: 'turnsChanged', turns: [turn.id] });
    if (help.calls(turn.text)) hear({ kind: 'help', help: help.lines(null) });
    return begin(turn.id, replaces, hear);
  }

  return {
    answering: () => running !== null,
    stop,

    /** Nothing that is said from now on is kept; or what was said meanwhile is let go of. @param {boolean} on */
    setOffRecord(on) {
      if (life.offRecord() === on) return null;
      stop();
      life.setOffRecord(on);
      world.emit({ kind: 'offRecordChanged', on });
      return null;
    },

    /** @param {number} turn */
    sent: (turn) => sent.get(turn) ?? null,

    /** An answer that was already being made when the page opens. */
    openOne: () => void begin(life.lastOfThePerson()?.id ?? null, null, null),

    /**
     * @param {Converse} request
     * @param {(delta: Delta) => void} hear
     */
    async converse(request, hear) {
      if (!['say', 'retry', 'edit', 'goOn', 'rejoin'].includes(request.kind))
        throw new ApiError('bad_arguments', request.kind);
      const answer = ask(request, hear);
      if (answer) await over(answer);
    },
  };
}

/**
 * @param {string} entry  such as `loading`, `again:3`, `tool:time`
 * @returns {Waiting[]}
 */
function stepsOf(entry) {
  const [kind, detail = ''] = entry.split(':');
  switch (kind) {
    case 'loading':
    case 'onProcessor':
      return [{ kind }];
    case 'again':
      return [{ kind, failure: 'overloaded', seconds: Number(detail) || 3 }];
    case 'tool':
      return [{ kind, name: detail }];
    case 'checking':
    case 'reading':
      return [0.25, 0.5, 0.75, 1].map((part) => ({ kind, done: part * 3600, total: 3600 }));
    default:
      return [];
  }
}

/**
 * @param {Turn} turn
 * @returns {Omit<import('../wire.ts').Version, 'id'>}
 */
function versionOf({ text, state, saidAt, answeredBy, failure }) {
  return { text, state, saidAt, answeredBy, failure };
}

/**
 * Words with the space after them: together they are the text again.
 * @param {string} text
 */
function toPieces(text) {
  return text.match(/^\s+|\S+\s*/g) ?? [];
}
