"""What usage does to a meter, and when it starts again from zero."""

from .catalog import MOST, UNLIMITED, limit_of, show_limit
from .moments import calendar, earliest, parse, period, show


def period_of(reset, anchor, billing, now):
    """The period that holds `now`: of the calendar, or counted from the subscription's anchor where there is one."""
    if reset == "never":
        return None
    if anchor == "billing" and billing is not None:
        return period(billing, reset, 1, now)
    return calendar(reset, now)


def counted(state, span, now):
    """Where the meter stands: usage lapses at the end of the period it was written in, or at the beginning of the one
    in force, whichever comes first after it was written."""
    fresh = {"used": 0, "warned": 0, "resetsAt": span and span[1]}
    if state is None:
        return fresh
    ends = parse(state["ends"]) if state.get("ends") else None
    if ends is not None and ends <= now or span is not None and parse(state["at"]) < span[0]:
        return fresh
    return {"used": state["used"], "warned": state.get("warned", 0), "resetsAt": earliest([ends, fresh["resetsAt"]])}


def reason(limit, used, enforcement, soft_cap, credits, requested):
    """What `requested` more units would be."""
    total = used + requested
    if limit == UNLIMITED:
        return "unlimited"
    if total <= limit:
        return "withinLimit"
    if enforcement == "soft" and (soft_cap is None or total <= soft_cap):
        return "overSoftLimit"
    return "coveredByCredits" if total - limit <= credits else "limitReached"


def run(case):
    rule, state, steps = case["rule"], case.get("state"), []
    limit, enforcement = limit_of(rule["limit"]), rule.get("enforcement", "hard")
    billing = parse(rule["billing"]) if rule.get("billing") else None
    for step in case["steps"]:
        now = parse(step.get("now") or case["now"])
        span = period_of(rule.get("reset", "never"), rule.get("anchor", "calendar"), billing, now)
        before = counted(state, span, now)
        target = step["set"] if "set" in step else max(before["used"] + step["delta"], 0)
        more = max(target - before["used"], 0)
        why = reason(limit, before["used"], enforcement, rule.get("softCap"), rule.get("credits", 0), more)
        taken = more == 0 or why != "limitReached" and target <= MOST
        crossed = []
        if taken:
            if why == "limitReached":
                why = "withinLimit"
            if limit != UNLIMITED and target > 0:
                crossed = [percent for percent in rule.get("warnAt", [80, 100])
                           if percent > before["warned"] and target * 100 >= limit * percent]
            state = {"used": target, "at": show(now), "ends": show(span[1]) if span else None,
                     "warned": max(crossed, default=before["warned"])}
        else:
            why = "limitReached"
        after = counted(state, span, now)
        steps.append({
            "allowed": taken, "reason": why, "kind": "meter", "limit": show_limit(limit), "used": after["used"],
            "remaining": None if limit == UNLIMITED else max(limit - after["used"], 0), "requested": more,
            "enforcement": enforcement, "resetsAt": show(after["resetsAt"]), "crossed": crossed, "recorded": taken,
        })
    return {"steps": steps}
