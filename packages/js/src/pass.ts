/** What is held for the customer: the newest token that verified, and what the edge says beside it. */

import type { Clock } from "./clock.js";
import type { Edge } from "./edge.js";
import { type ApiError, TollgateError } from "./error.js";
import { deny, Gate, type Refused, readKeys, requestedOf } from "./gate.js";
import { subjectOf } from "./identity.js";
import type { CustomerRecord, Keeper, Memory } from "./memory.js";
import type { CheckOptions, TollgateOptions } from "./types.js";
import type { Decision, Keys, Reason } from "./wasm/gate/gate.js";
import type { GateModule } from "./wasm.js";

const leewayMillis = 60_000;
/** Verdicts that newer keys may change. */
const ofKeys: unknown[] = ["token_unknown_key", "token_signature"];

interface PassOptions extends Pick<TollgateOptions, "customer" | "keys"> {
  module: Promise<GateModule>;
  edge: Edge;
  clock: Clock;
  keeper: Keeper;
  issuer: string;
  environment: string;
}

export class Pass {
  readonly #options: PassOptions;
  /** Rejects where the WebAssembly cannot be started or the pinned keys are none. */
  readonly #ready: Promise<GateModule>;
  #keys: Keys | null = null;
  #jwks: string | null = null;
  #token = "";
  /** The revocation epoch below which no token of this customer is taken: the highest that was seen. */
  #floor: { customer?: string; epoch?: number } = {};

  gate: Gate | null = null;
  record: CustomerRecord | null = null;
  /** Why nothing is allowed while there is no gate. */
  reason: Reason = "tokenMissing";
  /** When the edge gave the token, by the local clock. */
  at = Number.NEGATIVE_INFINITY;

  constructor(options: PassOptions) {
    this.#options = options;
    this.#ready = options.module.then((module) => {
      if (options.keys) this.#keys = readKeys(module, options.keys);
      return module;
    });
    this.#ready.catch(() => {});
  }

  check(feature: string, options: CheckOptions | undefined): Decision {
    return this.gate
      ? this.gate.check(feature, options, this.#options.clock.now())
      : deny(feature, requestedOf(options), this.reason);
  }

  /** Starts to fetch the keys where none are at hand, so that they come beside the token that they verify. */
  fetchKeys(): Promise<string> | null {
    if (this.#keys || this.#options.keys || this.#options.keeper.recall()?.jwks) return null;
    const keys = this.#askKeys();
    keys.catch(() => {});
    return keys;
  }

  #askKeys(): Promise<string> {
    const { edge, environment } = this.#options;
    return edge.text(`/v1/environments/${environment}/jwks.json`, { open: true });
  }

  /**
   * Takes a token that the edge gave, and keeps it; `coming` are keys that are being fetched already. Rejects where it
   * does not verify, with newer keys either, or is for somebody else than was named.
   */
  async accept(
    token: string,
    record: CustomerRecord,
    coming: Promise<string> | null,
  ): Promise<void> {
    const module = await this.#ready;
    const { clock, customer, keeper, keys: pinned } = this.#options;
    const verify = (keys: Keys) => this.#verify(module, token, keys, clock.now());
    let result = this.#keys && verify(this.#keys);
    if (!pinned && (!result || (!(result instanceof Gate) && ofKeys.includes(result.error.code)))) {
      const jwks = await (coming ?? this.#askKeys());
      const keys = readKeys(module, jwks);
      this.#use(keys, jwks);
      result = verify(keys);
    }
    if (!(result instanceof Gate)) throw this.#refused(result as Refused);
    if (customer !== undefined && customer !== result.summary.customer) {
      throw new TollgateError(
        "customer_mismatch",
        `the access token is for \`${result.summary.customer}\`, not \`${customer}\``,
      );
    }
    const at = Date.now();
    if (this.#lead(result, at) < 0) return;
    this.#adopt(token, result, record, at);
    // Another tab may have kept a newer one in the meantime, even one that revokes this.
    if (await this.take(keeper.recall())) return;
    const memory = { token, jwks: this.#jwks, customer: record, at };
    keeper.keep({ ...memory, epoch: this.#floor.epoch ?? 0, offset: clock.offset });
  }

  /** Takes up what was kept before; forgets what will never do. */
  async recall(): Promise<boolean> {
    await this.#ready;
    const memory = this.#options.keeper.recall();
    if (!memory || (await this.take(memory, true))) return memory !== null;
    const isOther = this.#meant !== undefined && this.#meant !== memory.customer.id;
    if (isOther || this.reason === "tokenInvalid") this.#options.keeper.forget();
    return false;
  }

  /**
   * Takes what was kept or told by another tab, where it verifies, is for the customer who is meant, and is newer than
   * what is held. `anybody`: for whomever it is, where it is not known who is meant.
   */
  async take(memory: Memory | null, anybody = false): Promise<boolean> {
    try {
      const module = await this.#ready;
      const meant = this.#meant;
      if (!memory || memory.token === this.#token) return false;
      if (meant === undefined ? !anybody : meant !== memory.customer.id) return false;
      const pinned = this.#options.keys && this.#keys;
      const keys = pinned || readKeys(module, memory.jwks ?? "");
      const result = this.#verifyKept(module, memory, keys);
      if (!(result instanceof Gate)) {
        if (result.error.code === "token_expired" && !this.#keys) this.#use(keys, memory.jwks);
        this.#refused(result);
        return false;
      }
      if (result.summary.customer !== memory.customer.id) return false;
      if (this.#lead(result, memory.at) <= 0) return false;
      this.#use(keys, memory.jwks);
      this.#adopt(memory.token, result, memory.customer, memory.at);
      return true;
    } catch {
      return false;
    }
  }

  /**
   * The edge was reached and refuses the session: nothing stays for the next visit, the token has no grace, and where
   * the session was revoked, so was every token of its epoch.
   */
  async refuse(error: ApiError): Promise<void> {
    const module = await this.#ready;
    const { clock, edge, keeper } = this.#options;
    keeper.retract();
    if (!this.gate || !this.#keys) return;
    const { customer, epoch } = this.gate.summary;
    if (error.code === "session_revoked") {
      const revoked = subjectOf(edge.session).epoch ?? epoch;
      this.#floor = { customer, epoch: Math.max(this.#floor.epoch ?? 0, revoked + 1) };
    }
    this.gate = null;
    this.reason = "tokenInvalid";
    const result = this.#verify(module, this.#token, this.#keys, clock.now(), 0, false);
    if (result instanceof Gate) this.gate = result;
    else this.#refused(result);
  }

  /** The customer who is meant, as far as that is known. */
  get #meant(): string | undefined {
    const { customer, edge } = this.#options;
    return customer ?? subjectOf(edge.session).customer ?? this.gate?.summary.customer;
  }

  #verify(
    module: GateModule,
    token: string,
    keys: Keys,
    now: number,
    least = 0,
    grace = true,
  ): Gate | Refused {
    const { issuer, environment } = this.#options;
    const { customer, epoch = 0 } = this.#floor;
    const floor = subjectOf(token).customer === customer ? epoch : 0;
    const expected = {
      issuer,
      audience: environment,
      leewayMillis,
      epoch: Math.max(floor, least),
      grace,
    };
    return Gate.verify(module, token, keys, expected, now);
  }

  /**
   * Verifies at the server's time; as long as no answer has shown that, by the offset that was kept. Where the token
   * shows that offset to be wrong, for the clock has been set since, by the local clock as it stands.
   */
  #verifyKept(module: GateModule, { token, epoch, offset }: Memory, keys: Keys): Gate | Refused {
    const { clock } = this.#options;
    const at = (now: number) => this.#verify(module, token, keys, now, epoch);
    if (clock.isKnown) return at(clock.now());
    const result = at(Date.now() + offset);
    if (result instanceof Gate) clock.offset = offset;
    const isWrong = !(result instanceof Gate) && result.reason === "clockSuspect";
    return isWrong ? at(Date.now()) : result;
  }

  /** By how much a token is newer than the one that is held; infinite for another customer, or where none is held. */
  #lead({ summary }: Gate, at: number): number {
    const held = this.gate?.summary;
    if (held?.customer !== summary.customer) return Number.POSITIVE_INFINITY;
    return summary.issuedAt - held.issuedAt || at - this.at;
  }

  #use(keys: Keys, jwks: string | null): void {
    this.#keys = keys;
    this.#jwks = jwks;
  }

  #adopt(token: string, gate: Gate, record: CustomerRecord, at: number): void {
    this.#token = token;
    this.gate = gate;
    this.record = record;
    this.at = at;
    const { customer, epoch } = gate.summary;
    this.#floor = { customer, epoch };
  }

  #refused({ error, reason }: Refused): TollgateError {
    if (!this.gate) this.reason = reason;
    return error;
  }
}
