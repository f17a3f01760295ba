// The Worker with a trap in its WebAssembly: on a request with the header `Trap`, and in the objects of customers whose
// id begins with `trapped`, on their first usage. Those whose id begins with `slow` record usage after a while.
// Everything else is the Worker as it is.

import worker, { Customer as Real } from "./index.js";

export * from "./index.js";

const SLOW_MILLIS = 2_000;

// What the module asks of the clock throws, once, out of the midst of it: its frames are left as a trap leaves them.
const { now } = Date;
function trap() {
  Date.now = () => {
    Date.now = now;
    throw new WebAssembly.RuntimeError("a trap that was set");
  };
}

const trapped = new Set();

export class Customer extends Real {
  async command(text) {
    const [, id] = /"customer":"((?:trapped|slow)[^"]*)"/.exec(text) ?? [];
    if (id && text.includes('"record"')) {
      if (id.startsWith("slow")) await new Promise((resolve) => setTimeout(resolve, SLOW_MILLIS));
      else if (!trapped.has(id)) trap();
      trapped.add(id);
    }
    return super.command(text);
  }
}

export default {
  fetch(request, env, context) {
    if (request.headers.has("trap")) trap();
    return worker.fetch(request, env, context);
  },
};
