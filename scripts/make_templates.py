"""Which leaves, weights and must-haves does each industry template hold, in both depths?

Reads fixtures/library.json and fixtures/industries.json, writes fixtures/templates.json; the shapes are in
fixtures/README.md. Weights are exact fractions until the last step, so the same input gives the same file.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
WHOLE = 10_000
ENOUGH = 3  # measured criteria of a category in the short depth

Entry = dict[str, Any]
Weights = dict[str, int]


def main() -> None:
    (FIXTURES / "templates.json").write_text(templates_text(), encoding="utf-8")


def templates_text() -> str:
    """The whole file, as it stands in the repository."""
    library, rules = _read("library.json"), _read("industries.json")
    templates = [_template(library, rules, industry) for industry in rules["industries"]]
    return json.dumps({"templates": templates}, ensure_ascii=False, indent=1) + "\n"


def basis_points(shares: dict[str, Fraction]) -> Weights:
    """Shares of any size as whole basis points that sum to 10 000: largest remainder, ties by code."""
    total = sum(shares.values())
    exact = {code: share * WHOLE / total for code, share in shares.items()}
    points = {code: int(value) for code, value in exact.items()}
    by_remainder = sorted(exact, key=lambda code: (points[code] - exact[code], code))
    for code in by_remainder[: WHOLE - sum(points.values())]:
        points[code] += 1
    return points


def _read(name: str) -> Entry:
    content: Entry = json.loads((FIXTURES / name).read_text(encoding="utf-8"))
    return content


def _template(library: Entry, rules: Entry, industry: Entry) -> Entry:
    depths = _depths(library, rules, industry) if industry["weights"] else {"full": _by_dimension(library, rules)}
    return {key: industry[key] for key in ("key", "name", "summary", "version")} | {"depths": depths}


def _depths(library: Entry, rules: Entry, industry: Entry) -> Entry:
    leaves = _chosen(library, industry["addons"])
    weights = _weighted(leaves, industry["multipliers"])
    categories = [{"code": code, "weight": weight} for code, weight in industry["weights"].items()]
    opened = _opened(leaves, rules, industry)
    return {
        "short": {
            "categories": categories,
            "headings": [heading for heading in _headings(library, industry) if heading["code"] in opened],
            "criteria": _sub_groups(library, industry, leaves, weights=weights, opened=opened),
            "needs": [_linked_to_sub_group(need, leaves, opened) for need in industry["needs"]],
        },
        "full": {
            "categories": categories,
            "headings": _headings(library, industry),
            "criteria": [_placed(leaf, weights, leaf["category"], heading=leaf["heading"]) for leaf in leaves],
            "needs": industry["needs"],
        },
    }


def _chosen(library: Entry, addons: list[str]) -> list[Entry]:
    """The library in its order, a category's add-on leaves at its end; cost lines follow their price leaf."""
    extra = [leaf for leaf in library["addons"] if leaf["code"] in addons]
    order = [category["code"] for category in library["categories"]]
    return sorted(library["criteria"] + extra, key=lambda leaf: order.index(leaf["category"]))


def _weighted(leaves: list[Entry], multipliers: list[dict[str, str]]) -> Weights:
    shares: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for leaf in _scored(leaves):
        shares[leaf["category"]][leaf["code"]] = leaf["weight"] * _factor(leaf["code"], multipliers)
    return {code: weight for group in shares.values() for code, weight in basis_points(group).items()}


def _factor(code: str, multipliers: list[dict[str, str]]) -> Fraction:
    """Every multiplier that names the leaf, or its sub-group with a star, applies."""
    factor = Fraction(1)
    for multiplier in multipliers:
        named = multiplier["code"]
        if code == named or (named.endswith("*") and code.startswith(named[:-1])):
            factor *= Fraction(multiplier["times"])
    return factor


def _scored(leaves: Iterable[Entry]) -> list[Entry]:
    return [leaf for leaf in leaves if leaf["kind"] != "line"]


def _placed(leaf: Entry, weights: Weights, category: str, *, heading: str) -> Entry:
    if leaf["kind"] == "line":
        return {"code": leaf["code"], "category": category}
    return {"code": leaf["code"], "category": category, "heading": heading, "weight": weights[leaf["code"]]}


def _headings(library: Entry, industry: Entry) -> list[Entry]:
    own = [{key: group[key] for key in ("code", "category", "name")} for group in industry["industry"]]
    ready = [{"code": heading["code"], "category": heading["category"]} for heading in library["headings"]]
    order = [category["code"] for category in library["categories"]]
    return sorted(ready + own, key=lambda heading: order.index(heading["category"]))


def _opened(leaves: list[Entry], rules: Entry, industry: Entry) -> set[str]:
    """The sub-groups whose leaves stand in the short depth too: those asked for by a rule, and further ones.

    Of the further ones those with nothing to score, and the others until the category has enough that is measured.
    """
    headings = {leaf["code"]: leaf["heading"] for leaf in leaves}
    opened = {headings[need["criterion"]] for need in industry["needs"] if need["rule"]}
    for code in rules["measured"]:
        inside = [leaf for leaf in leaves if leaf["heading"] == code]
        category = [leaf for leaf in leaves if leaf["category"] == inside[0]["category"]]
        known = [leaf for leaf in category if leaf["kind"] == "measured" and leaf["heading"] in opened]
        if len(known) < ENOUGH or all(leaf["kind"] == "measured" for leaf in inside):
            opened.add(code)
    return opened


def _sub_groups(
    library: Entry, industry: Entry, leaves: list[Entry], *, weights: Weights, opened: Collection[str]
) -> list[Entry]:
    own = {group["code"]: group for group in industry["industry"]}
    rows = []
    for heading in _headings(library, industry):
        code, category = heading["code"], heading["category"]
        inside = [leaf for leaf in _scored(leaves) if leaf["heading"] == code]
        if code in opened:
            rows += [
                _placed(leaf, weights, category, heading=code) | {"leaves": _listed([leaf], weights)} for leaf in inside
            ]
        else:
            rows.append(own.get(code, {}) | {"code": code, "category": category} | _sum_of(inside, weights))
    return rows


def _listed(leaves: list[Entry], weights: Weights) -> list[Entry]:
    return [{"code": leaf["code"], "weight": weights[leaf["code"]]} for leaf in leaves]


def _sum_of(leaves: list[Entry], weights: Weights) -> Entry:
    """A sub-group weighs what its leaves weigh; its dimension is the one with most of that weight."""
    by_dimension: Weights = defaultdict(int)
    for leaf in leaves:
        by_dimension[leaf["dimension"]] += weights[leaf["code"]]
    return {
        "dimension": max(by_dimension, key=lambda dimension: by_dimension[dimension]),
        "weight": sum(by_dimension.values()),
        "leaves": _listed(leaves, weights),
    }


def _linked_to_sub_group(need: Entry, leaves: list[Entry], opened: Collection[str]) -> Entry:
    heading = next(leaf["heading"] for leaf in leaves if leaf["code"] == need["criterion"])
    return need if heading in opened else need | {"criterion": heading, "rule": None}


def _by_dimension(library: Entry, rules: Entry) -> Entry:
    """The base weights regrouped: a dimension weighs what its leaves weigh in the whole."""
    categories = {category["code"]: category["weight"] for category in library["categories"]}
    places = {dimension["key"]: dimension for dimension in rules["dimensions"]}
    shares: dict[str, dict[str, Fraction]] = {key: {} for key in places}
    for leaf in _scored(library["criteria"]):
        shares[leaf["dimension"]][leaf["code"]] = Fraction(leaf["weight"] * categories[leaf["category"]])
    tops = basis_points({places[key]["code"]: Fraction(sum(group.values())) for key, group in shares.items()})
    weights = {code: weight for group in shares.values() for code, weight in basis_points(group).items()}
    return {
        "categories": [
            {"code": place["code"], "name": place["name"], "weight": tops[place["code"]]} for place in places.values()
        ],
        "headings": [heading for place in places.values() for heading in _split_headings(library, place)],
        "criteria": [leaf for place in places.values() for leaf in _regrouped(library, place, weights)],
        "needs": [],
    }


def _split_headings(library: Entry, place: Entry) -> list[Entry]:
    """A sub-group whose leaves lie in two dimensions becomes a heading in each."""
    used = {leaf["heading"] for leaf in _scored(library["criteria"]) if leaf["dimension"] == place["key"]}
    return [
        {"code": _split_code(heading["code"], place), "category": place["code"], "name": heading["name"]}
        for heading in library["headings"]
        if heading["code"] in used
    ]


def _regrouped(library: Entry, place: Entry, weights: Weights) -> list[Entry]:
    inside = [leaf for leaf in library["criteria"] if leaf["dimension"] == place["key"]]
    lines = {leaf["code"]: leaf["parent"] for leaf in library["criteria"] if leaf["kind"] == "line"}
    rows = []
    for leaf in inside:
        rows.append(_placed(leaf, weights, place["code"], heading=_split_code(leaf["heading"], place)))
        rows += [{"code": code, "category": place["code"]} for code, parent in lines.items() if parent == leaf["code"]]
    return rows


def _split_code(heading: str, place: Entry) -> str:
    return f"{place['code']}-{heading.split('-')[1]}"


if __name__ == "__main__":
    main()
