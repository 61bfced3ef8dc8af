import { describe, expect, it } from 'vitest';
import { approach, breathe, outline, POINTS, POSES, REST, stillness, trace } from './line.js';

/** @import { PresenceState } from './line.js' */

const STATES = /** @type {PresenceState[]} */ (Object.keys(POSES));

/**
 * @param {PresenceState} state
 * @param {number} level
 * @param {Partial<import('./line.js').Motion>} [moved]
 */
function line(state, level, moved) {
  const out = new Float32Array(2 * POINTS);
  trace(POSES[state], { ...stillness(), ...moved }, level, out);
  return out;
}

/** @param {Float32Array} points */
const reach = (points) => points.reduce((most, at) => Math.max(most, Math.abs(at)), 0);

/**
 * @param {Float32Array} a
 * @param {Float32Array} b
 */
const apart = (a, b) => a.reduce((most, at, i) => Math.max(most, Math.abs(at - (b[i] ?? 0))), 0);

/** @param {Float32Array} points */
const sag = (points) => points.filter((_, i) => i % 2 === 1).reduce((sum, y) => sum + y, 0) / POINTS;

describe.each(STATES)('the line %s', (state) => {
  it('stays inside its drawing, however loud and wherever it has come to', () => {
    for (let n = 0; n < 400; n++) {
      const moved = { spin: n * 0.7, breath: n * 0.31, wave: n * 1.3, drift: n * 0.17 };
      for (const level of [0, 0.5, 1]) expect(reach(line(state, level, moved))).toBeLessThan(1);
    }
  });

  it('is one unbroken stroke without corners', () => {
    const points = line(state, 1);
    for (let i = 2; i < POINTS - 2; i++) {
      const [ax = 0, ay = 0, bx = 0, by = 0, cx = 0, cy = 0] = points.slice(2 * i - 2, 2 * i + 4);
      expect(Math.hypot(bx - ax, by - ay)).toBeLessThan(0.12);
      const turn = Math.abs(
        Math.atan2((bx - ax) * (cy - by) - (by - ay) * (cx - bx), (bx - ax) * (cx - bx) + (by - ay) * (cy - by)),
      );
      expect(turn).toBeLessThan(0.5);
    }
  });
});

it('moves a little from one frame to the next, never with a jump', () => {
  for (const state of STATES) {
    const now = line(state, 0.6, { spin: 2, breath: 2, wave: 2, drift: 2 });
    const next = line(state, 0.6, { spin: 2 + POSES[state].spin / 24, breath: 2.03, wave: 2.12, drift: 2.01 });
    expect(apart(now, next)).toBeGreaterThan(0.0005);
    expect(apart(now, next)).toBeLessThan(0.09);
  }
});

it('opens and leans to the person while listening, the more the louder', () => {
  expect(sag(line('listening', 0))).toBeGreaterThan(sag(line('idle', 0)) + 0.05);
  expect(reach(line('listening', 1))).toBeGreaterThan(reach(line('listening', 0)) + 0.05);
});

it('swings with the voice while speaking, and idle does not hear', () => {
  expect(apart(line('speaking', 0), line('speaking', 1))).toBeGreaterThan(0.05);
  expect(apart(line('idle', 0), line('idle', 1))).toBe(0);
});

it('winds more often while thinking', () => {
  expect(POSES.thinking.turns).toBeGreaterThan(POSES.idle.turns + 1.5);
});

it('goes from one state to another gradually, and arrives', () => {
  const pose = { ...POSES.idle };
  const began = { ...pose };
  const rest = approach(pose, POSES.thinking, 0.25);
  expect(pose.turns).toBeCloseTo(began.turns + (POSES.thinking.turns - began.turns) / 4);
  expect(rest).toBeGreaterThan(0);
  for (let n = 0; n < 60; n++) approach(pose, POSES.thinking, 0.25);
  expect(approach(pose, POSES.thinking, 0.25)).toBeLessThan(0.001);
});

it('breathes in, out, and rests', () => {
  const parts = Array.from({ length: 101 }, (_, n) => breathe((n / 101) * 2 * Math.PI));
  expect(Math.max(...parts)).toBeGreaterThan(0.99);
  expect(parts.slice(Math.ceil(REST * 101)).every((part) => part === 0)).toBe(true);
  expect(Math.max(...parts.slice(1).map((part, n) => Math.abs(part - (parts[n] ?? 0))))).toBeLessThan(0.12);
});

it('is broad across the nib, thin along it, and runs out to nothing at both ends', () => {
  const points = line('idle', 0);
  const edge = new Float32Array(4 * POINTS);
  outline(points, 0.01, 0.06, edge);
  const widths = Array.from({ length: POINTS }, (_, i) => {
    const back = 2 * (2 * POINTS - 1 - i);
    return Math.hypot((edge[2 * i] ?? 0) - (edge[back] ?? 0), (edge[2 * i + 1] ?? 0) - (edge[back + 1] ?? 0));
  });
  const middle = widths.slice(40, -60);
  expect(Math.max(...middle)).toBeCloseTo(0.06, 2);
  expect(Math.min(...middle)).toBeCloseTo(0.01, 2);
  expect(widths[0]).toBeLessThan(0.001);
  expect(widths.at(-1)).toBeLessThan(0.001);
});
