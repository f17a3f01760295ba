"""The corpus: its files, its cases made whole, and how an answer is compared with what is expected."""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def files():
    found = []
    for path in sorted(ROOT.glob("*/*.json")):
        document = json.loads(path.read_text())
        if "cases" in document:
            found.append((path, document))
    return found


def whole(document, case):
    """A case with what all cases of its file share; a path names a catalogue document."""
    shared = {name: value for name, value in document.items() if name not in ("about", "cases")}
    complete = {"now": "2026-11-21T09:00:00Z"} | shared | {name: it for name, it in case.items() if name != "expect"}
    if isinstance(complete.get("catalog"), str):
        complete["catalog"] = json.loads((ROOT / complete["catalog"]).read_text())
    return complete


def difference(actual, expected, at=""):
    """Where `actual` is not what is expected: of an object only the members that are named, of an array every item."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for name, value in expected.items():
            if name not in actual:
                return f"{at}/{name} is missing"
            found = difference(actual[name], value, f"{at}/{name}")
            if found:
                return found
        return None
    if isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        for index, pair in enumerate(zip(actual, expected)):
            found = difference(*pair, f"{at}/{index}")
            if found:
                return found
        return None
    if type(actual) is type(expected) and actual == expected:
        return None
    return f"{at} is {json.dumps(actual)}, expected {json.dumps(expected)}"


def save(path, document):
    """A file as all are laid out: a case a line, and of a catalogue a part a line."""

    def text(value):
        return json.dumps(value, ensure_ascii=False)

    def rows(items, indent):
        return ",\n".join(f"{indent}{text(item)}" for item in items)

    members = []
    for name, value in document.items():
        if name == "catalog" and isinstance(value, dict):
            parts = [f"    {text(part)}: " + (f"[\n{rows(items, '      ')}\n    ]" if isinstance(items, list) and items
                                             else text(items)) for part, items in value.items()]
            members.append(f"  {text(name)}: {{\n" + ",\n".join(parts) + "\n  }")
        elif name == "cases":
            members.append(f"  {text(name)}: [\n{rows(value, '    ')}\n  ]")
        else:
            members.append(f"  {text(name)}: {text(value)}")
    path.write_text("{\n" + ",\n".join(members) + "\n}\n")
