"""What does a finished run hold, for whoever shows it: its results and the inputs that they were computed from?"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from analysis.decision_file.typed import (
    CriterionEntry,
    DecisionFile,
    HeadingEntry,
    Options,
    PersonEntry,
    TrialEntry,
    VendorEntry,
)
from analysis.decision_file.vocabulary import LEAVES
from analysis.evaluation import adding_up, settled_results
from analysis.evaluation.parts import CellRecord
from analysis.evaluation.results import Results
from criteria.models import Dimension
from reports.conclusion import Speaker
from reports.models import Run
from selection.languages import pick

TONES = 5


@dataclass(frozen=True)
class Named:
    """A vendor, a category or a criterion, as tags and templates expect it."""

    code: str
    name_zh: str
    name_en: str

    @classmethod
    def of(cls, row: VendorEntry | CriterionEntry | HeadingEntry) -> "Named":
        return cls(row["code"], row["name"]["zh"], row["name"]["en"])

    @property
    def name(self) -> str:
        return pick({"zh": self.name_zh, "en": self.name_en})[0]


@dataclass(frozen=True)
class Part:
    """A category or a dimension: its weight in percent and its tone of ink, the heaviest darkest."""

    code: str
    name: str
    weight: float
    tone: int


@dataclass(frozen=True)
class Category:
    """One category and its leaves, as the decision file has them."""

    node: CriterionEntry
    leaves: list[CriterionEntry]

    @property
    def code(self) -> str:
        return str(self.node["code"])


@dataclass(frozen=True, eq=False)
class OpenedRun:
    """A finished run; every page and every sheet of paper reads from here."""

    results: Results
    decision_file: DecisionFile

    @classmethod
    def of(cls, run: Run) -> Self:
        return cls(settled_results(run.results or {}), json.loads(run.decision_file))

    @cached_property
    def shown(self) -> Results:
        """The results with parts in the digits that are shown, so that they add up to the totals as shown."""
        return adding_up(self.decision_file, self.results)

    @cached_property
    def speaker(self) -> Speaker:
        return Speaker(self.results, self.decision_file)

    @property
    def code(self) -> str:
        return str(self.decision_file["selection"]["code"])

    @property
    def currency(self) -> str:
        return str(self.decision_file["selection"]["currency"])

    @property
    def options(self) -> Options:
        return self.decision_file["options"]

    @property
    def draws(self) -> str:
        return f"{self.results['samples']:,}"

    @cached_property
    def vendors(self) -> dict[str, Named]:
        """Everybody in the decision file, also who is excluded or withdrew."""
        return {row["code"]: Named.of(row) for row in self.decision_file["vendors"]}

    @property
    def ranked(self) -> list[str]:
        """The vendors that take part, best first."""
        return [entry["vendor"] for entry in self.results["ranking"]]

    @property
    def taking_part(self) -> list[str]:
        """The vendors that take part, by code."""
        return list(self.results["vendors"])

    @property
    def excluded(self) -> list[str]:
        return list(dict.fromkeys(state["vendor"] for state in self.results["excluded"]))

    @property
    def visible(self) -> list[str]:
        """Who takes part and, after them, who is excluded: they stay visible, in grey."""
        return [*self.taking_part, *self.excluded]

    @property
    def withdrawn(self) -> list[VendorEntry]:
        return [vendor for vendor in self.decision_file["vendors"] if vendor["withdrawn"]]

    @property
    def leader(self) -> str | None:
        return self.results["conclusion"]["leader"]

    @property
    def rival(self) -> str | None:
        """Who comes next after the leader."""
        others = [vendor for vendor in self.ranked if vendor != self.leader]
        return others[0] if self.leader and others else None

    @cached_property
    def criteria(self) -> dict[str, CriterionEntry]:
        return {row["code"]: row for row in self.decision_file["criteria"]}

    @cached_property
    def tree(self) -> list[Category]:
        """The categories that have leaves, in tree order."""
        nodes = [node for node in self.decision_file["criteria"] if node["kind"] == "category"]
        found = [Category(node, self.leaves_of(node["code"])) for node in nodes]
        return [category for category in found if category.leaves]

    def leaves_of(self, category: str) -> list[CriterionEntry]:
        return [
            node for node in self.decision_file["criteria"] if node["kind"] in LEAVES and node["parent"] == category
        ]

    @property
    def leaves(self) -> Iterator[CriterionEntry]:
        for category in self.tree:
            yield from category.leaves

    @cached_property
    def categories(self) -> list[Part]:
        weights = self.results["category_weights"]
        return _toned({code: (self.speaker.criterion(code), weights[code]) for code in weights})

    @cached_property
    def dimensions(self) -> list[Part]:
        weights = self.results["dimension_weights"]["dimensions"]
        return _toned({code: (str(Dimension(code).label), weights[code]) for code in weights})

    @cached_property
    def people(self) -> dict[str, PersonEntry]:
        return {person["key"]: person for person in self.decision_file["people"]}

    def person(self, key: str) -> str:
        return pick(self.people[key]["name"])[0] if key in self.people else key

    @property
    def evaluators(self) -> list[PersonEntry]:
        left_out = {entry["person"] for entry in self.decision_file.get("not_counted", ())}
        people = self.decision_file["people"]
        return [person for person in people if "evaluator" in person["roles"] and person["key"] not in left_out]

    def cell(self, leaf: str, vendor: str) -> CellRecord:
        return self.results["cells"][leaf][vendor]

    def total_cost(self, vendor: str) -> int | None:
        """The official total of the costs, where one was computed."""
        cost = self.results["cost"].get(vendor)
        return cost["tco"] if cost else None

    def share(self, vendor: str, *levels: str) -> float:
        """The share of the weight that rests on these evidence levels."""
        # 0.1 + 0.2 is not 0.3; the shares are compared and printed.
        return round(sum(self.results["evidence_by_vendor"][vendor][level] for level in levels), 9)

    def trials(self, vendor: str) -> dict[str, TrialEntry]:
        """Scenario code → the vendor's result."""
        return {
            scenario["code"]: result
            for scenario in self.decision_file["poc"]["scenarios"]
            for result in scenario["results"]
            if result["vendor"] == vendor
        }

    def result(self, vendor: str, scenario: str) -> str:
        """How the vendor did in a scenario of the POC; nothing where nobody noted it."""
        trial = self.trials(vendor).get(scenario)
        return trial["result"] if trial else ""

    def passed(self, vendor: str) -> int:
        return sum(result["result"] == "pass" for result in self.trials(vendor).values())


def _toned(parts: Mapping[str, tuple[str, float]]) -> list[Part]:
    heaviest = sorted(parts, key=lambda code: -parts[code][1])
    return [
        Part(code, name, 100 * weight, min(heaviest.index(code) + 1, TONES)) for code, (name, weight) in parts.items()
    ]
