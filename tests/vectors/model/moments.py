"""Instants, durations and periods. An instant is a `datetime` in UTC, to the millisecond."""

import re
from datetime import datetime, timedelta, timezone

from dateutil.relativedelta import relativedelta

FIRST = datetime(1, 1, 1)
LAST = datetime(9999, 12, 30, 22)
"""The first and the last instant that is told apart; what lies beyond is the nearer of them."""

RFC3339 = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:([Zz])|([+-])(\d\d):(\d\d))", re.ASCII
)
ISO8601 = re.compile(
    r"P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII
)


def parse(text):
    """The instant of an RFC 3339 text, cut to the millisecond; None for any other text."""
    found = RFC3339.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    fraction, _, sign, hours, minutes = found.groups()[6:]
    if second > 60 or int(hours or 0) > 23 or int(minutes or 0) > 59:
        return None
    try:
        # A leap second counts as the second before it.
        local = datetime(year, month, day, hour, minute, min(second, 59))
        local += timedelta(milliseconds=int((fraction or "0").ljust(9, "0")[:3]))
        offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        instant = local + offset if sign == "-" else local - offset
    except (ValueError, OverflowError):
        return None
    return instant if FIRST <= instant <= LAST else None


def show(instant):
    if instant is None:
        return None
    text = instant.strftime("%m-%dT%H:%M:%S")
    millis = f".{instant.microsecond // 1000:03}" if instant.microsecond else ""
    return f"{instant.year:04}-{text}{millis}Z"


def millis(instant):
    """Milliseconds since 1970."""
    return round((instant - datetime(1970, 1, 1)) / timedelta(milliseconds=1))


def of_millis(count):
    return datetime(1970, 1, 1) + timedelta(milliseconds=min(max(count, millis(FIRST)), millis(LAST)))


def plus(instant, step):
    try:
        return min(max(instant + step, FIRST), LAST)
    except (OverflowError, ValueError):
        return LAST if instant.year > 5000 else FIRST


def after(duration, start):
    """`start` plus an ISO 8601 duration; None where the text is none, is zero, or is over a hundred years."""
    found = ISO8601.fullmatch(duration)
    if not found:
        return None
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    months, days = years * 12 + months, weeks * 7 + days
    seconds += hours * 3600 + minutes * 60
    if not (months or days or seconds) or months > 1200 or days > 36_600 or seconds > 36_600 * 86_400:
        return None
    return plus(plus(plus(start, relativedelta(months=months)), timedelta(days=days)), timedelta(seconds=seconds))


LENGTHS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}
MONTHS = {"month": 1, "year": 12}


def period(anchor, unit, count, now):
    """The period that holds `now`, of those that begin at the anchor and every `count` units before and after it.

    Each boundary is counted from the anchor itself, so the 31st returns to the 31st.
    """
    if unit in LENGTHS:
        length = LENGTHS[unit] * count
        index = (now - anchor) // length
        return plus(anchor, index * length), plus(anchor, (index + 1) * length)

    def boundary(index):
        return plus(anchor, relativedelta(months=index * count * MONTHS[unit]))

    index = (now.year - anchor.year - 1) * 12 // (count * MONTHS[unit]) - 1
    while boundary(index + 1) <= now and boundary(index + 1) < LAST:
        index += 1
    return boundary(index), boundary(index + 1)


def calendar(unit, now):
    """The calendar's period in UTC; weeks begin on Monday."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    start = {
        "hour": now.replace(minute=0, second=0, microsecond=0),
        "day": day,
        "week": plus(day, -timedelta(days=now.weekday())),
        "month": day.replace(day=1),
        "year": day.replace(day=1, month=1),
    }[unit]
    step = relativedelta(months=MONTHS[unit]) if unit in MONTHS else LENGTHS[unit]
    return start, plus(start, step)


def earliest(instants):
    return min((instant for instant in instants if instant is not None), default=None)
