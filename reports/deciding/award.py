"""What would have to be waived for this vendor to be chosen?"""

import json
from collections.abc import Iterable

from django.utils.translation import gettext as _

from analysis.decision_file.typed import DecisionFile
from analysis.evaluation.parts import Pending
from analysis.evaluation.results import Results
from analysis.screening import State
from reports.conclusion import Speaker
from reports.findings.kept import kept
from reports.models import Decision, Run
from selection.formats import money_text

UNCLEAR = ("no_clear_winner", "tie", "incomplete")


class Guard:
    """Holds a choice against one run's results."""

    def __init__(self, results: Results, decision_file: DecisionFile) -> None:
        self.results = results
        self.decision_file = decision_file
        self.speaker = Speaker(results, decision_file)

    @classmethod
    def of(cls, run: Run) -> "Guard":
        results: Results = run.results if run.results else {}
        return cls(results, json.loads(run.decision_file))

    def points(self, vendor: str) -> list[str]:
        """The kinds of waiver that choosing this vendor needs, in the order in which they are told."""
        found = {
            "excluded": self._needs(self.results["excluded"], vendor),
            "pending": self._needs(self.results["pending"], vendor),
            "unranked": not self._needs(self.results["excluded"], vendor) and self._rank(vendor) is None,
            "not_leader": (self._rank(vendor) or 1) > 1,
            "over_ceiling": self._beyond(vendor) > 0,
            "no_clear_winner": self.is_unclear,
        }
        return [kind for kind, applies in found.items() if applies]

    @property
    def is_unclear(self) -> bool:
        return self.results["conclusion"]["kind"] in UNCLEAR

    def unclear(self) -> str:
        """What speaks against choosing anyone, or nothing."""
        return self.sentence("no_clear_winner", "") if self.is_unclear else ""

    def sentence(self, kind: str, vendor: str) -> str:
        """What is waived, as the page asks for it and the report prints it."""
        facts = {"vendor": self.speaker.vendor(vendor) if vendor else "", "headline": self.speaker.headline()}
        if kind in ("excluded", "pending"):
            facts["needs"] = _(", ").join(
                self._needs(self.results["excluded" if kind == "excluded" else "pending"], vendor)
            )
        if kind == "over_ceiling":
            facts["money"] = money_text(self._beyond(vendor), self.speaker.currency)
            facts["years"] = str(self.decision_file["options"]["horizon"])
        if kind == "not_leader":
            facts["rank"] = str(self._rank(vendor))
        return self._sentences()[kind] % facts

    @staticmethod
    def _sentences() -> dict[str, str]:
        return {
            "excluded": _("%(vendor)s fails a must-have: %(needs)s."),
            "pending": _("A must-have of %(vendor)s is not decided: %(needs)s."),
            "unranked": _("%(vendor)s has no place in the ranking."),
            "not_leader": _("%(vendor)s is not first: it has place %(rank)s."),
            "over_ceiling": _("The %(years)s-year total of %(vendor)s is %(money)s above the budget ceiling."),
            "no_clear_winner": _("The result is not clear. %(headline)s"),
        }

    def _needs(self, states: Iterable[State | Pending], vendor: str) -> list[str]:
        return list(dict.fromkeys(row["need"] for row in states if row["vendor"] == vendor))

    def _rank(self, vendor: str) -> int | None:
        return next((row["rank"] for row in self.results["ranking"] if row["vendor"] == vendor), None)

    def _beyond(self, vendor: str) -> int:
        """By how many minor units the total in the official growth path exceeds the ceiling; 0 where it does not."""
        ceiling = self.decision_file["selection"]["budget_ceiling"]
        cost = self.results["cost"].get(vendor)
        total = cost["tco"] if cost else None
        return 0 if ceiling is None or total is None else max(0, total - ceiling)


def waivers(decision: Decision) -> list[tuple[str, str]] | None:
    """What was waived and why, as the page asked for it; nothing where no waiver was asked."""
    if not decision.waivers:  # None: nobody was asked yet; []: nothing had to be waived
        return decision.waivers
    if decision.run_id is None or decision.vendor is None:
        return []
    kinds = " ".join(row["kind"] for row in decision.waivers)
    told: list[str] = kept(decision.run_id, waived, vendor=decision.vendor.code, kinds=kinds)
    return [(sentence, row["reason"]) for sentence, row in zip(told, decision.waivers, strict=True)]


def waived(results: Results, decision_file: DecisionFile, *, vendor: str, kinds: str) -> list[str]:
    guard = Guard(results, decision_file)
    return [guard.sentence(kind, vendor) for kind in kinds.split()]
