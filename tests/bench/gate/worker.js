// Verifies as often as it is asked to: `PUT /` what, `POST /<way>?<calls>`.

import { verifying } from "./verifying.mjs";

let run;

export default {
  async fetch(request) {
    const { pathname, search } = new URL(request.url);
    if (request.method === "PUT") run = await verifying(await request.json());
    else if (request.method === "POST") await run(pathname.slice(1), Number(search.slice(1)));
    return new Response();
  },
};
