// SPDX-License-Identifier: MIT
/**
 * A small seeded generator of pseudo-random numbers (sfc32, seeded from a text by FNV-1a), so that a pack has
 * the same bytes on every machine. Not for anything secret.
 * @module
 */

/** @typedef {ReturnType<typeof seededRandom>} Random */

/** @param {string} seed */
export function seededRandom(seed) {
  const state = new Uint32Array(4);
  for (let lane = 0; lane < 4; lane++) state[lane] = hashText(`${lane}:${seed}`);

  function next() {
    const [a, b, c, d] = /** @type {[number, number, number, number]} */ ([...state]);
    const t = (((a + b) | 0) + d) | 0;
    state[3] = d + 1;
    state[0] = b ^ (b >>> 9);
    state[1] = (c + (c << 3)) | 0;
    state[2] = (((c << 21) | (c >>> 11)) + t) | 0;
    return t >>> 0;
  }
  for (let warmUp = 0; warmUp < 16; warmUp++) next();

  const random = {
    /** 0 to 1, without 1. */
    unit: () => next() / 4294967296,
    /** An integer of `from` to `to`, both included. @param {number} from @param {number} to */
    int: (from, to) => from + (next() % (to - from + 1)),
    /** @param {number} probability */
    chance: (probability) => next() / 4294967296 < probability,
    /** @template T @param {readonly T[]} items @returns {T} */
    pick: (items) => /** @type {any} */ (items[next() % items.length]),
    /** Hexadecimal digits. @param {number} count */
    hex(count) {
      let text = '';
      while (text.length < count) text += next().toString(16).padStart(8, '0');
      return text.slice(0, count);
    },
    /** A text of one character a byte, as the monitor logs buffers. @param {number} count */
    bytes(count) {
      let text = '';
      for (let index = 0; index < count; index++) text += String.fromCharCode(next() & 0xff);
      return text;
    },
  };
  return random;
}

/** @param {string} text */
function hashText(text) {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
