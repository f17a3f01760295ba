"""Tokens: JWS in compact form, signed with Ed25519, read strictly. The signature is checked by `cryptography`."""

import base64
import json
import re
from datetime import timedelta
from decimal import Decimal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from . import gate
from .catalog import MOST, UNLIMITED
from .moments import of_millis, parse, plus

FORBIDDEN = ("crit", "jku", "jwk", "x5u", "x5c")
KEY = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
CUSTOMER = re.compile(r"[!-~]{1,128}")
SOURCES = ("default", "plan", "addon", "voucher", "grant", "override")
DEEPEST = 32
PRIME = 2**255 - 19
EIGHTH = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD83D3D706A17C7
# The y of the points whose order divides 8: 1, -1, 0, and those of order 8.
SMALL_ORDER = [y.to_bytes(32, "little") for y in (1, PRIME - 1, 0, EIGHTH, PRIME - EIGHTH)]


class Refused(Exception):
    """A code, and for what is malformed the fault."""

    def __init__(self, code, fault=None):
        self.code, self.fault = code, fault


def malformed(fault):
    return Refused("token_malformed", fault)


def decode(text):
    if "=" in text:
        raise malformed("base64_padding")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text):
        raise malformed("base64_character")
    if len(text) % 4 == 1:
        raise malformed("base64_not_canonical")
    octets = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(octets).rstrip(b"=").decode() != text:
        raise malformed("base64_not_canonical")
    return octets


def members(pairs):
    if len({name for name, _ in pairs}) != len(pairs):
        raise malformed("json_duplicate_member")
    return dict(pairs)


def integer(digits):
    if len(digits) > 17 or abs(int(digits)) > MOST:
        raise malformed("json_unsafe_number")
    return int(digits)


def fraction(text):
    """At most 17 significant digits, within the bounds of safe integers: double precision tells such numbers apart."""
    _, digits, exponent = Decimal(text).as_tuple()
    significant = "".join(map(str, digits)).strip("0")
    power = exponent + len(digits) - len("".join(map(str, digits)).rstrip("0"))
    if significant and (len(significant) > 17 or power < -350 or abs(Decimal(text)) > MOST):
        raise malformed("json_unsafe_number")
    return float(text)


def word(_name):
    raise malformed("json_syntax")


def nests_deeper(text):
    """Brackets outside of strings, since the reader itself has no bound."""
    deep = 0
    for bracket in re.findall(r"[\[\]{}]", re.sub(r'"(\\.|[^"\\])*"', "", text)):
        deep += 1 if bracket in "[{" else -1
        if deep > DEEPEST:
            return True
    return False


def strict(octets):
    reader = json.JSONDecoder(
        object_pairs_hook=members, parse_int=integer, parse_float=fraction, parse_constant=word)
    try:
        text = octets.decode()
        if nests_deeper(text):
            raise malformed("json_too_deep")
        begin = len(text) - len(text.lstrip(" \t\n\r"))
        value, end = reader.raw_decode(text, begin)
        json.dumps(value, ensure_ascii=False).encode()  # Half a surrogate pair is no text.
    except ValueError:
        raise malformed("json_syntax") from None
    if text[end:].strip(" \t\n\r"):
        raise malformed("json_trailing")
    return value


def opened(case):
    """The claims of a token whose signature is that of the key it names."""
    token = case["token"]
    if len(token.encode()) > 65_536:
        raise Refused("token_too_large")
    if token.count(".") != 2:
        raise malformed("parts")
    signed, _, _ = token.rpartition(".")
    header_part, payload_part, signature_part = token.split(".")
    header = strict(decode(header_part))
    header = header if isinstance(header, dict) else {}
    if any(name in header for name in FORBIDDEN):
        raise malformed("header_member")
    if header.get("alg") != "EdDSA":
        raise Refused("token_algorithm")
    if header.get("typ") != "tollgate+jwt":
        raise Refused("token_type")
    if not isinstance(header.get("kid"), str):
        raise malformed("key_id")
    payload, signature = decode(payload_part), decode(signature_part)
    if len(signature) != 64:
        raise malformed("trailing_bytes" if len(signature) > 64 else "signature_length")
    keys = [key for key in case["jwks"]["keys"] if key.get("kid") == header["kid"] and key.get("crv") == "Ed25519"]
    if not keys:
        raise Refused("token_unknown_key")
    if signature[:31] + bytes([signature[31] & 127]) in SMALL_ORDER:
        raise Refused("token_signature")
    try:
        Ed25519PublicKey.from_public_bytes(decode(keys[0]["x"])).verify(signature, signed.encode())
    except InvalidSignature:
        raise Refused("token_signature") from None
    return strict(payload)


def is_count(value):
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def right_of(entry):
    """A compact entitlement; absent members have their documented defaults."""
    kind, on = entry.get("k", "b"), entry.get("v", True)
    right = {"kind": {"b": "boolean", "f": "flag", "c": "config", "m": "meter"}.get(kind)}
    if right["kind"] is None or kind != "c" and not isinstance(on, bool):
        raise malformed("claim")
    if kind in "bf":
        right["value"] = on
    elif kind == "c":
        right |= {"value": entry.get("v"), "null": "v" in entry}
    elif not on:
        right["limit"] = None
    else:
        numbers = [entry[name] for name in "luhmcw" if name in entry]
        if not all(map(is_count, numbers)) or entry.get("h", 0) not in (0, 1):
            raise malformed("claim")
        right |= {"limit": entry.get("l", UNLIMITED), "used": entry.get("u", 0), "softCap": entry.get("m"),
                  "enforcement": "hard" if entry.get("h") == 1 else "soft", "credits": entry.get("c", 0),
                  "resetsAt": moment(entry.get("r"))}
    nothing = "v" not in entry if kind == "c" else not on
    right["source"] = entry.get("s", "default" if nothing else "plan")
    if right["source"] not in SOURCES:
        raise malformed("claim")
    return right, moment(entry.get("x"))


def moment(count):
    if count is None:
        return None
    if not isinstance(count, int) or isinstance(count, bool):
        raise malformed("claim")
    return of_millis(count)


def verified(case, now):
    """Rights, whether the customer is suspended, and the lease."""
    claims = opened(case)
    claims = claims if isinstance(claims, dict) else {}
    version = claims.get("ver")
    if not isinstance(version, int) or isinstance(version, bool):
        raise malformed("claim")
    if version != 1:
        raise Refused("token_version")
    times = {name: claims.get(name) for name in ("iat", "exp")} | {"nbf": claims.get("nbf", claims.get("iat"))}
    if not all(isinstance(it, int) and not isinstance(it, bool) for it in times.values()):
        raise malformed("claim")
    texts = [claims.get(name) for name in ("iss", "aud", "sub", "jti")]
    counts = [claims.get("cat"), claims.get("rev"), claims.get("epoch", 0), claims.get("grace", 0)]
    plans, rights = claims.get("plans", []), claims.get("ent")
    right_types = isinstance(plans, list) and isinstance(rights, dict) and isinstance(claims.get("sus", False), bool)
    if not all(isinstance(it, str) for it in texts) or not all(map(is_count, counts)) or not right_types:
        raise malformed("claim")
    if counts[3] >= 2**32 or not CUSTOMER.fullmatch(texts[2]):
        raise malformed("claim")
    if not all(isinstance(it, str) and KEY.fullmatch(it) for it in [*plans, *rights]):
        raise malformed("claim")
    if not all(isinstance(entry, dict) for entry in rights.values()):
        raise malformed("claim")
    rights = {key: right_of(entry) for key, entry in rights.items()}
    issued, expires, begins = (of_millis(times[name] * 1000) for name in ("iat", "exp", "nbf"))
    grace = timedelta(seconds=counts[3]) if case.get("grace") else timedelta(0)
    tolerance = max(grace, gate.LEEWAY)
    if texts[0] != case["issuer"]:
        raise Refused("token_issuer")
    if texts[1] != case["audience"]:
        raise Refused("token_audience")
    if plus(now, gate.LEEWAY) < begins:
        raise Refused("token_not_yet_valid")
    if now >= plus(expires, tolerance):
        raise Refused("token_expired")
    if counts[2] < case.get("epoch", 0):
        raise Refused("token_revoked")
    return rights, claims.get("sus", False), (issued, expires, tolerance)


def encoded(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def signed(seed, header, payload):
    """A token over these very texts."""
    text = f"{encoded(header.encode())}.{encoded(payload.encode())}"
    return f"{text}.{encoded(Ed25519PrivateKey.from_private_bytes(seed).sign(text.encode()))}"


def run(case):
    now = parse(case["now"])
    try:
        rights, suspended, lease = verified(case, now)
        answer = {"decisions": [gate.decide(rights, suspended, lease, ask, parse(ask.get("now") or case["now"]))
                                for ask in case.get("asks", [])]}
    except Refused as refused:
        answer = {"code": refused.code, "fault": refused.fault}
    if "signs" in case:
        signs = case["signs"]
        header = json.dumps({"alg": "EdDSA", "typ": "tollgate+jwt", "kid": signs["kid"]}, separators=(",", ":"))
        answer["token"] = signed(bytes.fromhex(signs["seed"]), header, signs["payload"])
    return answer
