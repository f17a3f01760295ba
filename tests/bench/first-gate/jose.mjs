// The page that it is measured beside: the same token, fetched and verified with `jose`, and a member read.

import { createLocalJWKSet, jwtVerify } from "jose";

const { endpoint, publishableKey, session, environment } = globalThis.options;
const read = async (path, headers) => (await fetch(endpoint + path, { headers })).json();
const [{ token }, keys] = await Promise.all([
  read("/v1/client/token", { "Tollgate-Key": publishableKey, Authorization: `Bearer ${session}` }),
  read(`/v1/environments/${environment}/jwks.json`),
]);
const expected = { issuer: endpoint, audience: environment, typ: "tollgate+jwt" };
const { payload } = await jwtVerify(token, createLocalJWKSet(keys), expected);
globalThis.answered("sso" in payload.ent);
