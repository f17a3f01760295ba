// Load from several clients, each of which asks the next thing when it has its answer.

import { connection } from "./exchange.mjs";

/** How many clients ask at once. */
export const CLIENTS = 16;

/**
 * Asks for some time and counts the answers.
 * @param {object} options
 * @param {number} options.port
 * @param {() => string} options.next the next request
 * @param {number} options.status what every answer must have
 * @param {number} [options.seconds]
 * @param {(body: string) => void} [options.look] sees every answer; throws when it is not the right one
 * @returns {Promise<number>} answers a second
 */
export async function load({ port, next, status, seconds = 1, look }) {
  const connections = await Promise.all(Array.from({ length: CLIENTS }, () => connection(port)));
  let answers = 0;
  const begun = performance.now();
  const until = begun + seconds * 1000;
  try {
    await Promise.all(
      connections.map(async ({ ask }) => {
        while (performance.now() < until) {
          const answer = await ask(next());
          check(answer, status);
          look?.(answer.body);
          answers += 1;
        }
      }),
    );
  } finally {
    for (const { close } of connections) close();
  }
  return (answers * 1000) / (performance.now() - begun);
}

/** How long a list of questions may take. */
const LIST_LIMIT_MILLIS = 600_000;

/**
 * Asks a list of things, as many at once as there are clients.
 * @param {object} options
 * @param {number} options.port
 * @param {Iterable<string>} options.requests
 * @param {number} options.status what every answer must have
 * @param {(body: string) => void} [options.look] sees every answer
 */
export async function askAll({ port, requests, status, look }) {
  const left = requests[Symbol.iterator]();
  const until = performance.now() + LIST_LIMIT_MILLIS;
  const connections = await Promise.all(Array.from({ length: CLIENTS }, () => connection(port)));
  try {
    await Promise.all(
      connections.map(async ({ ask }) => {
        for (let step = left.next(); !step.done; step = left.next()) {
          if (performance.now() > until)
            throw new Error("the set-up takes too long; stop what else runs here");
          const answer = await ask(step.value);
          check(answer, status);
          look?.(answer.body);
        }
      }),
    );
  } finally {
    for (const { close } of connections) close();
  }
}

function check(answer, status) {
  if (answer.status !== status) {
    throw new Error(
      `answered ${answer.status} in place of ${status}: ${answer.body.slice(0, 500)}`,
    );
  }
}
