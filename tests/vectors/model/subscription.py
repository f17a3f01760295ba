"""What a subscription is worth as it stands: its status is what holds, and says what will become of it by itself."""

from . import moments
from .moments import earliest, parse, plus

LIVE = ("trialing", "active", "past_due")


def instant(subscription, name):
    text = subscription.get(name)
    return None if text is None else parse(text)


def live(subscriptions):
    return [it for it in subscriptions if it["status"] in LIVE]


def next_plan(subscription):
    """The plan that a pending change names, where it is another one."""
    plan = (subscription.get("pendingChange") or {}).get("plan")
    return plan if plan != subscription["plan"] else None


def ends(subscription):
    """When the plan of a live subscription stops counting by itself."""
    over = [instant(subscription, "cancelAt")]
    if subscription["status"] == "trialing" and subscription.get("trialThen", "paid") != "paid":
        over.append(instant(subscription, "trialEnd"))
    if subscription["status"] == "past_due":
        over.append(instant(subscription, "graceEndsAt"))
    if next_plan(subscription):
        over.append(instant(subscription["pendingChange"], "at"))
    return earliest(over)


def renews(subscription):
    """Whether its turns are charged for; those of others pass in silence."""
    return subscription["interval"] != "one_time" and bool(subscription.get("price") or subscription.get("addons"))


def pending(subscription):
    """Every instant at which something about it changes by itself and is told."""
    status, found = subscription["status"], []
    if status == "canceled":
        return []
    found.append(instant(subscription, "cancelAt"))
    if status == "trialing":
        found += [instant(subscription, "trialEnd"), instant(subscription, "trialNoticeAt")]
    if status == "past_due":
        found.append(instant(subscription, "graceEndsAt"))
    if status in ("active", "past_due") and renews(subscription):
        found.append(instant(subscription["currentPeriod"], "end"))
    if status in LIVE and subscription.get("pendingChange"):
        found.append(instant(subscription["pendingChange"], "at"))
    if status == "paused":
        found.append(instant(subscription, "resumesAt"))
    return [it for it in found if it is not None]


def had_trial(state, group):
    return group in state.get("trials", []) or any(
        it["group"] == group and it.get("trialEnd") for it in state.get("subscriptions", []))


def last_charge(subscription):
    """When it stops being charged for, as far as is known."""
    return earliest([instant(subscription, "canceledAt"), instant(subscription, "cancelAt")])


def billing_unit(interval):
    """What billing periods are counted in: months, where nothing recurs."""
    return "month" if interval == "one_time" else interval


def billing_period(anchor, interval, count, now):
    """The billing period that holds `now`."""
    return moments.period(anchor, billing_unit(interval), count, now)


def next_period(start, interval, count, index):
    """The end of billing period number `index` since `start`."""
    unit = billing_unit(interval)
    if unit in moments.LENGTHS:
        return plus(start, moments.LENGTHS[unit] * count * (index + 1))
    return plus(start, moments.relativedelta(months=moments.MONTHS[unit] * count * (index + 1)))
