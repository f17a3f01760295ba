"""Model and engine on random cases: `python3 -m model.differential ENGINE COUNT SEED`.

`ENGINE` answers one case a line. Every case is asked in order and with its lists reversed, which must change
nothing. A counter-example is made smaller as long as it stays one, and is printed whole.
"""

import itertools
import json
import random
import sys
import time

from .answers import answer
from .random_cases import cases
from .corpus import difference
from .engine import Engine

REORDERED = ("subscriptions", "redemptions", "grants")


def reordered(case):
    """The same customer in another order; the order of subscriptions decides which of two in one group is held, so
    only what resolves is reordered."""
    if case["kind"] not in ("resolve", "gate"):
        return case
    state = case["state"]
    return case | {"state": state | {name: state[name][::-1] for name in REORDERED}}


def wrong(case, said, again):
    """What is wrong with what the engine said, if anything."""
    if said != again:
        return f"another order gives another answer: {difference(again, said) or difference(said, again)}"
    return difference(said, answer(case)) or untraced(case, said)


def untraced(case, said):
    """The trace ends in the value."""
    for key, view in said.get("entitlements", {}).items() if case["kind"] == "resolve" else []:
        value = view["limit"] if view["kind"] == "meter" else view["value"]
        if view["sources"] and view["sources"][-1]["after"] != value:
            return f"the trace of {key} ends in {view['sources'][-1]['after']}, not in {value}"
    return None


def smaller(value):
    """Every value that is this one with one part left out."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield value[:index] + value[index + 1:]
            for less in smaller(item):
                yield value[:index] + [less] + value[index + 1:]
    elif isinstance(value, dict):
        for name, item in value.items():
            yield {other: it for other, it in value.items() if other != name}
            for less in smaller(item):
                yield value | {name: less}


def shrunk(engine, case, seconds=30):
    """A smaller case on which model and engine still differ, as small as it gets in that time."""
    until = time.monotonic() + seconds

    def differs(candidates):
        try:
            said, again = engine.answers(candidates), engine.answers([reordered(it) for it in candidates])
        except KeyError:
            return None
        for candidate, *two in zip(candidates, said, again):
            try:
                if "malformed" not in two[0] and wrong(candidate, *two):
                    return candidate
            except (KeyError, TypeError, AttributeError, ValueError, StopIteration):
                continue  # The model reads valid cases only.
        return None

    candidates = iter(smaller(case))
    while time.monotonic() < until:
        batch = [it for it in itertools.islice(candidates, 40) if {"kind", "name", "now"} <= set(it)]
        if not batch:
            break
        found = differs(batch)
        if found is not None:
            case, candidates = found, iter(smaller(found))
    return case


def main(program, count, seed):
    engine, chosen = Engine(program), list(cases(random.Random(seed), count))
    said, again = engine.answers(chosen), engine.answers([reordered(case) for case in chosen])
    told = {}
    for case, *two in zip(chosen, said, again):
        found = f"malformed: {two[0]['malformed']}" if "malformed" in two[0] else wrong(case, *two)
        if found:
            told.setdefault(case["kind"], []).append((case, found))
    by_kind = {kind: sum(case["kind"] == kind for case in chosen) for kind in sorted({it["kind"] for it in chosen})}
    print(f"seed {seed}: {len(chosen)} random cases, {json.dumps(by_kind)}")
    for kind, failures in told.items():
        print(f"{kind}: {len(failures)} differ")
        for case, found in failures[:5]:
            print(f"{case['name']}: {found}", flush=True)
        case = shrunk(engine, failures[0][0])
        found = wrong(case, *engine.answers([case, reordered(case)]))
        print(f"the first, made smaller: {found}\n{json.dumps(case)}")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
