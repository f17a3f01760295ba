"""Whether a voucher may be redeemed, and what its redemption keeps."""

from . import subscription
from .catalog import edition, named
from .moments import parse, show
from .quote import Refused, below_minimum, choose, lines_of
from .subscription import instant, last_charge, next_period


def was_paid(held, now):
    """Whether it was ever charged for: it has a price, and its trial ended before it did."""
    begins = instant(held, "trialEnd") or instant(held, "createdAt")
    end = last_charge(held)
    return bool(held.get("price")) and begins <= now and (end is None or begins < end)


def discount_in_force(redemption, subscriptions, now):
    """Whether its discount has billing periods left, counted from the first charge after it was redeemed, at the
    interval of the live subscription that is paid for."""
    duration = redemption["effects"]["discount"]["duration"]
    if duration == "forever":
        return True
    total = 1 if duration == "once" else duration["repeating"]
    starts = []
    for held in subscriptions:
        begins = max(filter(None, [instant(held, "createdAt"), instant(held, "trialEnd"), parse(redemption["redeemedAt"])]))
        end = last_charge(held)
        if held.get("price") and (end is None or begins < end):
            starts.append(begins)
    if not starts:
        return True
    paid = [held for held in subscription.live(subscriptions) if held.get("price")]
    interval, count = (paid[0]["interval"], paid[0]["intervalCount"]) if paid else ("month", 1)
    return now < next_period(min(starts), interval, count, total - 1)


def amount_of(document, selection, held=None):
    try:
        choice = choose(document, selection, held)
        return sum(it["amount"] for it in lines_of(document, choice, selection)[0]), choice["currency"]
    except Refused:
        return None


def refusals(case, voucher, selection, now):
    state, found = case["state"], []
    constraints, subscriptions = voucher.get("constraints", {}), state.get("subscriptions", [])
    redemptions = state.get("redemptions", [])
    live = subscription.live(subscriptions)
    if voucher.get("status") == "archived":
        found.append("archived")
    if constraints.get("startsAt") and now < parse(constraints["startsAt"]):
        found.append("not_started")
    if constraints.get("expiresAt") and parse(constraints["expiresAt"]) <= now:
        found.append("expired")
    if constraints.get("customers") and state["id"] not in constraints["customers"]:
        found.append("not_for_customer")
    if sum(it["voucher"] == voucher["key"] for it in redemptions) >= constraints.get("maxPerCustomer", 1):
        found.append("already_redeemed")
    if constraints.get("firstPurchase") and any(was_paid(held, now) for held in subscriptions):
        found.append("not_first_purchase")
    if "discount" in voucher["effects"] and any(
            "discount" in it["effects"] and not (constraints.get("stacks") and it.get("stacks"))
            and discount_in_force(it, subscriptions, now) for it in redemptions):
        found.append("does_not_stack")
    plans = constraints.get("plans")
    named_plans = [held["plan"] for held in live] + ([selection["plan"]] if selection else [])
    if plans and not set(plans) & set(named_plans):
        found.append("wrong_plan")
    if constraints.get("minimumAmount"):
        if selection:
            amounts = [amount_of(case["catalog"], selection)]
        else:
            holds = [(edition(case, held["planVersion"]), as_selection(held)) for held in live]
            amounts = [amount_of(document, chosen, chosen) for document, chosen in holds]
        if all(it is None or below_minimum(constraints, *it) for it in amounts):
            found.append("minimum_amount")
    return found


def as_selection(held):
    names = ("plan", "price", "quantities", "addons", "currency")
    return {name: held[name] for name in names if held.get(name) is not None} | {"trial": False}


def run(case):
    now, code, selection = parse(case["now"]), case["code"].strip().upper(), case.get("selection")
    voucher = next(it for it in case["catalog"]["vouchers"] if code in [c.strip().upper() for c in it["codes"]])
    found = refusals(case, voucher, selection, now)
    if found:
        return {"refusals": found}
    plan = selection and named(case["catalog"]["plans"], selection["plan"])
    wanted = voucher.get("constraints", {}).get("plans")
    bound = [held["id"] for held in subscription.live(case["state"].get("subscriptions", []))
             if (held["group"] == plan.get("group", "default") if plan else not wanted or held["plan"] in wanted)]
    redemption = {"id": "red_new", "voucher": voucher["key"], "code": code, "redeemedAt": show(now),
                  "stacks": voucher.get("constraints", {}).get("stacks", False)}
    return {"redemption": redemption | ({"subscription": bound[0]} if bound else {})}
