"""Which codes does a decision file declare, and of what kind?"""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.decision_file.faults import Fault, gettext_noop
from analysis.decision_file.typed import CriterionEntry, DecisionFile
from analysis.decision_file.vocabulary import LEAVES

TWICE = gettext_noop("“%(code)s” stands here a second time; each may stand once.")


@dataclass(frozen=True)
class Index:
    """The declared codes, by which every reference in the decision file is checked."""

    people: frozenset[str]
    vendors: frozenset[str]
    scenarios: frozenset[str]
    headings: dict[str, str]
    criteria: dict[str, CriterionEntry]

    def of_kind(self, *kinds: str) -> frozenset[str]:
        """Return the codes of the criteria of the given kinds."""
        return frozenset(code for code, node in self.criteria.items() if node["kind"] in kinds)

    @property
    def leaves(self) -> frozenset[str]:
        """The codes of the criteria that carry values."""
        return self.of_kind(*LEAVES)


def index(decision_file: DecisionFile) -> Index:
    """Return the index of a decision file whose shape is right; the first of two equal codes counts."""
    criteria: dict[str, CriterionEntry] = {}
    for node in decision_file["criteria"]:
        criteria.setdefault(node["code"], node)
    return Index(
        people=frozenset(person["key"] for person in decision_file["people"]),
        vendors=frozenset(vendor["code"] for vendor in decision_file["vendors"]),
        scenarios=frozenset(decision_file["scenarios"]),
        headings={heading["code"]: heading["category"] for heading in decision_file["headings"]},
        criteria=criteria,
    )


def repeated(places: Iterable[tuple[str, str]]) -> list[Fault]:
    """Return a fault for every (pointer, code) whose code came before."""
    seen: set[str] = set()
    faults = []
    for at, code in places:
        if code in seen:
            faults.append(Fault(at, TWICE, {"code": code}))
        seen.add(code)
    return faults
