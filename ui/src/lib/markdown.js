// Markdown to something safe to show. The one file that knows marked and DOMPurify.
//
// What a model writes is not trusted: HTML in it is shown as the text it is (save a few bare tags), images become
// links so that nothing remote is ever fetched, and what is left goes through DOMPurify all the same.

import DOMPurify from 'dompurify';
import { Marked } from 'marked';
import { t } from './fluent.js';

const BARE_TAG = /^<\/?(?:br|sub|sup|kbd|b|i|em|strong|u|s|del|mark|hr)\s*\/?>$/i;

/** Without any of these a text means itself, and needs no parser. */
const MAY_BE_MARKDOWN = /[\\`*_~[\]<>&#|@:\n\r\t]|^\s*(?:\d+[.)]|[-+=])|^ {4}|www\.|-{3}| {2}$/i;

/** Any of these at the end of plain words may make them something else. */
const MAY_BECOME_MARKDOWN = /[\\`*_~[\]<>&#|@:\n\r\t]|www\.|-{3}| {2}$/i;
/** How far back what is added may reach to become one of those: `www.`, `---`. */
const REACH = 4;

/** `[name]: address`, on a line of its own. */
const LINK_TOLD_APART = /^ {0,3}\[[^\]\n]+\]:/m;

const marked = new Marked({
  gfm: true,
  breaks: true,
  async: false,
  // After a bare <kbd> or a <script> marked would let text through as HTML: it is text here too.
  walkTokens(token) {
    if (token.type === 'text') token.escaped = false;
  },
  renderer: {
    html: ({ text }) => (BARE_TAG.test(text.trim()) ? text : escapeHtml(text)),
    image({ href, text }) {
      return `<a href="${escapeHtml(href)}">${escapeHtml(text || href)}</a>`;
    },
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
  },
});

/** @type {import('dompurify').Config} */
const ALLOWED = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'ul', 'ol', 'li', 'pre', 'code'],
    ...['em', 'strong', 'b', 'i', 'u', 's', 'del', 'sub', 'sup', 'kbd', 'mark', 'a'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td', '#text'],
  ],
  ALLOWED_ATTR: ['href', 'title', 'start', 'align', 'class'],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel):/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  KEEP_CONTENT: true,
};

/**
 * Cleans HTML down to what words may hold.
 * @param {string} dirty
 * @returns {DocumentFragment}
 */
export function clean(dirty) {
  /** @type {DocumentFragment | null} */
  const found = DOMPurify.sanitize(dirty, { ...ALLOWED, RETURN_DOM_FRAGMENT: true });
  // Null, whatever its types say, when nothing at all is left.
  const fragment = found ?? document.createDocumentFragment();
  for (const element of fragment.querySelectorAll('[class]')) {
    const language = element.tagName === 'CODE' ? /^language-[\w+#.-]{1,30}$/.exec(element.className) : null;
    if (language) element.className = language[0];
    else element.removeAttribute('class');
  }
  for (const link of fragment.querySelectorAll('a')) {
    if (link.hasAttribute('href')) link.setAttribute('rel', 'noreferrer noopener');
  }
  return fragment;
}

/**
 * Markdown as elements.
 * @param {string} text
 * @returns {DocumentFragment}
 */
export function toElements(text) {
  if (!MAY_BE_MARKDOWN.test(text)) {
    const fragment = document.createDocumentFragment();
    const words = text.trim();
    if (words) {
      const paragraph = document.createElement('p');
      paragraph.textContent = words;
      fragment.append(paragraph);
    }
    return fragment;
  }
  const fragment = clean(String(marked.parse(text)));
  // Whitespace between blocks shows nothing, and would only be compared again and again.
  for (const node of [...fragment.childNodes]) if (node.nodeType === 3 && !node.nodeValue?.trim()) node.remove();
  for (const block of fragment.querySelectorAll('pre')) wrapCode(block);
  for (const table of fragment.querySelectorAll('table')) {
    const frame = document.createElement('div');
    frame.className = 'table';
    table.replaceWith(frame);
    frame.append(table);
  }
  return fragment;
}

/**
 * Markdown as plain words, for a screen reader.
 * @param {string} text
 */
export function toPlain(text) {
  return toElements(text).textContent?.replace(/\s+/g, ' ').trim() ?? '';
}

/**
 * Markdown that grows at its end. Blocks that are finished are never parsed again, and of the last one only what
 * differs is put into the document: its cost a frame doesn't grow with the answer.
 */
export class GrowingMarkdown {
  /** @param {HTMLElement} into */
  constructor(into) {
    this.into = into;
    this.text = '';
    /** How much of the text stands in finished blocks, in characters. */
    this.settled = 0;
    /** How many children of `into` those are. */
    this.blocks = 0;
    /** Whether what is unfinished is one paragraph of plain words. */
    this.plain = false;
  }

  /** @param {string} text  The whole text so far. */
  update(text) {
    const whole = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
    if (!whole.startsWith(this.text)) {
      // Taken back: another answers instead.
      this.settled = 0;
      this.blocks = 0;
      this.plain = false;
    }
    const added = whole.slice(Math.max(this.settled, this.text.length - REACH));
    this.text = whole;
    if (this.plain && this.#growPlain(added)) return;
    const tokens = marked.lexer(whole.slice(this.settled));
    // The last token that shows something may still grow; so may the space after it.
    const last = tokens.findLastIndex((token) => token.type !== 'space' && token.type !== 'def');
    let done = '';
    for (const token of tokens.slice(0, Math.max(0, last))) done += token.raw;
    if (done) {
      const children = [...toElements(done).childNodes];
      patch(this.into, children, this.blocks);
      this.blocks += children.length;
      this.settled += done.length;
    }
    const unfinished = whole.slice(this.settled);
    // A number alone may yet begin a list.
    this.plain = !MAY_BE_MARKDOWN.test(unfinished) && !/^\s*\d*$/.test(unfinished);
    patch(this.into, [...toElements(unfinished).childNodes], this.blocks);
  }

  /**
   * Puts more plain words behind plain words, without reading the paragraph again: a parser takes tens of milliseconds
   * for a long one, each frame.
   * @param {string} added  With a little of what stood before it.
   * @returns {boolean} Whether that was all there was to do.
   */
  #growPlain(added) {
    if (MAY_BECOME_MARKDOWN.test(added)) return false;
    const node = this.into.childNodes[this.blocks]?.firstChild;
    if (!(node instanceof Text)) return false;
    grow(node, this.text.slice(this.settled).trim());
    return true;
  }

  /**
   * The text is whole. If the address of a link is told apart from it, maybe at the end, all is parsed as one.
   * @param {string} text
   */
  finish(text) {
    if (this.settled > 0 && !LINK_TOLD_APART.test(text)) {
      this.update(text);
      return;
    }
    patch(this.into, [...toElements(text).childNodes], 0);
    this.text = text.replace(/\r\n?/g, '\n');
    this.settled = 0;
    this.blocks = 0;
    this.plain = false;
  }
}

/**
 * Makes the children of `into`, from the one at `from` on, like `wanted`, touching only what differs.
 * @param {Node} into
 * @param {Node[]} wanted
 * @param {number} from
 */
export function patch(into, wanted, from) {
  for (const [n, want] of wanted.entries()) {
    const have = into.childNodes[from + n];
    if (!have) into.appendChild(want);
    else if (have.isEqualNode(want)) continue;
    else if (have instanceof Text && want instanceof Text) grow(have, want.data);
    else if (sameShell(have, want)) patch(have, [...want.childNodes], 0);
    else into.replaceChild(want, have);
  }
  while (into.childNodes.length > from + wanted.length) into.lastChild?.remove();
}

/**
 * What is only added at the end is appended: then WebKit lays out the end, not the whole paragraph.
 * @param {Text} node
 * @param {string} wanted
 */
function grow(node, wanted) {
  if (wanted.startsWith(node.data)) node.appendData(wanted.slice(node.data.length));
  else node.data = wanted;
}

/**
 * @param {Node} a
 * @param {Node} b
 */
function sameShell(a, b) {
  return (
    a instanceof Element &&
    b instanceof Element &&
    a.tagName === b.tagName &&
    a.cloneNode(false).isEqualNode(b.cloneNode(false))
  );
}

/** @param {Element} block */
function wrapCode(block) {
  const frame = document.createElement('div');
  frame.className = 'code';
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'code-copy';
  button.tabIndex = -1;
  button.textContent = t('code-copy');
  block.replaceWith(frame);
  block.setAttribute('tabindex', '-1');
  frame.append(block, button);
}

/** @param {string} text */
function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
