// Signatures that nobody made, that another check would take, or that have a second spelling.
//
// The equation is s·B = R + h·A (RFC 8032, section 5.1.7). Multiplied by the cofactor it also holds for points that
// differ by one of small order; without, it may hold for an A or R of small order.

import { createHash, sign } from "node:crypto";
import { Point } from "@noble/ed25519";
import {
  claims,
  granted,
  having,
  header,
  jwk,
  key,
  keyPair,
  refused,
  signed,
  stranger,
  withSignature,
} from "./making.mjs";

const order = Point.CURVE().n;
const wrong = refused("token_signature");
const message = Buffer.from(signed());
const true_ = sign(null, message, key.secret);

const little = (bytes) => BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);
const bytesOf = (number) => Buffer.from(number.toString(16).padStart(64, "0"), "hex").reverse();
const sha512 = (...parts) => createHash("sha512").update(Buffer.concat(parts)).digest();
const times = (scalar) => (scalar === 0n ? Point.ZERO : Point.BASE.multiply(scalar));

/** The scalar of a key (RFC 8032, section 5.1.5). */
function scalarOf({ seed }) {
  const half = sha512(seed).subarray(0, 32);
  half[0] &= 248;
  half[31] = (half[31] & 127) | 64;
  return little(half) % order;
}

/** s for an R that is given as bytes, by the owner of the key: s = r + h·a, whatever R decodes to. */
function answer(r, point, { scalar, publicKey }, text, domain = []) {
  const h = little(sha512(...domain, point, publicKey, text)) % order;
  return { h, bytes: Buffer.concat([point, bytesOf((r + h * scalar) % order)]) };
}

const own = { scalar: scalarOf(key), publicKey: key.public };
const byOwner = (r, point, text = message, domain = []) =>
  answer(r, Buffer.from(point), own, text, domain).bytes;

/** A point of order 8, and the identity in its three spellings. */
const eighth = Buffer.from(
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "hex",
);
const small = Point.fromBytes(eighth);
const identity = bytesOf(1n);
const identityPlusPrime = bytesOf(2n ** 255n - 18n);
const identityWithSign = bytesOf(1n + 2n ** 255n);
const minusOne = bytesOf(2n ** 255n - 20n);

/** A public key that is the sum of a true one and a point of order 8, whose owner knows the scalar of the true one. */
const mixedPair = keyPair(11);
const mixedKey = Buffer.from(Point.fromBytes(mixedPair.public).add(small).toBytes());
const mixedOwner = { scalar: scalarOf(mixedPair), publicKey: mixedKey };

/** A token under the mixed key whose h has that remainder by 8. */
function underMixed(wanted) {
  for (let number = 1; ; number++) {
    const payload = having({ jti: `mixed_${number}` });
    const head = { ...header, kid: "mixed" };
    const point = Buffer.from(times(BigInt(number)).toBytes());
    const { h, bytes } = answer(
      BigInt(number),
      point,
      mixedOwner,
      Buffer.from(signed(payload, head)),
    );
    if (wanted(h % 8n)) return withSignature(bytes, payload, head);
  }
}

export const jwks = {
  keys: [jwk("key_1", key.public), jwk("key_0", keyPair(8).public), jwk("mixed", mixedKey)],
};

const [R, s] = [true_.subarray(0, 32), little(true_.subarray(32))];
const plus = (count) => Buffer.concat([R, bytesOf(s + count * order)]);
const flipped = (place) => true_.map((byte, at) => (at === place ? byte ^ 1 : byte));
const domain = (phase) =>
  Buffer.concat([Buffer.from("SigEd25519 no Ed25519 collisions"), Buffer.from([phase, 0])]);
const nonce = Buffer.from(times(5n).toBytes());

const forged = [
  ["all zeros", Buffer.alloc(64)],
  ["all ones", Buffer.alloc(64, 0xff)],
  ["R changed by a bit", flipped(0)],
  ["the sign of R changed", true_.map((byte, at) => (at === 31 ? byte ^ 0x80 : byte))],
  ["s changed by a bit", flipped(32)],
  ["the highest bit of s set", true_.map((byte, at) => (at === 63 ? byte | 0x80 : byte))],
  ["R and s exchanged", Buffer.concat([true_.subarray(32), true_.subarray(0, 32)])],
  ["its bytes reversed", Buffer.from(true_).reverse()],
  ["s = 0", Buffer.concat([R, Buffer.alloc(32)])],
  ["s = L", Buffer.concat([R, bytesOf(order)])],
  ["s = L - s", Buffer.concat([R, bytesOf(order - s)])],
  ["that of another key", sign(null, message, stranger.secret)],
  ["that of another token", sign(null, Buffer.from(signed(having({ jti: "tok_2" }))), key.secret)],
  ["that of the payload alone", sign(null, message.subarray(message.indexOf(".") + 1), key.secret)],
  [
    "that of the JSON, not of the text",
    sign(null, Buffer.from(JSON.stringify(claims)), key.secret),
  ],
  ["that of the hash of the text", sign(null, sha512(message), key.secret)],
  ["Ed25519ph over the same text", byOwner(5n, nonce, sha512(message), [domain(1)])],
  ["Ed25519ctx over the same text", byOwner(5n, nonce, message, [domain(0)])],
  ["R the identity and s = 0", Buffer.concat([identity, Buffer.alloc(32)])],
  ["R of order 2 and s = 0", Buffer.concat([minusOne, Buffer.alloc(32)])],
  ["R of order 8 and s = 0", Buffer.concat([eighth, Buffer.alloc(32)])],
  ["R no point", Buffer.concat([bytesOf(2n), true_.subarray(32)])],
  ["s + L", plus(1n)],
  ["s + 2·L", plus(2n)],
  ["s + 14·L", plus(14n)],
].map(([name, bytes]) => ({
  name: `a signature that is ${name}`,
  token: withSignature(bytes),
  ...wrong,
}));

const weak = [
  {
    name: "signed by the owner with R the identity",
    token: withSignature(byOwner(0n, identity)),
    ...wrong,
  },
  {
    name: "signed by the owner with R the identity as y + p",
    token: withSignature(byOwner(0n, identityPlusPrime)),
    ...wrong,
  },
  {
    name: "signed by the owner with R the identity and a sign",
    token: withSignature(byOwner(0n, identityWithSign)),
    ...wrong,
  },
  {
    name: "signed by the owner with R of order 2",
    token: withSignature(byOwner(0n, minusOne)),
    ...wrong,
  },
  {
    name: "signed by the owner with R of order 8",
    token: withSignature(byOwner(0n, eighth)),
    ...wrong,
  },
  {
    name: "signed by the owner with R of mixed order",
    token: withSignature(byOwner(5n, times(5n).add(small).toBytes())),
    ...wrong,
  },
  {
    name: "signed by the owner with a small nonce",
    token: withSignature(byOwner(5n, nonce)),
    ...granted,
  },
  {
    name: "under a key of mixed order, h a multiple of 8",
    token: underMixed((rest) => rest === 0n),
    ...granted,
  },
  {
    name: "under a key of mixed order, h no multiple of 8",
    token: underMixed((rest) => rest === 1n),
    ...wrong,
  },
];

export const signatures = [...forged, ...weak];
