// The page as the tests speak of it: where things are, what a person does.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/common.mjs';
import { KEY } from './driver.mjs';

/** @import { Life } from './harness.mjs' */

/** @param {string} name */
const wordsOf = (name) =>
  [`${name}.ftl`, join('memory', `${name}.ftl`)]
    .map((file) => readFileSync(join(root, 'ui', 'locales', file), 'utf8'))
    .join('\n');

const words = { en: wordsOf('en'), pt: wordsOf('pt-BR') };

/**
 * The sentence the page has under a key, without arguments.
 * @param {'en' | 'pt'} language @param {string} key
 */
export function sentence(language, key) {
  const found = new RegExp(`^${key} = (.+)$`, 'm').exec(words[language])?.[1];
  if (!found) throw new Error(`${language} has no words for ${key}`);
  return found;
}

/** What a person does in the talk. */
export class Talk {
  /** @param {Life} life */
  constructor(life) {
    this.life = life;
  }

  get page() {
    return this.life.page;
  }

  /** Opens the window, and passes the first open when it is shown. */
  async open() {
    const page = await this.life.open();
    await page.until('the page has drawn', () =>
      page.run("return document.querySelector('.welcome, .house .composer, .recovery') !== null"),
    );
    const [begin] = await page.findAll('.welcome-begin');
    if (begin) await begin.click();
    await page.await('.composer textarea');
    await page.until('the talk has painted', () =>
      page.run("return document.documentElement.dataset.ready === 'talk'"),
    );
  }

  /**
   * Chooses the model that answers, as Settings would.
   * @param {string} address @param {string} model @param {string} [key] @param {{ sees?: boolean }} [facts]
   */
  async answerWith(address, model, key, { sees } = {}) {
    const profile = await this.life.call('save_profile', {
      ...{ id: null, name: model, family: 'openAi', address, model },
      ...{ context: null, sees: sees ?? null, tools: null, price: null },
    });
    if (key) await this.life.call('save_key', { profile: profile.id, key, keep: 'session' });
    await this.life.call('change_settings', { profile: profile.id });
    await this.page.until('the page says who answers', () =>
      this.page.run("return document.querySelector('.whereto').textContent.includes(arguments[0])", model),
    );
    return profile;
  }

  /** Types and sends. @param {string} text */
  async say(text) {
    const field = await this.page.await('.composer textarea');
    await field.type(text);
    await field.type(KEY.enter);
    await this.page.until('the words are kept', async () =>
      (await this.turns()).some((turn) => turn.speaker === 'user' && turn.text.includes(text)),
    );
  }

  /**
   * The turns drawn, in order; what streams has no number yet.
   * @returns {Promise<{ id: number | null, speaker: 'user' | 'companion', text: string, busy: boolean, note: string, by: string }[]>}
   */
  turns() {
    return this.page.run(`return [...document.querySelectorAll('samantha-thread article.turn')].map((turn) => ({
      id: turn.dataset.turn ? Number(turn.dataset.turn) : null,
      speaker: turn.dataset.speaker,
      text: turn.querySelector('samantha-words')?.textContent.trim() ?? '',
      busy: turn.getAttribute('aria-busy') === 'true',
      note: [...turn.querySelectorAll('.note')].map((note) => note.textContent.replace(/\\s+/g, ' ').trim()).join(' '),
      by: turn.querySelector('.by')?.textContent.trim() ?? '',
    }))`);
  }

  /** Her last words, whole or not. */
  async hers() {
    const turns = await this.turns();
    return turns.filter((turn) => turn.speaker === 'companion').at(-1) ?? null;
  }

  /** Waits until some of her answer is there and more is to come. @param {number} [letters] */
  streaming(letters = 1) {
    return this.page.until('her answer streams', async () => {
      const hers = await this.hers();
      return hers?.busy && hers.text.length >= letters && hers;
    });
  }

  /** Waits until she has said something and says no more. @param {number} [seconds] */
  answered(seconds = 30) {
    return this.page.until(
      'she has answered',
      async () => {
        const turns = await this.turns();
        const last = turns.at(-1);
        const stop = await this.page.findAll('.composer .go[data-kind="stop"]');
        return last && last.speaker === 'companion' && !last.busy && stop.length === 0 && last;
      },
      seconds,
    );
  }
}
