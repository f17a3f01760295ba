// The Worker with objects of customers that never answer some: those whose id begins with `hung`. Everything else is the
// Worker as it is.

import { Customer as Real } from "./index.js";

export * from "./index.js";
export { default } from "./index.js";

/** Longer than any limit. */
const FOR_EVER_MILLIS = 600_000;

const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** However a command comes in, it names the customer as JSON. */
const isHung = (command) => /"customer":"hung/.test(command);

export class Customer extends Real {
  async fetch(request) {
    const command = request.headers.get("tollgate-command") ?? (await request.clone().text());
    if (isHung(command)) await sleep(FOR_EVER_MILLIS);
    return super.fetch(request);
  }
}
