"""What a catalogue document says: plans with what they inherit, add-ons, and the version that is in force."""

MOST = 2**53 - 1
"""The largest count."""

UNLIMITED = float("inf")
"""No limit: larger than every count, and absorbs what is added."""


def named(items, key):
    return next((item for item in items or [] if item["key"] == key), None)


def edition(case, version):
    """The document that is in force for what was bought at `version`: that version, or the latest one after it that
    was published for existing customers too."""
    editions = {int(number): document for number, document in case.get("editions", {}).items()}
    return editions.get(max(version, case.get("floor", 0)), case["catalog"])


def line(document, plan):
    """A plan and its ancestors, nearest first."""
    found = []
    while plan is not None:
        found.append(plan)
        plan = named(document["plans"], plan.get("inherits"))
    return found


def entitlements(document, plan):
    """A child has its parent's values except those it sets; of a meter, member by member, but a soft cap and a
    rollover are of the limit that they stand beside."""
    values = {}
    for ancestor in reversed(line(document, plan)):
        for feature, own in ancestor.get("entitlements", {}).items():
            inherited = values.get(feature)
            if isinstance(own, dict) and isinstance(inherited, dict) and is_meter(document, feature):
                if "limit" in own:
                    inherited = {name: it for name, it in inherited.items() if name not in ("softCap", "rollover")}
                own = inherited | own
            values[feature] = own
    return values


def offered_addons(document, plan):
    """Add-ons that may be attached: those of the nearest plan of the line that names any."""
    return next((it["addons"] for it in line(document, plan) if it.get("addons") is not None), [])


def is_meter(document, feature):
    found = named(document["features"], feature)
    return found is not None and found["kind"] == "meter"


def limit_of(value):
    return UNLIMITED if value == "unlimited" else value


def show_limit(limit):
    return "unlimited" if limit == UNLIMITED else limit


def sum_of(a, b):
    """The sum of two limits, at most the largest count."""
    return UNLIMITED if UNLIMITED in (a, b) else min(a + b, MOST)


def times(limit, count):
    if count == 0:
        return 0
    return UNLIMITED if limit == UNLIMITED else min(limit * count, MOST)


def brought(value):
    """What an add-on says of a feature that is no meter: the value, or an object with the one member `value`."""
    return value["value"] if isinstance(value, dict) and set(value) == {"value"} else value
