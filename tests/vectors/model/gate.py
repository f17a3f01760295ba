"""One question, one answer."""

from datetime import timedelta

from .catalog import UNLIMITED, show_limit
from .meter import reason as meter_reason
from .moments import parse, plus, show
from .resolution import resolve, suspended

ALLOWING = {"granted", "withinLimit", "unlimited", "overSoftLimit", "coveredByCredits"}
LEEWAY = timedelta(seconds=60)


def why(right, expires, is_suspended, requested, now):
    if is_suspended:
        return "suspended"
    if expires is not None and now >= expires:
        return "expired"
    if right["kind"] == "meter":
        if right["limit"] is None:
            return "notEntitled"
        return meter_reason(right["limit"], used(right, now), right["enforcement"], right["softCap"],
                            right.get("credits", 0), requested)
    if right["kind"] == "config":
        return "granted" if right["value"] is not None or right.get("null") else "notEntitled"
    if right["value"]:
        return "granted"
    return "switchedOff" if right["kind"] == "flag" or right["source"] == "override" else "notEntitled"


def used(right, now):
    return 0 if right["resetsAt"] is not None and now >= right["resetsAt"] else right["used"]


def decide(rights, is_suspended, lease, ask, now):
    """`lease`: `(issued, expires, tolerance)` of the token it comes from, if it comes from one."""
    feature, requested = ask["feature"], ask.get("requested", 1)
    decision = {"allowed": False, "feature": feature, "requested": requested, "stale": False} | dict.fromkeys(
        ["kind", "value", "limit", "used", "remaining", "enforcement", "resetsAt", "expiresAt", "source"])
    if lease:
        issued, expires, tolerance = lease
        if now >= plus(expires, tolerance):
            return decision | {"reason": "tokenExpired"}
        if plus(now, LEEWAY) < issued:
            return decision | {"reason": "clockSuspect"}
        decision["stale"] = now >= expires
    if feature not in rights:
        return decision | {"reason": "unknownFeature"}
    right, expires = rights[feature]
    decision |= {"kind": right["kind"], "expiresAt": show(expires), "source": right["source"]}
    if right["kind"] != "meter":
        decision["value"] = right["value"]
    elif right["limit"] is not None:
        limit, figure = right["limit"], used(right, now)
        decision |= {"limit": show_limit(limit), "used": figure, "enforcement": right["enforcement"],
                     "resetsAt": show(right["resetsAt"]),
                     "remaining": None if limit == UNLIMITED else max(limit - figure, 0)}
    decision["reason"] = why(right, expires, is_suspended, requested, now)
    flag = ask.get("flag")
    if decision["reason"] in ALLOWING and flag is not None:
        other = why(*rights[flag], is_suspended, 0, now) if flag in rights else "unknownFeature"
        if other not in ALLOWING:
            decision["reason"] = other
    decision["allowed"] = decision["reason"] in ALLOWING
    return decision


def run(case):
    now = parse(case["now"])
    resolved_at = parse(case.get("resolvedAt") or case["now"])
    rights, _ = resolve(case, resolved_at)
    stopped = suspended(case["state"])
    return {"decisions": [decide(rights, stopped, None, ask, parse(ask.get("now") or case["now"]))
                          for ask in case["asks"]]}
