"""What buying and cancelling make of a subscription."""

from . import subscription
from .catalog import named
from .moments import after, parse, show
from .quote import Refused, choose


def purchase(case, selection, now):
    """Active, or in its trial, at once; a trial is given once per customer and group of plans."""
    subscriptions = case["state"].get("subscriptions", [])
    try:
        choice = choose(case["catalog"], selection)
    except Refused as refused:
        return {"code": "invalid_selection", "errors": refused.problems}
    plan, price = choice["plan"], choice["price"]
    group = plan.get("group", "default")
    if any(held["group"] == group for held, _ in subscription.live(subscriptions, now)):
        return {"code": "already_subscribed"}
    trial = plan.get("trial")
    if selection.get("trial") is False or subscription.had_trial(subscriptions, group):
        trial = None
    trial_end = show(after(f"P{trial['days']}D", now)) if trial else None
    return {"subscription": {
        "id": case.get("id", "sub_new"), "plan": plan["key"], "planVersion": case.get("catalogVersion", 0),
        "group": group, "price": price and price["key"], "currency": choice["currency"] if price else None,
        "quantities": selection.get("quantities", {}), "addons": selection.get("addons", {}),
        "status": "trialing" if trial else "active", "createdAt": show(now), "anchor": trial_end or show(now),
        "interval": choice["interval"], "intervalCount": choice["count"], "trialEnd": trial_end, "endsAt": None,
    }}


def cancel(case, now):
    """Ended now; what has ended stays as it is."""
    held = next((it for it in case["state"]["subscriptions"] if it["id"] == case["id"]), None)
    if held is None:
        return {"code": "unknown_subscription"}
    if held.get("endsAt") and parse(held["endsAt"]) <= now:
        return {"code": "subscription_ended"}
    return {"subscription": {"status": "canceled", "endsAt": show(now), "plan": held["plan"]}}


def attach(case, now):
    """An add-on with a quantity; 0 detaches it."""
    held = next((it for it in case["state"]["subscriptions"] if it["id"] == case["id"]), None)
    addon, quantity = case["attach"]["addon"], case["attach"]["quantity"]
    if held is None:
        return {"code": "unknown_subscription"}
    standing = subscription.standing(held, now)
    if not standing["live"]:
        return {"code": "subscription_ended"}
    addons = dict(held.get("addons", {}))
    if quantity == 0 and addon not in addons:
        return {"code": "addon_not_attached"}
    # What a trial fell back to is held without a price of its own.
    price = held.get("price") if standing["plan"] == held["plan"] else None
    selection = {"plan": standing["plan"], "price": price, "currency": held.get("currency"),
                 "quantities": held.get("quantities", {}), "addons": addons}
    wanted = selection | {"addons": {key: it for key, it in (addons | {addon: quantity}).items() if it}}
    try:
        choose(case["catalog"], wanted, held=selection)
    except Refused as refused:
        return {"code": "invalid_selection", "errors": refused.problems}
    return {"subscription": {"plan": standing["plan"], "price": price, "addons": wanted["addons"],
                             "status": standing["status"]}}


def run(case):
    now = parse(case["now"])
    if "purchase" in case:
        return purchase(case, case["purchase"], now)
    if "attach" in case:
        return attach(case, now)
    return cancel(case, now) if "cancel" in case else {}
