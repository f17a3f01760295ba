"""Random lives: commands and looks at a customer over some weeks, valid or refused as they come."""

from datetime import datetime, timedelta

from . import moments
from .moments import show
from .subscription import billing_period

BEGINNINGS = [datetime(2027, 1, 31), datetime(2027, 2, 27), datetime(2027, 2, 28), datetime(2027, 3, 1),
              datetime(2027, 3, 31), datetime(2028, 2, 29)]


class Lives:
    """The part of the random cases that tells lives."""

    def life(self):
        """A few weeks by the hour, two years by the day, or a few days by the minute."""
        tick, ticks = self.pick([(timedelta(hours=1), 1200), (timedelta(days=1), 730), (timedelta(minutes=1), 1500)])
        catalog = self.catalog_of_lives()
        begins = self.pick(BEGINNINGS)
        at = begins
        soon = [show(begins + tick * self.random.randint(1, ticks // 4)) for _ in range(4)]
        before = self.catalog_of_lives() if self.maybe(0.4) else None
        steps, bought = [], 1 if before else 0
        for index in range(self.random.randint(2, 12)):
            # Now and then at one at which a period turns.
            at += tick * self.pick([0, 1, 1, self.random.randint(0, ticks // 9), self.random.randint(0, ticks // 5)])
            at = min(at, begins + tick * ticks)
            if self.maybe(0.15) and tick != timedelta(minutes=1):
                at = moments.period(begins, "month", 1, at)[1]
            step = self.command(catalog, at, tick, bought) if bought else {"purchase": self.simple_selection(catalog)}
            if "purchase" in step:
                step["id"] = f"sub_{bought}"
                bought += 1
            steps.append({"at": show(at)} | step)
        case = {"catalog": catalog, "catalogVersion": 2, "now": show(begins), "steps": steps}
        if self.maybe(0.3):
            grants = [grant | {"createdAt": show(begins), "expiresAt": self.pick(soon)}
                      for made in self.some(self.grant, 1) for grant in made]
            for grant in grants:
                grant.pop("startsAt", None)
            case["state"] = {
                "id": "acme", "version": 1, "grants": grants,
                "overrides": {"sso": {"value": False, "createdAt": show(begins), "expiresAt": self.pick(soon)}},
                "redemptions": [{"id": "red_0", "voucher": "aaa", "code": "AAA", "redeemedAt": show(begins), "stacks": False,
                                 "effects": {"flags": {"beta": {"value": True, "for": "P1D"}}}}],
                "meters": {"seats": {"used": self.pick([0, 1, 3, 11]), "at": show(begins)}},
            }
        if before:
            held = self.bought_before(before, begins, soon)
            case["editions"] = {"1": before}
            case["state"] = case.get("state", {"id": "acme", "version": 1}) | {"subscriptions": [held]}
        return case

    def catalog_of_lives(self):
        catalog = self.catalog()
        for plan in catalog["plans"]:
            plan.pop("status", None)
            if self.maybe(0.5):
                then = self.pick(["suspend", "end", {"plan": "free" if plan["key"] != "free" else "one"}])
                plan["grace"] = {"days": self.pick([0, 1, 3, 14]), "then": then}
            if self.maybe(0.4):
                plan["changes"] = {name: self.pick(["now", "periodEnd"]) for name in self.subset(["upgrade", "downgrade"])}
        return catalog

    def bought_before(self, catalog, begins, soon):
        """A subscription of an older version of the catalogue, in any status; what is to come of it comes soon."""
        plan = self.pick(catalog["plans"])
        price = self.pick(plan["prices"]) if plan.get("prices") else None
        held = {
            "id": "sub_0", "plan": plan["key"], "planVersion": 1, "group": plan.get("group", "default"),
            "price": price and price["key"], "currency": price and (price.get("currency") or "usd"),
            "quantities": {"seats": self.pick([1, 2, 3, 5])} if self.maybe(0.4) else {},
            "addons": {key: self.pick([1, 2]) for key in self.subset(["x", "y"])} if self.maybe(0.4) else {},
            "createdAt": show(begins), "anchor": show(begins),
            "interval": price["interval"] if price else "month",
            "intervalCount": price.get("intervalCount", 1) if price else 1,
            "status": self.pick(["active"] * 3 + ["trialing", "past_due", "suspended", "paused"]),
        }
        start, end = billing_period(begins, held["interval"], held["intervalCount"], begins)
        held["currentPeriod"] = {"start": show(start), "end": show(end)}
        status = held["status"]
        if status == "trialing":
            end = self.pick(soon)
            held |= {"trialEnd": end, "trialThen": self.pick(["paid", "end", "free"]), "anchor": end,
                     "currentPeriod": {"start": show(begins), "end": end}}
        if status == "past_due":
            held |= {"graceEndsAt": self.pick(soon), "graceThen": self.pick(["suspend", "end", {"plan": "free"}])}
        if status == "suspended":
            held["suspendReason"] = self.pick(["unpaid", "disputed"])
        if status == "paused":
            held |= {"pausedAt": show(begins)} | ({"resumesAt": self.pick(soon)} if self.maybe(0.7) else {})
        if self.maybe(0.2):
            held |= {"cancelAt": self.pick(soon), "cancelReason": "requested"}
        if self.maybe(0.5):
            other = self.pick(catalog["plans"])
            price = self.pick(other["prices"])["key"] if other.get("prices") else None
            held["pendingChange"] = {
                "plan": other["key"], "price": price, "quantities": {}, "addons": {self.pick(["x", "y"]): self.pick([0, 1])},
                "catalogVersion": self.pick([1, 2]), "reason": self.pick(["upgrade", "downgrade", "switchInterval"]),
                "at": held.get("resumesAt") if status == "paused" else held["currentPeriod"]["end"],
            }
        return held

    def simple_selection(self, catalog):
        """Mostly one that can be bought."""
        if self.maybe(0.1):
            return self.selection(catalog)
        plan = self.pick(catalog["plans"])
        selection = {"plan": plan["key"]}
        if plan.get("prices"):
            selection["price"] = self.pick(plan["prices"])["key"]
        if self.maybe(0.3):
            selection["quantities"] = {"seats": self.pick([1, 2, 3, 5])}
        return selection

    def command(self, catalog, at, tick, bought):
        held = {"subscription": f"sub_{0 if self.maybe(0.6) else self.random.randint(0, bought - 1)}"}
        ahead = show(at + tick * self.pick([0, 1, 5, 24, 60, 200]))
        name = self.pick(["purchase", "change", "change", "change", "cancel", "resume", "pause", "trial", "attach", "fact",
                          "fact", "withdraw", "settle", "settle"])
        if name == "purchase":
            return {"purchase": self.simple_selection(catalog)}
        if name == "settle":
            return {"settle": True}
        if name == "change":
            if self.maybe(0.8):
                plan = self.pick(catalog["plans"])
                held["plan"] = plan["key"]
                if plan.get("prices") and self.maybe(0.8):
                    held["price"] = self.pick(plan["prices"])["key"]
            if self.maybe(0.3):
                held["quantities"] = {"seats": self.pick([0, 1, 2, 3, 4, 5, 6, 11])}
            if self.maybe(0.3):
                held["addons"] = {self.pick(["x", "y", "z"]): self.pick([0, 1, 2, 3])}
            if self.maybe(0.4):
                held["when"] = self.pick(["auto", "now", "periodEnd"])
            if self.maybe(0.5):
                held["allowOverLimit"] = True
        if name == "cancel" and self.maybe(0.7):
            held["when"] = self.pick(["now", "periodEnd", "periodEnd"])
        if name == "pause" and self.maybe(0.7):
            held["resumesAt"] = ahead
        if name == "trial":
            held["end"] = "now" if self.maybe(0.4) else ahead
        if name == "attach":
            held |= {"addon": self.pick(["x", "y", "z"]), "quantity": self.pick([0, 1, 2, 3])}
        if name == "fact":
            held["fact"] = self.pick(["payment_failed"] * 3 + ["paid"] * 2 + ["refunded", "disputed", "dispute_won", "dispute_lost"])
        return {name: held}
