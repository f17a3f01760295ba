/** Entitlement tokens, signed in this page by a key of its own: the client verifies them like any other. */

import type { PublicJwk } from "@tollgate/js";

const environment = "01m7yrq8416eb6v8gccvt4y5pa";
export const publishableKey = `pk_sandbox_${environment}_galleryofeverystate`;
export const endpoint = "https://edge.example";

const pair = crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);

const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const part = (value: unknown) => base64url(new TextEncoder().encode(JSON.stringify(value)));

/** The key that tokens of this page are verified with. */
export async function publicKey(): Promise<PublicJwk> {
  const { publicKey: key } = await pair;
  const { x = "" } = await crypto.subtle.exportKey("jwk", key);
  return { kty: "OKP", crv: "Ed25519", kid: "key_gallery", x };
}

/** Entitlements in the compact form of tokens, by feature. */
export type Compact = Record<string, Record<string, unknown>>;

export interface Claims {
  customer: string;
  plans: string[];
  entitlements: Compact;
  suspended?: boolean;
  /** Seconds from now at which it expires, which may be past; it outlives that by a day of grace. */
  expiresIn?: number;
}

/** A signed token. */
export async function signed(claims: Claims): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const exp = now + (claims.expiresIn ?? 900);
  const payload = {
    iss: endpoint,
    aud: `env_${environment}`,
    sub: claims.customer,
    iat: exp - 900,
    nbf: exp - 900,
    exp,
    jti: `tok_${exp}`,
    ver: 1,
    cat: 1,
    rev: 1,
    epoch: 0,
    plans: claims.plans,
    ent: claims.entitlements,
    grace: 86_400,
    ...(claims.suspended ? { sus: true } : {}),
  };
  const header = { alg: "EdDSA", typ: "tollgate+jwt", kid: "key_gallery" };
  const text = `${part(header)}.${part(payload)}`;
  const { privateKey } = await pair;
  const signature = await crypto.subtle.sign("Ed25519", privateKey, new TextEncoder().encode(text));
  return `${text}.${base64url(new Uint8Array(signature))}`;
}
