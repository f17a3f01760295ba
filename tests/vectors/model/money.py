"""Exact amounts in minor units, as fractions."""

from fractions import Fraction
from math import floor

THREE = {"bhd", "iqd", "jod", "kwd", "lyd", "omr", "tnd"}
NONE = {"bif", "clp", "djf", "gnf", "isk", "jpy", "kmf", "krw", "pyg", "rwf", "ugx", "vnd", "vuv", "xaf", "xof", "xpf"}


def exponent(currency):
    return 3 if currency in THREE else 0 if currency in NONE else 4 if currency == "clf" else 2


def rounded(amount):
    """To the minor unit, half away from zero."""
    return floor(abs(amount) + Fraction(1, 2)) * (-1 if amount < 0 else 1)


def show(amount):
    """A decimal of up to twelve places."""
    units = amount * 10**12
    assert units.denominator == 1 and units >= 0
    whole, places = divmod(units.numerator, 10**12)
    return f"{whole}.{places:012}".rstrip("0").rstrip(".")
