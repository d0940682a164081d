"""Which run is shown, and under which names do its numbers stand?"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.evaluation import adding_up, settled_results
from reports.conclusion import Speaker
from reports.models import Run
from selection.languages import pick

Json = Mapping[str, Any]
TONES = 5


@dataclass(frozen=True)
class Named:
    """A vendor, a category or a criterion, as tags and templates expect it."""

    code: str
    name_zh: str
    name_en: str

    @classmethod
    def of(cls, row: Json) -> "Named":
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


class Case:
    """One finished run: its results and the document that they were computed from."""

    def __init__(self, results: Json, document: Json) -> None:
        self.results = results
        self.document = document
        self.speaker = Speaker(self.results, self.document)

    @classmethod
    def of(cls, run: Run) -> "Case":
        return cls(settled_results(run.results or {}), json.loads(run.document))

    @cached_property
    def shown(self) -> Json:
        """The results with parts in the digits that are shown, so that they add up to the totals as shown."""
        return adding_up(self.document, self.results)

    @cached_property
    def vendors(self) -> dict[str, Named]:
        """Everybody in the document, also who is excluded or withdrew."""
        return {row["code"]: Named.of(row) for row in self.document["vendors"]}

    @cached_property
    def ranked(self) -> list[str]:
        return [place["vendor"] for place in self.results["ranking"]]

    @cached_property
    def criteria(self) -> dict[str, Json]:
        return {row["code"]: row for row in self.document["criteria"]}

    @cached_property
    def people(self) -> dict[str, str]:
        return {row["key"]: pick(row["name"])[0] for row in self.document["people"]}

    @cached_property
    def categories(self) -> list[Part]:
        weights = self.results["category_weights"]
        return _toned({code: (self.speaker.criterion(code), weights[code]) for code in weights})

    @cached_property
    def dimensions(self) -> list[Part]:
        weights = self.results["dimension_weights"]["dimensions"]
        names = dimension_names()
        return _toned({code: (names[code], weights[code]) for code in weights})

    def leaves(self, category: str) -> list[Json]:
        return [
            row
            for row in self.document["criteria"]
            if row["parent"] == category and row["code"] in self.results["weights"]
        ]

    def marked(self, sentence: str) -> SafeString:
        """A sentence in which the vendors are drawn with their letter tiles."""
        return self.speaker.marked(sentence, _tile)

    @property
    def draws(self) -> str:
        return f"{self.results['samples']:,}"

    def counts(self) -> list[str]:
        """6 evaluators, 17 criteria, 2 rounds, 14 POC scenarios."""
        people = {score["person"] for item in self.document["rounds"] for score in item["scores"]}
        people -= {entry["person"] for entry in self.document.get("not_counted", ())}
        rounds, scenarios = len(self.document["rounds"]), len(self.document["poc"]["scenarios"])
        leaves = len(self.results["weights"])
        said = (
            (len(people), ngettext("%(count)s evaluator", "%(count)s evaluators", len(people))),
            (leaves, ngettext("%(count)s criterion", "%(count)s criteria", leaves)),
            (rounds, ngettext("%(count)s round of scoring", "%(count)s rounds of scoring", rounds)),
            (scenarios, ngettext("%(count)s POC scenario", "%(count)s POC scenarios", scenarios)),
        )
        return [words % {"count": count} for count, words in said if count]


def dimension_names() -> dict[str, str]:
    return {"business": _("Business"), "technology": _("Technology"), "commercial": _("Commercial")}


def _toned(parts: Mapping[str, tuple[str, float]]) -> list[Part]:
    heaviest = sorted(parts, key=lambda code: -parts[code][1])
    return [
        Part(code, name, 100 * weight, min(heaviest.index(code) + 1, TONES)) for code, (name, weight) in parts.items()
    ]


def _tile(code: str, name: str) -> SafeString:
    return format_html('<span class="t-v t-v--h" data-v="{}"><i>{}</i><span>{}</span></span>', code, code, name)
