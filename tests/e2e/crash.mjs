// Kills the edge while it serves requests.

import assert from "node:assert/strict";

/**
 * Keeps `lanes` senders busy with what `next` gives until it gives nothing, and kills the edge in the middle: as soon
 * as `acknowledged` requests were answered, or `millis` after the first was sent. Requests that die with it stay
 * without an answer.
 */
export async function killedUnderLoad(edge, { lanes, acknowledged, millis, next, answered }) {
  let count = 0;
  let killed;
  const kill = () => {
    killed ??= edge.kill();
  };
  const lane = async () => {
    for (let job = next(); job && !killed; job = next()) {
      try {
        const answer = await job.send();
        answered(job, answer);
        count += 1;
      } catch (error) {
        assert.ok(killed, `a request failed before the edge was killed: ${error.stack}`);
        return;
      }
      if (count >= acknowledged) kill();
    }
  };
  if (millis !== undefined) setTimeout(kill, millis);
  await Promise.all(Array.from({ length: lanes }, lane));
  if (millis !== undefined) kill();
  assert.ok(killed, "the load ended before the edge was killed");
  await killed;
}

/**
 * Kills the edge once for each of `moments` while four of `ids` ask at once: parts of the time that four took, in a
 * process as fresh, before. `warm` is asked for each first, so that the kill comes in their course and not in the
 * start.
 * @returns {Promise<Map<string, import("./client.mjs").Answer>>} the answers that came
 */
export async function killedAt(edge, moments, ids, { warm, ask }) {
  const answers = new Map();
  const waiting = [...ids];
  const next = async () => {
    const round = waiting.splice(0, 4);
    assert.equal(round.length, 4);
    await Promise.all(round.map(warm));
    return round;
  };
  await edge.restart();
  const round = await next();
  const begun = performance.now();
  await Promise.all(round.map(async (id) => answers.set(id, await ask(id))));
  const whole = performance.now() - begun;
  for (const moment of moments) {
    const round = await next();
    await killedUnderLoad(edge, {
      lanes: 4,
      millis: whole * moment,
      next: () => {
        const id = round.shift();
        return id && { id, send: () => ask(id) };
      },
      answered: ({ id }, answer) => answers.set(id, answer),
    });
    await edge.start();
  }
  return answers;
}
