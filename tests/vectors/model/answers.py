"""What the model answers to a case, by kind. Of what it says, every member must be what the engine says; what it leaves
out it leaves open."""

from . import gate, lifecycle, meter, moments, quote, resolution, scenario, token, voucher


def period(case):
    now = moments.parse(case["now"])
    if case.get("anchor"):
        start, end = moments.period(moments.parse(case["anchor"]), case["unit"], case.get("count", 1), now)
    else:
        start, end = moments.calendar(case["unit"], now)
    return {"start": moments.show(start), "end": moments.show(end)}


def duration(case):
    return {"at": moments.show(moments.after(case["duration"], moments.parse(case["from"])))}


def instant(case):
    return {"at": moments.show(moments.parse(case["text"]))}


def catalog(_case):
    return {}


RUN = {
    "catalog": catalog, "duration": duration, "gate": gate.run, "instant": instant, "life": lifecycle.run,
    "meter": meter.run, "period": period, "quote": quote.run, "resolve": resolution.run, "scenario": scenario.run,
    "token": token.run, "voucher": voucher.run,
}


def answer(case):
    return RUN[case["kind"]](case)
