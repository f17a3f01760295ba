"""What time alone does to a customer: a clock that ticks, and at every tick the question what is due.

Nothing is computed ahead. The tick is the longest of a day, an hour and a minute on which every instant of a case lies.
"""

from datetime import timedelta

from . import subscription
from .catalog import edition
from .change import AlreadySubscribed, Change
from .moments import ISO8601, RFC3339, earliest, parse, plus, show
from .quote import Refused
from .resolution import redemption_end
from .subscription import LIVE, instant, renews

NOTICE = timedelta(days=3)
"""So long before its end a trial's end is told."""


def tick_of(value):
    """The longest tick on which every instant and every duration lies that is said anywhere in `value`."""
    text = "\n".join(texts(value))
    instants = [parse(found.group()) for found in RFC3339.finditer(text)]
    assert not any(it.second or it.microsecond for it in instants), "a life is told in whole minutes"
    durations = [found.groups() for found in (ISO8601.fullmatch(it) for it in text.split("\n")) if found]
    assert not any(seconds for *_, seconds in durations), "a life is told in whole minutes"
    if any(it.minute for it in instants) or any(minutes for *_, minutes, _ in durations):
        return timedelta(minutes=1)
    if any(it.hour for it in instants) or any(hours for *_, hours, _, _ in durations):
        return timedelta(hours=1)
    return timedelta(days=1)


def texts(value):
    if isinstance(value, str):
        return [value]
    if isinstance(value, (dict, list)):
        return [it for item in (value.values() if isinstance(value, dict) else value) for it in texts(item)]
    return []


class Settling:
    """A customer, the catalogue, and what was told."""

    def __init__(self, case, state, tick):
        self.case, self.state, self.tick, self.facts = case, state, tick, []

    def tell(self, at, type, id):
        self.facts.append([show(at), type, id])

    def settle(self, now):
        """Everything up to `now`, tick by tick. Due things may lie behind: the clock starts at the first of them."""
        at = self.first()
        while at is not None and at <= now:
            while self.happens(at):
                pass
            at += self.tick

    def first(self):
        """An instant before which nothing is due."""
        instants = [redemption_end(it) for it in self.state["redemptions"]]
        instants += [instant(it, "expiresAt") for it in [*self.state["grants"], *self.state["overrides"].values()]]
        for held in self.state["subscriptions"]:
            instants += subscription.pending(held)
            if held["status"] in LIVE:
                instants.append(instant(held["currentPeriod"], "end"))
        return earliest(instants)

    def happens(self, at):
        """Does the first thing that is due at this tick, by rank and then by the order of things; whether one was."""
        for rank in (self.ends, self.changes, self.turns, self.begins):
            for held in self.state["subscriptions"]:
                if held["status"] != "canceled" and rank(held, at):
                    forget_notice(held)
                    return True
            if rank == self.ends and self.expires(at):
                return True
        return False

    # What ends.

    def ends(self, held, at):
        if due(held, "cancelAt", at):
            self.end(held, at, held.get("cancelReason"))
        elif held["status"] == "trialing" and held.get("trialThen") == "end" and due(held, "trialEnd", at):
            self.tell(at, "subscription.trial_ended", held["id"])
            self.end(held, at, "trial_ended")
        elif held["status"] == "past_due" and due(held, "graceEndsAt", at):
            self.end_grace(held, at)
        else:
            return False
        return True

    def end(self, held, at, reason):
        held |= {"status": "canceled", "canceledAt": show(at), "cancelReason": reason, "pendingChange": None,
                 "cancelAt": None, "pausedAt": None, "resumesAt": None}
        held.pop("suspendReason", None)
        clear_grace(held)
        forget_notice(held)
        self.tell(at, "subscription.canceled", held["id"])

    def end_grace(self, held, at):
        then = held.get("graceThen", "suspend")
        clear_grace(held)
        if then == "suspend":
            held |= {"status": "suspended", "suspendReason": "unpaid"}
            self.tell(at, "subscription.suspended", held["id"])
        elif then == "end":
            self.end(held, at, "unpaid")
        else:
            fall_back(held, then["plan"], at)
            held |= {"pendingChange": None, "cancelAt": None, "cancelReason": None}
            self.tell(at, "subscription.downgraded", held["id"])

    def expires(self, at):
        state = self.state
        for grant in state["grants"]:
            if due(grant, "expiresAt", at):
                state["grants"].remove(grant)
                self.tell(at, "grant.expired", grant["id"])
                return True
        for key in sorted(state["overrides"]):
            if due(state["overrides"][key], "expiresAt", at):
                del state["overrides"][key]
                self.tell(at, "override.expired", key)
                return True
        for redemption in state["redemptions"]:
            end = redemption_end(redemption)
            if end is not None and end <= at:
                redemption["endedAt"] = show(end)
                self.tell(at, "voucher.redemption_expired", redemption["id"])
                return True
        return False

    # What changes.

    def changes(self, held, at):
        change = held.get("pendingChange")
        if held["status"] not in LIVE or not change or not due(change, "at", at):
            return False
        self.apply_pending(held, at)
        return True

    def apply_pending(self, held, at):
        """What was asked, laid over what the subscription is by now."""
        change = Change(self, held, held["pendingChange"], edition(self.case, held["pendingChange"]["catalogVersion"]))
        reason, version = held["pendingChange"]["reason"], held["pendingChange"]["catalogVersion"]
        held["pendingChange"] = None
        try:
            choice = change.choose()
        except (AlreadySubscribed, Refused):
            self.tell(at, "subscription.change_failed", held["id"])
            return
        turns = held["status"] == "trialing" or instant(held["currentPeriod"], "end") == at
        same = change.same_interval(choice)
        stays = same and held["status"] != "trialing" if turns else not change.moves or same and held.get("price")
        if held["status"] == "trialing":
            held |= {"status": "active", "trialEnd": show(at)}
        change.write(choice, version)
        if not stays:
            held["anchor"] = show(at)
        if turns or not stays:
            begin_period(held, at)
        self.tell(at, change_fact(reason), held["id"])

    # What turns.

    def turns(self, held, at):
        if held["status"] == "trialing" and due(held, "trialEnd", at):
            if held.get("trialThen", "paid") != "paid":
                fall_back(held, held["trialThen"], at)
            held |= {"status": "active", "anchor": show(at)}
            begin_period(held, at)
            self.tell(at, "subscription.trial_ended", held["id"])
        elif held["status"] in ("active", "past_due") and due(held["currentPeriod"], "end", at):
            begin_period(held, at)
            if renews(held):
                self.tell(at, "subscription.renewed", held["id"])
        else:
            return False
        return True

    # What begins.

    def begins(self, held, at):
        if held["status"] == "paused" and due(held, "resumesAt", at):
            self.wake(held, at)
        elif held["status"] == "trialing" and due(held, "trialNoticeAt", at):
            del held["trialNoticeAt"]
            self.tell(at, "subscription.trial_ending", held["id"])
        else:
            return False
        return True

    def wake(self, held, at):
        held |= {"status": "active", "anchor": show(at), "pausedAt": None, "resumesAt": None}
        begin_period(held, at)
        self.tell(at, "subscription.resumed", held["id"])
        change = held.get("pendingChange")
        if change and (change["at"] is None or parse(change["at"]) <= at):
            self.apply_pending(held, at)


def due(thing, name, at):
    """Whether an instant that is named there has come."""
    found = instant(thing, name)
    return found is not None and found <= at


def change_fact(reason):
    return "subscription." + {"upgrade": "upgraded", "downgrade": "downgraded"}.get(reason, "updated")


def begin_period(held, at):
    """The period that begins at `at` ends with the anchored one that holds it."""
    _, end = subscription.billing_period(parse(held["anchor"]), held["interval"], held["intervalCount"], at)
    held["currentPeriod"] = {"start": show(at), "end": show(end)}


def fall_back(held, plan, at):
    """To a plan without a price, at the version that is pinned."""
    held |= {"status": "active", "plan": plan, "price": None, "currency": None, "quantities": {}, "addons": {},
             "interval": "month", "intervalCount": 1, "anchor": show(at)}
    begin_period(held, at)


def clear_grace(held):
    held["graceEndsAt"] = None
    held.pop("graceThen", None)


def forget_notice(held):
    """A notice is of a trial that runs."""
    if held["status"] != "trialing":
        held.pop("trialNoticeAt", None)


def begin_trial(held, end, now):
    """Or move its end: periods count from there, and three days before it is told, where that is ahead."""
    held |= {"trialEnd": show(end), "anchor": show(end)}
    held["currentPeriod"] = held["currentPeriod"] | {"end": show(end)}
    held.pop("trialNoticeAt", None)
    if plus(end, -NOTICE) > now:
        held["trialNoticeAt"] = show(plus(end, -NOTICE))
