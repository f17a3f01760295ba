// Tokens made by Node's own cryptography, which shares nothing with ours: any header, any payload, any key.

import { createPrivateKey, createPublicKey, sign } from "node:crypto";

export const issuer = "https://edge.test";
export const audience = "env_01jd3m5x8k2q4r6t7v9w0y1z3a";
/** 2026-09-21T14:13:20Z, in seconds. */
export const now = 1_790_000_000;

const prefix = Buffer.from("302e020100300506032b657004220420", "hex");
const secretOf = (byte) =>
  createPrivateKey({
    key: Buffer.concat([prefix, Buffer.alloc(32, byte)]),
    format: "der",
    type: "pkcs8",
  });

/** The key of a seed of 32 equal bytes. */
export function keyPair(byte) {
  const secret = secretOf(byte);
  const spki = createPublicKey(secret).export({ format: "der", type: "spki" });
  return { secret, seed: Buffer.alloc(32, byte), public: spki.subarray(-32) };
}

export const key = keyPair(7);
export const previous = keyPair(8);
export const stranger = keyPair(9);

export const jwk = (kid, bytes) => ({
  kty: "OKP",
  crv: "Ed25519",
  use: "sig",
  alg: "EdDSA",
  kid,
  x: Buffer.from(bytes).toString("base64url"),
});

export const encode = (value) => Buffer.from(value).toString("base64url");

export const header = { alg: "EdDSA", typ: "tollgate+jwt", kid: "key_1" };

export const claims = {
  iss: issuer,
  aud: audience,
  sub: "acme",
  iat: now,
  exp: now + 900,
  jti: "tok_1",
  ver: 1,
  cat: 3,
  rev: 9,
  ent: { sso: {} },
};

const text = (value) =>
  typeof value === "string" || Buffer.isBuffer(value) ? value : JSON.stringify(value);

/** What is signed: both parts, from JSON values, texts or bytes. */
export const signed = (payload = claims, head = header) =>
  `${encode(text(head))}.${encode(text(payload))}`;

/** A token with a true signature by `by` over any header and payload. */
export function token(payload = claims, head = header, by = key) {
  const message = signed(payload, head);
  return `${message}.${sign(null, Buffer.from(message), by.secret).toString("base64url")}`;
}

/** A token with a signature that is given. */
export const withSignature = (bytes, payload = claims, head = header) =>
  `${signed(payload, head)}.${encode(bytes)}`;

/** The claims with some replaced; `undefined` takes one out. */
export const having = (changes) => ({ ...claims, ...changes });

/** The text of the claims with a part of it replaced. */
export function reading(from, to) {
  const whole = JSON.stringify(claims);
  if (!whole.includes(from)) throw new Error(`the claims do not say ${from}`);
  return whole.replace(from, to);
}

/** The text of the header with a part of it replaced. */
export function heading(from, to) {
  const whole = JSON.stringify(header);
  if (!whole.includes(from)) throw new Error(`the header does not say ${from}`);
  return whole.replace(from, to);
}

/** What an accepted token answers. */
export const granted = { decisions: [{ feature: "sso", decision: { reason: "granted" } }] };

/** What a refused one is refused with. */
export const refused = (code, fault) => (fault ? { code, fault } : { code });
export const malformed = (fault) => refused("token_malformed", fault);
