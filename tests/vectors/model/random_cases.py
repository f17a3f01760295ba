"""Random cases from a seed: catalogues, customers and selections as a hostile customer might have them, valid all the
same. Values are few and instants lie close together, so that ties and boundaries are common."""

from datetime import datetime, timedelta

from . import moments
from .catalog import MOST, offered_addons
from .moments import parse, show
from .random_lives import Lives
from .subscription import LIVE, billing_period

NOW = datetime(2027, 2, 27, 12)
EDGES = [datetime(2027, 1, 31), datetime(2027, 2, 28), datetime(2027, 3, 1), datetime(2028, 2, 29), datetime(2027, 3, 31)]
LIMITS = [0, 1, 5, 10, 100, 101, 1000, MOST - 1, MOST]
PRICES = ["0", "1", "0.5", "0.5", "0.05", "12.5", "2.5", "0.000000000001", "33.333333333333", "1200", "4900.499999999999"]
AMOUNTS = [0, 1, 3, 99, 100, 333, 1000, 4900]
DURATIONS = ["P1D", "P1M", "P1Y", "P1M1D", "PT36H", "P4W", "PT1S"]
CODES = ["AAA", "BBB", "CCC", "DDD"]
LEVELS = ["low", "middle", "high"]


class RandomCases(Lives):
    """One random case after another."""

    def __init__(self, random):
        self.random = random

    def pick(self, items):
        return self.random.choice(items)

    def maybe(self, share=0.5):
        return self.random.random() < share

    def some(self, make, most):
        return [make(index) for index in range(self.random.randint(0, most))]

    def subset(self, items):
        return [it for it in items if self.maybe()]

    def instant(self):
        """Often an edge, or a moment beside `NOW`."""
        if self.maybe(0.5):
            at = NOW + timedelta(days=self.random.randint(-40, 40))
        else:
            at = self.pick(EDGES + [NOW])
        return show(at + self.pick([timedelta(0), timedelta(0), timedelta(milliseconds=-1), timedelta(hours=10)]))

    def limit(self):
        return "unlimited" if self.maybe(0.15) else self.pick(LIMITS)

    # The catalogue.

    def features(self):
        return [
            {"key": "calls", "name": "Calls", "kind": "meter", "unit": "call", "aggregation": "sum"},
            {"key": "seats", "name": "Seats", "kind": "meter", "aggregation": "last"},
            {"key": "sso", "name": "Single sign-on", "kind": "boolean"},
            {"key": "level", "name": "Level", "kind": "config", "values": LEVELS}
            | ({"default": self.pick(LEVELS)} if self.maybe() else {}),
            {"key": "theme", "name": "Theme", "kind": "config"},
            {"key": "beta", "name": "Beta", "kind": "flag", "default": self.maybe(0.3)}
            | ({"rollout": self.pick([0, 0.01, 12.5, 50, 99.99, 100])} if self.maybe() else {}),
        ]

    def meter_value(self, feature):
        value = {}
        if self.maybe(0.85):
            value["limit"] = self.limit()
        if self.maybe():
            value["enforcement"] = self.pick(["hard", "soft"])
        if feature == "calls" and self.maybe(0.7):
            value["reset"] = self.pick(["never", "hour", "day", "week", "month", "year"])
            value["anchor"] = self.pick(["calendar", "billing"])
        if value.get("enforcement") == "soft" and isinstance(value.get("limit"), int) and self.maybe(0.4):
            value["softCap"] = min(value["limit"] + self.pick([1, 10, 500]), MOST)
        return value

    def plan_values(self, root):
        """A root names every limit, so that a child may leave one to it."""
        values = {}
        for feature in self.subset(["calls", "seats"]) if not root else ["calls", "seats"]:
            values[feature] = self.meter_value(feature)
            if root:
                values[feature].setdefault("limit", self.limit())
                values[feature].pop("softCap", None)
        for feature in self.subset(["sso", "beta"]):
            values[feature] = self.maybe()
        if self.maybe(0.4):
            values["level"] = self.pick(LEVELS)
        if self.maybe(0.3):
            values["theme"] = self.pick(["plain", "dark"])
        return values

    def brought(self):
        values = {}
        for feature in self.subset(["calls", "seats"]):
            values[feature] = {"limit": self.limit(), "merge": self.pick(["add", "max", "set"])}
        for feature in self.subset(["sso"]):
            values[feature] = {"value": self.maybe()}
        if self.maybe(0.3):
            values["level"] = {"value": self.pick(LEVELS)}
        if self.maybe(0.2):
            values["theme"] = {"value": self.pick(["plain", "dark", "loud"])}
        return values

    def amounts(self, names):
        return {"amounts": {"jpy": self.pick(names)}} if self.maybe(0.6) else {}

    def tiers(self):
        bounds = sorted(self.random.sample([1, 2, 3, 5, 10, 100], self.random.randint(0, 3)))
        found = []
        for bound in [*bounds, None]:
            tier = {"unitAmount": self.pick(PRICES)} | self.amounts(PRICES)
            if bound is not None:
                tier["upTo"] = bound
            if self.maybe(0.4):
                tier |= {"flatAmount": self.pick(AMOUNTS)}
                tier |= {"flatAmounts": {"jpy": self.pick(AMOUNTS)}} if self.maybe(0.6) else {}
            found.append(tier)
        return found

    def scheme(self):
        model = self.pick(["per_unit", "package", "graduated", "volume"])
        if model == "per_unit":
            return {"model": model, "unitAmount": self.pick(PRICES)} | self.amounts(PRICES)
        if model == "package":
            return {"model": model, "size": self.pick([1, 3, 10]), "amount": self.pick(AMOUNTS)} | self.amounts(AMOUNTS)
        return {"model": model, "tiers": self.tiers()}

    def component(self, recurring):
        kind = self.pick(["flat", "flat", "units", "seats", "metered", "credits"])
        if kind == "flat":
            return {"model": "flat", "amount": self.pick(AMOUNTS)} | self.amounts(AMOUNTS)
        if kind == "credits":
            return {"model": "credits", "credits": self.pick([1, 500]), "amount": self.pick(AMOUNTS)} | self.amounts(AMOUNTS)
        included = {"included": self.pick([0, 1, 3])} if self.maybe() else {}
        if kind == "metered" and recurring:
            return {"model": "metered", "meter": "calls", "scheme": self.scheme()} | included
        return self.scheme() | included | ({"meter": "seats"} if kind == "seats" else {})

    def price(self, key):
        interval = self.pick(["month"] * 5 + ["year", "week", "day", "one_time"])
        price = {"key": key, "interval": interval,
                 "components": [self.component(interval != "one_time") for _ in range(self.random.randint(1, 3))]}
        if interval == "month" and self.maybe(0.1):
            price["intervalCount"] = 3
        if self.maybe(0.05):
            price["currency"] = "eur"
        return price

    def discount(self):
        duration = self.pick(["once", "forever", {"repeating": 2}, {"repeating": 3}])
        off = {"percent": self.pick([10, 33.33, 50, 100, 0.01])}
        if self.maybe():
            off = {"amounts": {"usd": self.pick([1, 100, 10_000])} | ({"jpy": 50} if self.maybe() else {})}
        where = {"plans": ["one"]} if self.maybe(0.2) else {"addons": ["x"]} if self.maybe(0.2) else {}
        return off | {"duration": duration} | where

    def effects(self, vouchers=True):
        def lasting(value):
            return value | ({"for": self.pick(DURATIONS)} if self.maybe(0.7) else {})

        effects = {"entitlements": {key: lasting(value) for key, value in self.brought().items()}}
        if self.maybe(0.4):
            effects["flags"] = {"beta": lasting({"value": self.maybe()})}
        if vouchers and self.maybe(0.7):
            effects["discount"] = self.discount()
        if not any(effects.values()):
            effects["flags"] = {"beta": lasting({"value": True})}
        return {name: value for name, value in effects.items() if value}

    def constraints(self):
        found = {}
        if self.maybe(0.2):
            found["startsAt"] = show(NOW + timedelta(milliseconds=self.pick([-1, 0, 1])))
        if self.maybe(0.2):
            found["expiresAt"] = show(NOW + timedelta(days=self.pick([0, 0, 1]), milliseconds=2))
        if self.maybe(0.2):
            found["plans"] = self.pick([["one"], ["one", "two"]])
        if self.maybe(0.2):
            found["minimumAmount"] = {self.pick(["usd", "jpy"]): self.pick([1, 100, 1000])}
        if self.maybe(0.2):
            found["firstPurchase"] = True
        if self.maybe(0.1):
            found["customers"] = [self.pick(["acme", "other"])]
        if self.maybe(0.3):
            found["maxPerCustomer"] = self.pick([1, 2])
        return found | ({"stacks": True} if self.maybe() else {})

    def catalog(self):
        offers = [{"addon": key} | ({"max": 2} if self.maybe(0.3) else {}) for key in self.subset(["x", "y", "z"])]
        plans = [{"key": "free", "name": "Free", "entitlements": self.plan_values(root=True), "addons": offers}]
        for key, parents in (("one", ["free"]), ("two", ["free", "one"]), ("three", ["one", "two", None])):
            parent = self.pick(parents)
            plan = {"key": key, "name": key, "entitlements": self.plan_values(root=parent is None),
                    "prices": [self.price(f"{key}-{index}") for index in range(self.random.randint(1, 3))]}
            if parent:
                plan["inherits"] = parent
            if self.maybe(0.3):
                plan["trial"] = {"days": self.pick([1, 14]), "card": self.maybe(), "then": self.pick(["paid", "end", "free"])}
            if self.maybe(0.1):
                plan["status"] = self.pick(["draft", "archived"])
            if self.maybe(0.2) and key == "three":
                plan["group"] = "extras"
            if self.maybe(0.5):
                plan["display"] = {"order": self.random.randint(0, 3)}
            if self.maybe(0.1):
                plan.setdefault("display", {})["contact"] = "https://example.com/sales"
            plans.append(plan)
        addons = [{"key": key, "name": key, "entitlements": self.brought(),
                   "prices": [self.price(f"{key}-{index}") for index in range(self.pick([0, 1, 2, 3]))]}
                  for key in ("x", "y", "z")]
        vouchers = [{"key": code.lower(), "codes": [code], "effects": self.effects(), "constraints": self.constraints()}
                    for code in CODES]
        return {"version": 1, "currency": "usd", "features": self.features(), "plans": plans, "addons": addons,
                "vouchers": vouchers}

    # The customer.

    def ahead(self, now):
        """An instant after `now`, often soon."""
        return show(max(parse(self.instant()), now + self.pick([timedelta(milliseconds=1), timedelta(hours=1)])))

    def behind(self, now):
        return show(min(parse(self.instant()), now))

    def subscription(self, index, catalog, now):
        """As it stands at `now`: what was due has been done."""
        plan = self.pick(catalog["plans"])
        price = self.pick(plan["prices"]) if plan.get("prices") else None
        begun = self.instant()
        held = {
            "id": f"sub_{index}", "plan": plan["key"], "planVersion": self.pick([1, 2]),
            "group": plan.get("group", "default"), "price": price and price["key"],
            "currency": price and (price.get("currency") or "usd"), "createdAt": begun, "anchor": begun,
            "interval": price["interval"] if price else "month",
            "intervalCount": price.get("intervalCount", 1) if price else 1,
            "status": self.pick(["active"] * 4 + ["trialing", "past_due", "suspended", "paused", "canceled"]),
        }
        status = held["status"]
        start, end = billing_period(parse(begun), held["interval"], held["intervalCount"], now)
        held["currentPeriod"] = {"start": show(start), "end": show(end)}
        if self.maybe(0.4):
            held["addons"] = {key: self.pick([1, 2, 20]) for key in self.subset(["x", "y", "z"])}
        if self.maybe(0.4):
            held["quantities"] = {"seats": self.pick([0, 1, 3, 4, 100])}
        if status == "trialing":
            held |= {"trialEnd": self.ahead(now), "trialThen": self.pick(["paid", "end", "free"])}
            held |= {"anchor": held["trialEnd"],
                     "currentPeriod": {"start": self.behind(now), "end": held["trialEnd"]}}
        elif self.maybe(0.1):
            held |= {"trialEnd": self.behind(now), "trialThen": "paid"}
        if status == "past_due":
            held |= {"graceEndsAt": self.ahead(now), "graceThen": self.pick(["suspend", "end", {"plan": "free"}])}
        if status == "suspended":
            held["suspendReason"] = self.pick(["unpaid", "disputed"])
        if status == "paused":
            held |= {"pausedAt": self.behind(now)} | ({"resumesAt": self.ahead(now)} if self.maybe() else {})
        if status == "canceled":
            held |= {"canceledAt": self.behind(now), "cancelReason": self.pick(["requested", "unpaid", "refunded"])}
        elif self.maybe(0.15):
            held |= {"cancelAt": self.ahead(now), "cancelReason": "requested"}
        if status in LIVE and self.maybe(0.15):
            other = self.pick(catalog["plans"])["key"] if self.maybe(0.7) else None
            held["pendingChange"] = {
                "plan": other, "price": None, "quantities": {}, "addons": {} if other else {"x": 1},
                "catalogVersion": 2, "at": self.ahead(now), "reason": self.pick(["upgrade", "downgrade", "switchInterval"]),
            }
        return held

    def redemption(self, index, catalog):
        voucher = self.pick(catalog["vouchers"])
        found = {"id": f"red_{index}", "voucher": voucher["key"], "code": voucher["codes"][0],
                 "effects": voucher["effects"], "stacks": self.maybe(), "redeemedAt": self.instant()}
        return found | ({"subscription": self.pick(["sub_0", "sub_1"])} if self.maybe(0.4) else {})

    def grant(self, index):
        made = []
        for key, value in (self.brought() | ({"beta": {"value": self.maybe()}} if self.maybe(0.3) else {})).items():
            grant = {"id": f"grt_{index}_{key}", "feature": key, "createdAt": self.instant()} | value
            if self.maybe(0.4):
                grant["startsAt"] = self.instant()
            if self.maybe(0.6):
                grant["expiresAt"] = self.instant()
            made.append(grant)
        return made

    def state(self, catalog, now):
        state = {"id": self.pick(["acme", "b", "customer-17"]), "version": 3,
                 "subscriptions": self.some(lambda index: self.subscription(index, catalog, now), 3),
                 "redemptions": self.some(lambda index: self.redemption(index, catalog), 2),
                 "grants": [grant for made in self.some(self.grant, 3) for grant in made]}
        overrides = {}
        for key, value in self.brought().items():
            if self.maybe(0.3):
                value.pop("merge", None)
                overrides[key] = value | {"createdAt": show(NOW)} | ({"expiresAt": self.instant()} if self.maybe() else {})
        meters = {}
        for key in self.subset(["calls", "seats"]):
            meters[key] = {"used": self.pick([0, 1, 9, 10, 99, 1000]), "at": self.instant()}
            if self.maybe():
                meters[key]["ends"] = self.instant()
        return state | {"overrides": overrides, "meters": meters}

    def selection(self, catalog):
        plan = self.pick(catalog["plans"])
        selection = {"plan": plan["key"]}
        if plan.get("prices") and self.maybe(0.9):
            selection["price"] = self.pick(plan["prices"])["key"]
        if self.maybe():
            selection["quantities"] = {"seats": self.pick([0, 1, 2, 3, 4, 5, 6, 11, 101, 10**6, MOST])}
        if self.maybe():
            selection["usage"] = {"calls": self.pick([0, 1, 3, 4, 10, 11, 12345, 10**9])}
        if self.maybe(0.6):
            # Mostly what the plan takes.
            offered = [it["addon"] for it in offered_addons(catalog, plan)] if self.maybe(0.85) else ["x", "y", "z"]
            selection["addons"] = {key: self.pick([1, 1, 1, 2, 3]) for key in self.subset(offered)}
        if self.maybe(0.15):
            selection["currency"] = self.pick(["jpy", "usd", "eur"])
        return selection | ({"trial": False} if self.maybe(0.3) else {})

    # The cases.

    def voucher(self):
        code = self.pick(CODES)
        if self.maybe(0.7):
            return code
        return {"code": code, "redeemedAt": self.instant()} | ({"countsFrom": self.instant()} if self.maybe() else {})

    def case(self, kind):
        if kind == "period":
            anchor = {"anchor": self.instant()} if self.maybe(0.8) else {}
            day = timedelta(days=self.random.randint(-40_000, 40_000), milliseconds=self.random.randint(0, 86_399_999))
            at = show(NOW + day) if self.maybe() else self.instant()
            count = self.pick([1, 1, 2, 3, 6, 12]) if anchor else 1
            return anchor | {"unit": self.pick([*moments.LENGTHS, *moments.MONTHS]), "count": count, "now": at}
        if kind == "meter":
            return self.meter()
        if kind == "life":
            return self.life()
        catalog = self.catalog()
        case = {"catalog": catalog, "catalogVersion": 2, "now": show(NOW) if self.maybe(0.7) else self.instant()}
        if self.maybe(0.3) and kind in ("resolve", "gate"):
            case["editions"] = {"1": self.catalog()}
        if kind == "quote":
            return case | {"selection": self.selection(catalog), "vouchers": self.some(lambda _: self.voucher(), 4)}
        state = self.state(catalog, parse(case["now"]))
        if self.maybe(0.2):
            state["trials"] = [self.pick(["default", "extras"])]
        if kind == "scenario":
            plan = self.pick(catalog["plans"])
            price = self.pick(plan["prices"])["key"] if plan.get("prices") and self.maybe(0.7) else None
            return case | {"subscriptions": state["subscriptions"], "plan": plan["key"], "price": price}
        case["state"] = state
        if kind == "gate":
            asks = [{"feature": key, "requested": self.pick([0, 1, 10, MOST]), "now": self.instant()}
                    | ({"flag": self.pick(["beta", "sso", "nothing"])} if self.maybe(0.3) else {})
                    for key in ("calls", "seats", "sso", "level", "theme", "beta", "nothing")]
            return case | {"asks": asks}
        if kind == "voucher":
            selection = {"selection": self.selection(catalog)} if self.maybe() else {}
            return case | {"code": self.pick([" aaa", "BBB", "ccc ", "DDD"])} | selection
        return case

    def meter(self):
        rule = {"limit": self.limit(), "enforcement": self.pick(["hard", "soft"]), "anchor": self.pick(["calendar", "billing"]),
                "reset": self.pick(["never", "hour", "day", "week", "month", "year"]), "billing": self.instant()}
        if self.maybe(0.3) and isinstance(rule["limit"], int):
            rule["softCap"] = min(rule["limit"] + self.pick([0, 1, 50]), MOST)
        if self.maybe(0.3):
            rule["credits"] = self.pick([0, 1, 50])
        if self.maybe(0.3):
            rule["warnAt"] = self.pick([[50], [1, 99, 100], [80, 90, 100, 120]])
        at = NOW
        steps = []
        for _ in range(self.random.randint(1, 8)):
            at += timedelta(milliseconds=self.pick([0, 1, 3_600_000, 86_400_000, 31 * 86_400_000]))
            usage = {"set": self.pick(LIMITS)} if self.maybe(0.2) else {"delta": self.pick([-5, -1, 0, 1, 1, 2, 9, 80, MOST])}
            steps.append(usage | {"now": show(at)})
        return {"rule": rule, "steps": steps}


KINDS = {"resolve": 8, "gate": 4, "quote": 8, "scenario": 5, "voucher": 3, "life": 6, "meter": 4, "period": 4}
"""How often each kind comes."""


def cases(random, count):
    source = RandomCases(random)
    kinds = random.choices(list(KINDS), weights=KINDS.values(), k=count)
    for index, kind in enumerate(kinds):
        yield {"kind": kind, "name": f"random {index}"} | source.case(kind)
