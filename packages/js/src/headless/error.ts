/** What was thrown, as an error. */
export const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));

/** What is asked of a client that is not loaded yet. */
export const notLoaded = (): Promise<never> =>
  Promise.reject(new Error("Tollgate is not loaded yet; try again in a moment"));
