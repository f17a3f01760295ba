/** What is held for the customer: the newest token that verified, and what the edge says beside it. */

import { malformed } from "./answer.js";
import type { Clock } from "./clock.js";
import type { Edge } from "./edge.js";
import { TollgateError } from "./error.js";
import { deny, Gate, type Refused, readKeys, units } from "./gate.js";
import { subjectOf } from "./identity.js";
import { isRecord, type StoredToken, type TokenStorage } from "./token-storage.js";
import type { CheckOptions, CustomerRecord, HandedToken, TollgateOptions } from "./types.js";
import type { Decision, Keys, Reason } from "./wasm/gate/gate.js";
import { loadGate, gate as module } from "./wasm.js";

const leewayMillis = 60_000;
const tokenPath = "/v1/client/token";
/** Refusals that newer keys may change. */
const ofKeys: unknown[] = ["token_unknown_key", "token_signature"];

interface KeySet {
  keys: Keys;
  /** As text; null where they are pinned. */
  jwks: string | null;
}

export class TokenState {
  readonly #options: TollgateOptions;
  readonly #edge: Edge;
  readonly #clock: Clock;
  readonly #storage: TokenStorage;
  /** Rejects where the WebAssembly cannot be started or the pinned keys are none. */
  readonly #ready: Promise<void>;
  #keySet: KeySet | null = null;
  #token = "";
  /** The revocation epoch below which no token of this customer is taken: the highest that was seen. */
  #epochFloor: { customer?: string; epoch?: number } = {};

  gate: Gate | null = null;
  record: CustomerRecord | null = null;
  /** Why nothing is allowed while there is no gate. */
  reason: Reason = "tokenMissing";
  /** When the edge gave the token, by the local clock. */
  at = 0;

  constructor(options: TollgateOptions, edge: Edge, clock: Clock, storage: TokenStorage) {
    this.#options = options;
    this.#edge = edge;
    this.#clock = clock;
    this.#storage = storage;
    this.#ready = loadGate(options.wasm?.gate).then(() => {
      if (options.keys) this.#keySet = { keys: readKeys(module, options.keys), jwks: null };
    });
    this.#ready.catch(() => {});
  }

  check(feature: string, options: CheckOptions | undefined): Decision {
    return this.gate
      ? this.gate.check(feature, options, this.#clock.now())
      : deny(feature, units(options), this.reason);
  }

  /**
   * Asks the edge for a token, takes it and keeps it. Keys that are not at hand come beside it. Rejects where it does
   * not verify, with newer keys either, or is for somebody else than was named.
   */
  async fetch(): Promise<void> {
    const coming = this.#comingKeys();
    const answer = await this.#edge.json<{ token?: unknown; customer?: unknown } | null>(
      tokenPath,
      { session: true },
    );
    const { token, customer } = answer ?? {};
    if (typeof token !== "string" || !isRecord(customer)) throw malformed(tokenPath);
    await this.#accept({ token, customer }, coming);
  }

  /**
   * Takes a token that came with the page, and keeps it, where it verifies, is for the customer who is meant, and is
   * newer than what is held. Says whether what is held now is no older than it.
   */
  async receive(handed: HandedToken): Promise<boolean> {
    try {
      const { customer } = handed;
      const named = subjectOf(this.#edge.session).customer ?? customer.id;
      if (!isRecord(customer) || named !== customer.id) return false;
      await this.#accept(handed, this.#comingKeys(), true);
      return true;
    } catch {
      return false;
    }
  }

  /** The token that is held; null where none is. */
  get token(): string | null {
    return this.gate ? this.#token : null;
  }

  /** The key set as text, on its way beside something else; null where keys are at hand. */
  #comingKeys(): Promise<string> | null {
    if (this.#keySet || this.#options.keys || this.#storage.read()?.jwks) return null;
    const coming = this.#askKeys();
    coming.catch(() => {});
    return coming;
  }

  #askKeys(renew?: boolean): Promise<string> {
    const path = `/v1/environments/${this.#edge.environment}/jwks.json`;
    return this.#edge.shared(path, true, renew);
  }

  /** One that is `handed` was given by the edge when it was issued. */
  async #accept(
    { token, customer }: HandedToken,
    coming: Promise<string> | null,
    handed = false,
  ): Promise<void> {
    const { customer: meant, keys: pinned } = this.#options;
    await this.#ready;
    let result = this.#keySet && this.#verify(token, this.#keySet, this.#clock.now());
    // Keys that are on their way or kept by the page, then those of now.
    for (const asked of [coming ?? (result ? null : this.#askKeys()), null]) {
      if (pinned || result instanceof Gate || (result && !ofKeys.includes(result.error.code)))
        break;
      const jwks = await (asked ?? this.#askKeys(true));
      this.#keySet = { keys: readKeys(module, jwks), jwks };
      result = this.#verify(token, this.#keySet, this.#clock.now());
    }
    if (!(result instanceof Gate)) throw (result as Refused).error;
    const { summary } = result;
    if (meant !== undefined && meant !== summary.customer) {
      throw new TollgateError(
        "customer_mismatch",
        `the access token is for \`${summary.customer}\`, not \`${meant}\``,
      );
    }
    if (summary.customer !== customer.id) throw malformed(tokenPath);
    const at = handed ? summary.issuedAt - this.#clock.offset : Date.now();
    if (this.#newerBy(result, at) < 0) return;
    this.#adopt(token, result, customer, at);
    // Another tab may have kept a newer one in the meantime, even one that revokes this.
    if (await this.take(this.#storage.read())) return;
    const { offset } = this.#clock;
    const jwks = this.#keySet?.jwks ?? null;
    this.#storage.write({ token, jwks, customer, epoch: summary.epoch, offset, at });
  }

  /** Takes up what was kept before; forgets what will never do. */
  async restore(): Promise<boolean> {
    await this.#ready;
    if (await this.take(this.#storage.read(), true)) return true;
    // What is only late, or early by a clock that is wrong, says why the gates are closed, on the next visit as well.
    const isLate = this.reason === "tokenExpired" || this.reason === "clockSuspect";
    if (!isLate && !this.gate) this.#storage.remove();
    return false;
  }

  /**
   * Takes what was kept or told by another tab, where it verifies, is for the customer who is meant, and is newer than
   * what is held. `anybody`: for whomever it is, where it is not known who is meant.
   */
  async take(stored: StoredToken | null, anybody = false): Promise<boolean> {
    try {
      await this.#ready;
      const { token, jwks, customer, epoch, offset, at } = stored as StoredToken;
      const meant = this.#expectedCustomer ?? (anybody ? customer.id : undefined);
      if (meant !== customer.id || token === this.#token) return false;
      const pinned = this.#options.keys && this.#keySet;
      const keySet = pinned || { keys: readKeys(module, jwks ?? ""), jwks };
      const result = this.#verifyKept(token, keySet, offset, epoch);
      if (!(result instanceof Gate)) {
        // The signature was right: the keys serve the next one.
        if (result.reason === "tokenExpired") this.#keySet ??= keySet;
        return false;
      }
      if (result.summary.customer !== customer.id || this.#newerBy(result, at) <= 0) return false;
      this.#keySet = keySet;
      this.#adopt(token, result, customer, at);
      return true;
    } catch {
      return false;
    }
  }

  /**
   * The edge was reached and refuses the session: nothing stays for the next visit, the token has no grace, and where
   * the session was revoked, so was every token of its epoch.
   */
  refuse(code: string): void {
    this.#storage.revoke();
    const { gate } = this;
    if (!gate || !this.#keySet) return;
    const { customer, epoch } = gate.summary;
    if (code === "session_revoked") {
      const revoked = subjectOf(this.#edge.session).epoch ?? epoch;
      this.#epochFloor = { customer, epoch: Math.max(this.#epochFloor.epoch ?? 0, revoked + 1) };
    }
    this.gate = null;
    this.reason = "tokenInvalid";
    try {
      const result = this.#verify(this.#token, this.#keySet, this.#clock.now(), 0, false);
      if (result instanceof Gate) this.gate = result;
    } catch {
      // The WebAssembly breaks down: closed.
    }
  }

  /** The customer who is meant, as far as that is known. */
  get #expectedCustomer(): string | undefined {
    return (
      this.#options.customer ??
      subjectOf(this.#edge.session).customer ??
      this.gate?.summary.customer
    );
  }

  /** A refusal is the reason of every denial while there is no gate. */
  #verify(token: string, keySet: KeySet, now: number, least = 0, grace = true): Gate | Refused {
    const { customer, epoch = 0 } = this.#epochFloor;
    const floor = subjectOf(token).customer === customer ? epoch : 0;
    const expected = {
      issuer: this.#options.issuer ?? this.#edge.endpoint,
      audience: this.#edge.environment,
      leewayMillis,
      epoch: Math.max(floor, least),
      grace,
    };
    const result = Gate.verify(module, { text: token }, keySet.keys, expected, now);
    if (!(result instanceof Gate || this.gate)) this.reason = result.reason;
    return result;
  }

  /**
   * Verifies at the server's time by the offset that was kept with the token, which is then the clock's. Where that
   * will not do, by the offset that this client has learned; or, where it has learned none and the token shows the
   * other one to be wrong, by the local clock as it is: it has been set since.
   */
  #verifyKept(token: string, keySet: KeySet, offset: number, least: number): Gate | Refused {
    const clock = this.#clock;
    const own = clock.offset;
    clock.offset = offset;
    const result = this.#verify(token, keySet, clock.now(), least);
    if (result instanceof Gate) return result;
    clock.offset = own;
    const isDoubtful = clock.isKnown || result.reason === "clockSuspect";
    return isDoubtful ? this.#verify(token, keySet, clock.now(), least) : result;
  }

  /** By how much a token is newer than the one that is held; infinite for another customer, or where none is held. */
  #newerBy({ summary }: Gate, at: number): number {
    const held = this.gate?.summary;
    return held?.customer === summary.customer
      ? summary.issuedAt - held.issuedAt || at - this.at
      : Number.POSITIVE_INFINITY;
  }

  #adopt(token: string, gate: Gate, record: CustomerRecord, at: number): void {
    this.#token = token;
    this.#epochFloor = gate.summary;
    this.gate = gate;
    this.record = record;
    this.at = at;
  }
}
