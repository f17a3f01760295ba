// The page that is measured: loads the client, asks once.

import { Tollgate } from "@tollgate/js";

const { session, ...options } = globalThis.options;
const client = await Tollgate.load({ ...options, accessToken: session });
globalThis.answered(client.check("sso").allowed);
