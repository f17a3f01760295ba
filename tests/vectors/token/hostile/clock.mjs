// The window of a token, with 60 seconds of leeway on both sides.

import { claims, granted, having, malformed, now, reading, refused, token } from "./making.mjs";

const at = (seconds) => ({ now: new Date(Math.round((now + seconds) * 1_000)).toISOString() });
const expired = refused("token_expired");
const early = refused("token_not_yet_valid");
const text = (from, to, verdict) => ({ token: token(reading(from, to)), ...verdict });
const stale = { decisions: [{ feature: "sso", decision: { reason: "granted", stale: true } }] };
const suspect = { decisions: [{ feature: "sso", decision: { reason: "clockSuspect" } }] };
const exp = `"exp":${claims.exp}`;
const iat = `"iat":${claims.iat}`;

export const clock = [
  { name: "in the last millisecond before it expires", token: token(), ...at(899.999), ...granted },
  { name: "in the very second that it expires", token: token(), ...at(900), ...stale },
  { name: "in the last millisecond of the leeway", token: token(), ...at(959.999), ...stale },
  { name: "when the leeway is over", token: token(), ...at(960), ...expired },
  { name: "a year after", token: token(), ...at(31_536_000), ...expired },
  { name: "in the second that it was issued", token: token(), ...at(0), ...granted },
  { name: "at the beginning of the leeway", token: token(), ...at(-60), ...granted },
  { name: "a millisecond before the leeway", token: token(), ...at(-60.001), ...early },
  {
    name: "not before a later instant, within the leeway",
    token: token(having({ nbf: now + 60 })),
    ...granted,
  },
  {
    name: "not before a later instant, beyond the leeway",
    token: token(having({ nbf: now + 61 })),
    ...early,
  },
  {
    name: "issued in the future",
    token: token(having({ iat: now + 3_600, exp: now + 4_500 })),
    ...early,
  },
  {
    name: "issued in the future, and valid before",
    token: token(having({ iat: now + 3_600, nbf: now - 10, exp: now + 4_500 })),
    ...suspect,
  },
  { name: "expired before it was issued", token: token(having({ exp: now - 3_600 })), ...expired },
  {
    name: "expired before it was issued, all within the leeway",
    token: token(having({ iat: now + 30, exp: now - 30 })),
    ...stale,
  },
  {
    name: "expired before it begins, all within the leeway",
    token: token(having({ nbf: now + 30, exp: now - 30 })),
    ...stale,
  },
  { name: "no expiry", token: token(having({ exp: undefined })), ...malformed("claim") },
  { name: "no issue", token: token(having({ iat: undefined })), ...malformed("claim") },
  { name: "an expiry of null", token: token(having({ exp: null })), ...malformed("claim") },
  {
    name: "an expiry in a string",
    token: token(having({ exp: String(claims.exp) })),
    ...malformed("claim"),
  },
  { name: "an expiry with a fraction", ...text(exp, `${exp}.5`, malformed("claim")) },
  { name: "an expiry with a fraction of zero", ...text(exp, `${exp}.0`, malformed("claim")) },
  { name: "an expiry with an exponent", ...text(exp, '"exp":1.7900009e9', malformed("claim")) },
  { name: "an expiry below zero", token: token(having({ exp: -1 })), ...expired },
  { name: "an expiry at the beginning of time", token: token(having({ exp: 0 })), ...expired },
  { name: "an expiry of -0", ...text(exp, '"exp":-0', expired) },
  {
    name: "an expiry in milliseconds",
    token: token(having({ exp: claims.exp * 1_000 })),
    ...granted,
  },
  {
    name: "an expiry of 2^53 - 1",
    token: token(having({ exp: Number.MAX_SAFE_INTEGER })),
    ...granted,
  },
  {
    name: "an expiry of 2^53",
    ...text(exp, '"exp":9007199254740992', malformed("json_unsafe_number")),
  },
  { name: "an expiry beyond all", ...text(exp, '"exp":1e400', malformed("json_unsafe_number")) },
  {
    name: "an issue of -(2^53 - 1)",
    token: token(having({ iat: -Number.MAX_SAFE_INTEGER })),
    ...granted,
  },
  { name: "an issue with a fraction", ...text(iat, `${iat}.25`, malformed("claim")) },
  {
    name: "a beginning that is a string",
    token: token(having({ nbf: "0" })),
    ...malformed("claim"),
  },
  {
    name: "a beginning of 2^53 - 1",
    token: token(having({ nbf: Number.MAX_SAFE_INTEGER })),
    ...early,
  },
  {
    name: "a grace that was not asked for",
    token: token(having({ grace: 3_600 })),
    ...at(960),
    ...expired,
  },
  {
    name: "a grace that was asked for",
    token: token(having({ grace: 3_600 })),
    grace: true,
    ...at(4_499),
    ...stale,
  },
  {
    name: "a grace that is over",
    token: token(having({ grace: 3_600 })),
    grace: true,
    ...at(4_500),
    ...expired,
  },
];
