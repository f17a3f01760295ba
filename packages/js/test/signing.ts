/** Tokens signed by independent libraries, with a key of the tests. */

import { createPrivateKey, type KeyObject, sign as signBytes } from "node:crypto";
import { CompactSign } from "jose";
import type { PublicJwk } from "../src/index.js";

export const issuer = "https://edge.test";
export const audience = "env_01jd3m5x8k2q4r6t7v9w0y1z3a";
export const publishableKey = "pk_sandbox_01jd3m5x8k2q4r6t7v9w0y1z3a_s3cr3tlyrandom";
/** 2026-09-21T14:13:20Z */
export const start = 1_790_000_000_000;

export interface SigningKey {
  kid: string;
  secret: KeyObject;
  jwk: PublicJwk;
}

/** The key of a seed of 32 equal bytes. */
export function signingKey(kid: string, byte: number): SigningKey {
  const prefix = Buffer.from("302e020100300506032b657004220420", "hex");
  const der = Buffer.concat([prefix, Buffer.alloc(32, byte)]);
  const secret = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const { x = "" } = secret.export({ format: "jwk" });
  return { kid, secret, jwk: { kty: "OKP", crv: "Ed25519", kid, x, alg: "EdDSA", use: "sig" } };
}

export const key = signingKey("key_1", 7);

export const entitlements = {
  "api-calls": { k: "m", l: 10, u: 4, h: 1, r: start + 3_600_000 },
  seats: { k: "m", u: 3 },
  sso: {},
  analytics: { v: false },
  "support-level": { k: "c", v: "email" },
  limits: { k: "c", v: { burst: [1, 2] } },
  "beta-dashboard": { k: "f", s: "voucher", x: start + 1_800_000 },
  "old-editor": { k: "f", v: false },
};

/** The claims of a token issued at `now`, in milliseconds. */
export function claims(
  now: number,
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  const iat = Math.floor(now / 1_000);
  return {
    iss: issuer,
    aud: audience,
    sub: "acme",
    iat,
    nbf: iat,
    exp: iat + 900,
    jti: `tok_${iat}`,
    ver: 1,
    cat: 3,
    rev: 9,
    epoch: 1,
    plans: ["pro"],
    ent: entitlements,
    ...changes,
  };
}

/** Signs any payload under any header. */
export function sign(
  payload: Record<string, unknown>,
  { with: signer = key, header = {} }: { with?: SigningKey; header?: Record<string, unknown> } = {},
): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: "EdDSA", typ: "tollgate+jwt", kid: signer.kid, ...header })
    .sign(signer.secret);
}

/** The same by Node itself, at once. */
export function signNow(payload: Record<string, unknown>, signer: SigningKey = key): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "EdDSA", typ: "tollgate+jwt", kid: signer.kid })}.${part(payload)}`;
  return `${signed}.${signBytes(null, Buffer.from(signed), signer.secret).toString("base64url")}`;
}
