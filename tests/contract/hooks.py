"""What schemathesis is told of this API: which resources exist, so that an operation is not only ever asked of nothing.

The test writes what exists to the file that TOLLGATE_CONTRACT names. What was made to be wrong is left as it is; of what
was made to be right, a name in the path is replaced by one that exists, and so are most names in the body.
"""

import itertools
import json
import os
import urllib.error
import urllib.request

import schemathesis
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation

with open(os.environ["TOLLGATE_CONTRACT"], encoding="utf-8") as file:
    known = json.load(file)

numbers = itertools.count()


def ask(method, path, body=None):
    """Asks the edge with the secret key."""
    request = urllib.request.Request(
        known["url"] + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"authorization": f"Bearer {known['secretKey']}", "content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        text = answer.read()
        return json.loads(text) if text else None


def customer(is_wiped):
    """One that exists; of its own where it is wiped."""
    name = f"contract-{next(numbers)}" if is_wiped else known["customer"]
    ask("PUT", f"/v1/customers/{name}", {})
    return name


def made(make):
    """What is made; again where somebody else wiped the customer in between."""
    for _ in range(10):
        try:
            return make()
        except urllib.error.HTTPError as error:
            if error.code not in (404, 409):
                raise
            customer(False)
    return make()


def subscription(name):
    """A live one of a customer; one that was paused meanwhile makes way for another."""
    held = ask("GET", f"/v1/customers/{name}")["subscriptions"]
    live = [one for one in held if one["status"] not in ("paused", "suspended")]
    return live[0]["id"] if live else ask("POST", f"/v1/customers/{name}/subscriptions", known["selection"])["id"]


def existing(case):
    """The names in the path, each of something that exists."""
    names = dict(case.path_parameters)
    is_delete = case.method == "DELETE"
    for name in sorted(names, key=lambda name: name != "customer"):
        if name == "customer":
            names[name] = customer(is_delete and case.path.endswith("{customer}"))
        elif name == "subscription":
            names[name] = made(lambda: subscription(names["customer"]))
        elif name == "grant":
            names[name] = made(lambda: ask("POST", f"/v1/customers/{names['customer']}/grants", known["grant"]))["id"]
        else:
            names[name] = known[name]
    one = f"/v1/customers/{names.get('customer')}/subscriptions/{names.get('subscription')}"
    if is_delete and "addon" in names:
        made(lambda: ask("PUT", f"{one}/addons/{names['addon']}", {}))
    if is_delete and case.path.endswith("/pending-change"):
        made(lambda: ask("PATCH", one, {"plan": known["otherPlan"], "when": "periodEnd", "allowOverLimit": True}))
    if is_delete and "feature" in names:
        place = f"/v1/customers/{names['customer']}/overrides/{names['feature']}"
        made(lambda: ask("PUT", place, {"limit": 7}))
    return names


def filled(body):
    """The body with most of its names those of something that exists."""
    if next(numbers) % 8 == 0:
        return body
    body = {name: known["in"].get(name, value) if value is not None else value for name, value in body.items()}
    if "plan" in body:
        for name in ("quantities", "addons", "usage", "currency", "vouchers", "voucher", "trial"):
            body.pop(name, None)
        body.update({name: value for name, value in known["selection"].items() if name != "quantities" or "code" not in body})
    if isinstance(body.get("events"), list):
        body["events"] = [filled(event) if isinstance(event, dict) else event for event in body["events"]]
    return body


def wrong(case):
    """The parts of the request that were made to be wrong; None where it is wrong and nobody says in which part."""
    if case.meta is None:
        return set()
    parts = {place for place, part in case.meta.components.items() if part.mode == GenerationMode.NEGATIVE}
    return parts if parts or case.meta.generation.mode == GenerationMode.POSITIVE else None


@schemathesis.hook
def before_call(context, case, kwargs):
    """Puts what exists into path and body; catalogues are published where nothing else is tested."""
    parts = wrong(case)
    if parts is not None and ParameterLocation.PATH not in parts and case.path_parameters:
        case.path_parameters = existing(case)
    if parts is not None and ParameterLocation.BODY not in parts and isinstance(case.body, dict):
        case.body = filled(case.body)
        if "subscription" in case.body and ParameterLocation.PATH not in parts and next(numbers) % 8:
            name = case.path_parameters["customer"]
            case.body["subscription"] = made(lambda: subscription(name))
    secret = f"Bearer {known['secretKey']}"
    if case.method == "PUT" and case.path == "/v1/catalog" and (case.headers or {}).get("Authorization") == secret:
        case.headers["Authorization"] = f"Bearer {known['otherKey']}"
