"""Does every name in a decision file lead to something that the decision file declares?"""

from collections.abc import Collection, Iterator
from decimal import Decimal

from analysis.decision_file.faults import Fault, gettext_noop
from analysis.decision_file.index import Index, repeated
from analysis.decision_file.typed import (
    ConsensusEntry,
    CriterionEntry,
    DecisionFile,
    FactEntry,
    JudgementEntry,
    NeedEntry,
    NotCounted,
    PersonEntry,
    PocEntry,
    RoundEntry,
    TrialEntry,
    VendorEntry,
)

NO_CRITERION = gettext_noop("“%(code)s” is not a criterion that can stand here.")
NO_MEASURED = gettext_noop("“%(code)s” is not a measured criterion of this file.")
NO_RATED = gettext_noop("“%(code)s” is not a rated criterion of this file.")
NO_VENDOR = gettext_noop("“%(code)s” is not a vendor of this file.")
NO_PERSON = gettext_noop("“%(code)s” is not a person of this file.")
BELOW_SCALE = gettext_noop("%(value)s is below the least value of the scale, %(least)s.")
ABOVE_SCALE = gettext_noop("%(value)s is above the greatest value of the scale, %(most)s.")
REVERSED = gettext_noop("The end lies before the start.")
ROUND_GAP = gettext_noop("The rounds are numbered 1, 2, 3 without a gap; %(number)s is not next.")
NO_TEXT = gettext_noop("Say in at least one language what is needed.")


def reference_faults(decision_file: DecisionFile, index: Index) -> list[Fault]:
    """Return every dangling or doubled reference of a decision file whose shape is right."""
    return [
        *_people_faults(decision_file["people"], index),
        *_not_counted_faults(decision_file.get("not_counted", []), index),
        *_need_faults(decision_file["needs"], index),
        *_vendor_faults(decision_file["vendors"], index),
        *_score_faults(decision_file["rounds"], index),
        *_consensus_faults(decision_file["consensus"], index),
        *_trial_faults(decision_file["poc"], index),
    ]


def _unknown(at: str, code: str | None, known: Collection[str], *, template: str) -> Iterator[Fault]:
    if code is not None and code not in known:
        yield Fault(at, template, {"code": code})


def _listed(at: str, codes: list[str], known: Collection[str]) -> Iterator[Fault]:
    for i, code in enumerate(codes):
        yield from _unknown(f"{at}/{i}", code, known, template=NO_CRITERION)
    yield from repeated((f"{at}/{i}", code) for i, code in enumerate(codes))


def _off_scale(at: str, value: str | None, node: CriterionEntry | None) -> Iterator[Fault]:
    scale = node["scale"] if node and node["kind"] == "measured" else None
    if value is None or scale is None:
        return
    if scale["min"] is not None and Decimal(value) < Decimal(scale["min"]):
        yield Fault(at, BELOW_SCALE, {"value": value, "least": scale["min"]})
    if scale["max"] is not None and Decimal(value) > Decimal(scale["max"]):
        yield Fault(at, ABOVE_SCALE, {"value": value, "most": scale["max"]})


def _people_faults(people: list[PersonEntry], index: Index) -> Iterator[Fault]:
    yield from repeated((f"/people/{i}/key", person["key"]) for i, person in enumerate(people))
    assignable = index.of_kind("category") | index.leaves
    for i, person in enumerate(people):
        yield from _listed(f"/people/{i}/assignments", person["assignments"], assignable)
        yield from repeated((f"/people/{i}/roles/{k}", role) for k, role in enumerate(person["roles"]))


def _not_counted_faults(entries: list[NotCounted], index: Index) -> Iterator[Fault]:
    for i, entry in enumerate(entries):
        yield from _unknown(f"/not_counted/{i}/person", entry["person"], index.people, template=NO_PERSON)
    yield from repeated((f"/not_counted/{i}/person", entry["person"]) for i, entry in enumerate(entries))


def _need_faults(needs: list[NeedEntry], index: Index) -> Iterator[Fault]:
    yield from repeated((f"/needs/{i}/code", need["code"]) for i, need in enumerate(needs))
    linkable = index.of_kind("category") | index.leaves
    for i, need in enumerate(needs):
        at = f"/needs/{i}"
        if not any(need["text"].values()):
            yield Fault(f"{at}/text", NO_TEXT)
        yield from _listed(f"{at}/criteria", need["criteria"], linkable)
        if need["rule"]:
            measured = index.of_kind("measured")
            yield from _unknown(f"{at}/rule/criterion", need["rule"]["criterion"], measured, template=NO_MEASURED)
        yield from _vendor_list(f"{at}/judgements", need["judgements"], index)


def _vendor_list(at: str, items: list[JudgementEntry] | list[TrialEntry], index: Index) -> Iterator[Fault]:
    for i, item in enumerate(items):
        yield from _unknown(f"{at}/{i}/vendor", item["vendor"], index.vendors, template=NO_VENDOR)
    yield from repeated((f"{at}/{i}/vendor", item["vendor"]) for i, item in enumerate(items))


def _vendor_faults(vendors: list[VendorEntry], index: Index) -> Iterator[Fault]:
    yield from repeated((f"/vendors/{i}/code", vendor["code"]) for i, vendor in enumerate(vendors))
    for i, vendor in enumerate(vendors):
        yield from _fact_faults(f"/vendors/{i}/facts", vendor["facts"], index)
        said = {"claims": [one["criterion"] for one in vendor["claims"]]}
        said["evidence"] = [one["criterion"] for one in vendor["evidence"]]
        for key, criteria in said.items():
            for k, code in enumerate(criteria):
                yield from _unknown(f"/vendors/{i}/{key}/{k}/criterion", code, index.leaves, template=NO_CRITERION)


def _fact_faults(at: str, facts: list[FactEntry], index: Index) -> Iterator[Fault]:
    measured = index.of_kind("measured")
    for i, fact in enumerate(facts):
        yield from _unknown(f"{at}/{i}/criterion", fact["criterion"], measured, template=NO_MEASURED)
        yield from _off_scale(f"{at}/{i}/value", fact["value"], index.criteria.get(fact["criterion"]))
    yield from repeated((f"{at}/{i}/criterion", fact["criterion"]) for i, fact in enumerate(facts))


def _score_faults(rounds: list[RoundEntry], index: Index) -> Iterator[Fault]:
    rated = index.of_kind("rated")
    for i, item in enumerate(rounds):
        if item["number"] != i + 1:
            yield Fault(f"/rounds/{i}/number", ROUND_GAP, {"number": item["number"]})
        cells = []
        for k, score in enumerate(item["scores"]):
            at = f"/rounds/{i}/scores/{k}"
            yield from _unknown(f"{at}/person", score["person"], index.people, template=NO_PERSON)
            yield from _unknown(f"{at}/criterion", score["criterion"], rated, template=NO_RATED)
            yield from _unknown(f"{at}/vendor", score["vendor"], index.vendors, template=NO_VENDOR)
            cells.append((at, " · ".join((score["person"], score["criterion"], score["vendor"]))))
        yield from repeated(cells)


def _consensus_faults(consensus: list[ConsensusEntry], index: Index) -> Iterator[Fault]:
    rated, cells = index.of_kind("rated"), []
    for i, item in enumerate(consensus):
        at = f"/consensus/{i}"
        yield from _unknown(f"{at}/criterion", item["criterion"], rated, template=NO_RATED)
        yield from _unknown(f"{at}/vendor", item["vendor"], index.vendors, template=NO_VENDOR)
        cells.append((at, f"{item['criterion']} · {item['vendor']}"))
    yield from repeated(cells)


def _trial_faults(poc: PocEntry, index: Index) -> Iterator[Fault]:
    if poc["start"] and poc["end"] and poc["end"] < poc["start"]:
        yield Fault("/poc/end", REVERSED)
    trials = poc["scenarios"]
    yield from repeated((f"/poc/scenarios/{i}/code", trial["code"]) for i, trial in enumerate(trials))
    for i, trial in enumerate(trials):
        at, measures = f"/poc/scenarios/{i}", trial["measures"]
        yield from _listed(f"{at}/criteria", trial["criteria"], index.leaves)
        yield from _unknown(f"{at}/measures", measures, index.of_kind("measured"), template=NO_MEASURED)
        yield from _vendor_list(f"{at}/results", trial["results"], index)
        for k, result in enumerate(trial["results"]):
            yield from _off_scale(f"{at}/results/{k}/value", result["value"], index.criteria.get(measures or ""))
