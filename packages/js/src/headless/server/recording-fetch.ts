/**
 * A `fetch` for a server that renders for many: records what the edge lets everybody cache, and answers all from it.
 */

interface Recorded {
  until: number;
  text: string;
}

/** The most answers that are recorded: prices and keys of each environment. */
const most = 64;
const recorded = new Map<string, Recorded>();

/** For how many seconds everybody may keep an answer. */
function seconds(response: Response): number {
  const control = response.headers.get("Cache-Control") ?? "";
  if (!response.ok || !/\bpublic\b/.test(control)) return 0;
  return Number(/\bmax-age=(\d+)/.exec(control)?.[1] ?? 0);
}

/**
 * A `fetch` that records answers and replays them as long as `Cache-Control: public, max-age` allows, and ends every
 * request with `signal`. What is sent with a session is never recorded.
 */
export function recordingFetch(
  fetch: typeof globalThis.fetch,
  ending: AbortSignal,
): typeof globalThis.fetch {
  return async (input, init = {}) => {
    const signal = init.signal ? AbortSignal.any([init.signal, ending]) : ending;
    const headers = new Headers(init.headers);
    const isOpen = (init.method ?? "GET") === "GET" && !headers.has("Authorization");
    const name = `${headers.get("Tollgate-Key")} ${String(input)}`;
    const found = isOpen ? recorded.get(name) : undefined;
    if (found && Date.now() < found.until) return new Response(found.text);
    const response = await fetch(input, { ...init, signal });
    const life = isOpen ? seconds(response) : 0;
    if (life === 0) return response;
    const text = await response.text();
    for (const oldest of recorded.keys()) {
      if (recorded.size < most) break;
      recorded.delete(oldest);
    }
    recorded.delete(name);
    recorded.set(name, { until: Date.now() + life * 1_000, text });
    return new Response(text, response);
  };
}
