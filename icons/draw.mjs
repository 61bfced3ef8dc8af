// Draws the app's icon: one pen line, wound loosely, coral on cream. `node icons/draw.mjs` writes icon.svg; then
// `npx tauri icon icons/icon.svg -o icons` makes the other sizes (only those that tauri.conf.json names are kept).
import { writeFileSync } from 'node:fs';

const SIZE = 1024;
const EDGE = 64; // Air around the tile, as desktop icons have it.
const CORAL = '#c4513a';
const TURNS = 3.55;
const STEPS = 720;
const PEN = Math.PI / 5; // The angle at which the pen is held; the line is thin along it.

/**
 * The middle of the line at `u` from 0 to 1.
 * @param {number} u
 * @returns {[number, number]}
 */
function point(u) {
  const angle = u * TURNS * 2 * Math.PI - 2.2;
  const wind = 0.4 + 0.6 * Math.sin(u * Math.PI * 0.66 + 0.1);
  const hand = 1 + 0.07 * Math.sin(1.015 * angle + 1.1) + 0.04 * Math.sin(1.31 * angle - 0.6);
  const radius = 312 * wind * hand;
  return [SIZE / 2 + 4 + Math.cos(angle) * radius, SIZE / 2 + 6 + Math.sin(angle) * radius * 0.93];
}

/**
 * Half the line's width at `u`, drawn in direction `direction`.
 * @param {number} u
 * @param {number} direction
 */
function half(u, direction) {
  const broad = Math.abs(Math.sin(direction - PEN)) ** 1.3;
  const pressure = Math.min(1, Math.min(u, 1 - u) * 11 + 0.1);
  return (4.5 + 12.5 * broad) * pressure;
}

/** @type {[number, number][]} */
const left = [];
/** @type {[number, number][]} */
const right = [];
for (let step = 0; step <= STEPS; step += 1) {
  const u = step / STEPS;
  const [x, y] = point(u);
  const [nx, ny] = point(u + 1e-4);
  const direction = Math.atan2(ny - y, nx - x);
  const width = half(u, direction);
  /** @type {[number, number]} */
  const side = [Math.sin(direction) * width, -Math.cos(direction) * width];
  left.push([x + side[0], y + side[1]]);
  right.push([x - side[0], y - side[1]]);
}

// Short pieces that overlap by a step: one long outline would cancel itself where the line crosses.
const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;
const pieces = [];
for (let start = 0; start < STEPS; start += 24) {
  const end = Math.min(STEPS, start + 25);
  const outline = [...left.slice(start, end + 1), ...right.slice(start, end + 1).reverse()];
  pieces.push(`M${outline.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}Z`);
}

const tile = SIZE - 2 * EDGE;
writeFileSync(
  new URL('icon.svg', import.meta.url),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}">
<defs><linearGradient id="field" x1="0" y1="0" x2="0.35" y2="1"><stop offset="0" stop-color="#ffe3d0"/><stop offset="0.55" stop-color="#fff1e4"/><stop offset="1" stop-color="#fff8f2"/></linearGradient></defs>
<rect x="${EDGE}" y="${EDGE}" width="${tile}" height="${tile}" rx="${Math.round(tile * 0.225)}" fill="url(#field)"/>
<path fill="${CORAL}" fill-rule="nonzero" d="${pieces.join('')}"/>
</svg>
`,
);
