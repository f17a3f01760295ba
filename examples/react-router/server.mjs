// Serves what `npm run build` made: the files of the pages, and everything else by React Router.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { createRequestListener } from "@react-router/node";
import * as build from "./dist/server/index.js";

const assets = new URL("dist/client", import.meta.url).pathname;
const types = { ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };
const render = createRequestListener({ build });

createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  const type = types[extname(pathname)];
  const path = join(assets, pathname);
  if (!type || !(await stat(path).catch(() => null))) return render(request, response);
  response.writeHead(200, {
    "Content-Type": type,
    "Cache-Control": "public, max-age=31536000, immutable",
  });
  createReadStream(path).pipe(response);
}).listen(Number(process.env.PORT ?? 3000), "127.0.0.1");
