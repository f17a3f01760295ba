// The Worker that answers cases: one a line of the body, one a line of the answer.

import { initSync, run } from "vectors.js";
import module from "vectors_bg.wasm";

initSync({ module });

export default {
  async fetch(request) {
    const lines = (await request.text()).split("\n");
    return new Response(lines.map(run).join("\n"));
  },
};
