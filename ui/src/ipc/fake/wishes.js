// What the person asks of her memory by saying it: remember, forget, don't bring up. Read with a few patterns; the real
// one reads far more.

import { ApiError } from '../core.js';
import { plain, UNDO } from './life.js';

/** @import { Commands, World } from '../fake.js' */
/** @import { Turn, Wish, WishKind } from '../wire.ts' */
/** @import { Life } from './life.js' */
/** @import { FakeMemory } from './memory.js' */

/** @type {[WishKind, RegExp][]} */
const ASKS = [
  ['remember', /^(?:please )?remember (?:that )?(.+)$/i],
  ['remember', /^(?:lembra|lembre|guarda|guarde)(?:-se)? (?:disso: |de que |que )?(.+)$/i],
  ['forget', /^(?:please )?forget (?:that |about |everything about )?(.+)$/i],
  ['forget', /^(?:esquece|esqueça|esquecer) (?:que |de |tudo sobre )?(.+)$/i],
  ['avoid', /^(?:please )?(?:don't|do not|never) (?:bring up|mention) (.+?)(?: again)?$/i],
  ['avoid', /^n[ãa]o (?:fala|fale|toca|toque|menciona|mencione) (?:mais )?(?:d[eoa]s? |n[oa]s? |em )?(.+)$/i],
];

/**
 * @param {World} world
 * @param {Life} life
 * @param {FakeMemory} memory
 */
export function makeWishes(world, life, memory) {
  const told = (/** @type {number} */ turn) => world.emit({ kind: 'turnsChanged', turns: [turn] });

  /**
   * @param {number} id
   * @returns {{ turn: Turn, wish: Wish }}
   */
  function must(id) {
    const turn = life.must(id);
    if (!turn.wish) throw new ApiError('gone', `turn ${id} asked for nothing`);
    return { turn, wish: turn.wish };
  }

  /** @param {Turn} turn @param {Partial<Wish>} change */
  function change(turn, change) {
    // As it is by now: it may have been hidden or brought back.
    life.put({ ...life.must(turn.id), wish: { .../** @type {Wish} */ (turn.wish), ...change } });
    told(turn.id);
  }

  /** @type {Pick<Commands, 'undo_wish' | 'confirm_wish'>} */
  const commands = {
    undo_wish({ turn: id }) {
      const { turn, wish } = must(id);
      if (wish.kind === 'remember') for (const { id: fact } of wish.facts) memory.drop(fact);
      if (wish.kind === 'avoid') memory.allowOf(id);
      if (wish.kind === 'forget' && wish.state === 'done') {
        if ((wish.undoUntil ?? 0) <= world.now()) throw new ApiError('not_now', 'it is gone');
        for (const { id: fact } of wish.facts) memory.restore(fact);
        for (const said of wish.turns) life.restoreTurn(said.turn);
      }
      change(turn, { state: 'undone', undoUntil: null });
      memory.tell();
      return null;
    },
    confirm_wish({ turn: id, facts, turns }) {
      const { turn, wish } = must(id);
      if (wish.kind !== 'forget' || wish.state !== 'asked') throw new ApiError('not_now', 'nothing waits');
      const undoUntil = world.now() + UNDO;
      for (const fact of facts) memory.forgetLater(fact, undoUntil);
      for (const said of turns) life.deleteTurn(said);
      change(turn, {
        state: 'done',
        undoUntil,
        facts: wish.facts.filter((fact) => facts.includes(fact.id)),
        turns: wish.turns.filter((said) => turns.includes(said.turn)),
      });
      setTimeout(() => {
        const now = life.find(id);
        if (now?.wish?.undoUntil === undoUntil) change(now, { facts: [], turns: [] });
      }, UNDO);
      memory.tell();
      return { undoUntil };
    },
  };

  return {
    commands,
    /** What these words ask for, done as far as it is done at once. @param {Turn} turn @returns {Wish | null} */
    read(turn) {
      for (const [kind, pattern] of ASKS) {
        const words = pattern.exec(turn.text.trim())?.[1]?.replace(/[.!]$/, '');
        if (!words) continue;
        /** @type {Wish} */
        const wish = { kind, state: 'done', words, facts: [], turns: [], undoUntil: null };
        if (kind === 'remember') return { ...wish, facts: [memory.keep(words, turn.id)] };
        if (kind === 'avoid') {
          memory.avoid(words, turn.id);
          return wish;
        }
        if (/^(?:everything|tudo)$/i.test(words)) return { ...wish, state: 'everything' };
        const query = (plain(words).match(/\p{L}{3,}/gu) ?? []).slice(-1).join(' ');
        const facts = memory.find(query);
        const turns = life
          .search({ query, before: turn.id })
          .hits.slice(0, 8)
          .map(({ turn: said, speaker, day, excerpt }) => ({ turn: said, speaker, day, excerpt }));
        if (facts.length + turns.length === 0) return { ...wish, state: 'nothingFound' };
        // The turn that asks repeats it, and goes with it.
        const { speaker, day, text } = turn;
        return { ...wish, state: 'asked', facts, turns: [{ turn: turn.id, speaker, day, excerpt: text }, ...turns] };
      }
      return null;
    },
  };
}
