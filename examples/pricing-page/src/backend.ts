/** The page's own backend: it signs customers in, records their usage, and may read what the page may not. */

import type { Decision } from "@tollgate/js";
import { createContext, useContext } from "react";

/** One entitlement as the edge explains it to the backend. */
export interface Explained {
  kind: "boolean" | "meter" | "config" | "flag";
  value?: unknown;
  limit?: number | "unlimited" | null;
  used?: number;
  explanation?: string;
}

/** What came of recording usage. */
export interface Use {
  status: "accepted" | "duplicate" | "refused";
  decision: Decision;
}

/** The calls of one day. */
export interface Day {
  /** `2026-11-21` */
  day: string;
  calls: number;
}

async function ask<T>(url: URL, body?: unknown): Promise<T> {
  const answer = await fetch(url, {
    signal: AbortSignal.timeout(15_000),
    ...(body === undefined
      ? {}
      : {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        }),
  });
  const read = (await answer.json()) as T & { detail?: string };
  if (!answer.ok) throw new Error(read.detail ?? `the backend answered ${answer.status}`);
  return read;
}

/** The backend as one customer uses it. */
export class Backend {
  readonly #base: string;
  readonly #customer: string;

  constructor(base: string, customer: string) {
    this.#base = base;
    this.#customer = customer;
  }

  #get<T>(path: string): Promise<T> {
    const url = new URL(path, this.#base);
    url.searchParams.set("customer", this.#customer);
    return ask(url);
  }

  #post<T>(path: string, body: object): Promise<T> {
    return ask(new URL(path, this.#base), { customer: this.#customer, ...body });
  }

  /** An access token for the signed-in user. */
  session = async (): Promise<string> => {
    const { accessToken } = await this.#post<{ accessToken: string }>("/session", {});
    return accessToken;
  };

  /** Records usage; less than nothing gives back. */
  use = (feature: string, value: number): Promise<Use> => this.#post("/use", { feature, value });

  /** Sets a meter back to zero. */
  reset = (feature: string): Promise<object> => this.#post("/reset", { feature });

  /** Every entitlement with a sentence that says where it comes from. */
  explain = (): Promise<{ entitlements: Record<string, Explained> }> => this.#get("/explain");

  /** The calls of the last 14 days. */
  history = (): Promise<{ days: Day[] }> => this.#get("/history");
}

export const BackendContext = createContext<Backend | null>(null);

/** The backend of the customer who is signed in. */
export function useBackend(): Backend {
  const backend = useContext(BackendContext);
  if (!backend) throw new Error("useBackend needs a BackendContext around it");
  return backend;
}
