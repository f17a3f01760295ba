// Seeded random numbers: the same in every run from the same seed.

/**
 * A stream of its own for each name, so that what one lane draws never depends on how fast another one is.
 * @param {string} name
 */
export function seededRandom(name) {
  // FNV-1a over the name, then Mulberry32.
  let state = 0x811c9dc5;
  for (const letter of name) state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193);
  const draw = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  /** A whole number from `least` to `most`, both included. */
  const between = (least, most) => least + Math.floor(draw() * (most - least + 1));
  return {
    between,
    /** One of a list. */
    of: (list) => list[between(0, list.length - 1)],
    /** One of the names, as often as its weight says. */
    weighted(weights) {
      let left = draw() * Object.values(weights).reduce((sum, weight) => sum + weight, 0);
      for (const [name, weight] of Object.entries(weights)) {
        left -= weight;
        if (left < 0) return name;
      }
      return Object.keys(weights)[0];
    },
  };
}

/** @typedef {ReturnType<typeof seededRandom>} SeededRandom */
