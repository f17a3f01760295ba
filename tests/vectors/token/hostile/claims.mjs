// Claims have their types, their places and their bounds.

import {
  audience,
  claims,
  granted,
  having,
  header,
  issuer,
  malformed,
  now,
  reading,
  refused,
  token,
} from "./making.mjs";

const wrong = (changes) => ({ token: token(having(changes)), ...malformed("claim") });
const text = (from, to, verdict) => ({ token: token(reading(from, to)), ...verdict });
const nested = (depth) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
const answers = (feature, reason) => ({ decisions: [{ feature, decision: { reason } }] });
const duplicate = malformed("json_duplicate_member");
const unsafe = malformed("json_unsafe_number");
const syntax = malformed("json_syntax");

const parties = [
  {
    name: "another issuer",
    token: token(having({ iss: "https://evil.test" })),
    ...refused("token_issuer"),
  },
  {
    name: "the issuer with a slash",
    token: token(having({ iss: `${issuer}/` })),
    ...refused("token_issuer"),
  },
  {
    name: "the issuer in upper case",
    token: token(having({ iss: issuer.toUpperCase() })),
    ...refused("token_issuer"),
  },
  {
    name: "the issuer with more behind it",
    token: token(having({ iss: `${issuer}.evil.test` })),
    ...refused("token_issuer"),
  },
  { name: "an empty issuer", token: token(having({ iss: "" })), ...refused("token_issuer") },
  { name: "no issuer", ...wrong({ iss: undefined }) },
  { name: "a list of issuers", ...wrong({ iss: [issuer] }) },
  {
    name: "another environment",
    token: token(having({ aud: "env_01jd3m5x8k2q4r6t7v9w0y1z3b" })),
    ...refused("token_audience"),
  },
  {
    name: "the environment in upper case",
    token: token(having({ aud: audience.toUpperCase() })),
    ...refused("token_audience"),
  },
  { name: "no audience", ...wrong({ aud: undefined }) },
  { name: "an audience that is a list of ours", ...wrong({ aud: [audience] }) },
  { name: "an audience that is a list with ours", ...wrong({ aud: ["env_other", audience] }) },
  { name: "no subject", ...wrong({ sub: undefined }) },
  { name: "an empty subject", ...wrong({ sub: "" }) },
  { name: "a subject that is a number", ...wrong({ sub: 1 }) },
  { name: "a subject with a space", ...wrong({ sub: "a b" }) },
  { name: "a subject with a null character", ...wrong({ sub: "a\0" }) },
  { name: "a subject of 129 characters", ...wrong({ sub: "a".repeat(129) }) },
  {
    name: "a subject of 128 characters",
    token: token(having({ sub: "a".repeat(128) })),
    ...granted,
  },
  { name: "no id", ...wrong({ jti: undefined }) },
  { name: "an id that is a number", ...wrong({ jti: 1 }) },
  {
    name: "a session in the place of a token",
    token: token(
      { ...claims, user: "ann", ent: undefined },
      { ...header, typ: "tollgate-session+jwt" },
    ),
    ...refused("token_type"),
  },
  {
    name: "the claims of a session under the type of a token",
    token: token(
      having({ user: "ann", ver: undefined, cat: undefined, rev: undefined, ent: undefined }),
    ),
    ...malformed("claim"),
  },
];

const versions = [
  { name: "no version", ...wrong({ ver: undefined }) },
  { name: "version 0", token: token(having({ ver: 0 })), ...refused("token_version") },
  { name: "version 2", token: token(having({ ver: 2 })), ...refused("token_version") },
  { name: "version -1", token: token(having({ ver: -1 })), ...refused("token_version") },
  {
    name: "version 2^32 + 1",
    token: token(having({ ver: 2 ** 32 + 1 })),
    ...refused("token_version"),
  },
  { name: "a version that is a string", ...wrong({ ver: "1" }) },
  { name: "version true", ...wrong({ ver: true }) },
  { name: "version 1.0", ...text('"ver":1', '"ver":1.0', malformed("claim")) },
  { name: "version 1e0", ...text('"ver":1', '"ver":1e0', malformed("claim")) },
  { name: "no version of the catalogue", ...wrong({ cat: undefined }) },
  { name: "a version of the catalogue below zero", ...wrong({ cat: -1 }) },
  { name: "a version of the catalogue that is -0", ...text('"cat":3', '"cat":-0', granted) },
  {
    name: "a state version of 2^53 - 1",
    token: token(having({ rev: Number.MAX_SAFE_INTEGER })),
    ...granted,
  },
  { name: "a state version of 2^53", ...text('"rev":9', '"rev":9007199254740992', unsafe) },
  { name: "a state version of 2^64", ...text('"rev":9', '"rev":18446744073709551616', unsafe) },
  {
    name: "an epoch below the one that was seen",
    token: token(having({ epoch: 4 })),
    epoch: 5,
    ...refused("token_revoked"),
  },
  { name: "no epoch where one was seen", token: token(), epoch: 1, ...refused("token_revoked") },
  { name: "the epoch that was seen", token: token(having({ epoch: 5 })), epoch: 5, ...granted },
  { name: "an epoch that is a string", ...wrong({ epoch: "5" }) },
  { name: "a grace below zero", ...wrong({ grace: -1 }) },
  { name: "a grace beyond 32 bits", ...wrong({ grace: 2 ** 32 }) },
  { name: "suspended by the number 1", ...wrong({ sus: 1 }) },
  { name: "suspended", token: token(having({ sus: true })), ...answers("sso", "suspended") },
];

const numbers = [
  { name: "1e3 in a claim that nobody reads", ...text('"ver"', '"x":1e3,"ver"', granted) },
  {
    name: "a number beyond all in a claim that nobody reads",
    ...text('"ver"', '"x":1e400,"ver"', unsafe),
  },
  { name: "a number too small to hold", ...text('"ver"', '"x":1e-400,"ver"', unsafe) },
  { name: "a number of 400 digits", ...text('"ver"', `"x":${"9".repeat(400)},"ver"`, unsafe) },
  {
    name: "a fraction of more digits than can be held",
    ...text('"ver"', '"x":0.1234567890123456789,"ver"', unsafe),
  },
  ...[
    "NaN",
    "-NaN",
    "nan",
    "Infinity",
    "-Infinity",
    "+1",
    "01",
    "-",
    ".5",
    "1.",
    "0x10",
    "1_000",
    "1e",
    "1e+",
  ].map((number) => ({
    name: `${number} where a number stands`,
    ...text('"cat":3', `"cat":${number}`, syntax),
  })),
];

const shapes = [
  { name: "no entitlements", ...wrong({ ent: undefined }) },
  { name: "entitlements in a list", ...wrong({ ent: [] }) },
  { name: "entitlements that are null", ...wrong({ ent: null }) },
  { name: "an entry of an unknown kind", ...wrong({ ent: { sso: { k: "z" } } }) },
  { name: "an entry that is true", ...wrong({ ent: { sso: true } }) },
  { name: "an entry on by a number", ...wrong({ ent: { sso: { v: 1 } } }) },
  { name: "a limit below zero", ...wrong({ ent: { sso: { k: "m", l: -1 } } }) },
  { name: "a limit with a fraction", ...wrong({ ent: { sso: { k: "m", l: 1.5 } } }) },
  { name: "a limit that is a string", ...wrong({ ent: { sso: { k: "m", l: "unlimited" } } }) },
  { name: "a source that is none", ...wrong({ ent: { sso: { s: "me" } } }) },
  { name: "a feature in upper case", ...wrong({ ent: { SSO: {} } }) },
  {
    name: "a feature that every object has",
    ...text('"sso":{}', '"__proto__":{}', malformed("claim")),
  },
  {
    name: "a feature that every object inherits",
    token: token(having({ ent: { constructor: {} } })),
    ...answers("constructor", "granted"),
  },
  {
    name: "nothing granted by what every object inherits",
    token: token(),
    ...answers("constructor", "unknownFeature"),
  },
  { name: "plans that are a string", ...wrong({ plans: "pro" }) },
  { name: "a plan that is no key", ...wrong({ plans: ["Pro!"] }) },
  { name: "a claim twice", ...text('"cat":3', '"cat":3,"cat":3', duplicate) },
  {
    name: "the issuer twice, ours first",
    ...text('"aud"', '"iss":"https://evil.test","aud"', duplicate),
  },
  {
    name: "the issuer twice, ours last",
    ...text('"iss"', '"iss":"https://evil.test","iss"', duplicate),
  },
  {
    name: "the subject twice, once escaped",
    ...text('"sub"', '"s\\u0075b":"evil","sub"', duplicate),
  },
  { name: "a feature twice", ...text('"sso":{}', '"sso":{"v":false},"sso":{}', duplicate) },
  {
    name: "a member twice, deep in a claim that nobody reads",
    ...text('"ver"', '"x":[{"a":1,"a":2}],"ver"', duplicate),
  },
  {
    name: "a payload 33 deep",
    ...text('"ver"', `"x":${nested(32)},"ver"`, malformed("json_too_deep")),
  },
  { name: "a payload 32 deep", ...text('"ver"', `"x":${nested(31)},"ver"`, granted) },
  {
    name: "a payload 2,000 deep",
    ...text('"ver"', `"x":${nested(2_000)},"ver"`, malformed("json_too_deep")),
  },
  {
    name: "half a surrogate in a claim that nobody reads",
    ...text('"ver"', '"x":"\\udc00","ver"', syntax),
  },
  { name: "a line break in a string", ...text('"tok_1"', '"tok\n1"', syntax) },
  { name: "an unknown claim", token: token(having({ scope: "admin", iat2: now })), ...granted },
];

export const contents = [...parties, ...versions, ...numbers, ...shapes];
