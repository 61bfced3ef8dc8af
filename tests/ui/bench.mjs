// Frame times while an answer streams at 300 pieces a second for 30 seconds, in a life of 100,000 turns.
// Prints one JSON list of {name, value, unit, goal, holds}. Run: node tests/ui/bench.mjs [seconds]

import { browse, ready, serve } from './house.mjs';

const seconds = Number(process.argv[2] ?? 30);
const rate = 300;
const server = await serve();
process.env.SAMANTHA_UI = server.url;
const browser = await browse();
try {
  const life = `turns=100000&lang=en&model=remote&think=100&rate=${rate}&pieces=${rate * seconds}`;
  const page = await browser.open(life, { calm: false });
  await ready(page);
  await page.fill('.composer textarea', 'tell me everything');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('.state')?.textContent === 'speaking');
  const frames = await page.evaluate(
    () =>
      new Promise((done) => {
        const times = [];
        let before = performance.now();
        const frame = (now) => {
          times.push(now - before);
          before = now;
          if (document.querySelector('article[aria-busy="true"]')) requestAnimationFrame(frame);
          else done(times);
        };
        requestAnimationFrame(frame);
      }),
  );
  // What the turn holds, as copying it gives it: Markdown's own marks included.
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('c');
  const words = await page.evaluate(async () => (await navigator.clipboard.readText()).trim().split(/\s+/).length);
  frames.sort((a, b) => a - b);
  const at = (share) => frames[Math.min(frames.length - 1, Math.floor(frames.length * share))] ?? 0;
  const rows = [
    { name: 'frames while streaming, p99', value: at(0.99), unit: 'ms', goal: '<= 50', holds: at(0.99) <= 50 },
    { name: 'frames while streaming, slowest', value: at(1), unit: 'ms', goal: '<= 100', holds: at(1) <= 100 },
    {
      name: 'words kept of those streamed',
      value: words,
      unit: 'words',
      goal: `= ${rate * seconds}`,
      holds: words === rate * seconds,
    },
  ];
  console.log(JSON.stringify(rows, null, 2));
  console.error(`${frames.length} frames, median ${at(0.5).toFixed(1)} ms`);
  await page.done();
} finally {
  await browser.close();
  await server.end();
}
