/** Requests of a server that renders for many: what the edge lets everybody keep is fetched once for all of them. */

interface Kept {
  until: number;
  text: string;
}

/** The most answers that are kept: prices and keys of each environment. */
const most = 64;
const kept = new Map<string, Kept>();

/** For how many seconds everybody may keep an answer. */
function seconds(response: Response): number {
  const control = response.headers.get("Cache-Control") ?? "";
  if (!response.ok || !/\bpublic\b/.test(control)) return 0;
  return Number(/\bmax-age=(\d+)/.exec(control)?.[1] ?? 0);
}

/**
 * A `fetch` that answers from what was kept as long as `Cache-Control: public, max-age` allows, and ends every request
 * with `signal`. What is sent with a session is never kept.
 */
export function keeping(
  fetch: typeof globalThis.fetch,
  ending: AbortSignal,
): typeof globalThis.fetch {
  return async (input, init = {}) => {
    const signal = init.signal ? AbortSignal.any([init.signal, ending]) : ending;
    const headers = new Headers(init.headers);
    const isOpen = (init.method ?? "GET") === "GET" && !headers.has("Authorization");
    const name = `${headers.get("Tollgate-Key")} ${String(input)}`;
    const found = isOpen ? kept.get(name) : undefined;
    if (found && Date.now() < found.until) return new Response(found.text);
    const response = await fetch(input, { ...init, signal });
    const life = isOpen ? seconds(response) : 0;
    if (life === 0) return response;
    const text = await response.text();
    for (const oldest of kept.keys()) {
      if (kept.size < most) break;
      kept.delete(oldest);
    }
    kept.delete(name);
    kept.set(name, { until: Date.now() + life * 1_000, text });
    return new Response(text, response);
  };
}
