"""What a selection costs: lines, each rounded once, and discounts on them."""

from fractions import Fraction

from . import money, resolution
from .catalog import MOST, UNLIMITED, entitlements, is_meter, named, offered_addons, show_limit
from .moments import after, earliest, parse, show
from .subscription import next_period


class Refused(Exception):
    """Problems, each as `[code, pointer]`."""

    def __init__(self, problems):
        self.problems = problems


# What is chosen.


def choose(document, selection, held=None):
    """`{plan, price, currency, interval, count, addons: [(addon, quantity, price)]}` of what is for sale together.

    Who holds `held` may keep it, also where it is no longer sold.
    """
    problems = []
    for member in ("quantities", "usage"):
        for key in sorted(selection.get(member, {})):
            if not is_meter(document, key):
                problems.append(["unknown_meter", f"/{member}/{key}"])
    plan = named(document["plans"], selection["plan"])
    if plan is None:
        raise Refused(problems + [["unknown_plan", "/plan"]])
    same = held and (held["plan"], held.get("price")) == (selection["plan"], selection.get("price"))
    if not same and plan.get("status", "active") != "active":
        problems.append(["plan_not_for_sale", "/plan"])
    prices, wanted, price = plan.get("prices", []), selection.get("price"), None
    known = True
    if wanted is not None:
        price = named(prices, wanted)
        if price is None:
            problems.append(["unknown_price", "/price"])
            known = False
    elif len(prices) == 1:
        price = prices[0]
    elif prices:
        problems.append(["price_required", "/price"])
        known = False
    currency = (selection.get("currency") or own_currency(document, price)).lower()
    if price is not None and not covers(document, price, currency):
        problems.append(["currency_unavailable", "/currency"])
    interval, count = (price["interval"], price.get("intervalCount", 1)) if price else ("month", 1)
    addons = []
    for key, quantity in sorted(selection.get("addons", {}).items()):
        pointer = f"/addons/{key}"
        addon = named(document.get("addons"), key)
        if addon is None:
            problems.append(["unknown_addon", pointer])
            continue
        kept = held is not None and quantity <= held.get("addons", {}).get(key, -1)
        offer = next((it for it in offered_addons(document, plan) if it["addon"] == key), None)
        if not kept and (offer is None or addon.get("status", "active") != "active"):
            problems.append(["addon_not_allowed", pointer])
            continue
        if quantity == 0 or not kept and quantity > (offer.get("max") or quantity):
            problems.append(["addon_quantity", pointer])
            continue
        if not known:
            continue
        prices = addon.get("prices", [])
        fitting = [it for it in prices if (it["interval"], it.get("intervalCount", 1)) == (interval, count)]
        fitting = fitting or [it for it in prices if it["interval"] == "one_time"]
        payable = [it for it in fitting if covers(document, it, currency)]
        if prices and not fitting:
            problems.append(["addon_no_price_for_interval", pointer])
        elif prices and not payable:
            problems.append(["currency_unavailable", pointer])
        else:
            addons.append((addon, quantity, payable[0] if payable else None))
    given = entitlements(document, plan)
    for key, quantity in sorted(selection.get("quantities", {}).items()):
        had = resolution.bought(price, key, quantity)
        most = given.get(key, {}).get("limit", "unlimited") if had is not None else "unlimited"
        kept = held is not None and quantity <= held.get("quantities", {}).get(key, -1)
        if most != "unlimited" and had > most and not kept:
            problems.append(["quantity_above_limit", f"/quantities/{key}"])
    if problems:
        raise Refused(problems)
    return {"plan": plan, "price": price, "currency": currency, "interval": interval, "count": count, "addons": addons}


def own_currency(document, price):
    return ((price or {}).get("currency") or document["currency"]).lower()


def amount_in(document, price, currency, thing, name="amount", names="amounts"):
    """An amount in a currency; None where it has none. What is zero in its own is zero in every one."""
    own = Fraction(str(thing.get(name) or 0))
    if own_currency(document, price) == currency:
        return own
    others = {key.lower(): value for key, value in (thing.get(names) or {}).items()}
    if currency in others:
        return Fraction(str(others[currency]))
    return own if own == 0 else None


def schemes(price):
    return [part.get("scheme", part) for part in price["components"]]


def covers(document, price, currency):
    for scheme in schemes(price):
        if "tiers" in scheme:
            needed = [amount_in(document, price, currency, tier, name, names) for tier in scheme["tiers"]
                      for name, names in (("unitAmount", "amounts"), ("flatAmount", "flatAmounts"))]
        else:
            name = "unitAmount" if scheme["model"] == "per_unit" else "amount"
            needed = [amount_in(document, price, currency, scheme, name)]
        if None in needed:
            return False
    return True


# What it is charged.


def lines_of(document, choice, selection):
    """Lines in advance and lines in arrears."""
    advance, arrears, problems = [], [], []
    bought = [("plan", choice["plan"], 1, choice["price"])]
    bought += [("addon", addon, quantity, price) for addon, quantity, price in choice["addons"]]
    for source, thing, quantity, price in bought:
        for part in price["components"] if price else []:
            line = line_of(document, choice, selection, source, thing, quantity, price, part)
            if line["amount"] > MOST:
                member = "usage" if part["model"] == "metered" else "quantities"
                own = f"/addons/{thing['key']}" if source == "addon" else "/price"
                problems.append(["amount_too_large", f"/{member}/{line['meter']}" if line["meter"] else own])
            (arrears if part["model"] == "metered" else advance).append(line)
    if problems:
        raise Refused(problems)
    for lines in (advance, arrears):
        if sum(line["amount"] for line in lines) > MOST:
            raise Refused([["amount_too_large", ""]])
    return advance, arrears


def line_of(document, choice, selection, source, thing, quantity, price, part):
    model, meter, copies = part["model"], part.get("meter"), 1
    included, credits, scheme = part.get("included", 0), None, part
    if model == "metered":
        # Usage beyond the included amount, which every copy of an add-on brings.
        scheme, units_chosen = part["scheme"], selection.get("usage", {}).get(meter, 0)
        included = min(included * quantity, 2**64 - 1)
    elif meter is not None:
        # Not named, it counts as what is included, and as one at least.
        units_chosen, copies = selection.get("quantities", {}).get(meter, max(included, 1)), quantity
    else:
        units_chosen = quantity
        credits = part["credits"] * quantity if model == "credits" else None
    units = max(units_chosen - included, 0)

    def amount(of, name="amount", names="amounts"):
        return amount_in(document, price, choice["currency"], of, name, names)

    charge = charged(scheme, units, amount)
    exact = charge["exact"] * copies
    return {
        "source": source, "key": thing["key"], "price": price["key"], "model": scheme["model"], "meter": meter,
        "quantity": units_chosen, "included": included, "units": units, "copies": copies, "credits": credits,
        "unitAmount": charge.get("unitAmount"), "packages": charge.get("packages"), "tiers": charge.get("tiers", []),
        "exact": money.show(exact), "amount": money.rounded(exact), "recurring": price["interval"] != "one_time",
    }


def charged(scheme, units, amount):
    model = scheme["model"]
    if model in ("flat", "credits"):
        return {"exact": amount(scheme) * units, "unitAmount": money.show(amount(scheme))}
    if model == "per_unit":
        each = amount(scheme, "unitAmount")
        return {"exact": each * units, "unitAmount": money.show(each)}
    if model == "package":
        count = -(-units // scheme["size"])
        return {"exact": amount(scheme) * count, "unitAmount": money.show(amount(scheme)),
                "packages": {"size": scheme["size"], "count": count}}
    below, reached, exact = 0, [], Fraction(0)
    for index, tier in enumerate(scheme["tiers"]):
        last = index == len(scheme["tiers"]) - 1
        up_to = None if last else tier["upTo"]
        inside = units if up_to is None else min(units, up_to)
        if model == "graduated":
            counts, these = units > below, inside - below
        else:
            counts, these = below < units and (up_to is None or units <= up_to), units
        if counts:
            each, fee = amount(tier, "unitAmount"), amount(tier, "flatAmount", "flatAmounts")
            exact += each * these + fee
            reached.append({"from": below + 1, "upTo": up_to, "units": these, "unitAmount": money.show(each),
                            "flatAmount": int(fee), "amount": money.show(each * these + fee)})
        below = units if up_to is None else up_to
    return {"exact": exact, "tiers": reached}


# What vouchers take off.


class Voucher:
    """A voucher of the catalogue, about to be redeemed or redeemed before."""

    def __init__(self, document, given, place, choice, now):
        code = given if isinstance(given, str) else given["code"]
        self.code = code.strip().upper()
        voucher = next(it for it in document["vouchers"] if self.code in [c.strip().upper() for c in it["codes"]])
        redeemed = None if isinstance(given, str) else given.get("redeemedAt")
        since = None if isinstance(given, str) else given.get("countsFrom")
        self.key, self.place, self.effects = voucher["key"], place, voucher["effects"]
        self.constraints = voucher.get("constraints", {})
        self.redeemed_at = parse(redeemed) if redeemed else None
        self.discount = self.effects.get("discount")
        self.periods = self.periods_left(parse(since) if since else None, choice, now)

    def periods_left(self, since, choice, now):
        """For how many billing periods the discount holds from the one at `now`: None for ever."""
        duration = (self.discount or {}).get("duration", "forever")
        if duration == "forever":
            return None
        index = 0
        left = 1 if duration == "once" else duration["repeating"]
        while since and left and next_period(since, choice["interval"], choice["count"], index) <= now:
            left, index = left - 1, index + 1
        return left

    def holds(self, period):
        return self.periods is None or period < self.periods

    def percent(self):
        return None if self.discount.get("percent") is None else Fraction(str(self.discount["percent"]))

    def fixed(self, currency):
        amounts = self.discount.get("amounts") or {}
        return {key.lower(): value for key, value in amounts.items()}.get(currency)

    def covers(self, line):
        plans, prices, addons = (self.discount.get(name) or [] for name in ("plans", "prices", "addons"))
        of_thing = plans if line["source"] == "plan" else addons
        return not (plans or prices or addons) or line["key"] in of_thing or line["price"] in prices

    def ends(self, now):
        """When each thing ends that it brings besides a discount; None for what lasts."""
        effects = [*self.effects.get("entitlements", {}).values(), *self.effects.get("flags", {}).values()]
        return [after(it["for"], self.redeemed_at or now) if it.get("for") else None for it in effects]

    def brings(self, now):
        return any(end is None or now < end for end in self.ends(now))

    def refusal(self, earlier, choice, subtotal, now):
        if self.redeemed_at is None and any(it.key == self.key and it.redeemed_at is None for it in earlier):
            return "duplicate"
        starts, expires = self.constraints.get("startsAt"), self.constraints.get("expiresAt")
        if starts and now < parse(starts):
            return "not_started"
        if expires and parse(expires) <= now:
            return "expired"
        if self.constraints.get("plans") and choice["plan"]["key"] not in self.constraints["plans"]:
            return "wrong_plan"
        return below_minimum(self.constraints, subtotal, choice["currency"])

    def discount_refusal(self, advance, arrears, currency):
        if self.periods == 0:
            return "discount_ended"
        if self.percent() is None and self.fixed(currency) is None:
            return "currency_unavailable"
        reached = advance + (arrears if self.percent() is not None else [])
        if not any(line["amount"] > 0 and self.covers(line) for line in reached):
            return "nothing_discounted"
        return None


def below_minimum(constraints, subtotal, currency):
    minimum = {key.lower(): value for key, value in (constraints.get("minimumAmount") or {}).items()}
    if minimum and (currency not in minimum or subtotal < minimum[currency]):
        return "minimum_amount"
    return None


def cuts(vouchers, lines, currency, counts):
    """What each takes off each line: percentages first, each of what those before it left, rounded once."""
    left = [max(line["amount"], 0) for line in lines]
    found = []
    for voucher in vouchers:
        reached = [amount if counts(voucher, line) and voucher.covers(line) else 0
                   for amount, line in zip(left, lines)]
        whole, percent = sum(reached), voucher.percent()
        cut = money.rounded(whole * percent / 100) if percent is not None else voucher.fixed(currency) or 0
        shares = shared(min(cut, whole), reached)
        left = [amount - share for amount, share in zip(left, shares)]
        found.append(shares)
    return found


def shared(amount, weights):
    """In proportion, the whole parts first, then one each to the largest remainders, the earlier of equals first."""
    if amount == 0:
        return [0 for _ in weights]
    exact = [Fraction(amount * weight, sum(weights)) for weight in weights]
    shares = [part.numerator // part.denominator for part in exact]
    by_remainder = sorted(range(len(weights)), key=lambda index: (shares[index] - exact[index], index))
    for index in by_remainder[: amount - sum(shares)]:
        shares[index] += 1
    return shares


def total_cut(vouchers, lines, currency, counts):
    return sum(sum(shares) for shares in cuts(vouchers, lines, currency, counts))


def in_period(number):
    return lambda voucher, line: line["recurring"] and voucher.holds(number)


def any_line(_voucher, _line):
    return True


def only_percent(voucher, _line):
    return voucher.percent() is not None


def together(candidates, advance, arrears, currency):
    """All that stack, or one that does not: what takes off most at first, then in the second period, then for ever;
    between equals those that stack, then the first in order of application."""
    stacking = [it for it in candidates if it.constraints.get("stacks")]
    groups = ([stacking] if stacking else []) + [[it] for it in candidates if not it.constraints.get("stacks")]

    def worth(group):
        first = total_cut(group, advance, currency, any_line) + total_cut(group, arrears, currency, only_percent)
        return [first] + [total_cut(group, advance, currency, in_period(number)) for number in (1, UNLIMITED)]

    return max(groups, key=worth, default=[])


def form_is_wrong(selection):
    """Whether the selection is not even of the form of one; what is wrong with it then, the model leaves open."""
    counts = [value for member in ("quantities", "addons", "usage") for value in selection.get(member, {}).values()]
    keys = {"plan", "price", "quantities", "addons", "currency", "usage", "trial"}
    return "plan" not in selection or not set(selection) <= keys or not all(
        isinstance(it, int) and 0 <= it <= MOST for it in counts)


def run(case):
    document, selection, now = case["catalog"], case["selection"], parse(case["now"])
    if form_is_wrong(selection):
        return {}
    try:
        return {"quote": quoted(case, document, selection, now)}
    except Refused as refused:
        return {"errors": refused.problems}


def quoted(case, document, selection, now):
    choice = choose(document, selection)
    currency = choice["currency"]
    advance, arrears = lines_of(document, choice, selection)
    subtotal = sum(line["amount"] for line in advance)
    vouchers = [Voucher(document, it, place, choice, now) for place, it in enumerate(case.get("vouchers", []))]

    outcomes, candidates, met = [], [], []
    for voucher in vouchers:
        reason = voucher.refusal(vouchers[: voucher.place], choice, subtotal, now)
        applied = reason is None
        if applied:
            met.append(voucher)
            if voucher.discount:
                reason = voucher.discount_refusal(advance, arrears, currency)
                if reason is None:
                    candidates.append(voucher)
                else:
                    applied = voucher.brings(now)
            elif not voucher.brings(now):
                applied, reason = False, "expired" if voucher.ends(now) else "nothing_discounted"
        outcomes.append({"voucher": voucher.key, "code": voucher.code, "applied": applied, "reason": reason})
    candidates.sort(key=lambda it: (it.percent() is None, it.key, it.code, it.redeemed_at is not None,
                                    it.redeemed_at or now))
    used = together(candidates, advance, arrears, currency)
    for voucher in candidates:
        if voucher not in used:
            outcomes[voucher.place] |= {"applied": voucher.brings(now), "reason": "does_not_stack"}
    for outcome in outcomes:
        outcome["reason"] = outcome["reason"] and {"code": outcome["reason"]}

    shares = cuts(used, advance, currency, any_line)
    on_usage = cuts(used, arrears, currency, only_percent)
    discounts = [{"voucher": it.key, "code": it.code, "periods": it.periods, "amount": sum(off), "shares": off,
                  "arrears": sum(usage)} for it, off, usage in zip(used, shares, on_usage)]
    recurring_subtotal = sum(line["amount"] for line in advance if line["recurring"])
    first_recurring = sum(line["amount"] - sum(off[index] for off in shares)
                          for index, line in enumerate(advance) if line["recurring"])
    discount_total = sum(it["amount"] for it in discounts)

    def later(number):
        return recurring_subtotal - total_cut(used, advance, currency, in_period(number))

    trial = choice["plan"].get("trial") if selection.get("trial") is not False else None
    offer = trial and {
        "days": trial["days"], "endsAt": show(after(f"P{trial['days']}D", now)), "card": trial.get("card", False),
        "then": trial.get("then", "paid"), "deferred": first_recurring,
    }
    return {
        "catalogVersion": case.get("catalogVersion", 0), "plan": choice["plan"]["key"],
        "price": choice["price"] and choice["price"]["key"], "currency": currency,
        "exponent": money.exponent(currency), "interval": choice["interval"], "intervalCount": choice["count"],
        "lines": advance, "arrears": arrears, "discounts": discounts, "vouchers": outcomes, "subtotal": subtotal,
        "discountTotal": discount_total,
        "dueNow": subtotal - discount_total - (offer["deferred"] if offer else 0),
        "recurringSubtotal": recurring_subtotal, "recurringTotal": later(1),
        "schedule": schedule(used, first_recurring, later) if any(it["recurring"] for it in advance) else [],
        "trial": offer,
        "arrearsTotal": sum(line["amount"] for line in arrears) - sum(it["arrears"] for it in discounts),
        "benefits": benefits(document, choice, selection.get("quantities", {}), met, now), "tax": "excluded",
    }


def schedule(vouchers, first, later):
    """The recurring total period by period, equal neighbours as one stage; the last has no end."""
    changes = sorted({1} | {it.periods for it in vouchers if it.periods})
    stages, begun = [{"total": first}], 0
    for number in changes:
        total = later(number)
        if total != stages[-1]["total"]:
            stages[-1]["periods"] = number - begun
            stages.append({"total": total})
            begun = number
    stages[-1]["periods"] = None
    return stages


def benefits(document, choice, quantities, vouchers, now):
    """What add-ons and vouchers bring beyond the plan: two resolutions, for a customer whom no rollout reaches."""
    found = []
    for feature in sorted(document["features"], key=lambda it: it["key"]):
        feature = feature | {"rollout": 0}
        key = feature["key"]
        given = resolution.of_plan(document, choice["plan"], choice["price"], quantities, key)
        own = [resolution.Item("plan", choice["plan"]["key"], given)] if given is not None else []
        more, addons, names, until = [], [], set(), []
        for addon, quantity, _ in choice["addons"]:
            if key in addon.get("entitlements", {}):
                value = resolution.multiplied(addon["entitlements"][key], quantity, feature)
                more.append(resolution.Item("addon", addon["key"], value))
                addons.append(addon["key"])
        for voucher in vouchers:
            for value in [voucher.effects.get("entitlements", {}).get(key), voucher.effects.get("flags", {}).get(key)]:
                if value is None:
                    continue
                end = after(value["for"], voucher.redeemed_at or now) if value.get("for") else None
                if end is None or now < end:
                    more.append(resolution.Item("voucher", voucher.code, resolution.said(value, feature)))
                    names.add(voucher.key)
                    until.append(end)
        nobody = {"id": "nobody"}
        before = resolution.right_of(feature, own, nobody, now)
        after_all = resolution.right_of(feature, own + more, nobody, now)
        name = "limit" if feature["kind"] == "meter" else "value"
        before, after_all = show_limit(before[name]), show_limit(after_all[name])
        if more and before != after_all:
            found.append({"feature": key, "kind": feature["kind"], "before": before, "after": after_all,
                          "addons": addons, "vouchers": sorted(names), "until": show(earliest(until))})
    return found
