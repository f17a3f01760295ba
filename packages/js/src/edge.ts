/** Requests to the edge: keys, time limits, problem details, and what the answers say of the clock. */

import { ApiError, NetworkError, TollgateError } from "./error.js";
import type { AccessToken } from "./types.js";
import type { Problem } from "./wasm/gate/gate.js";

const patienceMillis = 10_000;
/** No edge is out of service for longer without being asked again. */
const longestMillis = 3_600_000;

interface EdgeOptions {
  endpoint: string;
  publishableKey: string;
  accessToken: AccessToken | undefined;
  fetch: typeof globalThis.fetch;
  /** Told of each answer that no cache gave: the server's time, and the local times of question and answer. */
  onTime: (server: number, asked: number, answered: number) => void;
}

interface RequestOptions {
  /** Whether anybody may ask it, and any cache answer. */
  open?: boolean;
  /** Whether it is for the customer. */
  session?: boolean;
  /** Sent as JSON by POST. */
  body?: unknown;
}

export class Edge {
  readonly #options: EdgeOptions;
  readonly #closing = new AbortController();
  #asking: Promise<string> | null = null;

  /** The access token that was last used; null as long as none is known. */
  session: string | null;

  constructor(options: EdgeOptions) {
    this.#options = options;
    const { accessToken } = options;
    this.session = typeof accessToken === "string" ? accessToken : null;
  }

  /** Whether it can ask for a customer. */
  get hasSession(): boolean {
    return this.#options.accessToken !== undefined;
  }

  /** Ends what is under way. */
  close(): void {
    this.#closing.abort();
  }

  /** The text of an answer. An access token that is refused is asked for once more, where it comes from a function. */
  async text(path: string, options: RequestOptions = {}): Promise<string> {
    const headers: Record<string, string> = options.open
      ? {}
      : { "Tollgate-Key": this.#options.publishableKey };
    if (options.body !== undefined) {
      headers["Content-Type"] = "application/json";
      headers["Idempotency-Key"] = crypto.randomUUID();
    }
    const send = async () => {
      if (options.session) headers.Authorization = `Bearer ${await this.#accessToken()}`;
      return this.#sendTwice(path, headers, options);
    };
    let response = await send();
    if (
      response.status === 401 &&
      options.session &&
      typeof this.#options.accessToken === "function"
    ) {
      this.#asking = null;
      response = await send();
    }
    const text = await this.#read(path, response);
    if (!response.ok) throw refused(response, text);
    return text;
  }

  /** The JSON of an answer. */
  async json<T>(path: string, options?: RequestOptions): Promise<T> {
    const text = await this.text(path, options);
    try {
      return JSON.parse(text) as T;
    } catch (cause) {
      throw new TollgateError(
        "answer_malformed",
        `the answer of \`${path}\` is no JSON; check the endpoint`,
        { cause },
      );
    }
  }

  /** The access token; a function is asked once, again after it failed, and has as long as a request to answer. */
  #accessToken(): Promise<string> {
    const { accessToken } = this.#options;
    this.#asking ??= within(async () =>
      typeof accessToken === "function" ? accessToken() : accessToken,
    )
      .then((token) => {
        if (token && typeof token === "string") {
          this.session = token;
          return token;
        }
        throw new TollgateError(
          "access_token_missing",
          "there is no access token; give `accessToken`",
        );
      })
      .catch((cause) => {
        this.#asking = null;
        if (cause instanceof TollgateError) throw cause;
        throw new TollgateError("access_token_unavailable", "`accessToken` failed; see the cause", {
          cause,
        });
      });
    return this.#asking;
  }

  /** A request that may have got lost on the way is sent once more: its idempotency key makes that safe. */
  async #sendTwice(
    path: string,
    headers: Record<string, string>,
    options: RequestOptions,
  ): Promise<Response> {
    try {
      return await this.#send(path, headers, options);
    } catch (error) {
      if (options.body === undefined || this.#closing.signal.aborted) throw error;
      return this.#send(path, headers, options);
    }
  }

  async #send(
    path: string,
    headers: Record<string, string>,
    { body, session }: RequestOptions,
  ): Promise<Response> {
    const { endpoint, fetch, onTime } = this.#options;
    const asked = Date.now();
    try {
      const response = await fetch(endpoint + path, {
        method: body === undefined ? "GET" : "POST",
        headers,
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(patienceMillis)]),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const server = Number(response.headers.get("Tollgate-Time") ?? Number.NaN);
      if (session && server > 0) onTime(server, asked, Date.now());
      return response;
    } catch (cause) {
      throw unreachable(path, cause);
    }
  }

  async #read(path: string, response: Response): Promise<string> {
    try {
      return await response.text();
    } catch (cause) {
      throw unreachable(path, cause);
    }
  }
}

/** What a task gives within the time that a request has. */
function within<T>(task: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`no answer within ${patienceMillis / 1_000} s`)),
      patienceMillis,
    );
    task()
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

/** `Retry-After` (RFC 9110) in milliseconds: seconds, or a date that `now` is measured by. */
function waitOf(value: string | null, now: number): number | null {
  if (!value) return null;
  const millis = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
  return millis >= 0 ? Math.min(millis, longestMillis) : null;
}

function unreachable(path: string, cause: unknown): NetworkError {
  return new NetworkError(
    "network",
    `\`${path}\` could not be reached; check the connection and the endpoint`,
    { cause },
  );
}

/** The error of an answer that is none of success: its problem details, where it has them. */
function refused(response: Response, text: string): ApiError {
  let problem: {
    code?: unknown;
    detail?: unknown;
    title?: unknown;
    requestId?: unknown;
    errors?: unknown;
  } = {};
  try {
    problem = JSON.parse(text) ?? {};
  } catch {
    // A proxy's page: the status says what there is to say.
  }
  const code = typeof problem.code === "string" ? problem.code : `http_${response.status}`;
  const message = [problem.detail, problem.title].find((part) => typeof part === "string");
  return new ApiError(code, message ?? `the edge answered with status ${response.status}`, {
    status: response.status,
    requestId: typeof problem.requestId === "string" ? problem.requestId : null,
    errors: Array.isArray(problem.errors) ? (problem.errors as Problem[]) : [],
    retryAfterMillis: waitOf(
      response.headers.get("Retry-After"),
      Date.parse(response.headers.get("Date") ?? "") || Date.now(),
    ),
  });
}
