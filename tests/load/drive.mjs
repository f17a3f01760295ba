// Puts load on one edge and measures it: responses per second, a histogram of latencies, errors, CPU time of workerd.

import { build } from "hdr-histogram-js";
import { connection } from "../bench/exchange.mjs";

/** Latencies are kept to three digits, up to a minute. */
const histogram = () =>
  build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 60_000_000,
    numberOfSignificantValueDigits: 3,
  });

const PERCENTILES = [50, 90, 99, 99.9];

/** @param {number | undefined} status what every answer must have; undefined: any success */
function ledger(status) {
  const isRight = (answer) =>
    status === undefined ? answer?.status >= 200 && answer.status < 300 : answer?.status === status;
  const latencies = histogram();
  const errors = new Map();
  let answers = 0;
  return {
    heard(micros, answer) {
      latencies.recordValue(Math.max(1, Math.round(micros)));
      if (isRight(answer)) answers += 1;
      else {
        const what = answer ? String(answer.status) : "no answer";
        errors.set(what, (errors.get(what) ?? 0) + 1);
      }
    },
    sum(seconds, computed) {
      return {
        answers,
        perSecond: Math.round(answers / seconds),
        micros: Object.fromEntries(
          PERCENTILES.map((percent) => [`p${percent}`, latencies.getValueAtPercentile(percent)]),
        ),
        slowest: latencies.maxValue,
        computedMicros: answers === 0 ? null : Math.round((computed * 1_000) / answers),
        errors: Object.fromEntries(errors),
      };
    },
  };
}

/** A connection that reconnects when it was closed. */
async function asker(port) {
  let current = await connection(port);
  return {
    async ask(text) {
      try {
        return await current.ask(text);
      } catch {
        current = await connection(port);
        return undefined;
      }
    },
    close: () => current.close(),
  };
}

/**
 * So many clients, each of which asks the next thing when it has its answer: what the edge can do at most.
 * @param {{ port: number, work: () => number }} edge
 * @param {{ next: () => string, status: number | undefined }} kind
 * @param {{ clients: number, seconds: number }} options
 */
export async function flatOut(edge, { next, status }, { clients, seconds }) {
  const askers = await Promise.all(Array.from({ length: clients }, () => asker(edge.port)));
  const kept = ledger(status);
  const before = edge.work();
  const begun = performance.now();
  const end = begun + seconds * 1_000;
  await Promise.all(
    askers.map(async ({ ask }) => {
      while (performance.now() < end) {
        const sent = performance.now();
        const answer = await ask(next());
        kept.heard((performance.now() - sent) * 1_000, answer);
      }
    }),
  );
  const taken = (performance.now() - begun) / 1_000;
  for (const { close } of askers) close();
  return kept.sum(taken, edge.work() - before);
}

/**
 * Requests at a steady pace, whether those before them were answered or not: what callers see who do not wait for one
 * another. A latency counts from when the request was due, so that a stall counts for all whom it held up.
 * @param {{ port: number, work: () => number }} edge
 * @param {{ next: () => string, status: number | undefined }} kind
 * @param {{ clients: number, seconds: number, perSecond: number }} options
 */
export async function paced(edge, { next, status }, { clients, seconds, perSecond }) {
  const askers = await Promise.all(Array.from({ length: clients }, () => asker(edge.port)));
  const kept = ledger(status);
  const before = edge.work();
  const begun = performance.now();
  const count = Math.round(seconds * perSecond);
  let turn = 0;
  await Promise.all(
    askers.map(async ({ ask }) => {
      for (let at = turn++; at < count; at = turn++) {
        const due = begun + (at * 1_000) / perSecond;
        const wait = due - performance.now();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        const answer = await ask(next());
        kept.heard((performance.now() - due) * 1_000, answer);
      }
    }),
  );
  const taken = (performance.now() - begun) / 1_000;
  for (const { close } of askers) close();
  return { wanted: perSecond, ...kept.sum(taken, edge.work() - before) };
}
