// The header names our algorithm, our type and a key, and nothing that could take their place.

import { createHmac, createPublicKey } from "node:crypto";
import {
  claims,
  encode,
  granted,
  header,
  heading,
  jwk,
  key,
  malformed,
  previous,
  refused,
  signed,
  stranger,
  token,
} from "./making.mjs";

const algorithm = refused("token_algorithm");
const unsigned = (alg) => `${signed(claims, { ...header, alg })}.`;
const named = (alg) => token(claims, { ...header, alg });
const kid = (kid) => token(claims, { ...header, kid });

/** A symmetric signature with what is public as its secret. */
function symmetric(alg, secret) {
  const message = signed(claims, { ...header, alg });
  const hash = alg.replace("HS", "sha");
  return `${message}.${createHmac(hash, secret).update(message).digest("base64url")}`;
}
const pem = createPublicKey(key.secret).export({ format: "pem", type: "spki" });
const forbidden = (member, value) => ({
  name: `the member ${member}`,
  token: token(claims, { ...header, [member]: value }),
  ...malformed("header_member"),
});
const nested = (depth) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

const algorithms = [
  ...["none", "None", "NONE", "nOnE", "", "none "].map((alg) => ({
    name: `alg "${alg}" and no signature`,
    token: unsigned(alg),
    ...algorithm,
  })),
  { name: "alg none and a true signature", token: named("none"), ...algorithm },
  {
    name: "HS256 with the bytes of the public key",
    token: symmetric("HS256", key.public),
    ...algorithm,
  },
  {
    name: "HS256 with the text of the public key",
    token: symmetric("HS256", encode(key.public)),
    ...algorithm,
  },
  { name: "HS256 with the public key as PEM", token: symmetric("HS256", pem), ...algorithm },
  {
    name: "HS256 with the public key as JWK",
    token: symmetric("HS256", JSON.stringify(jwk("key_1", key.public))),
    ...algorithm,
  },
  { name: "HS384 with the public key as PEM", token: symmetric("HS384", pem), ...algorithm },
  {
    name: "HS512 with the bytes of the public key",
    token: symmetric("HS512", key.public),
    ...algorithm,
  },
  ...[
    "ES256",
    "RS256",
    "PS256",
    "Ed448",
    "ES256K",
    "eddsa",
    "EDDSA",
    "EdDSA ",
    "EdDSA\0",
    "EdDSА",
  ].map((alg) => ({
    name: `alg ${JSON.stringify(alg)} over our signature`,
    token: named(alg),
    ...algorithm,
  })),
  { name: "alg Ed25519, the later name of the same", token: named("Ed25519"), ...algorithm },
  { name: "alg is a list", token: named(["EdDSA"]), ...algorithm },
  { name: "alg is null", token: named(null), ...algorithm },
  { name: "alg is a number", token: named(1), ...algorithm },
  { name: "alg is absent", token: named(undefined), ...algorithm },
  {
    name: "alg twice, ours last",
    token: token(claims, heading("{", '{"alg":"none",')),
    ...malformed("json_duplicate_member"),
  },
  {
    name: "alg twice, ours first",
    token: token(claims, heading("}", ',"alg":"none"}')),
    ...malformed("json_duplicate_member"),
  },
  {
    name: "alg twice, once escaped",
    token: token(claims, heading("{", '{"\\u0061lg":"none",')),
    ...malformed("json_duplicate_member"),
  },
  { name: "alg in escapes", token: token(claims, heading('"EdDSA"', '"\\u0045dDSA"')), ...granted },
];

const types = [
  ...[
    "JWT",
    "",
    "application/tollgate+jwt",
    "Tollgate+JWT",
    "at+jwt",
    "tollgate+jwt ",
    "tollgate-session+jwt",
    null,
    1,
  ].map((typ) => ({
    name: `typ ${JSON.stringify(typ)}`,
    token: token(claims, { ...header, typ }),
    ...refused("token_type"),
  })),
  {
    name: "typ is absent",
    token: token(claims, { ...header, typ: undefined }),
    ...refused("token_type"),
  },
];

const keys = [
  {
    name: "the key before the current one, still published",
    token: token(claims, { ...header, kid: "key_0" }, previous),
    ...granted,
  },
  {
    name: "a key that was withdrawn",
    token: token(claims, { ...header, kid: "key_gone" }, stranger),
    ...refused("token_unknown_key"),
  },
  {
    name: "the key of another environment",
    token: token(claims, { ...header, kid: "key_9" }, stranger),
    ...refused("token_unknown_key"),
  },
  {
    name: "another key under our id",
    token: token(claims, header, stranger),
    ...refused("token_signature"),
  },
  {
    name: "our key under the id of the one before",
    token: token(claims, { ...header, kid: "key_0" }),
    ...refused("token_signature"),
  },
  ...[
    ["a path", "../../../../dev/null"],
    ["a path with our id at its end", "../key_1"],
    ["SQL", "key_1' UNION SELECT 'AA' -- "],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what is written for others to fill in
    ["a template", "${jndi:ldap://x.test/a}"],
    ["a URL", "https://edge.test/keys/key_1"],
    ["1,000 letters", "k".repeat(1_000)],
    ["upper case", "KEY_1"],
    ["a space before it", " key_1"],
    ["a letter of another script", "kеy_1"],
    ["a joiner behind it", "key_1\u200d"],
    ["a null character behind it", "key_1\0"],
    ["full-width letters", "ｋｅｙ＿１"],
    ["nothing", ""],
    ["a property of every object", "__proto__"],
    ["a method of every object", "constructor"],
  ].map(([what, value]) => ({
    name: `kid with ${what}`,
    token: kid(value),
    ...refused("token_unknown_key"),
  })),
  ...[1, null, true, ["key_1"], { kid: "key_1" }, undefined].map((value) => ({
    name: `kid ${JSON.stringify(value) ?? "absent"}`,
    token: kid(value),
    ...malformed("key_id"),
  })),
  {
    name: "kid twice",
    token: token(claims, heading("}", ',"kid":"key_0"}')),
    ...malformed("json_duplicate_member"),
  },
  {
    name: "kid twice, once escaped",
    token: token(claims, heading("}", ',"k\\u0069d":"key_1"}')),
    ...malformed("json_duplicate_member"),
  },
  { name: "kid in escapes", token: token(claims, heading("key_1", "\\u006bey_1")), ...granted },
];

const members = [
  { ...forbidden("crit", []), name: "the member crit, empty" },
  forbidden("crit", ["exp"]),
  {
    ...forbidden("crit", ["b64"]),
    name: "the member crit with an unencoded payload",
    token: token(claims, { ...header, crit: ["b64"], b64: false }),
  },
  forbidden("jwk", jwk("key_1", key.public)),
  {
    name: "the attacker's own key in jwk",
    token: token(claims, { ...header, jwk: jwk("key_1", stranger.public) }, stranger),
    ...malformed("header_member"),
  },
  forbidden("jku", "https://x.test/jwks.json"),
  forbidden("x5u", "https://x.test/cert.pem"),
  forbidden("x5c", ["AAAA"]),
  { ...forbidden("x5c", null), name: "the member x5c, null" },
  {
    name: "the member jwk in escapes",
    token: token(claims, heading("{", '{"\\u006awk":null,')),
    ...malformed("header_member"),
  },
  { name: "the member b64 alone", token: token(claims, { ...header, b64: false }), ...granted },
  {
    name: "members that say nothing of keys",
    token: token(claims, { ...header, cty: "x", x5t: "AAAA", zip: "DEF", __proto: 1 }),
    ...granted,
  },
  {
    name: "a member that every object has",
    token: token(claims, heading("{", '{"__proto__":{"alg":"none"},')),
    ...granted,
  },
  {
    name: "alg only in what every object inherits",
    token: token(claims, '{"__proto__":{"alg":"EdDSA"},"typ":"tollgate+jwt","kid":"key_1"}'),
    ...algorithm,
  },
  {
    name: "a header 33 deep",
    token: token(claims, heading("{", `{"x":${nested(32)},`)),
    ...malformed("json_too_deep"),
  },
  {
    name: "a header 32 deep",
    token: token(claims, heading("{", `{"x":${nested(31)},`)),
    ...granted,
  },
  {
    name: "a number in the header beyond all",
    token: token(claims, heading("{", '{"x":1e400,')),
    ...malformed("json_unsafe_number"),
  },
  {
    name: "NaN in the header",
    token: token(claims, heading("{", '{"x":NaN,')),
    ...malformed("json_syntax"),
  },
  {
    name: "half a surrogate in the header",
    token: token(claims, heading("{", '{"x":"\\ud800",')),
    ...malformed("json_syntax"),
  },
  {
    name: "a control character in the header",
    token: token(claims, heading("{", '{"x":"\u0001",')),
    ...malformed("json_syntax"),
  },
];

export const headers = [...algorithms, ...types, ...keys, ...members];
