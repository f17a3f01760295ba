// What a Worker in JavaScript does at its best to issue a token: checks a hashed key against a snapshot that it
// keeps for five seconds, reads the claims from an object with SQLite, signs them with `jose` by a key that was
// imported once. No logs, no limits, no problem documents.

import { importJWK, jwtVerify, SignJWT } from "jose";

export { Customer, Environment } from "./objects.js";

const FRESH_MILLIS = 5_000;
const TTL_SECONDS = 900;

let kept;

/** @returns {Promise<{ id: string, kid: string, keys: Map<string, string>, privateKey: CryptoKey, publicKey: CryptoKey }>} */
async function environment(env) {
  const now = Date.now();
  if (kept && now < kept.asked + FRESH_MILLIS) return kept.snapshot;
  const answer = await object(env.ENVIRONMENTS, "environment").fetch("http://object/");
  const text = await answer.text();
  if (kept?.text === text) {
    kept.asked = now;
    return kept.snapshot;
  }
  const { id, keys, jwk } = JSON.parse(text);
  const { d: _, ...publicJwk } = jwk;
  const snapshot = {
    id,
    kid: jwk.kid,
    keys: new Map(Object.entries(keys)),
    privateKey: await importJWK(jwk, "EdDSA"),
    publicKey: await importJWK(publicJwk, "EdDSA"),
  };
  kept = { text, snapshot, asked: now };
  return snapshot;
}

const object = (namespace, name) => namespace.get(namespace.idFromName(name));

const encoder = new TextEncoder();

async function holds(snapshot, key, kind) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(key)));
  return snapshot.keys.get(hash.toHex()) === kind;
}

async function issue(env, snapshot, customer) {
  const answer = await object(env.CUSTOMERS, customer).fetch("http://object/");
  if (answer.status !== 200) return undefined;
  const { claims, display } = await answer.json();
  const now = Math.floor(Date.now() / 1000);
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: "EdDSA", typ: "tollgate+jwt", kid: snapshot.kid })
    .setIssuer(env.TOLLGATE_BASE_URL)
    .setAudience(snapshot.id)
    .setSubject(customer)
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + TTL_SECONDS)
    .setJti(crypto.randomUUID())
    .sign(snapshot.privateKey);
  return { token, expiresAt: new Date((now + TTL_SECONDS) * 1000).toISOString(), display };
}

const bearer = (request) => request.headers.get("authorization")?.slice("Bearer ".length) ?? "";
const refuse = (status) => new Response(null, { status });

async function postToken(request, env) {
  const snapshot = await environment(env);
  if (!(await holds(snapshot, bearer(request), "secret"))) return refuse(401);
  const { customer } = await request.json();
  const issued = await issue(env, snapshot, customer);
  if (!issued) return refuse(404);
  return Response.json({ token: issued.token, expiresAt: issued.expiresAt }, { status: 201 });
}

async function readToken(request, env) {
  const snapshot = await environment(env);
  if (!(await holds(snapshot, request.headers.get("tollgate-key") ?? "", "publishable")))
    return refuse(401);
  const { payload } = await jwtVerify(bearer(request), snapshot.publicKey, {
    algorithms: ["EdDSA"],
    typ: "tollgate-session+jwt",
    issuer: env.TOLLGATE_BASE_URL,
    audience: snapshot.id,
  });
  const issued = await issue(env, snapshot, payload.sub);
  if (!issued) return refuse(404);
  const { token, expiresAt, display } = issued;
  return Response.json({
    token,
    expiresAt,
    serverTime: new Date().toISOString(),
    customer: display,
  });
}

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === "/v1/tokens" && request.method === "POST") return postToken(request, env);
    if (pathname === "/v1/client/token") return readToken(request, env);
    if (pathname === "/healthz") {
      await object(env.ENVIRONMENTS, "environment").fetch("http://object/");
      return new Response();
    }
    // Set-up: the documents, as they are to stand.
    if (request.method === "PUT" && pathname === "/environment") {
      kept = undefined;
      return object(env.ENVIRONMENTS, "environment").fetch(request);
    }
    if (request.method === "PUT" && pathname.startsWith("/customers/")) {
      return object(env.CUSTOMERS, pathname.slice("/customers/".length)).fetch(request);
    }
    return refuse(404);
  },
};
