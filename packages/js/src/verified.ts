/**
 * Tokens that were verified, known again by a hash of their text: neither the text nor its signature is kept.
 *
 * What is kept serves only for what it was verified with (the keys, issuer, audience and leeway), from the instant at
 * which it was until the token ends, and for no higher epoch than the token's. Whatever else is asked is verified anew.
 */

import { type Expected, Gate, type Refused, type Verified } from "./gate.js";
import { Handle } from "./handle.js";
import type { CheckOptions } from "./types.js";
import type { Decision, Keys, TokenSummary } from "./wasm/gate/gate.js";
import type { Digest } from "./wasm/gate-server/gate.js";
import type { GateModule } from "./wasm.js";

/** The most tokens that are kept, and the most bytes that they take together, about. */
export const mostTokens = 10_000;
export const mostBytes = 32 * 1_024 * 1_024;
/** What an answer takes, and a token beside what grows with its text. */
const answerBytes = 512;
const ownBytes = 1_024;
/** What a token and its expectations may have together, in bytes; longer ones are not kept. */
const mostHashed = 16_384;
/** Stands between parts that are hashed: occurs in no text. */
const separator = 0xff;

/** A verified token that is kept. */
interface Entry {
  /** The other half of the hash. */
  rest: number;
  gate: Gate;
  /** Its text is there only while the gate is asked. */
  source: { text: string };
  keys: Keys;
  /** The earliest instant at which it is known to be valid, in milliseconds. */
  from: number;
  endsAt: number;
  epoch: number;
  /** When it was put last among those that are kept, counted in such turns. */
  turn: number;
  /** What it takes, about, without answers and with them. */
  own: number;
  bytes: number;
}

/** A kept token, in the hands of somebody who has shown its text. */
class Shown implements Verified {
  readonly #tokens: VerifiedTokens;
  readonly #entry: Entry;
  readonly #text: string;

  constructor(tokens: VerifiedTokens, entry: Entry, text: string) {
    this.#tokens = tokens;
    this.#entry = entry;
    this.#text = text;
  }

  get summary(): TokenSummary {
    return this.#entry.gate.summary;
  }

  check(feature: string, options: CheckOptions | undefined, now: number): Decision {
    const { gate, source } = this.#entry;
    // Reading the options may ask again.
    const before = source.text;
    source.text = this.#text;
    const decision = gate.check(feature, options, now);
    source.text = before;
    this.#tokens.weigh(this.#entry);
    return decision;
  }
}

export class VerifiedTokens {
  readonly #Digest: new (
    key: Uint8Array,
  ) => Digest;
  /** By half of the hash; what was used last is last, but for what is among the last quarter already. */
  readonly #entries = new Map<number, Entry>();
  readonly #encoder = new TextEncoder();
  /** What is hashed; zero between two calls. */
  readonly #bytes = new Uint8Array(mostHashed);
  #digest: Handle<Digest> | null = null;
  #first = 0;
  #rest = 0;
  /** What the last token was to say, and that as it is hashed. */
  #expected = { issuer: "", audience: "", leewayMillis: 0 };
  #suffix = new Uint8Array();
  #size = 0;
  #turn = 0;

  constructor(DigestClass: new (key: Uint8Array) => Digest) {
    this.#Digest = DigestClass;
  }

  /** How many tokens are kept. */
  get count(): number {
    return this.#entries.size;
  }

  /** What they take, in bytes, about. */
  get size(): number {
    return this.#size;
  }

  /** As `Gate.verify`. */
  verify = (
    module: GateModule,
    shown: { text: string },
    keys: Keys,
    expected: Expected,
    now: number,
  ): Verified | Refused => {
    const { text } = shown;
    if (!this.#hash(module, text, expected)) return Gate.verify(module, shown, keys, expected, now);
    const name = this.#first;
    const rest = this.#rest;
    const found = this.#entries.get(name);
    if (
      found?.rest === rest &&
      found.keys === keys &&
      now >= found.from &&
      now < found.endsAt &&
      found.epoch >= expected.epoch
    ) {
      if (this.#turn - found.turn > this.#entries.size / 4) {
        this.#entries.delete(name);
        this.#put(name, found);
      }
      return new Shown(this, found, text);
    }
    if (found) this.#remove(name, found);
    const source = { text };
    const gate = Gate.verify(module, source, keys, expected, now);
    if (!(gate instanceof Gate)) return gate;
    const { endsAt, epoch } = gate.summary;
    source.text = "";
    const own = ownBytes + 2 * text.length;
    const entry = { rest, gate, source, keys, from: now, endsAt, epoch, turn: 0, own, bytes: own };
    this.#put(name, entry);
    this.#size += own;
    this.#shrink();
    return new Shown(this, entry, text);
  };

  #put(name: number, entry: Entry) {
    this.#turn += 1;
    entry.turn = this.#turn;
    this.#entries.set(name, entry);
  }

  /** Notes what an entry takes by now, if it is still kept. */
  weigh(entry: Entry): void {
    const bytes = entry.own + entry.gate.answers * answerBytes;
    // One that was removed takes nothing.
    if (bytes === entry.bytes || entry.bytes === 0) return;
    this.#size += bytes - entry.bytes;
    entry.bytes = bytes;
    this.#shrink();
  }

  /** Those that were used longest ago give way. */
  #shrink() {
    if (this.#entries.size <= mostTokens && this.#size <= mostBytes) return;
    for (const [name, entry] of this.#entries) {
      this.#remove(name, entry);
      if (this.#entries.size <= mostTokens && this.#size <= mostBytes) return;
    }
  }

  #remove(name: number, entry: Entry) {
    this.#entries.delete(name);
    this.#size -= entry.bytes;
    entry.bytes = 0;
  }

  /**
   * Hashes a text and what it is to say, under a key of this process: nobody else can find another text of the same
   * hash. Says whether there is a hash.
   */
  #hash(module: GateModule, text: string, expected: Expected): boolean {
    const bytes = this.#bytes;
    const suffix = this.#suffixOf(expected);
    const { read, written } = this.#encoder.encodeInto(text, bytes);
    const length = written + suffix.length;
    const fits = read === text.length && length <= bytes.length;
    try {
      if (!fits) return false;
      bytes.set(suffix, written);
      this.#digest ??= this.#makeDigest(module);
      this.#digest.ask((digest) => {
        this.#first = digest.of(bytes.subarray(0, length));
        this.#rest = digest.rest();
      });
      return true;
    } catch {
      return false;
    } finally {
      bytes.fill(0, 0, fits ? length : bytes.length);
    }
  }

  #suffixOf({ issuer, audience, leewayMillis }: Expected): Uint8Array {
    const last = this.#expected;
    if (
      issuer !== last.issuer ||
      audience !== last.audience ||
      leewayMillis !== last.leewayMillis
    ) {
      this.#expected = { issuer, audience, leewayMillis };
      const parts = [issuer, audience, String(leewayMillis)];
      this.#suffix = Uint8Array.from(
        parts.flatMap((part) => [separator, ...this.#encoder.encode(part)]),
      );
    }
    return this.#suffix;
  }

  /** In every instance by the same key. */
  #makeDigest(module: GateModule): Handle<Digest> {
    const key = crypto.getRandomValues(new Uint8Array(16));
    return new Handle(module, () => new this.#Digest(key));
  }
}
