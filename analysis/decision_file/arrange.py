"""In which order do the lists of a decision file stand?"""

from operator import itemgetter

from analysis.decision_file.typed import (
    CriterionEntry,
    DecisionFile,
    NeedEntry,
    PersonEntry,
    RoundEntry,
    ScenarioEntry,
    ScoreEntry,
)
from analysis.decision_file.vocabulary import ROLES


def arrange(decision_file: DecisionFile) -> DecisionFile:
    """Return a copy of a valid decision file with every list in its fixed order.

    Categories, leaves and lines stand depth first, siblings as they came; people, needs and
    vendors by code; scores by criterion in tree order, then vendor, then person. Lists in entry
    order (claims, evidence, costs, seat prices, POC scenarios) stay as they are.
    """
    criteria = _depth_first(decision_file["criteria"])
    place = {node["code"]: i for i, node in enumerate(criteria)}
    categories = [node["code"] for node in criteria if node["kind"] == "category"]
    arranged: DecisionFile = {
        **decision_file,
        "criteria": criteria,
        "headings": sorted(decision_file["headings"], key=lambda heading: categories.index(heading["category"])),
        "people": [_person(person, place) for person in sorted(decision_file["people"], key=itemgetter("key"))],
        "needs": [_need(need, place) for need in sorted(decision_file["needs"], key=itemgetter("code"))],
        "vendors": [
            {**vendor, "facts": sorted(vendor["facts"], key=lambda fact: place[fact["criterion"]])}
            for vendor in sorted(decision_file["vendors"], key=itemgetter("code"))
        ],
        "rounds": [_round(item, place) for item in sorted(decision_file["rounds"], key=itemgetter("number"))],
        "consensus": sorted(decision_file["consensus"], key=lambda item: (place[item["criterion"]], item["vendor"])),
        "poc": {
            **decision_file["poc"],
            "scenarios": [_trial(trial, place) for trial in decision_file["poc"]["scenarios"]],
        },
    }
    if "not_counted" in decision_file:
        arranged["not_counted"] = sorted(decision_file["not_counted"], key=itemgetter("person"))
    return arranged


def _depth_first(nodes: list[CriterionEntry]) -> list[CriterionEntry]:
    children: dict[str | None, list[CriterionEntry]] = {}
    for node in nodes:
        children.setdefault(node["parent"], []).append(node)

    def walk(parent: str | None) -> list[CriterionEntry]:
        return [found for node in children.get(parent, []) for found in (node, *walk(node["code"]))]

    return walk(None)


def _person(person: PersonEntry, place: dict[str, int]) -> PersonEntry:
    return {
        **person,
        "roles": sorted(person["roles"], key=ROLES.index),
        "assignments": sorted(person["assignments"], key=place.__getitem__),
    }


def _need(need: NeedEntry, place: dict[str, int]) -> NeedEntry:
    return {
        **need,
        "criteria": sorted(need["criteria"], key=place.__getitem__),
        "judgements": sorted(need["judgements"], key=itemgetter("vendor")),
    }


def _round(item: RoundEntry, place: dict[str, int]) -> RoundEntry:
    def order(score: ScoreEntry) -> tuple[int, str, str]:
        return place[score["criterion"]], score["vendor"], score["person"]

    return {**item, "scores": sorted(item["scores"], key=order)}


def _trial(trial: ScenarioEntry, place: dict[str, int]) -> ScenarioEntry:
    return {
        **trial,
        "criteria": sorted(trial["criteria"], key=place.__getitem__),
        "results": sorted(trial["results"], key=itemgetter("vendor")),
    }
