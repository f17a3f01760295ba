// Verifies a token with the module of the gate, and asks it a question: `node crates/wasm/examples/gate.mjs`, once
// `make setup` has built the modules. Applications use `@tollgate/js`, which does this for them.

import { generateKeyPairSync, sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { initSync, Keys, Token } from "../../../packages/js/src/wasm/gate/gate.js";

const module = new URL("../../../packages/js/src/wasm/gate/gate_bg.wasm", import.meta.url);
initSync({ module: await readFile(module) });

// What the edge does: signs what a customer may use.
const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const [issuer, audience, seconds] = ["https://tollgate.example.com", "env_example", 1_795_000_000];
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const header = part({ alg: "EdDSA", typ: "tollgate+jwt", kid: "key_1" });
const payload = part({
  iss: issuer,
  aud: audience,
  sub: "acme",
  iat: seconds,
  nbf: seconds,
  exp: seconds + 900,
  jti: "tok_1",
  ver: 1,
  cat: 1,
  rev: 1,
  epoch: 0,
  plans: ["pro"],
  ent: { sso: {}, calls: { k: "m", l: 10, u: 4, h: 1 } },
});
const signature = sign(null, Buffer.from(`${header}.${payload}`), privateKey).toString("base64url");

// What a page does: verifies the token, then asks.
const { x } = publicKey.export({ format: "jwk" });
const jwk = { kty: "OKP", crv: "Ed25519", kid: "key_1", x, alg: "EdDSA", use: "sig" };
const keys = new Keys(JSON.stringify({ keys: [jwk] }));
const now = seconds * 1000;
const leeway = 60_000;
const token = new Token(
  `${header}.${payload}.${signature}`,
  keys,
  issuer,
  audience,
  leeway,
  0,
  false,
  now,
);
if (token.refusal()) throw new Error(token.refusal());
for (const [feature, requested] of [
  ["sso", 1],
  ["calls", 6],
  ["calls", 7],
]) {
  const { allowed, reason } = JSON.parse(token.check(feature, requested, undefined, now));
  console.log(`${feature}, ${requested}: ${allowed ? "allowed" : "denied"}, ${reason}`);
}
