// SIGKILL of workerd at random instants under mixed load from clients that retry. After each, the files are read and
// every invariant is checked; at the end nothing may be left to do.
//
// TOLLGATE_KILLS: how many kills (12). TOLLGATE_SEED: which requests and which instants (1).

import assert from "node:assert/strict";
import { test } from "node:test";
import * as jose from "jose";
import { until } from "../e2e/deadline.mjs";
import { startedEdge } from "../e2e/edge.mjs";
import { catalog, singles, USES } from "./catalog.mjs";
import { holds, Tally } from "./invariants.mjs";
import { Ledger } from "./ledger.mjs";
import { seededRandom } from "./random.mjs";
import { readReport } from "./report.mjs";
import { workload } from "./workload.mjs";

const KILLS = Number(process.env.TOLLGATE_KILLS ?? 12);
const SEED = process.env.TOLLGATE_SEED ?? "1";
/** Kills per environment: few, so that every environment goes through contention for its limits and vouchers. */
const KILLS_EACH = 6;
const CUSTOMERS = 12;
/** Requests that are repeated at the end of each environment, and must get the same response. */
const REPEATS = 40;

const edge = await startedEdge();

/** When the next kill comes: after so many answers, and then so many milliseconds. Some come right after the start. */
function moment(random) {
  const early = random.between(1, 6) === 1;
  return {
    answers: early ? random.between(0, 4) : random.between(10, 160),
    millis: random.between(0, 25),
  };
}

async function prepared(seed) {
  const environment = await edge.environment({ catalog: catalog("first") });
  const { api, session } = environment;
  const customers = Array.from({ length: CUSTOMERS }, (_, at) => `c${at}`);
  const pages = new Map();
  (await api.post("/v1/vouchers", singles)).is(201);
  const { codes } = (await api.post("/v1/vouchers/singles/codes", { count: USES.singles })).is(201);
  await Promise.all(
    customers.map(async (id) => {
      await environment.customer(id, { plan: "base" });
      pages.set(id, await session(id));
    }),
  );
  const ledger = new Ledger();
  ledger.catalogVersions.set(1, "first");
  return {
    environment,
    ledger,
    ...workload({ seed, environment, customers, pages, codes, ledger }),
  };
}

/** Runs one environment: kills the edge repeatedly under load, then repeats requests and checks their responses. */
async function runEnvironment(seed, kills, tally) {
  const { environment, ledger, lanes, sendUntilAnswered } = await prepared(seed);
  const random = seededRandom(`${seed}/moments`);
  const outboxes = new Map();
  let [down, over, begun] = [undefined, false, 0];
  const gate = { kills: () => begun, up: async () => down?.promise };
  const check = async (options) =>
    holds(tally, await readReport(edge.data, environment.id), ledger, outboxes, options);
  let failed;
  const lane = async (next) => {
    while (!over && !failed) {
      try {
        await sendUntilAnswered(next(), gate);
      } catch (error) {
        failed ??= error;
      }
    }
  };
  const running = Object.values(lanes()).map(lane);
  for (let kill = 0; kill < kills && !failed; kill += 1) {
    const { answers, millis } = moment(random);
    const goal = ledger.counts.answered + answers;
    await until(
      "answer",
      async () => ledger.counts.answered,
      (count) => failed || count >= goal,
    );
    await new Promise((resolve) => setTimeout(resolve, millis));
    down = Promise.withResolvers();
    begun += 1;
    await edge.kill();
    // Requests in flight fail at once; the ledger has all of them before it is compared.
    await new Promise((resolve) => setTimeout(resolve, 20));
    await check();
    await edge.start();
    down.resolve();
    down = undefined;
  }
  over = true;
  await Promise.all(running);
  if (failed) throw failed;
  await repeated(ledger, seededRandom(`${seed}/repeats`), tally);
  return { environment, ledger, check };
}

/** A request that is sent again is answered as the first time, byte for byte. */
async function repeated(ledger, random, tally) {
  const keys = [...ledger.answers.keys()];
  for (let count = 0; count < Math.min(REPEATS, keys.length); count += 1) {
    const key = random.of(keys);
    const { status, text } = await ledger.repeats.get(key)();
    const first = ledger.answers.get(key);
    tally.equal([status, text], [first.status, first.text], `${key} was answered otherwise`);
  }
}

/** Tokens from before the kills verify with the keys from after them. */
async function tokensHold({ environment, ledger }, tally) {
  const jwks = (await edge.anybody.get(`/v1/environments/${environment.id}/jwks.json`)).is(200);
  const keys = jose.createLocalJWKSet(jwks);
  for (const token of ledger.tokens) {
    const { payload } = await jose.jwtVerify(token, keys, {
      audience: environment.id,
      issuer: edge.url,
    });
    tally.ok(payload.sub.length > 0, "a token names nobody");
  }
}

/** The checks detect each of these faults, made in a copy in memory. */
async function tamperingShows({ environment, ledger }) {
  const faults = {
    "an event is lost": ({ customer }) => customer.outbox.pop(),
    "an event stands twice": ({ customer: { outbox } }) =>
      outbox.push({ ...outbox[0], seq: outbox.length + 1 }),
    "usage counts twice": ({ customer }) => {
      customer.meters.get("jobs").used += 1;
    },
    "usage is lost": ({ customer }) => customer.events.pop(),
    "a version is skipped": ({ customer }) => {
      customer.profile.version += 1000;
    },
    "an answer is lost": ({ customer }) =>
      customer.answers.delete([...customer.answers.keys()].at(-1)),
    "a redemption is half done": ({ found }) => {
      for (const rows of found.customers.values()) rows.redemptions = [];
    },
    "a use is counted too often": ({ found }) => {
      found.environment.tallies.get("scarce").taken += 1;
    },
    "a catalogue version is lost": ({ found }) => found.environment.catalogVersions.pop(),
  };
  for (const [fault, make] of Object.entries(faults)) {
    const found = await readReport(edge.data, environment.id);
    make({ found, customer: found.customers.get("c0") });
    assert.throws(() => holds(new Tally(), found, ledger, new Map()), assert.AssertionError, fault);
  }
}

test(`${KILLS} kills under mixed load lose nothing, count nothing twice and leave nothing half done`, async (context) => {
  assert.ok(KILLS >= 1, "TOLLGATE_KILLS must be 1 or more");
  const tally = new Tally();
  const runs = [];
  for (let done = 0; done < KILLS; done += KILLS_EACH) {
    runs.push(await runEnvironment(`${SEED}/${done}`, Math.min(KILLS_EACH, KILLS - done), tally));
    process.stderr.write(`${Math.min(done + KILLS_EACH, KILLS)} kills, ${tally.checks} checks\n`);
  }
  for (const one of runs) await tokensHold(one, tally);
  // Alarms alone finish what the kills interrupted: no client sends a request any more.
  await until(
    "end of all work",
    async () => {
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      await edge.kill();
      const open = [];
      for (const { environment } of runs) {
        const found = await readReport(edge.data, environment.id);
        for (const [id, { sagas }] of found.customers) {
          for (const saga of sagas) open.push(`${id} ${saga.id} ${saga.stage}`);
        }
      }
      await edge.start();
      return open;
    },
    (open) => open.length === 0,
    90,
  );
  await edge.kill();
  for (const { check } of runs) await check({ settled: true });
  await tamperingShows(runs[0]);
  await edge.start();
  const total = (of) => runs.reduce((sum, { ledger }) => sum + of(ledger), 0);
  context.diagnostic(
    `seed ${SEED}: ${KILLS} kills in ${runs.length} environments; ${total((ledger) => ledger.counts.answered)} answers, ` +
      `${total((ledger) => ledger.counts.repeated)} requests sent again, ${total((ledger) => ledger.counts.unavailable)} answers of 503; ` +
      `${total((ledger) => ledger.acknowledged.size)} usage events, ${total((ledger) => ledger.answers.size)} keyed requests, ` +
      `${total((ledger) => ledger.tokens.length)} tokens; ${tally.checks} checks held`,
  );
});
