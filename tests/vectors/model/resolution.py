"""Layers, lowest first: default, plans of live subscriptions, add-ons times quantity, redemptions, grants, overrides."""

from . import subscription
from .catalog import MOST, UNLIMITED, brought, edition, entitlements, limit_of, named, show_limit, sum_of, times
from .meter import counted, period_of
from .moments import after, earliest, parse, show

ABOVE = ["plan", "addon", "voucher", "grant", "override"]
BARE = {"limit": 0, "enforcement": "hard", "reset": "never", "anchor": "calendar"}
"""How a meter counts that no plan gives."""
IN_ADVANCE = ("per_unit", "graduated", "volume", "package")


class Item:
    """One thing of one layer that says something of one feature."""

    def __init__(self, layer, key, value, until=None, billing=None):
        self.layer, self.key, self.value, self.until, self.billing = layer, key, value, until, billing


def parse_or_none(text):
    return None if text is None else parse(text)


def in_window(thing, now):
    start, end = parse_or_none(thing.get("startsAt")), parse_or_none(thing.get("expiresAt"))
    return (start is None or start <= now) and (end is None or now < end)


def items_of(case, feature, now):
    """Everything that says something of a feature at `now`."""
    state, key, found = case["state"], feature["key"], []
    live = []
    for held in subscription.live(state.get("subscriptions", [])):
        document = edition(case, held["planVersion"])
        plan = named(document["plans"], held["plan"])
        if plan is None:
            continue
        live.append(held)
        ends = subscription.ends(held)
        price = named(plan.get("prices"), held.get("price"))
        given = of_plan(document, plan, price, held.get("quantities", {}), key)
        if given is not None:
            found.append(Item("plan", plan["key"], given, ends, held["anchor"]))
        for addon_key, quantity in held.get("addons", {}).items():
            addon = named(document.get("addons"), addon_key) or named(case["catalog"].get("addons"), addon_key)
            if addon and key in addon.get("entitlements", {}):
                value = multiplied(addon["entitlements"][key], quantity, feature)
                found.append(Item("addon", addon_key, value, ends))
    for redemption in state.get("redemptions", []):
        effects = redemption["effects"]
        for value in [effects.get("entitlements", {}).get(key), effects.get("flags", {}).get(key)]:
            if value is None:
                continue
            if value.get("for"):
                until = after(value["for"], parse(redemption["redeemedAt"]))
                holds = now < until
            else:
                bound = redemption.get("subscription")
                ends = [subscription.ends(held) for held in live if bound in (None, held["id"])]
                holds = bool(ends)
                until = None if None in ends or not ends else max(ends)
            if holds:
                found.append(Item("voucher", redemption["code"], said(value, feature), until))
    for grant in state.get("grants", []):
        if grant["feature"] == key and in_window(grant, now):
            found.append(Item("grant", grant["id"], said(grant, feature), parse_or_none(grant.get("expiresAt"))))
    override = state.get("overrides", {}).get(key)
    if override and in_window(override, now):
        value = override["value"] if "value" in override else {"limit": override["limit"], "merge": "set"}
        found.append(Item("override", "override", value, parse_or_none(override.get("expiresAt"))))
    return found


def of_plan(document, plan, price, quantities, key):
    """What a plan gives of a feature. Of a meter that its price sells in advance, it is as much as was bought."""
    given = entitlements(document, plan).get(key)
    count = bought(price, key, quantities.get(key))
    if count is None:
        return given
    if given is None:
        return {"limit": count}
    most = limit_of(given.get("limit", "unlimited"))
    rule = given | {"limit": most}
    meet(rule, min(count, most))
    return rule | {"limit": show_limit(rule["limit"])}


def bought(price, meter, quantity):
    """How much of a meter is had for a quantity: what is included at least, and whole packages beyond it. None where
    the price does not sell it in advance."""
    counts = []
    for part in (price or {}).get("components", []):
        if part.get("meter") != meter or part["model"] not in IN_ADVANCE:
            continue
        included = part.get("included", 0)
        count = max(max(included, 1) if quantity is None else quantity, included)
        if part["model"] == "package":
            count = included + -(-(count - included) // part["size"]) * part["size"]
        counts.append(min(count, MOST))
    return max(counts, default=None)


def redemption_end(redemption):
    """When all that a redemption brings has ended by itself: None where something lasts, or a discount may."""
    effects = redemption["effects"]
    brings = [*effects.get("entitlements", {}).values(), *effects.get("flags", {}).values()]
    if "discount" in effects or redemption.get("endedAt") or not all(it.get("for") for it in brings):
        return None
    return max((after(it["for"], parse(redemption["redeemedAt"])) for it in brings), default=None)


def said(value, feature):
    if feature["kind"] != "meter":
        return value["value"]
    return {"limit": value["limit"], "merge": value.get("merge", "add")}


def multiplied(value, quantity, feature):
    """What an add-on brings: only what is added counts as often as it is held."""
    if feature["kind"] != "meter":
        return brought(value)
    merge, limit = value.get("merge", "add"), limit_of(value["limit"])
    return {"limit": show_limit(times(limit, quantity) if merge == "add" else limit), "merge": merge}


def right_of(feature, items, state, now):
    """What the items come to: `{kind, value | limit…, source, planValue}`."""
    layers = {layer: [item for item in items if item.layer == layer] for layer in ABOVE}
    kind = feature["kind"]
    if kind == "meter":
        return meter_right(feature, layers, state, now)
    if kind == "config":
        return {"kind": kind} | config_right(feature, layers)
    default = kind == "flag" and (feature.get("default", False) or in_rollout(feature, state["id"]))
    return {"kind": kind} | switch_right(kind, default, layers)


def switch_right(kind, value, layers):
    """On if any layer switches it on; an off counts for flags only, and in an override always."""
    source, plan_value = "default", None
    for layer, items in layers.items():
        says = [item.value for item in items]
        if True in says:
            value = True
        elif says and (kind == "flag" or layer == "override"):
            value = False
        if value in says:
            source = layer
        if layer == "plan" and says:
            plan_value = value
    return {"value": value, "source": source, "planValue": plan_value}


def config_right(feature, layers):
    """The highest layer that sets it; within one, what stands latest in `values`, else the source that sorts first."""
    values = feature.get("values") or []
    value, source, plan_value = feature.get("default"), "default", None
    for layer, items in layers.items():
        if not items:
            continue

        def place(item):
            return values.index(item.value) if item.value in values else -1

        latest = max(place(item) for item in items)
        value = min((item for item in items if place(item) == latest), key=lambda item: item.key).value
        source = layer
        if layer == "plan":
            plan_value = value
    return {"value": value, "source": source, "planValue": plan_value}


def meter_right(feature, layers, state, now):
    nothing = {"kind": "meter", "limit": None, "source": "default", "planValue": None}
    rule, source, plan_value = None, "default", None

    def generosity(item):
        return limit_of(item.value.get("limit", 0)), item.value.get("enforcement") == "soft"

    plans = sorted(layers["plan"], key=lambda item: item.key)
    if plans:
        # `max` keeps the first of equals: the plan whose key sorts first.
        best = max(plans, key=generosity)
        rule = BARE | best.value | {"limit": generosity(best)[0], "billing": best.billing}
        source, plan_value = "plan", show_limit(rule["limit"])
    for layer, items in layers.items():
        if layer == "plan" or not items:
            continue
        limits = {merge: [limit_of(it.value["limit"]) for it in items if it.value["merge"] == merge]
                  for merge in ("set", "max", "add")}
        before = rule["limit"] if rule else None
        rule = dict(rule or BARE)
        if limits["set"]:
            meet(rule, max(limits["set"]))
        if limits["max"]:
            meet(rule, max(limits["max"] + [rule["limit"]]))
        for more in limits["add"]:
            meet(rule, sum_of(rule["limit"], more))
        if layer == "override" and rule["limit"] == 0:
            rule["enforcement"] = "hard"
        if limits["set"] or rule["limit"] != before:
            source = layer
    if rule is None:
        return nothing
    meter = state.get("meters", {}).get(feature["key"])
    billing = parse_or_none(rule.get("billing"))
    figure = counted(meter, period_of(rule["reset"], rule["anchor"], billing, now), now)
    return {
        "kind": "meter", "limit": rule["limit"], "used": figure["used"], "enforcement": rule["enforcement"],
        "softCap": rule.get("softCap"), "resetsAt": figure["resetsAt"], "source": source, "planValue": plan_value,
        "counting": None if rule["reset"] == "never" else
            (rule["reset"], billing if rule["anchor"] == "billing" else None),
    }


def meet(rule, limit):
    """A soft cap keeps its distance from the limit."""
    cap, old = rule.get("softCap"), rule["limit"]
    if cap is not None:
        known = UNLIMITED not in (old, limit)
        rule["softCap"] = limit + max(cap - old, 0) if known else None
    rule["limit"] = limit


def in_rollout(feature, customer):
    """Buckets 0 to 9,999 by FNV-1a of key, a zero byte and id, mixed by the finalizer of MurmurHash3."""
    whole = 2**64 - 1
    hash = 0xCBF29CE484222325
    for byte in feature["key"].encode() + b"\0" + customer.encode():
        hash = (hash ^ byte) * 0x100000001B3 & whole
    hash = (hash ^ hash >> 33) * 0xFF51AFD7ED558CCD & whole
    hash = (hash ^ hash >> 33) * 0xC4CEB9FE1A85EC53 & whole
    return (hash ^ hash >> 33) % 10_000 < round(feature.get("rollout", 0) * 100)


def resolve(case, now):
    """Feature key to `(right, expiresAt)`, and every instant at which something changes by itself."""
    state, rights, turns = case["state"], {}, []
    for feature in case["catalog"]["features"]:
        items = items_of(case, feature, now)
        right = right_of(feature, items, state, now)
        ends = sorted({item.until for item in items if item.until is not None})
        expires = None
        for end in ends:
            lasting = [item for item in items if item.until is None or item.until > end]
            if visible(right_of(feature, lasting, state, now)) != visible(right):
                expires = end
                break
        override = next((item.value for item in items if item.layer == "override"), None)
        right["overrideValue"] = override["limit"] if feature["kind"] == "meter" and override else override
        rights[feature["key"]] = (right, expires)
        turns += ends + [right.get("resetsAt")]
    for held in state.get("subscriptions", []):
        turns += subscription.pending(held)
    turns += [redemption_end(redemption) for redemption in state.get("redemptions", [])]
    # What is over is no longer there once a state is settled.
    lasting = [it for it in state.get("grants", []) if not is_over(it, now)]
    turns += [parse_or_none(it.get(name)) for it in lasting for name in ("startsAt", "expiresAt")]
    turns += [parse_or_none(it.get("expiresAt")) for it in state.get("overrides", {}).values()]
    return rights, [turn for turn in turns if turn is not None and turn > now]


def is_over(thing, now):
    end = parse_or_none(thing.get("expiresAt"))
    return end is not None and end <= now


def visible(right):
    """What it says at every instant: what is used and when it turns are as of now, by what it is counted is not."""
    beside = ("source", "planValue", "overrideValue", "used", "resetsAt")
    return {name: value for name, value in right.items() if name not in beside}


def suspended(state):
    """Nothing is live, and something is stopped rather than ended."""
    held = state.get("subscriptions", [])
    return any(it["status"] in ("suspended", "paused") for it in held) and not subscription.live(held)


def plans(case):
    held = subscription.live(case["state"].get("subscriptions", []))
    known = [it["plan"] for it in held if named(edition(case, it["planVersion"])["plans"], it["plan"])]
    return sorted(set(known))


def run(case):
    now = parse(case["now"])
    rights, turns = resolve(case, now)
    shown = {}
    for key, (right, expires) in rights.items():
        view = {"kind": right["kind"], "planValue": right["planValue"], "overrideValue": right["overrideValue"],
                "expiresAt": show(expires)}
        if right["kind"] != "meter":
            view["value"] = right["value"]
        elif right["limit"] is None:
            view |= {"limit": 0, "used": 0, "remaining": 0, "enforcement": "hard", "softCap": None, "resetsAt": None}
        else:
            limit = right["limit"]
            view |= {
                "limit": show_limit(limit), "used": right["used"],
                "remaining": None if limit == UNLIMITED else max(limit - right["used"], 0),
                "enforcement": right["enforcement"], "softCap": right["softCap"], "resetsAt": show(right["resetsAt"]),
            }
        shown[key] = view
    return {"validUntil": show(earliest(turns)), "plans": plans(case),
            "suspended": suspended(case["state"]), "entitlements": shown}
