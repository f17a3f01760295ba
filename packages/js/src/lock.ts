/** For as long one tab waits for another: longer than a refresh takes that meets no obstacle. */
const timeoutMillis = 15_000;

/**
 * Runs `task` while no other tab of the site runs one under the same name. `waited` says whether another was before it.
 *
 * Where there are no Web Locks (outside pages, in insecure ones), where they are forbidden, and where another tab keeps
 * the lock for too long, it runs all the same: the lock saves requests, and nothing relies on it.
 */
export async function alone<T>(name: string, task: (waited: boolean) => Promise<T>): Promise<T> {
  let begun: Promise<T> | undefined;
  const begin = (waited: boolean) => {
    begun ??= task(waited);
    return begun;
  };
  try {
    const { locks } = navigator;
    if (locks && typeof document !== "undefined") {
      await locks.request(name, { ifAvailable: true }, (lock) => (lock ? begin(false) : null));
      const signal = AbortSignal.timeout(timeoutMillis);
      if (!begun) await locks.request(name, { signal }, () => begin(true));
    }
  } catch {
    // Of the lock, or of the task: then the promise below has it.
  }
  return begin(false);
}
