// Issuing tokens of 20 features: the edge beside a JavaScript Worker that gives the same claims. Key check and object
// round trip included, 16 clients, 100 customers in turn.

import { createHash } from "node:crypto";
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from "jose";
import { buildBaseline } from "./baseline/build.mjs";
import { request } from "./exchange.mjs";
import { askAll, load } from "./load.mjs";
import { environment, inTurn } from "./subject.mjs";
import { turns } from "./turns.mjs";
import { configurations, prepareFolder, start } from "./workerd.mjs";

const CUSTOMERS = 100;
// Many short turns: what else the machine does lasts longer than one of them.
const ROUNDS = 21;
const SECONDS = 0.5;
/** Of a token, those that the issuer sets anew each time. */
const OWN_CLAIMS = ["iss", "aud", "sub", "iat", "nbf", "exp", "jti"];

const hash = (key) => createHash("sha256").update(key).digest("hex");

/** Gives the baseline the environment's keys and each customer's claims, as the edge told them. */
async function furnish(baseline, { id, secretKey, publishableKey }, told) {
  const { publicKey, privateKey } = await generateKeyPair("EdDSA", { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: "baseline" };
  const keys = { [hash(secretKey)]: "secret", [hash(publishableKey)]: "publishable" };
  const put = (path, document) => request("PUT", path, {}, JSON.stringify(document));
  const documents = [
    put("/environment", { id, keys, jwk }),
    ...told.map(({ token, customer }) => {
      const claims = decodeJwt(token);
      for (const name of OWN_CLAIMS) delete claims[name];
      return put(`/customers/${customer.id}`, { claims, display: customer });
    }),
  ];
  await askAll({ port: baseline.port, requests: documents, status: 204 });
  const sign = (customer) =>
    new SignJWT({ epoch: 0 })
      .setProtectedHeader({ alg: "EdDSA", typ: "tollgate-session+jwt", kid: "baseline" })
      .setIssuer(baseline.url)
      .setAudience(id)
      .setSubject(customer)
      .setIssuedAt()
      .setExpirationTime("12h")
      .setJti(customer)
      .sign(privateKey);
  return { publicKey, sessions: await Promise.all(told.map(({ customer }) => sign(customer.id))) };
}

/** Throws unless both sides give tokens with the same claims. */
function compare(ours, baseline) {
  const claims = (body) => {
    const { token, expiresAt, customer } = JSON.parse(body);
    if (!expiresAt) throw new Error(`no token: ${body}`);
    const all = decodeJwt(token);
    for (const name of OWN_CLAIMS) delete all[name];
    return JSON.stringify([Object.entries(all).sort(), customer]);
  };
  if (claims(ours) !== claims(baseline))
    throw new Error("the two sides do not issue the same claims");
}

/** @returns {Promise<import("../../scripts/bench/table.mjs").Row[]>} */
export async function bench() {
  await buildBaseline();
  const folders = [
    await prepareFolder(configurations.edge),
    await prepareFolder(configurations.baseline),
  ];
  const running = [];
  try {
    for (const folder of folders) running.push(await start(folder));
    const [edge, baseline] = running;
    const own = await environment(edge, folders[0].operatorKey);
    const ids = Array.from({ length: CUSTOMERS }, (_, at) => `customer-${at}`);
    await own.customers(ids);

    const session = (key, token) =>
      request("GET", "/v1/client/token", { "Tollgate-Key": key, Authorization: `Bearer ${token}` });
    const sessions = await Promise.all(
      ids.map(
        async (customer) => (await own.api("POST", "/v1/sessions", { customer })).accessToken,
      ),
    );
    const told = [];
    await askAll({
      port: edge.port,
      requests: sessions.map((token) => session(own.publishableKey, token)),
      status: 200,
      look: (body) => told.push(JSON.parse(body)),
    });
    const theirs = await furnish(baseline, own, told);

    const posts = ids.map((customer) => own.post("/v1/tokens", { customer }));
    const requests = {
      post: { ours: posts, baseline: posts, status: 201 },
      get: {
        ours: sessions.map((token) => session(own.publishableKey, token)),
        baseline: theirs.sessions.map((token) => session(own.publishableKey, token)),
        status: 200,
      },
    };
    const row = async (what, { ours, baseline: reference, status }) => {
      const bodies = [];
      const look = (body) => bodies.push(body);
      await askAll({ port: edge.port, requests: ours.slice(0, 1), status, look });
      await askAll({ port: baseline.port, requests: reference.slice(0, 1), status, look });
      compare(...bodies);
      const side = ({ port }, list) => {
        const next = inTurn(list);
        return () => load({ port, next, status, seconds: SECONDS });
      };
      return {
        what,
        unit: "/s",
        against: "JavaScript, jose",
        rounds: await turns({
          ours: side(edge, ours),
          baseline: side(baseline, reference),
          rounds: ROUNDS,
        }),
        budget: 1,
        aim: 1.3,
        keep: "atLeast",
      };
    };
    return [
      await row("tokens issued, POST /v1/tokens", requests.post),
      await row("tokens issued, GET /v1/client/token", requests.get),
    ];
  } finally {
    for (const { stop } of running) await stop();
    for (const { remove } of folders) await remove();
  }
}
