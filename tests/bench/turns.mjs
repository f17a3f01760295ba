// Measures two things alternately, so that other load on the machine affects both.

/**
 * @param {object} options
 * @param {() => number | Promise<number>} options.ours
 * @param {() => number | Promise<number>} options.baseline
 * @param {number} [options.rounds]
 * @returns {Promise<[ours: number, baseline: number][]>} one pair a round; one round before them warms up both
 */
export async function turns({ ours, baseline, rounds = 7 }) {
  const pairs = [];
  for (let round = 0; round <= rounds; round += 1) {
    const reference = await baseline();
    const own = await ours();
    if (round > 0) pairs.push([own, reference]);
  }
  return pairs;
}
