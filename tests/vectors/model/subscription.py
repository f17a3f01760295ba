"""What a subscription is worth at an instant."""

from datetime import timedelta

from . import moments
from .moments import earliest, parse, plus

GRACE = timedelta(days=7)
"""Access goes on for that long after a failed payment."""


def instant(subscription, name):
    text = subscription.get(name)
    return None if text is None else parse(text)


def standing(subscription, now):
    """`{plan, status, live, ends, turns}`: `ends` is when the plan stops counting by itself, `turns` every instant at
    which something about it changes by itself."""
    plan, status = subscription["plan"], subscription["status"]
    end = instant(subscription, "endsAt")
    over, turns, live = [end], [end], True
    if end is not None and end <= now or status == "canceled" and end is None:
        return {"plan": plan, "status": "canceled", "live": False, "ends": None, "turns": []}
    if status == "trialing":
        trial_end, then = instant(subscription, "trialEnd"), subscription.get("trialThen") or "paid"
        if trial_end is not None and now < trial_end:
            turns.append(trial_end)
            if then != "paid":
                over.append(trial_end)
        elif trial_end is not None and then == "end":
            live, status, turns = False, "canceled", []
        else:
            status = "active"
            if trial_end is not None and then != "paid":
                plan = then
    elif status == "past_due":
        since = instant(subscription, "pastDueSince")
        if since is not None and now < plus(since, GRACE):
            turns.append(plus(since, GRACE))
            over.append(plus(since, GRACE))
        else:
            live, status = False, "suspended"
    elif status in ("suspended", "paused"):
        live = False
    return {"plan": plan, "status": status, "live": live, "ends": earliest(over) if live else None, "turns": turns}


def live(subscriptions, now):
    return [(it, standing(it, now)) for it in subscriptions if standing(it, now)["live"]]


def had_trial(subscriptions, group):
    return any(it["group"] == group and it.get("trialEnd") for it in subscriptions)


def billing_unit(interval):
    """What billing periods are counted in: months, where nothing recurs."""
    return "month" if interval == "one_time" else interval


def next_period(start, interval, count, index):
    """The end of billing period number `index` since `start`."""
    unit = billing_unit(interval)
    if unit in moments.LENGTHS:
        return plus(start, moments.LENGTHS[unit] * count * (index + 1))
    return plus(start, moments.relativedelta(months=moments.MONTHS[unit] * count * (index + 1)))
