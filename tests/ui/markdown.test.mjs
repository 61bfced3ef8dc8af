// What a model writes is not trusted: these run where it matters, in a real browser's own parser.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import payloads from '../data/hostile/dompurify-fixtures/expect.mjs';
import { browse, moduleCode, root } from './house.mjs';

const naughty = JSON.parse(readFileSync(`${root}/tests/data/hostile/naughty-strings/blns.json`, 'utf8'));

const LONG = `# A title

A paragraph with *one* and **two**, \`code\`, and
a second line.

- a list
- with **items**
  - and one inside

1. and
2. numbers

> a quote
> of two lines

\`\`\`js
const x = 1;

// a blank line above
\`\`\`

| a | b |
|---|--:|
| 1 | 2 |

The end, with https://example.org and a <b>tag</b>.`;

describe('markdown', () => {
  let browser;
  let page;

  before(async () => {
    browser = await browse();
    page = await browser.open(null);
    const code = await moduleCode('ui/src/lib/markdown.js');
    await page.setContent('<!doctype html><body><div id="into"></div>');
    await page.addScriptTag({
      type: 'module',
      content: `${code.replace(/export\s*\{([^}]*)\};?\s*$/, (_, names) => `Object.assign(globalThis, { ${names.replace(/(\w+) as (\w+)/g, '$2: $1')} });`)}`,
    });
    await page.waitForFunction(() => 'toElements' in globalThis);
  });

  after(async () => {
    await page.done();
    await browser.close();
  });

  /** @param {string} text */
  const shown = (text) =>
    page.evaluate((text) => {
      const into = document.createElement('div');
      into.append(globalThis.toElements(text));
      return { html: into.innerHTML, text: into.textContent };
    }, text);

  for (const [text, expected] of [
    ['plain words stay as they are', '<p>plain words stay as they are</p>'],
    ['a *b* **c**', '<p>a <em>b</em> <strong>c</strong></p>'],
    ['one\ntwo', '<p>one<br>two</p>'],
    ['', ''],
    [
      '![a cat](https://example.org/cat.png)',
      '<p><a href="https://example.org/cat.png" rel="noreferrer noopener">a cat</a></p>',
    ],
    ['[x](javascript:alert(1))', '<p><a>x</a></p>'],
    ['[x](file:///etc/passwd)', '<p><a>x</a></p>'],
    ['[x](https://example.org)', '<p><a href="https://example.org" rel="noreferrer noopener">x</a></p>'],
    ['H<sub>2</sub>O', '<p>H<sub>2</sub>O</p>'],
    ['a <div onclick="x()">b</div>', '<p>a &lt;div onclick="x()"&gt;b&lt;/div&gt;</p>'],
    ['- [x] done', '<ul><li>☑ done</li></ul>'],
  ]) {
    it(`shows ${JSON.stringify(text)}`, async () => {
      assert.equal((await shown(text)).html.replace(/>\n</g, '><'), expected);
    });
  }

  it('gives a code block its button and tells its language', async () => {
    const { html } = await shown('```rust\nfn main() {}\n```');
    assert.match(
      html,
      /^<div class="code"><pre tabindex="-1"><code class="language-rust">fn main\(\) \{\}\n<\/code><\/pre><button/,
    );
  });

  it('lets nothing through that runs, loads or styles, whatever HTML is given', async () => {
    const requests = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('dialog', (dialog) => requests.push(dialog.message()));
    assert.ok(payloads.length > 200);
    const faults = await page.evaluate(
      async (texts) => {
        const into = document.getElementById('into');
        const tags =
          /^(P|BR|HR|H[1-6]|BLOCKQUOTE|UL|OL|LI|PRE|CODE|EM|STRONG|B|I|U|S|DEL|SUB|SUP|KBD|MARK|A|TABLE|THEAD|TBODY|TR|TH|TD|DIV|BUTTON)$/;
        const names = /^(href|title|start|align|class|rel|tabindex|type)$/;
        const found = [];
        for (const text of texts) {
          for (const fragment of [globalThis.clean(text), globalThis.toElements(text)]) {
            into.replaceChildren(fragment);
            for (const element of into.querySelectorAll('*')) {
              if (!tags.test(element.tagName)) found.push(`${element.tagName} from ${text}`);
              for (const { name, value } of element.attributes) {
                if (!names.test(name)) found.push(`${name} from ${text}`);
                if (name === 'href' && !/^(https?|mailto|tel):/i.test(value)) found.push(`${value} from ${text}`);
              }
            }
            await new Promise((next) => setTimeout(next));
          }
        }
        return found;
      },
      payloads.map(({ payload }) => payload),
    );
    assert.deepEqual(faults, []);
    assert.deepEqual(requests, []);
  });

  it('shows every naughty string, and loses no letter of it', async () => {
    const lost = await page.evaluate((texts) => {
      const letters = (text) => text.replace(/[^\p{L}\p{N}]/gu, '');
      return texts.filter((text) => {
        const into = document.createElement('div');
        into.append(globalThis.toElements(text));
        const addresses = [...into.querySelectorAll('a')].map((link) => link.getAttribute('href') ?? '').join('');
        const have = new Set(letters((into.textContent ?? '') + addresses));
        return [...letters(text)].some((letter) => !have.has(letter));
      });
    }, naughty);
    // Entities are what they stand for, and the marks of a list or a link told apart are not words.
    assert.deepEqual(
      lost.filter((text) => !/&[#\w]+;|^\s*\d+[.)]|\]:|\]\(/.test(text)),
      [],
    );
  });

  it('is, growing, at every character what the same text shows when it is whole', async () => {
    const differences = await page.evaluate((text) => {
      const into = document.getElementById('into');
      into.replaceChildren();
      const growing = new globalThis.GrowingMarkdown(into);
      const found = [];
      const same = (html) => html.replace(/\s+(?=<|$)/g, '');
      for (let end = 1; end <= text.length; end++) {
        growing.update(text.slice(0, end));
        const whole = document.createElement('div');
        whole.append(globalThis.toElements(text.slice(0, end)));
        if (same(into.innerHTML) !== same(whole.innerHTML))
          found.push(`${end}: ${into.innerHTML} / ${whole.innerHTML}`);
      }
      growing.finish(text);
      return found;
    }, LONG);
    assert.deepEqual(differences, []);
  });

  it('leaves finished blocks alone while it grows, and takes words back', async () => {
    const kept = await page.evaluate(() => {
      const into = document.getElementById('into');
      into.replaceChildren();
      const growing = new globalThis.GrowingMarkdown(into);
      growing.update('first block\n\nsecond');
      const text = into.firstChild.firstChild;
      growing.update('first block\n\nsecond block\n\n- third');
      growing.finish('first block\n\nsecond block\n\n- third\n- fourth');
      const same = into.firstChild.firstChild === text && into.querySelectorAll('li').length === 2;
      growing.update('');
      const empty = into.innerHTML;
      growing.update('other words');
      return { same, empty, other: into.innerHTML };
    });
    assert.deepEqual(kept, { same: true, empty: '', other: '<p>other words</p>' });
  });

  it('finds a link whose address is told at the end', async () => {
    const address = await page.evaluate(() => {
      const into = document.getElementById('into');
      into.replaceChildren();
      const growing = new globalThis.GrowingMarkdown(into);
      const text = 'see [this][1]\n\nand more\n\n[1]: https://example.org';
      growing.update(text);
      growing.finish(text);
      return into.querySelector('a')?.getAttribute('href');
    });
    assert.equal(address, 'https://example.org');
  });
});
