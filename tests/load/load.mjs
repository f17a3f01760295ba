// Load on the edge of this machine: every kind alone, then mixed, then mixed at a steady pace.
// `node load.mjs [--seconds N] [--keep] [word…]`: only the kinds whose names have one of the words.
//
// Clients and edge share the processors, so answers a second are what both can do together; the time that workerd
// computes for an answer is its own.

import { Refusal } from "../../scripts/log.mjs";
import { configurations, prepareFolder, start } from "../bench/workerd.mjs";
import { seededRandom } from "../fault/random.mjs";
import { flatOut, paced } from "./drive.mjs";
import { kinds } from "./kinds.mjs";
import { busy, machine } from "./machine.mjs";
import { write } from "./results.mjs";
import { table } from "./table.mjs";

const CLIENTS = 16;
/** Of what the edge does flat out. */
const PACE = 0.5;
const WARM_SECONDS = 1;
/** No run is longer, whatever is asked for. */
const MOST_SECONDS = 60;

function settings(words) {
  const at = words.indexOf("--seconds");
  const seconds = at < 0 ? 5 : Number(words[at + 1]);
  if (!(seconds >= 1 && seconds <= MOST_SECONDS)) {
    throw new Refusal(`--seconds is \`${words[at + 1]}\`; give 1 to ${MOST_SECONDS}`);
  }
  const names = words.filter(
    (word, index) => !word.startsWith("--") && (at < 0 || index !== at + 1),
  );
  return { seconds, names };
}

/** All kinds, as often as their weights say, in the order of a seed. */
function mixed(all) {
  const random = seededRandom("mix");
  const weights = Object.fromEntries(
    Object.entries(all).map(([name, { weight }]) => [name, weight]),
  );
  // Statuses differ between kinds: any success is one.
  return { next: () => all[random.weighted(weights)].next(), status: undefined };
}

const { seconds, names } = settings(process.argv.slice(2));
const folder = await prepareFolder(configurations.edge);
const undo = [folder.remove];
try {
  const edge = await start(folder);
  undo.push(edge.stop);
  const all = await kinds(edge, folder.operatorKey);
  const chosen = Object.entries(all).filter(
    ([name]) => names.length === 0 || names.some((word) => name.includes(word)),
  );
  if (chosen.length === 0 && !names.includes("mixed")) {
    throw new Refusal(`no kind is named so; there are: ${Object.keys(all).join("; ")}; mixed`);
  }
  const result = {
    at: new Date().toISOString(),
    machine: machine(),
    busy: busy(),
    clients: CLIENTS,
    seconds,
  };
  result.rows = [];
  const run = async (what, drive, kind, options) => {
    await drive(edge, kind, { ...options, seconds: WARM_SECONDS });
    const measured = await drive(edge, kind, { ...options, seconds });
    const row = { what, units: kind.units ?? 1, ...measured, busy: busy() };
    result.rows.push(row);
    console.error(`${what}: ${row.perSecond}/s`);
    return row;
  };
  for (const [name, kind] of chosen) await run(name, flatOut, kind, { clients: CLIENTS });
  if (names.length === 0 || names.includes("mixed")) {
    const mix = mixed(all);
    const { perSecond } = await run("mixed", flatOut, mix, { clients: CLIENTS });
    const pace = { clients: 4 * CLIENTS, perSecond: Math.max(1, Math.round(perSecond * PACE)) };
    await run("mixed, at half that pace", paced, mix, pace);
  }
  console.log(table(result));
  for (const file of await write("load", result)) console.log(`written to ${file}`);
  const failed = result.rows.filter(({ errors }) => Object.keys(errors).length > 0);
  if (failed.length > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  for (const step of undo.reverse()) await step();
}
