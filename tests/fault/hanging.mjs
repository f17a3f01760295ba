// The Worker with objects of customers that never answer some: those whose id begins with `hung`. Everything else is
// the Worker as it is.

import { Customer as Real } from "./index.js";

export * from "./index.js";
export { default } from "./index.js";

/** Longer than any limit. */
const FOR_EVER_MILLIS = 600_000;

const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

const isHung = (command) => command.includes('"customer":"hung');

export class Customer extends Real {
  async command(text) {
    if (isHung(text)) await sleep(FOR_EVER_MILLIS);
    return super.command(text);
  }
}
