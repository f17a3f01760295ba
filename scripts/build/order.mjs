// The order of a module's functions: similar ones beside each other, which compress better.

import { readFile, writeFile } from "node:fs/promises";
import { run } from "../command.mjs";

/** How many bytes make a piece by which bodies are compared. */
const piece = 3;

/** The sections of a module, each whole and without its id and length. */
function sectionsOf(bytes) {
  const sections = [];
  for (let at = 8; at < bytes.length; ) {
    const [length, from] = numberAt(bytes, at + 1);
    const end = from + length;
    sections.push({
      id: bytes[at],
      whole: bytes.subarray(at, end),
      body: bytes.subarray(from, end),
    });
    at = end;
  }
  return sections;
}

/** An unsigned LEB128 number, and where it ends. */
function numberAt(bytes, start) {
  let value = 0;
  for (let at = start, scale = 1; ; at++, scale *= 128) {
    value += (bytes[at] & 127) * scale;
    if (bytes[at] < 128) return [value, at + 1];
  }
}

function number(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 127) | 128);
  }
}

const measured = (...parts) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([number(body.length), body]);
};

const customId = 0;
const codeId = 10;

/**
 * The bodies of a module's own functions.
 * @param {Buffer} wasm
 */
export function bodiesOf(wasm) {
  const code = sectionsOf(wasm).find(({ id }) => id === codeId)?.body ?? Buffer.from([0]);
  let [count, at] = numberAt(code, 0);
  const bodies = [];
  for (; count > 0; count--) {
    const [length, from] = numberAt(code, at);
    at = from + length;
    bodies.push(code.subarray(from, at));
  }
  return bodies;
}

/**
 * Bodies in a sequence that starts with the longest, each followed by the most similar of those that are left.
 * @param {Buffer[]} bodies
 * @returns {number[]} their places
 */
export function chained(bodies) {
  const pieces = bodies.map((body) => {
    const found = new Set();
    for (let at = 0; at + piece <= body.length; at++) found.add(body.readUIntBE(at, piece));
    return found;
  });
  const likeness = (one, other) => {
    let both = 0;
    for (const each of one) if (other.has(each)) both++;
    return both / Math.sqrt(one.size * other.size || 1);
  };
  const first = (places, worth) =>
    places.reduce((best, place) => (worth[place] > worth[best] ? place : best));
  const left = new Set(bodies.keys());
  const order = [];
  let worth = bodies.map(({ length }) => length);
  while (left.size > 0) {
    const next = first([...left], worth);
    left.delete(next);
    order.push(next);
    worth = pieces.map((other, place) => (left.has(place) ? likeness(pieces[next], other) : 0));
  }
  return order;
}

/** A section of names that sort in the given order. */
function names(order, imported) {
  const ranks = [];
  for (const [rank, place] of order.entries()) ranks[place] = rank;
  const digits = String(order.length).length;
  const entries = ranks.map((rank, place) =>
    Buffer.concat([
      number(imported + place),
      measured(Buffer.from(String(rank).padStart(digits, "0"))),
    ]),
  );
  const functions = Buffer.concat([Buffer.from([1]), measured(number(entries.length), ...entries)]);
  return Buffer.concat([
    Buffer.from([customId]),
    measured(measured(Buffer.from("name")), functions),
  ]);
}

/**
 * Orders the functions of a module, in place, and drops its custom sections.
 * @param {string} file
 * @param {string[]} features what the module may use, as flags of wasm-opt
 */
export async function order(file, features) {
  const wasm = await readFile(file);
  const imports = WebAssembly.Module.imports(await WebAssembly.compile(wasm));
  const imported = imports.filter(({ kind }) => kind === "function").length;
  await writeFile(file, Buffer.concat([wasm, names(chained(bodiesOf(wasm)), imported)]));
  await run(`Ordering the functions of ${file}`, "wasm-opt", [
    ...features,
    // Names are only kept with `-g`, and the instructions as short as they were only with the rest.
    ...["-g", "--optimize-level=2", "--shrink-level=2"],
    ...["--generate-stack-ir", "--optimize-stack-ir", "--reorder-functions-by-name"],
    ...[file, "-o", file],
  ]);
  const ordered = await readFile(file);
  const kept = sectionsOf(ordered).filter(({ id }) => id !== customId);
  await writeFile(file, Buffer.concat([ordered.subarray(0, 8), ...kept.map(({ whole }) => whole)]));
}
