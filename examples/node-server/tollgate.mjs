// The edge, asked with the secret key: what a browser says of its own usage is worth nothing.

import { TollgateServer } from "@tollgate/js/server";

const { TOLLGATE_ENDPOINT, TOLLGATE_SECRET_KEY } = process.env;

export const tollgate = new TollgateServer({
  secretKey: TOLLGATE_SECRET_KEY,
  endpoint: TOLLGATE_ENDPOINT,
});
