"""The commands of a subscription's life, each after everything up to its instant has happened."""

import copy
from datetime import timedelta

from . import resolution, scenario, subscription
from .catalog import UNLIMITED, edition, named
from .change import AlreadySubscribed, Change
from .moments import after, parse, show
from .quote import Refused, choose
from .settling import Settling, begin_period, begin_trial, change_fact, clear_grace, forget_notice, tick_of
from .subscription import LIVE, instant

GRACE = {"days": 7, "then": "suspend"}
"""Of plans that say nothing else."""

ALWAYS = {
    "price": None, "currency": None, "quantities": {}, "addons": {}, "trialEnd": None, "pendingChange": None,
    "cancelAt": None, "canceledAt": None, "cancelReason": None, "graceEndsAt": None, "pausedAt": None,
    "resumesAt": None, "provider": None,
}
"""Members that a subscription always shows."""


class Refusal(Exception):
    def __init__(self, code, errors=None):
        self.answer = {"code": code} | ({"errors": errors} if errors else {})


class Life(Settling):
    def __init__(self, case):
        empty = {"id": "acme", "subscriptions": [], "grants": [], "overrides": {}, "redemptions": [], "trials": []}
        state = empty | copy.deepcopy(case.get("state") or {})
        super().__init__(case, state, tick_of([state, case["steps"]]))
        self.catalog, self.version = case["catalog"], case.get("catalogVersion", 0)

    def step(self, step):
        self.facts, now = [], parse(step["at"])
        self.settle(now)
        told, kept = list(self.facts), copy.deepcopy(self.state)
        try:
            for name, given in step.items():
                if name not in ("at", "settle", "id"):
                    getattr(self, name)(*([given, step.get("id", "sub_new")] if name == "purchase" else [given]), now)
        except Refusal as refusal:
            self.state = kept
            return {"facts": told} | refusal.answer
        for held in self.state["subscriptions"]:
            forget_notice(held)
        return {"facts": self.facts}

    # Commands.

    def find(self, asked):
        held = next((it for it in self.state["subscriptions"] if it["id"] == asked["subscription"]), None)
        if held is None:
            raise Refusal("unknown_subscription")
        return held

    def purchase(self, selection, id, now):
        try:
            choice = choose(self.catalog, selection)
        except Refused as refused:
            raise Refusal("invalid_selection", refused.problems) from None
        plan, price = choice["plan"], choice["price"]
        group = plan.get("group", "default")
        ours = [it for it in self.state["subscriptions"] if it["group"] == group]
        if subscription.live(ours):
            raise Refusal("already_subscribed")
        for old in ours:
            if old["status"] in ("suspended", "paused"):
                self.end(old, now, "replaced")
        held = {
            "id": id, "plan": plan["key"], "planVersion": self.version, "group": group,
            "price": price and price["key"], "currency": choice["currency"] if price else None,
            "quantities": dict(selection.get("quantities", {})), "addons": dict(selection.get("addons", {})),
            "status": "active", "createdAt": show(now), "anchor": show(now), "interval": choice["interval"],
            "intervalCount": choice["count"],
        }
        begin_period(held, now)
        tried = selection.get("trial") is False or subscription.had_trial(self.state, group)
        trial = self.try_out(held, plan, now, tried)
        self.state["subscriptions"].append(held)
        self.tell(now, "subscription.created", id)
        if trial:
            self.tell(now, "subscription.trial_started", id)

    def try_out(self, held, plan, now, tried):
        """A trial is given once per customer and group of plans."""
        trial, group = plan.get("trial"), plan.get("group", "default")
        if not trial or tried:
            return False
        held |= {"status": "trialing", "trialThen": trial.get("then", "paid")}
        held["currentPeriod"] = held["currentPeriod"] | {"start": show(now)}
        begin_trial(held, after(f"P{trial['days']}D", now), now)
        self.state["trials"] = sorted({*self.state["trials"], group})
        return True

    def live(self, asked):
        held = self.lasting(asked)
        if held["status"] not in LIVE:
            raise Refusal("subscription_stopped")
        return held

    def lasting(self, asked):
        held = self.find(asked)
        if held["status"] == "canceled":
            raise Refusal("subscription_ended")
        return held

    def change(self, asked, now):
        held = self.live(asked)
        self.alter(held, asked, now)

    def alter(self, held, asked, now, fact=None):
        change = Change(self, held, asked, self.catalog)
        try:
            choice = change.choose()
        except Refused as refused:
            raise Refusal("invalid_selection", refused.problems) from None
        except AlreadySubscribed:
            raise Refusal("already_subscribed") from None
        what = scenario.of_move(self.case, held, choice["plan"], change.settled_price(choice))
        if not change.differs(choice):
            if what == "renew" and held.get("cancelAt"):
                held |= {"cancelAt": None, "cancelReason": None}
                self.tell(now, "subscription.resumed", held["id"])
            return
        when = asked.get("when") or "auto"
        if (self.timing(held, what, choice) if when == "auto" else when) == "periodEnd":
            self.schedule(held, asked, what, now)
        else:
            self.alter_now(held, change, choice, asked, fact or change_fact(what), now)

    def timing(self, held, what, choice):
        plan = named(edition(self.case, held["planVersion"])["plans"], held["plan"]) or {}
        rules = plan.get("changes", {})
        if what == "upgrade":
            return rules.get("upgrade", "now")
        if what == "downgrade":
            return rules.get("downgrade", "periodEnd")
        if what == "switchInterval":
            old = length(held["interval"], held["intervalCount"])
            return "periodEnd" if length(choice["interval"], choice["count"]) < old else "now"
        return "now"

    def schedule(self, held, asked, what, now):
        wanted = {"cancelAt": None, "cancelReason": None, "pendingChange": {
            "plan": asked.get("plan"), "price": asked.get("price"), "quantities": asked.get("quantities", {}),
            "addons": asked.get("addons", {}), "catalogVersion": self.version, "at": held["currentPeriod"]["end"],
            "reason": what,
        }}
        if ALWAYS | held | wanted == ALWAYS | held:
            return
        held |= wanted
        self.tell(now, "subscription.change_scheduled", held["id"])

    def alter_now(self, held, change, choice, asked, fact, now):
        before, paid, trialing = self.levels(now), bool(held.get("price")), held["status"] == "trialing"
        plan, same = choice["plan"], change.same_interval(choice)
        if change.moves:
            if held.get("pendingChange"):
                self.drop_pending(held, now)
            held |= {"cancelAt": None, "cancelReason": None}
        tried = subscription.had_trial(self.state, plan.get("group", "default"))
        change.write(choice, self.version)
        started = False
        if change.moves:
            if trialing:
                if plan.get("trial") is None:
                    held |= {"status": "active", "trialEnd": show(now), "anchor": show(now)}
                    begin_period(held, now)
            elif not paid and held["status"] == "active" and self.try_out(held, plan, now, tried):
                started = True
            elif not same or not paid and choice["price"]:
                held["anchor"] = show(now)
                begin_period(held, now)
        if not asked.get("allowOverLimit"):
            for key, (limit, used) in self.levels(now).items():
                if limit < used and limit < before[key][0]:
                    raise Refusal("usage_above_limit")
        self.tell(now, fact, held["id"])
        if started:
            self.tell(now, "subscription.trial_started", held["id"])

    def levels(self, now):
        """Of every meter that is a level: its limit and what is used."""
        rights, _ = resolution.resolve(self.case | {"state": self.state}, now)
        kept = [it["key"] for it in self.catalog["features"] if it.get("aggregation") == "last"]
        return {key: (rights[key][0]["limit"] or 0, self.used(key, rights[key][0])) for key in kept}

    def used(self, key, right):
        return right["used"] if right["limit"] is not None else self.state.get("meters", {}).get(key, {}).get("used", 0)

    def drop_pending(self, held, now):
        held["pendingChange"] = None
        self.tell(now, "subscription.change_withdrawn", held["id"])

    def withdraw(self, asked, now):
        held = self.lasting(asked)
        if not held.get("pendingChange"):
            raise Refusal("no_pending_change")
        self.drop_pending(held, now)

    def cancel(self, asked, now):
        held = self.find(asked)
        if held["status"] == "canceled":
            return
        if asked.get("when") == "now" or held["status"] not in LIVE:
            self.end(held, now, "requested")
        elif not held.get("cancelAt"):
            if held.get("pendingChange"):
                self.drop_pending(held, now)
            end = held["trialEnd"] if held["status"] == "trialing" else held["currentPeriod"]["end"]
            held |= {"cancelAt": end, "cancelReason": "requested"}
            self.tell(now, "subscription.cancel_scheduled", held["id"])

    def resume(self, asked, now):
        held = self.lasting(asked)
        if held["status"] == "paused":
            held |= {"cancelAt": None, "cancelReason": None}
            self.wake(held, now)
        elif held.get("cancelAt"):
            held |= {"cancelAt": None, "cancelReason": None}
            self.tell(now, "subscription.resumed", held["id"])
        else:
            raise Refusal("nothing_to_resume")

    def pause(self, asked, now):
        held, until = self.lasting(asked), asked.get("resumesAt")
        if held["status"] != "active":
            raise Refusal("not_pausable")
        if until is not None and parse(until) <= now:
            raise Refusal("already_past")
        held |= {"status": "paused", "pausedAt": show(now), "resumesAt": until}
        if held.get("pendingChange"):
            held["pendingChange"] = held["pendingChange"] | {"at": until}
        self.tell(now, "subscription.paused", held["id"])

    def trial(self, asked, now):
        held = self.lasting(asked)
        if held["status"] != "trialing":
            raise Refusal("not_trialing")
        end = now if asked["end"] == "now" else parse(asked["end"])
        if asked["end"] != "now" and end <= now:
            raise Refusal("already_past")
        old, change = held["trialEnd"], held.get("pendingChange")
        if old == show(end):
            return
        if change and change["at"] == old:
            held["pendingChange"] = change | {"at": show(end)}
        if held.get("cancelAt") == old:
            held["cancelAt"] = show(end)
        begin_trial(held, end, now)
        if asked["end"] == "now":
            self.settle(now)
        else:
            self.tell(now, "subscription.updated", held["id"])

    def attach(self, asked, now):
        held, addon, quantity = self.live(asked), asked["addon"], asked["quantity"]
        before = held.get("addons", {})
        if quantity == 0 and addon not in before:
            raise Refusal("addon_not_attached")
        fact = "detached" if quantity == 0 else "quantity_changed" if addon in before else "attached"
        if before.get(addon) != quantity:
            self.alter(held, {"addons": {addon: quantity}, "when": "now"}, now, f"addon.{fact}")

    # What a provider says.

    def fact(self, asked, now):
        held = self.find(asked)
        status, reason = held["status"], held.get("suspendReason")
        if status == "canceled":
            return
        said = asked["fact"]
        if said == "payment_failed" and status == "active":
            plan = named(edition(self.case, held["planVersion"])["plans"], held["plan"])
            grace = plan.get("grace", GRACE)
            ends = now + timedelta(days=grace["days"])
            held |= {"status": "past_due", "graceEndsAt": show(ends), "graceThen": grace["then"]}
            self.tell(now, "subscription.past_due", held["id"])
        elif said == "paid" and (status == "past_due" or (status, reason) == ("suspended", "unpaid")):
            self.recover(held, now)
        elif said == "dispute_won" and (status, reason) == ("suspended", "disputed"):
            self.recover(held, now)
        elif said in ("refunded", "dispute_lost"):
            self.end(held, now, {"refunded": "refunded", "dispute_lost": "disputed"}[said])

    def recover(self, held, now):
        if held["status"] == "suspended" and instant(held["currentPeriod"], "end") <= now:
            held["anchor"] = show(now)
            begin_period(held, now)
            # What was to come meanwhile comes now.
            if held.get("pendingChange"):
                held["pendingChange"] = held["pendingChange"] | {"at": show(max(now, instant(held["pendingChange"], "at")))}
        held["status"] = "active"
        held.pop("suspendReason", None)
        clear_grace(held)
        self.tell(now, "subscription.recovered", held["id"])


def length(interval, count):
    return UNLIMITED if interval == "one_time" else scenario.DAYS[interval] * count


def run(case):
    life = Life(case)
    steps = [life.step(step) for step in case["steps"]]
    state = life.state
    return {
        "steps": steps, "subscriptions": [ALWAYS | held for held in state["subscriptions"]],
        "grants": [it["id"] for it in state["grants"]], "overrides": sorted(state["overrides"]),
        "redemptions": [[it["id"], it.get("endedAt")] for it in state["redemptions"]], "trials": state["trials"],
    }
