"""In which order do the lists of a decision file stand?"""

from typing import Any

from analysis.decision_file.vocabulary import ROLES


def arrange(document: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of a valid document with every list in its fixed order.

    Categories, leaves and lines stand depth first, siblings as they came; people, needs and
    vendors by code; scores by criterion in tree order, then vendor, then person. Lists in entry
    order (claims, evidence, costs, seat prices, POC scenarios) stay as they are.
    """
    criteria = _depth_first(document["criteria"])
    place = {node["code"]: i for i, node in enumerate(criteria)}
    categories = [node["code"] for node in criteria if node["kind"] == "category"]
    arranged = document | {
        "criteria": criteria,
        "headings": sorted(document["headings"], key=lambda heading: categories.index(heading["category"])),
        "people": [_person(person, place) for person in _by(document["people"], "key")],
        "needs": [_need(need, place) for need in _by(document["needs"], "code")],
        "vendors": [
            vendor | {"facts": sorted(vendor["facts"], key=lambda fact: place[fact["criterion"]])}
            for vendor in _by(document["vendors"], "code")
        ],
        "rounds": [_round(item, place) for item in _by(document["rounds"], "number")],
        "consensus": sorted(document["consensus"], key=lambda item: (place[item["criterion"]], item["vendor"])),
        "poc": document["poc"] | {"scenarios": [_trial(trial, place) for trial in document["poc"]["scenarios"]]},
    }
    if "not_counted" in document:
        arranged["not_counted"] = _by(document["not_counted"], "person")
    return arranged


def _by(items: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    return sorted(items, key=lambda item: item[key])


def _depth_first(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    children: dict[str | None, list[dict[str, Any]]] = {}
    for node in nodes:
        children.setdefault(node["parent"], []).append(node)

    def walk(parent: str | None) -> list[dict[str, Any]]:
        return [found for node in children.get(parent, []) for found in (node, *walk(node["code"]))]

    return walk(None)


def _person(person: dict[str, Any], place: dict[str, int]) -> dict[str, Any]:
    return person | {
        "roles": sorted(person["roles"], key=ROLES.index),
        "assignments": sorted(person["assignments"], key=place.__getitem__),
    }


def _need(need: dict[str, Any], place: dict[str, int]) -> dict[str, Any]:
    return need | {
        "criteria": sorted(need["criteria"], key=place.__getitem__),
        "judgements": _by(need["judgements"], "vendor"),
    }


def _round(item: dict[str, Any], place: dict[str, int]) -> dict[str, Any]:
    def order(score: dict[str, Any]) -> tuple[int, str, str]:
        return place[score["criterion"]], score["vendor"], score["person"]

    return item | {"scores": sorted(item["scores"], key=order)}


def _trial(trial: dict[str, Any], place: dict[str, int]) -> dict[str, Any]:
    return trial | {
        "criteria": sorted(trial["criteria"], key=place.__getitem__),
        "results": _by(trial["results"], "vendor"),
    }
