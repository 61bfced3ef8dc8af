// Measures the real window against an empty one. `node tests/window/bench.mjs --rows FILE`; built in release.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ended, main, root, run, target } from '../../scripts/common.mjs';
import { buildPage } from '../../scripts/page.mjs';
import { Session } from './driver.mjs';
import { below, isGone, isMinimised, Life, minimise, Provider, pause, until, windowId } from './harness.mjs';
import { Talk } from './talk.mjs';

/** @import { Row } from '../../scripts/bench.mjs' */

const TURNS = 100_000;
const PAIRS = 10;
const here = fileURLToPath(import.meta.url);
const release = join(target, 'release');
const APPS = { samantha: join(release, 'samantha'), empty: join(release, 'samantha-empty') };
/** What each page marks when it has painted. */
const MARKS = { samantha: 'talk-painted', empty: 'painted' };

/** @typedef {keyof typeof APPS} Which */

/** @param {string[]} args */
async function cargo(...args) {
  const { code } = await run('cargo', [...args.slice(0, 1), '--release', '--locked', ...args.slice(1)]);
  if (code !== 0) throw new Ended(`cargo ${args.join(' ')} failed`);
}

/** Builds what is measured, and the life of 100,000 turns. @returns {Promise<string>} its folder */
async function prepare() {
  await buildPage();
  const features = 'samantha/custom-protocol,samantha-empty/custom-protocol';
  await cargo('build', '-p', 'samantha', '-p', 'samantha-empty', '--features', features);
  await cargo('build', '-p', 'samantha-tests', '--bin', 'provider', '--bin', 'year');
  const home = join(target, 'bench', `life-${TURNS}`);
  if (!existsSync(join(home, 'made'))) {
    rmSync(home, { recursive: true, force: true });
    mkdirSync(home, { recursive: true, mode: 0o700 });
    const { code } = await run(join(release, 'year'), ['--turns', String(TURNS), '--home', home]);
    if (code !== 0) throw new Ended('the life could not be made');
    writeFileSync(join(home, 'made'), '');
  }
  return home;
}

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** @param {number[]} values @param {number} part */
function percentile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? 0;
}

/** The proportional share of memory of an app's processes, in MiB. @param {number} pid */
function memory(pid) {
  let kib = 0;
  for (const one of [pid, ...below(pid)]) {
    kib += Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  }
  return kib / 1024;
}

/** Processor time of an app's processes so far, in seconds. @param {number} pid */
function processor(pid) {
  let ticks = 0;
  for (const one of [pid, ...below(pid)]) {
    // After the name, which may hold spaces: state is field 3, utime and stime are 14 and 15.
    const fields = readFileSync(`/proc/${one}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks / 100;
}

/**
 * One start under the driver: milliseconds from the process's first moment to the paint, and what it holds when idle.
 * @param {Which} which @param {string} home @param {string} folder
 */
async function start(which, home, folder) {
  // The script stands for the app: it writes down the moment, and becomes it.
  const stamp = join(folder, 'stamp');
  const script = join(folder, `${which}.sh`);
  writeFileSync(script, `#!/bin/bash\necho "$$ $EPOCHREALTIME" > '${stamp}'\nexec '${APPS[which]}'\n`, { mode: 0o755 });
  const session = await Session.start(script, { ...process.env, SAMANTHA_HOME: home });
  try {
    const mark = MARKS[which];
    const painted = await session.until('it has painted', () =>
      session.run(
        'const mark = performance.getEntriesByName(arguments[0])[0]; return mark && performance.timeOrigin + mark.startTime',
        mark,
      ),
    );
    const [pid = '', began = ''] = readFileSync(stamp, 'utf8').trim().split(' ');
    await pause(4000);
    const held = memory(Number(pid));
    process.kill(Number(pid), 'SIGTERM');
    await until('it has ended', () => isGone(Number(pid)), 30);
    return { millis: painted - Number(began.replace(',', '.')) * 1000, held };
  } finally {
    await session.end();
  }
}

/** Passes the first open, so that what starts is the talk. @param {string} home */
async function welcome(home) {
  const life = new Life();
  const own = life.home;
  try {
    life.home = home;
    life.env.SAMANTHA_HOME = home;
    await new Talk(life).open();
    await life.close();
  } finally {
    life.home = own;
    await life.end();
  }
}

/** Start and memory, in pairs. @param {string} home @returns {Promise<Row[]>} */
async function pairs(home) {
  const folder = mkdtempSync(join(tmpdir(), 'samantha-bench-'));
  try {
    const millis = { samantha: [0], empty: [0] };
    const held = { samantha: [0], empty: [0] };
    for (let pair = 0; pair <= PAIRS; pair += 1) {
      // Who goes first changes, so that neither always finds the other's files warm.
      const order = /** @type {Which[]} */ (pair % 2 ? ['samantha', 'empty'] : ['empty', 'samantha']);
      for (const which of order) {
        const one = await start(which, home, folder);
        millis[which][pair] = one.millis;
        held[which][pair] = one.held;
      }
      const line = (/** @type {Which} */ which) =>
        `${which} ${millis[which][pair]?.toFixed(0)} ms, ${held[which][pair]?.toFixed(0)} MiB`;
      console.log(`${pair === 0 ? 'first pair, cold' : `pair ${pair}`}: ${line('samantha')}; ${line('empty')}`);
    }
    /** The ratio of the medians of all pairs but the first. @param {Record<Which, number[]>} of */
    const ratio = (of) => median(of.samantha.slice(1)) / median(of.empty.slice(1));
    const shown = (/** @type {string} */ name, /** @type {number} */ value, unit = 'ms') => ({
      name,
      value,
      unit,
      goal: '',
      holds: null,
    });
    const startRatio = ratio(millis);
    const memoryRatio = ratio(held);
    return [
      {
        name: `start to first paint, ${TURNS} turns, against an empty window`,
        value: startRatio,
        unit: 'ratio',
        goal: '<= 1.25',
        holds: startRatio <= 1.25,
      },
      shown('start to first paint', median(millis.samantha.slice(1))),
      shown('start to first paint, empty window', median(millis.empty.slice(1))),
      shown('start to first paint, cold', millis.samantha[0] ?? 0),
      shown('start to first paint, cold, empty window', millis.empty[0] ?? 0),
      {
        name: 'memory when idle (PSS), against an empty window',
        value: memoryRatio,
        unit: 'ratio',
        goal: '<= 1.25',
        holds: memoryRatio <= 1.25,
      },
      shown('memory when idle (PSS)', median(held.samantha.slice(1)), 'MiB'),
      shown('memory when idle (PSS), empty window', median(held.empty.slice(1)), 'MiB'),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Processor when idle, without a driver. @param {string} home @returns {Promise<Row[]>} */
async function idle(home) {
  const app = spawn(APPS.samantha, [], { env: { ...process.env, SAMANTHA_HOME: home }, stdio: 'ignore' });
  const pid = app.pid ?? 0;
  try {
    const id = await until('the window is shown', () => {
      try {
        return windowId();
      } catch {
        return '';
      }
    });
    const share = async () => {
      const before = processor(pid);
      const began = performance.now();
      await pause(20_000);
      return ((processor(pid) - before) * 100_000) / (performance.now() - began);
    };
    await pause(8000);
    const visible = await share();
    minimise();
    await until('it is minimised', () => isMinimised(id));
    await pause(3000);
    const hidden = await share();
    return [
      {
        name: 'processor when idle, window visible',
        value: visible,
        unit: '% of a core',
        goal: '<= 5',
        holds: visible <= 5,
      },
      {
        name: 'processor when idle, window hidden',
        value: hidden,
        unit: '% of a core',
        goal: '<= 0.3',
        holds: hidden <= 0.3,
      },
    ];
  } finally {
    app.kill('SIGTERM');
    await until('it has ended', () => isGone(pid), 30);
  }
}

/** Frames the page asks for itself while hidden, and while 300 pieces a second stream for 30 s. @returns {Promise<Row[]>} */
async function frames() {
  const provider = await Provider.start();
  const life = new Life();
  const talk = new Talk(life);
  try {
    await talk.open();
    await pause(3000);
    await life.page.run(`window.framesAsked = 0;
      const ask = window.requestAnimationFrame.bind(window);
      window.requestAnimationFrame = (then) => ask((time) => { window.framesAsked += 1; then(time); });
      return true`);
    const id = windowId();
    minimise();
    await until('it is minimised', () => isMinimised(id));
    await pause(2000);
    const before = await life.page.run('return window.framesAsked');
    await pause(15_000);
    const hidden = (await life.page.run('return window.framesAsked')) - before;
    // A second life for the stream: the counter above must not count there.
    await life.close();

    await talk.open();
    await talk.answerWith(provider.address, 'stream300');
    await talk.say('Count, please.');
    await talk.streaming();
    await life.page.run(`window.times = [];
      const tick = (time) => { window.times.push(time); if (!window.enough) requestAnimationFrame(tick); };
      requestAnimationFrame(tick);
      return true`);
    // Asking the page meanwhile would cost it the frames that are counted.
    await pause(30_500);
    await talk.answered(60);
    const times = /** @type {number[]} */ (await life.page.run('window.enough = true; return window.times'));
    const lengths = times.slice(1).map((time, index) => time - (times[index] ?? time));
    const wanted = Array.from({ length: 9000 }, (_, number) => number).join(' ');
    const { turns } = await life.call('page', { from: 'latest', limit: 5 });
    const kept = turns.at(-1).text.trim() === wanted;
    const drawn = (await talk.hers())?.text.replaceAll(/\s+/g, ' ').trim() === wanted;
    const [late, longest] = [percentile(lengths, 0.99), Math.max(...lengths)];
    return [
      { name: 'frames drawn while hidden, 15 s', value: hidden, unit: 'frames', goal: '0', holds: hidden === 0 },
      {
        name: 'stream of 300 pieces a second for 30 s: frames, p99',
        value: late,
        unit: 'ms',
        goal: '<= 50',
        holds: late <= 50,
      },
      {
        name: 'stream of 300 pieces a second for 30 s: longest frame',
        value: longest,
        unit: 'ms',
        goal: '<= 100',
        holds: longest <= 100,
      },
      {
        name: 'stream of 300 pieces a second for 30 s: pieces lost',
        value: kept && drawn ? 0 : 1,
        unit: 'any',
        goal: '0',
        holds: kept && drawn,
      },
    ];
  } finally {
    provider.end();
    await life.end();
  }
}

await main(async () => {
  const args = process.argv.slice(2);
  const file = args[args.indexOf('--rows') + 1] ?? join(target, 'bench', 'window.json');
  if (!process.env.DESK_BUS) {
    const home = await prepare();
    const again = [
      process.execPath,
      here,
      '--rows',
      file,
      '--home',
      home,
      ...args.filter((arg) => ['pairs', 'idle', 'frames'].includes(arg)),
    ];
    return (await run(join(root, 'tests', 'window', 'desk.sh'), again, { env: { SAMANTHA_APP: APPS.samantha } })).code;
  }
  const home = args[args.indexOf('--home') + 1] ?? '';
  if (!home || readdirSync(home).length === 0) throw new Ended('no life to measure');
  await welcome(home);
  const parts = { pairs: () => pairs(home), idle: () => idle(home), frames };
  const named = Object.keys(parts).filter((name) => args.includes(name));
  /** @type {Row[]} */
  const rows = [];
  for (const [name, measure] of Object.entries(parts)) {
    if (named.length > 0 && !named.includes(name)) continue;
    rows.push(...(await measure()));
    writeFileSync(file, JSON.stringify(rows, null, 2));
  }
  return 0;
});
