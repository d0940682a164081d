"""What is a report about: one run's inputs and results, in one language?"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.decision_file.vocabulary import LEAVES
from analysis.evaluation import adding_up, settled_results
from reports.conclusion import Speaker
from reports.findings import case as findings
from reports.models import Run
from reports.pdf import glyphs
from reports.pdf.drawing import width_of
from selection.dates import zone_named
from selection.languages import pick

Json = Mapping[str, Any]
WEAKEST = ("none", "claimed")
MOST_NAMED = 4
LONGEST_NAME = 18  # ems


@dataclass(frozen=True)
class Category:
    """One category and its leaves, as the decision file has them."""

    node: Json
    leaves: list[Json]

    @property
    def code(self) -> str:
        return str(self.node["code"])


@dataclass(frozen=True)
class Case:
    """A finished run, opened; every page reads from here."""

    results: Json
    document: Json
    text: str  # the document as it was stored, byte for byte
    language: str
    number: int
    file_hash: str
    engine: str
    is_draft: bool
    computed_at: datetime
    exceptions: tuple[Json, ...] = ()  # as `reports.exceptions` gives them
    outcome_text: str = ""  # the outcome file of a final report, byte for byte
    head: tuple[int, str] | None = None  # the last event of the record when the report was made, and its hash
    origin: Json | None = None  # as `reports.decision_file.origin` gives it

    @classmethod
    def of(
        cls,
        run: Run,
        *,
        language: str,
        is_draft: bool,
        exceptions: Iterable[Json] = (),
        outcome: str = "",
        head: tuple[int, str] | None = None,
        origin: Json | None = None,
    ) -> "Case":
        document = glyphs.named(json.loads(run.document))
        return cls(
            results=settled_results(run.results or {}),
            document=document,
            text=run.document,
            language=language,
            number=run.number,
            file_hash=run.file_hash,
            engine=run.engine,
            is_draft=is_draft,
            computed_at=(run.finished_at or run.created_at).astimezone(zone_named(document["selection"]["zone"])),
            exceptions=tuple(exceptions),
            outcome_text="" if is_draft else outcome,
            head=head,
            origin=glyphs.named(origin) if origin else None,
        )

    @cached_property
    def outcome(self) -> Json | None:
        """What was decided, of a final report whose decision is recorded."""
        return glyphs.named(json.loads(self.outcome_text)) if self.outcome_text else None

    @property
    def came_as(self) -> str:
        """The kind of its origin: an example, imported, started from a file; empty for what was made here."""
        return str(self.origin["kind"]) if self.origin else ""

    @property
    def imported_on(self) -> date | None:
        """The day in the selection's zone."""
        at = (self.origin or {}).get("at")
        return datetime.fromisoformat(at).astimezone(self.computed_at.tzinfo).date() if at else None

    @property
    def decided_at(self) -> datetime | None:
        """When it was decided, in the selection's zone."""
        if self.outcome is None:
            return None
        return datetime.fromisoformat(self.outcome["decided_at"]).astimezone(self.computed_at.tzinfo)

    @property
    def code(self) -> str:
        return str(self.document["selection"]["code"])

    @property
    def currency(self) -> str:
        return str(self.document["selection"]["currency"])

    @property
    def options(self) -> Json:
        options: Json = self.document["options"]
        return options

    @cached_property
    def shown(self) -> Json:
        """The results with parts in the digits that are shown, so that they add up to the totals as shown."""
        return adding_up(self.document, self.results)

    @cached_property
    def opened(self) -> findings.Case:
        """The same run as the pages of the analysis read it."""
        return findings.Case(self.results, self.document)

    @cached_property
    def speaker(self) -> Speaker:
        return Speaker(self.results, self.document)

    @cached_property
    def names(self) -> dict[str, str]:
        """Vendor code → name in the report's language."""
        return self.speaker.vendors

    @property
    def ranked(self) -> list[str]:
        """The vendors that take part, best first."""
        return [entry["vendor"] for entry in self.results["ranking"]]

    @property
    def vendors(self) -> list[str]:
        """The vendors that take part, by code."""
        return list(self.results["vendors"])

    @property
    def excluded(self) -> list[str]:
        return list(dict.fromkeys(state["vendor"] for state in self.results["excluded"]))

    @property
    def visible(self) -> list[str]:
        """Who takes part and, after them, who is excluded: they stay visible, in grey."""
        return [*self.vendors, *self.excluded]

    @property
    def withdrawn(self) -> list[Json]:
        return [vendor for vendor in self.document["vendors"] if vendor["withdrawn"]]

    @property
    def leader(self) -> str | None:
        leader: str | None = self.results["conclusion"]["leader"]
        return leader

    @property
    def rival(self) -> str | None:
        """Who comes next after the leader."""
        others = [vendor for vendor in self.ranked if vendor != self.leader]
        return others[0] if self.leader and others else None

    @cached_property
    def categories(self) -> list[Category]:
        """The categories that have leaves, in tree order."""
        nodes = self.document["criteria"]
        found = [Category(node, self._leaves_of(node["code"])) for node in nodes if node["kind"] == "category"]
        return [category for category in found if category.leaves]

    def _leaves_of(self, code: str) -> list[Json]:
        return [node for node in self.document["criteria"] if node["kind"] in LEAVES and node["parent"] == code]

    @property
    def leaves(self) -> Iterator[Json]:
        for category in self.categories:
            yield from category.leaves

    @cached_property
    def people(self) -> dict[str, Json]:
        return {person["key"]: person for person in self.document["people"]}

    def note(self, key: str) -> str:
        """What a reader should know of a person wherever their opinion stands."""
        knew = {entry["person"]["key"] for entry in self.exceptions if entry["kind"] == "knew_prices"}
        return _("scored knowing the prices") if key in knew else ""

    def person(self, key: str) -> str:
        return pick(self.people[key]["name"])[0] if key in self.people else key

    @property
    def evaluators(self) -> list[Json]:
        left_out = {entry["person"] for entry in self.document.get("not_counted", ())}
        people = self.document["people"]
        return [person for person in people if "evaluator" in person["roles"] and person["key"] not in left_out]

    def cell(self, leaf: str, vendor: str) -> Json:
        cell: Json = self.results["cells"][leaf][vendor]
        return cell

    def share(self, vendor: str, *levels: str) -> float:
        """The share of the weight that rests on these evidence levels."""
        return round(sum(self.results["evidence_by_vendor"][vendor][level] for level in levels), 9)

    @property
    def is_dense(self) -> bool:
        """Whether columns of vendors are headed by letters only: for many vendors or long names."""
        shown = [*self.vendors, *self.excluded]
        return len(shown) > MOST_NAMED or any(width_of(self.names[code], 1) > LONGEST_NAME for code in shown)

    def column(self, room: float = 110.0, most: float = 27.0) -> float:
        """The width of a vendor's column in millimetres, where so many share the room."""
        return round(min(most, room / max(len(self.vendors), 1)), 1)

    def trials(self, vendor: str) -> dict[str, Json]:
        """Scenario code → the vendor's result."""
        return {
            scenario["code"]: result
            for scenario in self.document["poc"]["scenarios"]
            for result in scenario["results"]
            if result["vendor"] == vendor
        }

    def passed(self, vendor: str) -> int:
        return sum(result["result"] == "pass" for result in self.trials(vendor).values())

    def label(self) -> str:
        """S-0007 · snapshot 3."""
        return _("%(code)s · snapshot %(number)s") % {"code": self.code, "number": self.number}


def years(count: int) -> str:
    return ngettext("%(count)s year", "%(count)s years", count) % {"count": count}


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
