// Three parts in canonical base64url, and nothing else.

import { claims, encode, granted, header, malformed, refused, signed, token } from "./making.mjs";

const good = token();
const [head, body, mac] = good.split(".");
const next = (letter) => String.fromCharCode(letter.charCodeAt(0) + 1);
/** The same bytes in another spelling: a spare bit is set behind the last of them. */
const spare = (part) => `${part.slice(0, -1)}${next(part.at(-1))}`;
const padded = (part) => part.padEnd(Math.ceil(part.length / 4) * 4, "=");
/** Payloads whose lengths leave spare bits, and one whose text has a letter outside the older alphabet. */
const ragged = token({ ...claims, jti: "tok_22" });
const dashed = token({ ...claims, jti: "~~~???>>>" });
const part = (whole, index) => whole.split(".")[index];
const replaced = (whole, index, to) => whole.split(".").toSpliced(index, 1, to).join(".");
const flattened = { protected: head, payload: body, signature: mac };

export const form = [
  { name: "as it should be", token: good, ...granted },
  { name: "empty", token: "", ...malformed("parts") },
  { name: "one part", token: body, ...malformed("parts") },
  { name: "two parts", token: `${head}.${body}`, ...malformed("parts") },
  { name: "four parts", token: `${good}.`, ...malformed("parts") },
  {
    name: "five parts, as an encrypted one has",
    token: `${good}.${body}.${mac}`,
    ...malformed("parts"),
  },
  { name: "two dots", token: "..", ...malformed("json_syntax") },
  { name: "an empty header", token: `.${body}.${mac}`, ...malformed("json_syntax") },
  { name: "an empty payload", token: token(""), ...malformed("json_syntax") },
  { name: "an empty signature", token: `${head}.${body}.`, ...malformed("signature_length") },
  {
    name: "the header padded",
    token: replaced(good, 0, `${padded(head)}=`),
    ...malformed("base64_padding"),
  },
  {
    name: "the payload padded",
    token: replaced(ragged, 1, padded(part(ragged, 1))),
    ...malformed("base64_padding"),
  },
  {
    name: "the signature padded",
    token: replaced(good, 2, padded(mac)),
    ...malformed("base64_padding"),
  },
  {
    name: "the older alphabet of base64",
    token: replaced(dashed, 1, part(dashed, 1).replaceAll("-", "+").replaceAll("_", "/")),
    ...malformed("base64_character"),
  },
  { name: "a space before it", token: ` ${good}`, ...malformed("base64_character") },
  { name: "a space behind it", token: `${good} `, ...malformed("base64_character") },
  { name: "a line break behind it", token: `${good}\n`, ...malformed("base64_character") },
  {
    name: "a line break within the payload",
    token: replaced(good, 1, `${body.slice(0, 8)}\n${body.slice(8)}`),
    ...malformed("base64_character"),
  },
  {
    name: "a tab within the signature",
    token: replaced(good, 2, `${mac.slice(0, 8)}\t${mac.slice(8)}`),
    ...malformed("base64_character"),
  },
  { name: "a null character behind it", token: `${good}\0`, ...malformed("base64_character") },
  { name: "a byte order mark before it", token: `\uFEFF${good}`, ...malformed("base64_character") },
  { name: "the word Bearer before it", token: `Bearer ${good}`, ...malformed("base64_character") },
  {
    name: "a full-width letter in the header",
    token: replaced(good, 0, `ｅ${head.slice(1)}`),
    ...malformed("base64_character"),
  },
  { name: "dots of another script", token: good.replaceAll(".", "․"), ...malformed("parts") },
  { name: "percent-encoded dots", token: good.replaceAll(".", "%2E"), ...malformed("parts") },
  {
    name: "spare bits in the payload",
    token: replaced(ragged, 1, spare(part(ragged, 1))),
    ...malformed("base64_not_canonical"),
  },
  {
    name: "spare bits in the signature",
    token: replaced(good, 2, spare(mac)),
    ...malformed("base64_not_canonical"),
  },
  { name: "a letter too many in the signature", token: `${good}A`, ...malformed("trailing_bytes") },
  {
    name: "a header of a length that nothing encodes to",
    token: replaced(good, 0, `${head}AA`),
    ...malformed("base64_not_canonical"),
  },
  { name: "bytes behind the signature", token: `${good}AA`, ...malformed("trailing_bytes") },
  {
    name: "a byte short in the signature",
    token: `${signed()}.${encode(Buffer.from(mac, "base64url").subarray(0, 63))}`,
    ...malformed("signature_length"),
  },
  {
    name: "serialized as JSON, flattened",
    token: JSON.stringify(flattened),
    ...malformed("parts"),
  },
  {
    name: "serialized as JSON, general",
    token: JSON.stringify({ payload: body, signatures: [{ protected: head, signature: mac }] }),
    ...malformed("parts"),
  },
  {
    name: "serialized as JSON, with a dot in it for each part",
    token: `${JSON.stringify(flattened)}..`,
    ...malformed("base64_character"),
  },
  {
    name: "a token within a token",
    token: token(good, { ...header, cty: "JWT" }),
    ...malformed("json_syntax"),
  },
  { name: "the payload is an array", token: token([claims]), ...malformed("claim") },
  { name: "the payload is null", token: token("null"), ...malformed("claim") },
  {
    name: "the payload is a string",
    token: token(JSON.stringify(JSON.stringify(claims))),
    ...malformed("claim"),
  },
  { name: "the payload is an empty object", token: token({}), ...malformed("claim") },
  {
    name: "a byte order mark in the payload",
    token: token(`\uFEFF${JSON.stringify(claims)}`),
    ...malformed("json_syntax"),
  },
  {
    name: "the payload in UTF-16",
    token: token(Buffer.from(JSON.stringify(claims), "utf16le")),
    ...malformed("json_syntax"),
  },
  {
    name: "a byte in the payload that is no UTF-8",
    token: token(Buffer.from(JSON.stringify({ ...claims, x: "\xFF" }), "latin1")),
    ...malformed("json_syntax"),
  },
  {
    name: "an overlong slash in the payload",
    token: token(Buffer.from(JSON.stringify({ ...claims, x: "\xC0\xAF" }), "latin1")),
    ...malformed("json_syntax"),
  },
  {
    name: "two values in the payload",
    token: token(`${JSON.stringify(claims)}{}`),
    ...malformed("json_trailing"),
  },
  {
    name: "space around the payload",
    token: token(` \r\n\t${JSON.stringify(claims)}\n`),
    ...granted,
  },
  {
    name: "a form feed before the payload",
    token: token(`\f${JSON.stringify(claims)}`),
    ...malformed("json_syntax"),
  },
  {
    name: "a comment in the payload",
    token: token(`/**/${JSON.stringify(claims)}`),
    ...malformed("json_syntax"),
  },
  {
    name: "a comma too many in the payload",
    token: token(JSON.stringify(claims).replace("}}", "},}")),
    ...malformed("json_syntax"),
  },
  {
    name: "single quotes in the payload",
    token: token(JSON.stringify(claims).replaceAll('"', "'")),
    ...malformed("json_syntax"),
  },
  { name: "the header is an array", token: token(claims, [header]), ...refused("token_algorithm") },
  { name: "the header is null", token: token(claims, "null"), ...refused("token_algorithm") },
  {
    name: "two values in the header",
    token: token(claims, `${JSON.stringify(header)}{}`),
    ...malformed("json_trailing"),
  },
  {
    name: "a byte order mark in the header",
    token: token(claims, `\uFEFF${JSON.stringify(header)}`),
    ...malformed("json_syntax"),
  },
];
