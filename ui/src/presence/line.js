// The pen line: pure geometry. One stroke wound loosely around itself, each winding a leaning oval whose lean
// turns a little from one to the next; the nib is held at one angle, so the stroke is thin where the line runs along
// the nib and broad where it crosses it, as in handwriting. Units: 1 is half the side of the drawing.

/** @typedef {'idle' | 'listening' | 'thinking' | 'speaking'} PresenceState */

/**
 * How the line is held. Every part of it may lie between two states.
 * @typedef {object} Pose
 * @property {number} turns  windings
 * @property {number} size  radius of the outermost winding
 * @property {number} inner  radius of the innermost, as a part of `size`
 * @property {number} oval  how much shorter the short axis is, 0 to 1
 * @property {number} weave  how far the lean turns over the whole line, radians
 * @property {number} leanX  towards the person: how far the drawing moves
 * @property {number} leanY
 * @property {number} loose  how unevenly it is wound
 * @property {number} open  how far `level` opens it
 * @property {number} wave  how far `level` makes it swing
 * @property {number} ripple  how much it swings by itself
 * @property {number} breath  how far breathing opens it
 * @property {number} spin  radians a second
 */

/** @type {Record<PresenceState, Pose>} */
export const POSES = {
  idle: {
    turns: 3.35,
    size: 0.76,
    inner: 0.54,
    oval: 0.16,
    weave: 1.9,
    leanX: 0,
    leanY: 0,
    loose: 0.05,
    open: 0,
    wave: 0,
    ripple: 0,
    breath: 0.045,
    spin: 0.05,
  },
  listening: {
    turns: 2.7,
    size: 0.68,
    inner: 0.66,
    oval: 0.24,
    weave: 0.9,
    leanX: 0.02,
    leanY: 0.11,
    loose: 0.03,
    open: 0.14,
    wave: 0,
    ripple: 0,
    breath: 0.025,
    spin: 0.04,
  },
  thinking: {
    turns: 5.6,
    size: 0.7,
    inner: 0.3,
    oval: 0.2,
    weave: 3.6,
    leanX: 0,
    leanY: -0.02,
    loose: 0.045,
    open: 0,
    wave: 0,
    ripple: 0,
    breath: 0.015,
    spin: 1.15,
  },
  speaking: {
    turns: 3.6,
    size: 0.76,
    inner: 0.52,
    oval: 0.14,
    weave: 2.1,
    leanX: 0,
    leanY: 0,
    loose: 0.05,
    open: 0.06,
    wave: 0.11,
    ripple: 0.018,
    breath: 0.01,
    spin: 0.16,
  },
};

/**
 * How far everything that moves has come. Only ever grows, so a change of state never jumps.
 * @typedef {object} Motion
 * @property {number} spin  radians
 * @property {number} breath  radians; a breath is one turn of it
 * @property {number} wave  radians
 * @property {number} drift  radians
 */

/** @returns {Motion} */
export function stillness() {
  // Where the line looks well when it stands still: reduced motion draws this.
  return { spin: 0.6, breath: 0, wave: 0.9, drift: 0.4 };
}

/** Points along the line: few enough to be cheap, enough that no corner is seen at 300 pixels. */
export const POINTS = 300;

const KEYS = /** @type {(keyof Pose)[]} */ (Object.keys(POSES.idle));

/**
 * Moves `pose` a part `k` (0 to 1) of the way to `goal`, in place. Returns how far it still is.
 * @param {Pose} pose
 * @param {Pose} goal
 * @param {number} k
 */
export function approach(pose, goal, k) {
  let far = 0;
  for (const key of KEYS) {
    const rest = (goal[key] - pose[key]) * (1 - k);
    pose[key] = goal[key] - rest;
    far = Math.max(far, Math.abs(rest));
  }
  return far;
}

/**
 * The line itself: `out` gets POINTS pairs x, y.
 * @param {Pose} pose
 * @param {Motion} motion
 * @param {number} level  how loud, 0 to 1
 * @param {Float32Array} out
 */
export function trace(pose, motion, level, out) {
  const full = pose.turns * 2 * Math.PI;
  const breathing = 1 + pose.breath * breathe(motion.breath) + pose.open * level;
  const swing = pose.ripple + pose.wave * level;
  const short = 1 - pose.oval + pose.open * level * 0.5;
  for (let i = 0; i < POINTS; i++) {
    const u = i / (POINTS - 1);
    const a = u * full;
    // From the inside out, quickly at first, as a hand winds; the outer end leaves the winding in a small flick.
    const flick = u > 0.93 ? (u - 0.93) / 0.07 : 0;
    let r = pose.size * breathing * (pose.inner + (1 - pose.inner) * Math.sqrt(u) + 0.1 * flick * flick);
    r *=
      1 + pose.loose * (Math.sin(a * 0.53 + 1.3 + motion.drift) + 0.7 * Math.sin(a * 1.31 - motion.drift * 0.7 + 0.5));
    // The swing runs along the line, and leaves its two ends alone.
    if (swing > 0)
      r *=
        1 +
        swing *
          Math.sin(a * 2.6 - motion.wave * 2) *
          Math.sin(u * Math.PI) *
          (0.75 + 0.25 * Math.sin(motion.wave * 0.9 + u * 9));
    const tilt = u * pose.weave + motion.drift * 0.3;
    const along = Math.cos(a + motion.spin - tilt) * r;
    const across = Math.sin(a + motion.spin - tilt) * r * short;
    const c = Math.cos(tilt);
    const s = Math.sin(tilt);
    out[2 * i] = along * c - across * s + pose.leanX;
    out[2 * i + 1] = along * s + across * c + pose.leanY;
  }
}

/** The parts of a breath: in until here, */
const FULL = 0.17;
/** out until here; then the line rests. */
export const REST = 0.4;

/**
 * A breath: in, out, and a long rest. 0 at rest, 1 when full.
 * @param {number} phase  radians; one turn is one breath
 */
export function breathe(phase) {
  const part = (phase / (2 * Math.PI)) % 1;
  if (part < FULL) return ease(part / FULL);
  if (part < REST) return ease(1 - (part - FULL) / (REST - FULL));
  return 0;
}

/** @param {number} x */
function ease(x) {
  return x * x * (3 - 2 * x);
}

/** The angle the nib is held at. */
const NIB = -Math.PI / 4.6;
const NIB_X = Math.cos(NIB);
const NIB_Y = Math.sin(NIB);

/**
 * The outline of the stroke: one closed shape, so that a whole line is one fill. `out` gets 2 * POINTS pairs: one
 * edge forward, the other back.
 * @param {Float32Array} line  from {@link trace}
 * @param {number} thin  width along the nib
 * @param {number} broad  width across it
 * @param {Float32Array} out
 */
export function outline(line, thin, broad, out) {
  const last = POINTS - 1;
  for (let i = 0; i <= last; i++) {
    const before = Math.max(0, i - 1);
    const after = Math.min(last, i + 1);
    let dx = at(line, 2 * after) - at(line, 2 * before);
    let dy = at(line, 2 * after + 1) - at(line, 2 * before + 1);
    const length = Math.hypot(dx, dy) || 1;
    dx /= length;
    dy /= length;
    const crossing = Math.abs(dx * NIB_Y - dy * NIB_X);
    const u = i / last;
    // The pen lands and lifts: both ends run out to nothing, the outer one slowly.
    const pressure = Math.min(1, u * 16, (1 - u) * 9);
    const half = 0.5 * (thin + (broad - thin) * crossing * Math.sqrt(crossing)) * Math.sqrt(pressure);
    const x = at(line, 2 * i);
    const y = at(line, 2 * i + 1);
    out[2 * i] = x - dy * half;
    out[2 * i + 1] = y + dx * half;
    const back = 2 * (2 * POINTS - 1 - i);
    out[back] = x + dy * half;
    out[back + 1] = y - dx * half;
  }
}

/**
 * @param {Float32Array} list
 * @param {number} index
 */
function at(list, index) {
  return list[index] ?? 0;
}
