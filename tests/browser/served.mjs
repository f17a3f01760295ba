// A server of pages, on a free port of this machine.

import { createServer } from "node:http";

/**
 * @param {import("node:http").RequestListener} answer
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function served(answer) {
  const server = createServer(answer);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${server.address().port}`, stop };
}
