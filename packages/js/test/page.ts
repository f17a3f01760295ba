/** As much of a page as the client looks at: events, visibility, locks and channels that all tabs of a test share. */

import { vi } from "vitest";

export interface FakePage {
  /** Comes to the front: `visibilitychange`, then `focus`. */
  show(): void;
  /** Comes back on line. */
  connect(): void;
  /** Comes out of the cache of pages. */
  restore(): void;
}

interface Waiting {
  signal: AbortSignal | undefined;
  enter: () => void;
}

/** Web Locks: one holder a name, first come, first served. */
export function fakeLocks() {
  const queues = new Map<string, Waiting[]>();
  return {
    async request(
      name: string,
      options: { ifAvailable?: boolean; signal?: AbortSignal },
      task: (lock: object | null) => unknown,
    ) {
      const queue = queues.get(name) ?? [];
      queues.set(name, queue);
      if (queue.length > 0 && options.ifAvailable) return task(null);
      const { signal } = options;
      await new Promise<void>((resolve, reject) => {
        const one = { signal, enter: resolve };
        queue.push(one);
        if (queue[0] === one) resolve();
        signal?.addEventListener("abort", () => {
          if (queue[0] === one) return;
          queue.splice(queue.indexOf(one), 1);
          reject(signal.reason);
        });
      });
      try {
        return await task({ name });
      } finally {
        queue.shift();
        queue[0]?.enter();
      }
    },
  };
}

/** `BroadcastChannel`: told to every other open one of that name, later, as a copy. */
export function fakeChannel() {
  const open = new Set<EventTarget & { name: string }>();
  return class extends EventTarget {
    readonly name: string;

    constructor(name: string) {
      super();
      this.name = name;
      open.add(this);
    }

    postMessage(message: unknown) {
      if (!open.has(this)) throw new DOMException("closed", "InvalidStateError");
      for (const other of open) {
        if (other === this || other.name !== this.name) continue;
        const event = Object.assign(new Event("message"), { data: structuredClone(message) });
        queueMicrotask(() => open.has(other) && other.dispatchEvent(event));
      }
    }

    close() {
      open.delete(this);
    }
  };
}

/** Makes this a page, until `vi.unstubAllGlobals()`. What is left out of `given` is not there. */
export function fakePage(given: { locks?: object; BroadcastChannel?: unknown }): FakePage {
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  vi.stubGlobal("window", window);
  vi.stubGlobal("document", document);
  vi.stubGlobal("navigator", { locks: given.locks });
  vi.stubGlobal("BroadcastChannel", given.BroadcastChannel);
  return {
    show() {
      document.dispatchEvent(new Event("visibilitychange"));
      window.dispatchEvent(new Event("focus"));
    },
    connect: () => void window.dispatchEvent(new Event("online")),
    restore: () =>
      void window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true })),
  };
}
