// What the thread shows, in order: pure, from the turns on screen and the answers being made.

/** @import { AnsweredBy, HelpLines, Turn } from '../ipc/wire.ts' */
/** @import { Exchange } from './exchange.js' */

/**
 * @typedef {{ type: 'day', key: string, day: string, before: string | null }
 *   | { type: 'time', key: string, time: string }
 *   | { type: 'from', key: string, model: string | null }
 *   | { type: 'turn', key: string, turn: Turn, last: boolean }
 *   | { type: 'help', key: string, help: HelpLines }
 *   | { type: 'answer', key: string, exchange: Exchange }
 *   | { type: 'unanswered', key: string, turn: Turn }} Item
 */

/**
 * @typedef {object} Shown
 * @property {Turn[]} turns
 * @property {boolean} hasLater
 * @property {Exchange[]} exchanges  answers being made
 * @property {Map<number, HelpLines>} helps  by the turn they stand under
 * @property {Map<number, string>} keys  a turn that streamed keeps the key it streamed under, and so its element
 */

/** A pause within a day that is worth its own time, milliseconds. */
const PAUSE = 45 * 60_000;

/**
 * @param {Shown} shown
 * @returns {Item[]}
 */
export function toItems({ turns, hasLater, exchanges, helps, keys }) {
  /** @type {Item[]} */
  const items = [];
  const answering = exchanges.filter((exchange) => exchange.begun);
  const visible = turns.filter((turn) => !isBeingAnswered(turn, answering));
  const last = hasLater ? undefined : visible.at(-1);
  /** @type {Set<Exchange>} */
  const placed = new Set();
  /** Whose voice was heard last, `undefined` before the first; `null` is the Listener's. @type {string | null | undefined} */
  let voice;
  /** Turns beside which pictures were shown: another may answer them, who sees. */
  const shown = new Set(turns.filter((turn) => turn.pictures.length > 0).map((turn) => turn.id));
  /** @param {{ answeredBy: AnsweredBy | null, failure: string | null, replyTo: number | null }} answer @param {string} key */
  const hear = ({ answeredBy, failure, replyTo }, key) => {
    // Somebody who only stands in for the one who was asked is no change: the answer's own line says why. Nor is the
    // one who was asked because of a picture.
    if (!answeredBy || failure !== null || (replyTo !== null && shown.has(replyTo))) return;
    if (voice !== undefined && voice !== answeredBy.model)
      items.push({ type: 'from', key: `from ${key}`, model: answeredBy.model });
    voice = answeredBy.model;
  };
  /** @type {Turn | null} */
  let before = null;
  for (const turn of visible) {
    if (before?.day !== turn.day)
      items.push({ type: 'day', key: `day ${turn.id}`, day: turn.day, before: before?.day ?? null });
    else if (turn.saidAt - before.saidAt > PAUSE) items.push({ type: 'time', key: `time ${turn.id}`, time: turn.time });
    const key = keys.get(turn.id) ?? String(turn.id);
    if (turn.speaker === 'companion') hear(turn, key);
    items.push({ type: 'turn', key, turn, last: turn === last });
    const help = helps.get(turn.id);
    if (help) items.push({ type: 'help', key: `help ${turn.id}`, help });
    for (const exchange of answering) {
      if (exchange.turn === turn.id) {
        placed.add(exchange);
        hear(exchange, exchange.key);
        items.push({ type: 'answer', key: exchange.key, exchange });
      }
    }
    before = turn;
  }
  if (hasLater) return items;
  for (const exchange of answering) {
    if (placed.has(exchange)) continue;
    hear(exchange, exchange.key);
    items.push({ type: 'answer', key: exchange.key, exchange });
  }
  if (last?.speaker === 'user' && exchanges.length === 0 && last.forgottenAt === null) {
    items.push({ type: 'unanswered', key: `unanswered ${last.id}`, turn: last });
  }
  return items;
}

/**
 * The row an answer is being written to comes with a page too: what streams is shown instead.
 * @param {Turn} turn
 * @param {Exchange[]} answering
 */
function isBeingAnswered(turn, answering) {
  return (
    turn.state === 'streaming' &&
    answering.some((exchange) => exchange.turn === null && exchange.replyTo === turn.replyTo)
  );
}
