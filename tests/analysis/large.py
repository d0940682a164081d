"""A decision of any size, with marks of everybody on everything, facts and prices."""

from itertools import product

from tests.analysis.sample import text

CATEGORIES = 10
PRIMES = (7, 11, 13)


def large_document(*, vendors, leaves, people=3, samples=16):
    """A decision file in which no two vendors are alike; of ten leaves of a category one is measured."""
    codes = [f"V{number:04}" for number in range(vendors)]
    nodes = [node for place in range(CATEGORIES) for node in _category(place, leaves // CATEGORIES)]
    rated = [node["code"] for node in nodes if node["kind"] == "rated"]
    measured = [node["code"] for node in nodes if node["kind"] == "measured"]
    keys = [f"p{number}" for number in range(people)]
    return {
        "format": "touchstone-decision/1",
        "selection": {"code": "L-1", "name": text("大", "Large")},
        "options": {"seed": 5, "samples": samples},
        "people": [{"key": key, "name": text(key, key), "roles": ["evaluator"]} for key in keys],
        "criteria": nodes,
        "vendors": [_vendor(number, code, measured) for number, code in enumerate(codes)],
        "rounds": [{"number": 1, "scores": list(_scores(keys, rated, codes))}],
    }


def _category(place, count):
    own = f"C{place}"
    yield {"code": own, "kind": "category", "name": text(own, own), "weight": 10_000 // CATEGORIES}
    for number in range(count):
        code, weight = f"{own}-{number:02}", 10_000 // count + (number < 10_000 % count)
        leaf = {"code": code, "parent": own, "name": text(code, code), "dimension": "business", "weight": weight}
        if place == 0 and number == 0:
            points = [["0", "100"], ["1000000000", "0"]]
            yield leaf | {"kind": "price", "basis": "quote", "value_function": {"type": "piecewise", "points": points}}
        elif number % 10 == 9:
            points = [["0", "0"], ["100", "100"]]
            yield leaf | {"kind": "measured", "value_function": {"type": "piecewise", "points": points}}
        else:
            yield leaf | {"kind": "rated"}


def _vendor(number, code, measured):
    facts = [
        {"criterion": leaf, "value": str((PRIMES[0] * number + PRIMES[1] * place) % 97)}
        for place, leaf in enumerate(measured)
    ]
    cost = {"item": "K01", "quoted": True, "scenario": "base", "year": 1, "amount": 10**7 + 10**5 * number}
    return {"code": code, "name": text(code, code), "facts": facts, "costs": [cost]}


def _scores(keys, rated, codes):
    for (p, key), (j, leaf), (v, code) in product(enumerate(keys), enumerate(rated), enumerate(codes)):
        score = (PRIMES[0] * v * v + PRIMES[1] * j * (v % 5) + PRIMES[2] * p + j) % 23 % 11
        yield {"person": key, "criterion": leaf, "vendor": code, "score": score, "level": "demonstrated"}
