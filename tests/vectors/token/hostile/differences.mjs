// Where others take what we refuse, or refuse what we take: by reason, the cases of each.

const both = (why, ...names) => ({ why, jose: names, pyjwt: names });

const reasons = [
  both(
    "claims of this format (`ver`, `cat`, `rev`, `epoch`, `ent`, `plans`, `sus`, `grace`) mean nothing to them; whoever verifies by such a library reads those by themselves",
    ...[
      "no version",
      "version 0",
      "version 2",
      "version -1",
      "version 2^32 + 1",
      "version true",
      "version 1.0",
      "version 1e0",
      "a version that is a string",
    ],
    ...["no version of the catalogue", "a version of the catalogue below zero"],
    ...[
      "an epoch below the one that was seen",
      "no epoch where one was seen",
      "an epoch that is a string",
    ],
    ...[
      "a grace below zero",
      "a grace beyond 32 bits",
      "a grace that was asked for",
      "suspended by the number 1",
    ],
    ...[
      "no entitlements",
      "entitlements in a list",
      "entitlements that are null",
      "an entry of an unknown kind",
      "an entry that is true",
      "an entry on by a number",
    ],
    ...[
      "a limit below zero",
      "a limit with a fraction",
      "a limit that is a string",
      "a source that is none",
    ],
    ...[
      "a feature in upper case",
      "a feature that every object has",
      "plans that are a string",
      "a plan that is no key",
    ],
    "the claims of a session under the type of a token",
  ),
  both(
    "of two members of one name they take the last (RFC 7519, section 4, allows it); two readers may then see two tokens",
    ...[
      "alg twice, ours last",
      "alg twice, once escaped",
      "kid twice, once escaped",
      "the issuer twice, ours last",
    ],
    ...[
      "the subject twice, once escaped",
      "a claim twice",
      "a feature twice",
      "a member twice, deep in a claim that nobody reads",
    ],
  ),
  {
    why: "numbers that double precision does not hold are rounded by JavaScript and kept at length by Python; here they are refused, since readers differ",
    jose: [
      "a state version of 2^53",
      "a state version of 2^64",
      "a number in the header beyond all",
      "a number beyond all in a claim that nobody reads",
      "a number too small to hold",
      "a number of 400 digits",
      "a fraction of more digits than can be held",
      "an expiry of 2^53",
      "an expiry beyond all",
    ],
    pyjwt: [
      "a state version of 2^53",
      "a state version of 2^64",
      "a number in the header beyond all",
      "a number beyond all in a claim that nobody reads",
      "a number too small to hold",
      "a number of 400 digits",
      "a fraction of more digits than can be held",
      "an expiry of 2^53",
    ],
  },
  {
    why: "they bound no depth, but for the recursion limit of Python; here it is 32",
    jose: ["a header 33 deep", "a payload 33 deep", "a payload 2,000 deep"],
    pyjwt: ["a header 33 deep", "a payload 33 deep"],
  },
  both(
    "a byte order mark is skipped where the text is decoded (RFC 8259, section 8.1, allows it)",
    "a byte order mark in the header",
    "a byte order mark in the payload",
  ),
  both(
    "half a surrogate is kept in a string, which then is no Unicode",
    "half a surrogate in the header",
    "half a surrogate in a claim that nobody reads",
  ),
  {
    why: "Python's reader of JSON takes NaN and Infinity, which are no JSON",
    pyjwt: [
      "NaN in the header",
      "NaN where a number stands",
      "Infinity where a number stands",
      "-Infinity where a number stands",
    ],
  },
  {
    why: "Python's reader of JSON finds out the encoding by itself, and RFC 7519 wants UTF-8",
    pyjwt: ["the payload in UTF-16"],
  },
  {
    why: "base64 of the signature, which nothing signs, is read leniently: one token has several spellings",
    jose: [
      "the signature padded",
      "a space behind it",
      "a line break behind it",
      "a tab within the signature",
      "spare bits in the signature",
    ],
    pyjwt: ["the signature padded"],
  },
  both(
    "members that name a key are passed over, since the key set is given; here a token that brings its own is refused",
    ...[
      "the member jwk",
      "the member jku",
      "the member x5u",
      "the member x5c",
      "the member x5c, null",
      "the member jwk in escapes",
    ],
  ),
  {
    why: "PyJWT takes `b64` for RFC 7797 even where `crit` does not name it; here it is passed over as RFC 7515 says of what is unknown",
    pyjwt: ["the member b64 alone"],
  },
  {
    why: "jose compares media types, without regard to case and to `application/` (RFC 7515, section 4.1.9)",
    jose: ['typ "Tollgate+JWT"', 'typ "application/tollgate+jwt"'],
  },
  {
    why: "PyJWT does not compare `typ`: whoever verifies with it compares it themselves, or takes a session for a token",
    pyjwt: [
      'typ "JWT"',
      'typ ""',
      'typ "application/tollgate+jwt"',
      'typ "Tollgate+JWT"',
      'typ "at+jwt"',
      'typ "tollgate+jwt "',
      'typ "tollgate-session+jwt"',
      "typ null",
      "typ 1",
      "typ is absent",
      "a session in the place of a token",
    ],
  },
  both(
    "an audience may be a list with ours in it (RFC 7519, section 4.1.3); a token here is for one environment",
    ...["an audience that is a list of ours", "an audience that is a list with ours"],
  ),
  {
    why: "RFC 7519 asks of `sub` and `jti` only that they are strings, if they are there, and jose does not look; here a subject is a customer id",
    jose: [
      "no subject",
      "an empty subject",
      "a subject that is a number",
      "a subject with a space",
      "a subject with a null character",
      "a subject of 129 characters",
      "no id",
      "an id that is a number",
    ],
    pyjwt: [
      "no subject",
      "an empty subject",
      "a subject with a space",
      "a subject with a null character",
      "a subject of 129 characters",
      "no id",
    ],
  },
  both(
    "times may have fractions (RFC 7519, section 2) and need not be there; here they are whole seconds, and all tokens end",
    ...[
      "no expiry",
      "no issue",
      "an expiry with a fraction",
      "an expiry with a fraction of zero",
      "an expiry with an exponent",
      "an issue with a fraction",
    ],
  ),
  {
    why: "PyJWT takes the number out of a string",
    pyjwt: ["an expiry in a string", "a beginning that is a string"],
  },
  {
    why: "jose does not compare `iat`; here it stands for an absent `nbf`",
    jose: ["issued in the future", "a millisecond before the leeway"],
  },
  {
    why: "PyJWT refuses an `iat` in the future whatever `nbf` says; here the token is taken and the gate answers `clockSuspect`",
    pyjwt: ["issued in the future, and valid before"],
  },
  {
    why: "OpenSSL does not look whether R is of small order; only the owner of the key can sign so, and WebCrypto, which jose uses, refuses it as we do",
    pyjwt: ["signed by the owner with R the identity"],
  },
  {
    why: "noble multiplies by the cofactor (ZIP 215), so that points which differ by one of small order are the same; only the owner of the key can sign so",
    noble: [
      "signed by the owner with R the identity",
      "signed by the owner with R the identity as y + p",
      "signed by the owner with R the identity and a sign",
      "signed by the owner with R of order 2",
      "signed by the owner with R of order 8",
      "signed by the owner with R of mixed order",
      "under a key of mixed order, h no multiple of 8",
    ],
  },
];

/** By case: the libraries that differ, and why. */
export const differences = {};
for (const { why, ...libraries } of reasons) {
  for (const [library, names] of Object.entries(libraries)) {
    for (const name of names) {
      differences[name] ??= { differ: new Set(), whys: new Set() };
      const entry = differences[name];
      entry.differ.add(library);
      entry.whys.add(why);
    }
  }
}
