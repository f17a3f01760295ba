"""The model on the whole corpus: `python3 -m model.verify ENGINE`.

What a case expects is what the engine says, and so is all that the model says. With `--expect`, the cases that expect
nothing yet are given what the model says; each is then to be read by somebody. With `--expected`, the model alone is
held to what the cases expect.
"""

import json
import sys

from .answers import answer
from .corpus import difference, files, save, whole
from .engine import Engine


def expect():
    for path, document in files():
        new = [case for case in document["cases"] if "expect" not in case]
        for case in new:
            case["expect"] = answer(whole(document, case))
        if new:
            save(path, document)
            print(f"{path.parent.name}/{path.name}: {len(new)} new")


def expected():
    failures, count = 0, 0
    for path, document in files():
        for case in document["cases"]:
            model, count = answer(whole(document, case)), count + 1
            # The model may leave members out, and says none that differ.
            found = difference(case["expect"], common(model, case["expect"]))
            if found:
                failures += 1
                print(f"{path.parent.name}/{path.name}: {case['name']}: modelled: {found}")
    print(f"{count} cases, {failures} of them modelled otherwise")
    return 1 if failures else 0


def common(said, other):
    """Of an answer, the members that the other has too."""
    if isinstance(said, dict) and isinstance(other, dict):
        return {name: common(it, other[name]) for name, it in said.items() if name in other}
    if isinstance(said, list) and isinstance(other, list) and len(said) == len(other):
        return [common(*pair) for pair in zip(said, other)]
    return said


def main(program):
    cases = [(path, case, whole(document, case)) for path, document in files() for case in document["cases"]]
    failures = modelled = 0
    for (path, case, complete), said in zip(cases, Engine(program).answers([it for _, _, it in cases])):
        model = answer(complete)
        modelled += bool(model)
        for whose, expected in (("expected", case["expect"]), ("modelled", model)):
            found = difference(said, expected)
            if found:
                failures += 1
                print(f"{path.parent.name}/{path.name}: {case['name']}: {whose}: {json.dumps(found)}")
    print(f"{len(cases)} cases, {modelled} of them modelled")
    return 1 if failures else 0


if __name__ == "__main__":
    command = sys.argv[1]
    sys.exit(expect() if command == "--expect" else expected() if command == "--expected" else main(command))
