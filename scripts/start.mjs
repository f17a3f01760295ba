// Starts the edge on this machine with the demo, until Ctrl-C or SIGTERM.

import { join } from "node:path";
import { build } from "./build.mjs";
import { log, main, Refusal } from "./log.mjs";
import { startDemo } from "./start/demo.mjs";
import { requireFree, startEdge } from "./start/edge.mjs";
import { releaseFolder, secrets, takeFolder } from "./start/folder.mjs";
import { openLog } from "./start/log.mjs";
import { readSettings } from "./start/settings.mjs";

async function start() {
  const { port, data, baseUrl, ...given } = readSettings(process.env);
  await takeFolder(data);
  const { operatorKey, masterSecret } = await secrets({ data, ...given });
  await requireFree(port);
  await build();

  log("starting the edge");
  const logPath = join(data, "edge.log");
  const edgeLog = await openLog(logPath, (line) => process.stderr.write(`workerd: ${line}\n`));
  const edge = await startEdge({
    port,
    data,
    baseUrl,
    operatorKey,
    masterSecret,
    log: edgeLog.write,
  });
  let demo;
  try {
    log("setting up the demo");
    demo = await startDemo({ url: edge.url, issuer: baseUrl, operatorKey, data, port });
    // A signal that comes earlier ends this process at once, and the edge with it.
    const asked = new Promise((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => resolve());
    });
    process.stdout.write(
      `Tollgate is ready at ${edge.url}\n` +
        `  secret key       ${demo.secretKey}\n` +
        `  publishable key  ${demo.publishableKey}\n` +
        `  log              ${logPath}\n` +
        `  demo             ${demo.address}\n`,
    );
    const ended = await Promise.race([asked, edge.ended]);
    if (ended !== undefined) {
      throw new Refusal(
        `workerd ${ended}; all data is kept in ${data}: start again with \`make start\``,
      );
    }
    log("stopping");
  } finally {
    await demo?.stop();
    await edge.stop();
    await edgeLog.close();
    releaseFolder(data);
  }
}

await main(start);
