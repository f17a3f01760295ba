/** What the page is told by the file beside it, which the start command writes. */
export interface Config {
  endpoint: string;
  publishableKey: string;
  /** The address of the backend that holds the secret key. */
  backend: string;
}

/** Reads `config.json` from beside the page. */
export async function readConfig(): Promise<Config> {
  const answer = await fetch("./config.json", { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`config.json was answered ${answer.status}`);
  return (await answer.json()) as Config;
}
