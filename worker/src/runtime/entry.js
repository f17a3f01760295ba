// What the runtime calls: the Worker and the classes of its objects, each a thin handle on the WebAssembly module.
//
// Objects are called by a method, not by `fetch`, for which workerd computes 9 % more for a token.

import { DurableObject } from "cloudflare:workers";
import * as module from "./index.js";

/** A class of objects whose state is a `Shell` of the module: made when it is asked for, and anew after a trap. */
const objects = (Shell) =>
  class extends DurableObject {
    #instance = 0;
    #shell;

    #alive() {
      const instance = module.instance();
      if (this.#instance !== instance) {
        this.#shell = new Shell(this.ctx, this.env);
        this.#instance = instance;
      }
      return this.#shell;
    }

    /** Takes a command and gives its answer, as text (worker/src/objects/transport.rs). */
    command(text) {
      return this.#alive().command(text);
    }

    alarm() {
      return this.#alive().alarm();
    }
  };

export const Customer = objects(module.Customer);
export const Environment = objects(module.Environment);

export default { fetch: (request, env) => module.fetch(request, env) };
