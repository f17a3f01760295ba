/** The edge as the network shows it: the only thing that these tests make up. */

import { claims, key, publishableKey, type SigningKey, signNow } from "./signing.js";

export interface FakeEdge {
  fetch: typeof globalThis.fetch;
  /** Paths that were asked, with their headers and bodies. */
  asked: { path: string; headers: Headers; body: unknown }[];
  /** Whether requests reach it. */
  isOnline: boolean;
  /** How far its clock is ahead. */
  ahead: number;
  /** Claims that differ from the usual. */
  changes: Record<string, unknown>;
  signer: SigningKey;
  /** What the customer's part of the answer has besides. */
  customer: Record<string, unknown>;
  /** Answers in place of the usual ones, by path. */
  answers: Map<string, (body: unknown) => Response | Promise<Response>>;
  /** Access tokens that are accepted. */
  sessions: Set<string>;
  /** How often a path was asked. */
  count(path: string): number;
}

export const problem = (
  status: number,
  code: string,
  more: object = {},
  headers: Record<string, string> = {},
) =>
  Response.json(
    {
      type: `https://edge.test/errors/${code}`,
      title: code,
      status,
      detail: `because of ${code}`,
      code,
      requestId: "req_0",
      ...more,
    },
    { status, headers: { "Content-Type": "application/problem+json", ...headers } },
  );

export function fakeEdge(): FakeEdge {
  const edge: FakeEdge = {
    asked: [],
    isOnline: true,
    ahead: 0,
    changes: {},
    signer: key,
    customer: {},
    answers: new Map(),
    sessions: new Set(["session"]),
    count: (path) => edge.asked.filter((one) => one.path === path).length,
    fetch: async (input, init = {}) => {
      const { pathname } = new URL(String(input));
      const headers = new Headers(init.headers);
      const body = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
      edge.asked.push({ path: pathname, headers, body });
      await Promise.resolve();
      if (!edge.isOnline) throw new TypeError("fetch failed");
      const ended = new Promise<never>((_, reject) => {
        init.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      });
      const response = await Promise.race([answer(edge, pathname, headers, body), ended]);
      response.headers.set("Tollgate-Time", String(Date.now() + edge.ahead));
      return response;
    },
  };
  return edge;
}

async function answer(
  edge: FakeEdge,
  path: string,
  headers: Headers,
  body: unknown,
): Promise<Response> {
  if (path.endsWith("/jwks.json")) return Response.json({ keys: [edge.signer.jwk] });
  if (headers.get("Tollgate-Key") !== publishableKey) return problem(401, "key_unknown");
  const given = edge.answers.get(path);
  const session = headers.get("Authorization")?.replace("Bearer ", "");
  if (session !== undefined && !edge.sessions.has(session)) return problem(401, "session_expired");
  if (given) return given(body);
  if (path !== "/v1/client/token") return problem(404, "route_unknown");
  const payload = claims(Date.now() + edge.ahead, edge.changes);
  const token = signNow(payload, edge.signer);
  const customer = {
    id: payload.sub,
    name: "Acme",
    subscriptions: [],
    trials: [],
    redemptions: [],
    ...edge.customer,
  };
  return Response.json({ token, expiresAt: "", serverTime: "", customer });
}

/** `localStorage` in memory. */
export function memoryStorage(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    getItem: (name) => items.get(name) ?? null,
    key: (index) => [...items.keys()][index] ?? null,
    removeItem: (name) => void items.delete(name),
    setItem: (name, value) => void items.set(name, value),
  };
}
