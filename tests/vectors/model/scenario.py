"""What choosing a plan would be, by the table of rules."""

from fractions import Fraction

from . import subscription
from .catalog import edition, named
from .quote import Refused, choose, lines_of

YEAR = Fraction("365.2425")
"""Days of the mean year of the Gregorian calendar; a month is a twelfth."""
DAYS = {"day": 1, "week": 7, "month": YEAR / 12, "year": YEAR}


def rate(document, selection):
    """`(currency, charge, days)` before discounts, without add-ons; days are None for what is paid once and for all."""
    try:
        choice = choose(document, selection, held=selection)
        advance, _ = lines_of(document, choice, selection)
    except Refused:
        return None
    charge = sum(line["amount"] for line in advance)
    interval = choice["interval"]
    return choice["currency"], charge, None if interval == "one_time" else DAYS[interval] * choice["count"]


def rank(rate):
    """Free is below all that recurs, which is below what is paid once and for all."""
    _, charge, days = rate
    if charge == 0:
        return 0, 0, days or 0
    return (2, charge, 0) if days is None else (1, charge / days, days)


def by_price(case, held, plan, price):
    before_plan = held["plan"]
    common = {"quantities": held.get("quantities", {})}
    before = common | {"plan": before_plan, "price": held.get("price")}
    after = common | {"plan": plan["key"], "price": price and price["key"]}
    for currency in (held.get("currency"), None):
        rates = (rate(edition(case, held["planVersion"]), before | {"currency": currency}),
                 rate(case["catalog"], after | {"currency": currency}))
        if None not in rates and (0 in (rates[0][1], rates[1][1]) or rates[0][0] == rates[1][0]):
            old, new = rank(rates[0]), rank(rates[1])
            if old != new:
                return "upgrade" if new > old else "downgrade"
            break

    def place(key):
        plans = case["catalog"]["plans"]
        found = named(plans, key)
        order = (found or {}).get("display", {}).get("order")
        return (float("inf") if order is None else order, plans.index(found) if found else -1)

    return "downgrade" if place(plan["key"]) < place(before_plan) else "upgrade"


def like(plan, price, held):
    """The price named, else the one with the billing period of what is held, else the first."""
    prices = plan.get("prices", [])
    if price is not None:
        return named(prices, price)
    same = [it for it in prices if period(it) == (held["interval"], held["intervalCount"])]
    return (same + prices + [None])[0]


def period(price):
    return price["interval"], price.get("intervalCount", 1)


def of_same_plan(case, held, plan, price):
    """The plan that is held, at its price or another."""
    own = held.get("price")
    if price is None or price == own:
        return "renew" if held.get("cancelAt") or held["status"] == "past_due" else "active"
    other = named(plan.get("prices"), price)
    if own and other and period(other) != (held["interval"], held["intervalCount"]):
        return "switchInterval"
    return by_price(case, held, plan, other)


def of_move(case, held, plan, price):
    """What moving to a plan is, whoever sells it."""
    if held["plan"] == plan["key"]:
        return of_same_plan(case, held, plan, price)
    return by_price(case, held, plan, like(plan, price, held))


def awaited(held, plan, price):
    """Whether a pending change leads to that plan, and to that price where one is named."""
    change = held.get("pendingChange") or {}
    leads_to = change.get("plan") or held["plan"]
    if leads_to != plan["key"]:
        return False
    if price is None:
        return leads_to != held["plan"]
    if change.get("price"):
        return change["price"] == price
    return leads_to != held["plan"] and price != held.get("price")


def scenario(case, state, plan, price):
    if plan is None:
        return "contactSales"
    group = plan.get("group", "default")
    ours = [it for it in state["subscriptions"] if it["group"] == group]
    held = next(iter(subscription.live(ours)), None)
    if held and awaited(held, plan, price):
        return "scheduled"
    if held and held["plan"] == plan["key"]:
        return of_same_plan(case, held, plan, price)
    if plan.get("display", {}).get("contact") or plan.get("status", "active") != "active":
        return "contactSales"
    tried = plan.get("trial") and not subscription.had_trial(state, group)
    if held:
        if tried and not held.get("price") and plan.get("prices"):
            return "trial"
        return by_price(case, held, plan, like(plan, price, held))
    if any(it["plan"] == plan["key"] and it["status"] in ("suspended", "paused") for it in ours):
        return "renew"
    return "trial" if tried else "new"


def run(case):
    state = {"subscriptions": [case.get("subscription", {}) | own for own in case["subscriptions"]],
             "trials": case.get("trials", [])}
    plan = named(case["catalog"]["plans"], case["plan"])
    return {"scenario": scenario(case, state, plan, case.get("price"))}
