/** Requests to the edge with a key: typed by the description of the API, limited in time, tried again. */

import { malformed, refused, unreachable } from "../answer.js";
import { type ApiError, type NetworkError, TollgateError } from "../error.js";
import { baseUrl } from "../identity.js";
import { retryDelay } from "../schedule.js";
import type { paths } from "./openapi.js";

/** How requests are made. */
export interface ConnectionOptions {
  /** Where the edge is, such as `https://tollgate.example.com`. */
  endpoint: string;
  /** Milliseconds that each try may take; 10,000 by default. */
  timeout?: number;
  /**
   * How often a request is tried again where the edge is out of reach, busy (429) or unavailable (503); 2 by default.
   */
  retries?: number;
  /** Used in place of the platform's own. */
  fetch?: typeof globalThis.fetch;
}

/** What may be said of a single request. */
export interface RequestOptions {
  /** Ends the request, and the waiting between its tries. */
  signal?: AbortSignal;
  /** In place of the client's own `timeout`. */
  timeout?: number;
}

/** What may be said of a `POST`. */
export interface PostOptions extends RequestOptions {
  /** For a request that may be made again by another process. By default each call has one of its own. */
  idempotencyKey?: string;
}

/** What may be said of a change that holds only for what was read. */
export interface VersionOptions extends RequestOptions {
  /** The `version` that must still be that of what is there; otherwise `version_mismatch`. */
  ifVersion?: number;
}

export type Method = "get" | "put" | "post" | "patch" | "delete";
type Operation<M extends Method, P extends keyof paths> = paths[P][M];
/** The paths that take a method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: Operation<M, P> extends { responses: unknown } ? P : never;
}[keyof paths];

type Content<R> = R extends { content: infer C }
  ? C extends { "application/json": infer B }
    ? B
    : C[keyof C]
  : undefined;
/** What is answered: the body of each status of success; of a deletion perhaps nothing, see `Transport.send`. */
export type Answer<M extends Method, P extends keyof paths> =
  Operation<M, P> extends { responses: infer R }
    ?
        | { [S in keyof R]: S extends 200 | 201 | 204 ? Content<R[S]> : never }[keyof R]
        | (M extends "delete" ? undefined : never)
    : never;
/** What is sent. */
export type Body<M extends Method, P extends keyof paths> =
  Operation<M, P> extends { requestBody?: infer R }
    ? NonNullable<R> extends { content: { "application/json": infer B } }
      ? B
      : undefined
    : undefined;
type Parameters<M extends Method, P extends keyof paths> =
  Operation<M, P> extends { parameters: infer A } ? A : never;
/** The query parameters. */
export type Query<M extends Method, P extends keyof paths> =
  Parameters<M, P> extends { query?: infer Q } ? NonNullable<Q> : never;
type Variables<M extends Method, P extends keyof paths> =
  Parameters<M, P> extends { path: infer V } ? { path: V } : { path?: undefined };

type Input<M extends Method, P extends keyof paths> = Variables<M, P> & {
  query?: Query<M, P> | undefined;
  /** Text is sent as YAML. */
  body?: Body<M, P> | string | undefined;
};

/** The same, of any request. */
interface AnyInput {
  path?: unknown;
  query?: unknown;
  body?: unknown;
}

/** The longest that a request waits for its next try; an edge that asks for more has its error passed on. */
const longestWaitMillis = 30_000;

/** A segment of a path. URLs lose those that are empty or of dots, and with them what the request was about. */
function segment(name: string, value: unknown): string {
  const text = String(value ?? "");
  if (/^\.{0,2}$/.test(text)) {
    throw new TollgateError("invalid_path", `\`${text}\` cannot be a ${name}`);
  }
  return encodeURIComponent(text);
}

/** Waits; rejects with the reason of the signal as soon as that ends it. */
function wait(millis: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", end);
      resolve();
    }, millis);
    if (signal?.aborted) end();
    else signal?.addEventListener("abort", end, { once: true });
  });
}

/** A number of an option; throws where it is none of those that it may be. */
function numberOf(name: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least && value < 2 ** 31) return value;
  throw new TollgateError("option_invalid", `\`${name}\` is a whole number from ${least} on`);
}

export class Transport {
  readonly #key: string;
  readonly #endpoint: string;
  readonly #timeout: number;
  readonly #retries: number;
  readonly #fetch: typeof globalThis.fetch;

  /** Throws a `TollgateError` where an option is missing or wrong. */
  constructor(key: string, options: ConnectionOptions) {
    this.#key = key;
    this.#endpoint = baseUrl(options.endpoint);
    this.#timeout = numberOf("timeout", options.timeout ?? 10_000, 1);
    this.#retries = numberOf("retries", options.retries ?? 2, 0);
    this.#fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  }

  /**
   * What the edge answers. Rejects with an `ApiError` where it refuses, a `NetworkError` where it is out of reach or
   * too slow, and the reason of the signal where that ended it.
   *
   * A request that may have been carried out is sent again only where that changes nothing more: a `POST` has an
   * idempotency key, kept over its tries; a change on a condition is not, since it may have broken its own condition.
   * What is gone when a deletion is sent again was deleted: then there is no answer.
   */
  async send<M extends Method, P extends PathOf<M>>(
    method: M,
    path: P,
    input: Input<M, P>,
    options: PostOptions & VersionOptions = {},
  ): Promise<Answer<M, P>> {
    const { signal, ifVersion } = options;
    const { url, init } = this.#request(method, path, input, options);
    const timeout = numberOf("timeout", options.timeout ?? this.#timeout, 1);
    let isUnclear = false;
    for (let failures = 1; ; failures++) {
      let error: ApiError | NetworkError;
      try {
        const { response, text } = await this.#try(url, init, timeout, signal);
        if (response.ok) return answerOf(url, text) as Answer<M, P>;
        error = refused(response, text);
        // It is gone, as it was to be: an earlier try was carried out, and its answer lost.
        if (isUnclear && method === "delete" && response.status === 404)
          return undefined as Answer<M, P>;
        if (response.status !== 429 && response.status !== 503) throw error;
      } catch (cause) {
        signal?.throwIfAborted();
        if (cause instanceof TollgateError) throw cause;
        error = unreachable(new URL(url).pathname, cause);
        if (ifVersion !== undefined) throw error;
        isUnclear = true;
      }
      const asked = "retryAfterMillis" in error ? (error.retryAfterMillis ?? 0) : 0;
      if (failures > this.#retries || asked > longestWaitMillis) throw error;
      await wait(retryDelay(failures, Math.random(), asked), signal);
    }
  }

  #request(
    method: Method,
    template: string,
    { path, query, body }: AnyInput,
    { ifVersion, idempotencyKey }: PostOptions & VersionOptions,
  ): { url: string; init: RequestInit } {
    const values = new Map<string, unknown>(Object.entries(path ?? {}));
    const address = template.replace(/\{(\w+)\}/g, (_, name) => segment(name, values.get(name)));
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query ?? {})) {
      if (value !== undefined) search.set(name, String(value));
    }
    const headers: Record<string, string> = { Authorization: `Bearer ${this.#key}` };
    if (method === "post") headers["Idempotency-Key"] = idempotencyKey ?? crypto.randomUUID();
    if (ifVersion !== undefined) headers["If-Match"] = `"${ifVersion}"`;
    const init: RequestInit = { method: method.toUpperCase(), headers };
    if (body !== undefined) {
      const isText = typeof body === "string";
      headers["Content-Type"] = isText ? "application/yaml" : "application/json";
      init.body = isText ? body : JSON.stringify(body);
    }
    return { url: `${this.#endpoint}${address}${search.size > 0 ? `?${search}` : ""}`, init };
  }

  async #try(url: string, init: RequestInit, timeout: number, signal: AbortSignal | undefined) {
    const limit = AbortSignal.timeout(timeout);
    const send = this.#fetch;
    const response = await send(url, {
      ...init,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    return { response, text: await response.text() };
  }
}

/** The body of an answer of success; nothing where there is none. */
function answerOf(url: string, text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed(new URL(url).pathname, { cause });
  }
}
