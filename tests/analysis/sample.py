"""The sample case of the design as a decision file, and small ones for single rules."""

import copy
import json
from pathlib import Path

LEVELS = {1: "claimed", 2: "documented", 3: "demonstrated", 4: "poc"}
ITEMS = {"lic": "K01", "impl": "K02", "mig": "K05", "integ": "K03", "train": "K02", "ops": "K04", "grow": "K07"}
CASES = Path(__file__).parent / "cases"


def sample_case():
    return json.loads((CASES / "sample-case.json").read_text(encoding="utf-8"))


def text(zh="", en=""):
    return {"zh": zh, "en": en}


def sample_document():
    case = sample_case()
    return {
        "format": "touchstone-decision/1",
        "selection": {"code": case["id"], "name": text(case["name"], case["name_en"])},
        "options": {"seed": case["seed"], "bar": "75"},
        "people": [person(key, data, case) for key, data in case["evaluators"].items()],
        "criteria": criteria(case),
        "vendors": [vendor(item, case) for item in case["vendors"]],
        "seat_plan": case["tco"]["seats"],
        "scenarios": ["base", "fast", "slow"],
        "rounds": rounds(case),
        "poc": {"scenarios": [proof(case)]},
    }


def person(key, data, case):
    assigned = [c["code"] for c in case["criteria"] if key in c["evaluators"]]
    return {
        "key": key,
        "name": text(data["zh"], data["en"]),
        "roles": ["evaluator"],
        "assignments": assigned,
    }


def criteria(case):
    nodes = []
    for category in case["categories"]:
        nodes.append(
            {
                "code": category["code"],
                "kind": "category",
                "name": text(category["zh"], category["en"]),
                "weight": category["weight"] * 100,
            }
        )
        leaves = [c for c in case["criteria"] if c["category"] == category["code"]]
        for leaf in leaves:
            nodes.append(leaf_node(leaf, category, case))
    return nodes


def leaf_node(leaf, category, case):
    node = {
        "code": leaf["code"],
        "parent": category["code"],
        "kind": "rated",
        "name": text(leaf["zh"], leaf["en"]),
        "dimension": category["dimension"],
        "weight": leaf["weight"] * 10_000 // category["weight"],
    }
    if leaf["code"] == "C1":
        best, worst = (int(case["price_value_function"][k] * 10_000) for k in ("ten_at_or_below", "zero_at_or_above"))
        points = [[str(best), "100"], [str(worst), "0"]]
        node |= {"kind": "price", "basis": "quote", "value_function": {"type": "piecewise", "points": points}}
    return node


def vendor(item, case):
    quoted = {entry["code"]: not entry["outside_quote"] for entry in case["tco"]["items"]}
    costs = [
        {
            "item": ITEMS[name],
            "label": text(name),
            "quoted": quoted[name],
            "scenario": scenario,
            "year": year,
            "amount": round(amount * 1_000_000),
        }
        for scenario, vendors in case["tco"]["cost"].items()
        for name, amounts in vendors[item["code"]].items()
        for year, amount in enumerate(amounts, start=1)
    ]
    return {"code": item["code"], "name": text(item["zh"], item["en"]), "kind": text(item["kind"]), "costs": costs}


def rounds(case):
    final = {
        (person, criterion, code): score
        for criterion, people in case["scores"].items()
        for person, scores in people.items()
        for code, score in scores.items()
    }
    changed = {
        (person, change["criterion"], change["vendor"]): score
        for change in case["round1_changes"]
        for person, score in change["scores"].items()
    }
    evidence = {c["code"]: c["evidence"] for c in case["criteria"]}
    second = {key: final[key] for key in changed}
    return [
        {"number": 1, "scores": [entry(key, score, evidence) for key, score in (final | changed).items()]},
        {"number": 2, "scores": [entry(key, score, evidence) for key, score in second.items()]},
    ]


def entry(key, score, evidence):
    person, criterion, code = key
    level = LEVELS[evidence[criterion][code]]
    hand = "demonstrated" if level == "poc" else level
    return {"person": person, "criterion": criterion, "vendor": code, "score": score, "level": hand}


def proof(case):
    tested = [c["code"] for c in case["criteria"] if c["evidence"]["A"] == 4]
    results = [{"vendor": v["code"], "result": "pass"} for v in case["vendors"]]
    return {"code": "P-01", "name": text("验证", "Proof"), "criteria": tested, "results": results}


SMALL = {
    "format": "touchstone-decision/1",
    "selection": {"code": "S-1", "name": text(en="Small")},
    "options": {"seed": 7},
    "people": [
        {"key": "chen", "name": text(en="Chen"), "roles": ["chair"]},
        {"key": "eva", "name": text(en="Eva"), "roles": ["evaluator"], "assignments": ["F"]},
    ],
    "needs": [
        {
            "code": "R-01",
            "text": text(en="At least 98 percent"),
            "moscow": "must",
            "criteria": ["F-2"],
            "rule": {"criterion": "F-2", "op": ">=", "value": "98"},
        }
    ],
    "criteria": [
        {"code": "F", "kind": "category", "name": text(en="Fit"), "weight": 6000},
        {
            "code": "F-1",
            "parent": "F",
            "kind": "rated",
            "name": text(en="Tickets"),
            "dimension": "business",
            "weight": 5000,
            "heading": "FH",
        },
        {
            "code": "F-2",
            "parent": "F",
            "kind": "measured",
            "name": text(en="Accuracy"),
            "dimension": "technology",
            "weight": 5000,
            "scale": {"unit": text(en="%"), "decimals": 1, "min": "0", "max": "100"},
            "value_function": {"type": "piecewise", "points": [["90", "0"], ["98", "80"], ["100", "100"]]},
        },
        {"code": "C", "kind": "category", "name": text(en="Cost"), "weight": 4000},
        {
            "code": "C-1",
            "parent": "C",
            "kind": "price",
            "name": text(en="Price"),
            "dimension": "commercial",
            "weight": 10000,
            "basis": "tco",
            "value_function": {"type": "piecewise", "points": [["1000", "100"], ["3000", "0"]]},
        },
        {"code": "C-1-L", "parent": "C-1", "kind": "line", "name": text(en="Licence"), "cost_items": ["K01"]},
    ],
    "headings": [{"code": "FH", "category": "F", "name": text(en="Tickets")}],
    "vendors": [
        {
            "code": "A",
            "name": text(en="Alpha"),
            "facts": [{"criterion": "F-2", "value": "98", "level": "documented"}],
            "costs": [{"item": "K02", "quoted": True, "scenario": "base", "year": 0, "amount": 150_000}],
        },
        {
            "code": "B",
            "name": text(en="Beta"),
            "facts": [{"criterion": "F-2", "value": "99", "level": "documented"}],
            "costs": [{"item": "K02", "quoted": True, "scenario": "base", "year": 0, "amount": 200_000}],
        },
    ],
    "rounds": [
        {
            "number": 1,
            "scores": [
                {"person": "eva", "criterion": "F-1", "vendor": "A", "score": 8, "level": "documented"},
                {"person": "chen", "criterion": "F-1", "vendor": "A", "score": 6, "level": "claimed"},
                {"person": "eva", "criterion": "F-1", "vendor": "B", "score": 7, "level": "demonstrated"},
            ],
        }
    ],
}


def small():
    return copy.deepcopy(SMALL)
