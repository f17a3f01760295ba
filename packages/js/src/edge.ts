/** Requests to the edge: keys, time limits, problem details, and what the answers say of the clock. */

import { malformed, refused, unreachable } from "./answer.js";
import type { Clock } from "./clock.js";
import { TollgateError } from "./error.js";
import { baseUrl, environmentOf } from "./identity.js";
import { Timer } from "./schedule.js";
import { sharedAnswer } from "./shared-answers.js";
import type { TollgateOptions } from "./types.js";

const timeoutMillis = 10_000;

interface RequestOptions {
  /** Whether it is for the customer. */
  session?: boolean;
  /** Sent as JSON by POST. */
  body?: unknown;
}

export class Edge {
  readonly endpoint: string;
  readonly environment: string;
  readonly #options: TollgateOptions;
  readonly #clock: Clock;
  readonly #closing = new AbortController();
  #asking: Promise<unknown> | null = null;

  /** Whether it can ask for a customer. */
  readonly hasSession: boolean;
  /** The access token that was last used; undefined as long as none is known. */
  session: string | undefined;

  /** Throws a `TollgateError` where the options name no edge or no environment. */
  constructor(options: TollgateOptions, clock: Clock) {
    const { endpoint, publishableKey, accessToken } = options;
    this.environment = environmentOf(publishableKey);
    this.endpoint = baseUrl(endpoint);
    this.#options = options;
    this.#clock = clock;
    this.hasSession = accessToken !== undefined;
    if (typeof accessToken === "string") this.session = accessToken;
  }

  /** Ends what is under way. */
  close(): void {
    this.#closing.abort();
  }

  /**
   * The text of an answer that is the same for every customer; it goes on when this client is closed, for others may be
   * waiting. `open`: anybody may ask it. `renew`: as it is now, not as it is kept.
   */
  shared(path: string, open?: boolean, renew?: boolean): Promise<string> {
    const { publishableKey, fetch = globalThis.fetch } = this.#options;
    return sharedAnswer(fetch, this.endpoint + path, open ? "" : publishableKey, renew);
  }

  /** The text of an answer. An access token that is refused is asked for once more, where it comes from a function. */
  async text(path: string, options: RequestOptions = {}): Promise<string> {
    const { publishableKey, accessToken } = this.#options;
    const { session, body } = options;
    const headers: Record<string, string> = { "Tollgate-Key": publishableKey };
    if (body !== undefined) {
      headers["Content-Type"] = "application/json";
      headers["Idempotency-Key"] = crypto.randomUUID();
    }
    for (let isLast = typeof accessToken !== "function" || !session; ; isLast = true) {
      if (session) headers.Authorization = `Bearer ${await this.#accessToken()}`;
      // What may have got lost on the way is sent once more: its idempotency key makes that safe.
      const { response, text } = await this.#send(path, headers, options).catch((error) => {
        if (body === undefined || this.#closing.signal.aborted) throw error;
        return this.#send(path, headers, options);
      });
      if (response.ok) return text;
      if (response.status !== 401 || isLast) throw refused(response, text);
      this.#asking = null;
    }
  }

  /** The JSON of an answer. */
  async json<T>(path: string, options?: RequestOptions): Promise<T> {
    const text = await this.text(path, options);
    try {
      return JSON.parse(text) as T;
    } catch (cause) {
      throw malformed(path, { cause });
    }
  }

  /** The access token; a function is asked once, again after it failed, and has as long as a request to answer. */
  async #accessToken(): Promise<string> {
    const { accessToken } = this.#options;
    let token: unknown = accessToken;
    let cause: unknown;
    if (typeof accessToken === "function") {
      this.#asking ??= limited(accessToken);
      token = await this.#asking.catch((error) => {
        cause = error;
      });
    }
    if (typeof token === "string" && token) {
      this.session = token;
      return token;
    }
    this.#asking = null;
    throw cause === undefined
      ? new TollgateError("access_token_missing", "there is no access token; give `accessToken`")
      : new TollgateError("access_token_unavailable", "`accessToken` failed; see the cause", {
          cause,
        });
  }

  async #send(
    path: string,
    headers: Record<string, string>,
    { body, session }: RequestOptions,
  ): Promise<{ response: Response; text: string }> {
    const { fetch = globalThis.fetch } = this.#options;
    const asked = Date.now();
    try {
      const response = await fetch(this.endpoint + path, {
        headers,
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(timeoutMillis)]),
        ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
      });
      const server = Number(response.headers.get("Tollgate-Time"));
      if (session && server > 0) this.#clock.learn(server, asked, Date.now());
      return { response, text: await response.text() };
    } catch (cause) {
      throw unreachable(path, cause);
    }
  }
}

/** What a function gives within the time that a request has. */
function limited<T>(give: () => T | Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const limit = new Timer();
    limit.arm(timeoutMillis, () => reject(new Error("no answer within 10 s")));
    const given = async () => give();
    given()
      .finally(() => limit.stop())
      .then(resolve, reject);
  });
}
