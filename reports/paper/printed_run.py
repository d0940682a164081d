"""What is a report about: one opened run, in one language, with what stood beside it when the report was made?"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils.translation import gettext as _

from analysis.evaluation import settled_results
from reports.deciding.outcome import Outcome
from reports.decision_file.origin import Origin
from reports.entries import Exceptional
from reports.models import Run
from reports.opened_run import OpenedRun
from reports.pdf import glyphs
from reports.pdf.drawing import width_of
from selection.dates import zone_named

MOST_NAMED = 4
LONGEST_NAME = 18  # ems


@dataclass(frozen=True, eq=False)
class PrintedRun(OpenedRun):
    """A finished run, opened for paper: characters that no bundled font has are named."""

    text: str  # the decision file as it was stored, byte for byte
    language: str
    number: int
    file_hash: str
    engine: str
    is_draft: bool
    computed_at: datetime
    exceptions: tuple[Exceptional, ...] = ()
    outcome_text: str = ""  # the outcome file of a final report, byte for byte
    head: tuple[int, str] | None = None  # the last event of the record when the report was made, and its hash
    origin: Origin | None = None

    @classmethod
    def for_paper(
        cls,
        run: Run,
        *,
        language: str,
        is_draft: bool,
        exceptions: Iterable[Exceptional] = (),
        outcome: str = "",
        head: tuple[int, str] | None = None,
        origin: Origin | None = None,
    ) -> "PrintedRun":
        decision_file = glyphs.named(json.loads(run.decision_file))
        return cls(
            results=settled_results(run.results or {}),
            decision_file=decision_file,
            text=run.decision_file,
            language=language,
            number=run.number,
            file_hash=run.file_hash,
            engine=run.engine,
            is_draft=is_draft,
            computed_at=(run.finished_at or run.created_at).astimezone(zone_named(decision_file["selection"]["zone"])),
            exceptions=tuple(exceptions),
            outcome_text="" if is_draft else outcome,
            head=head,
            origin=glyphs.named(origin) if origin else None,
        )

    @cached_property
    def outcome(self) -> Outcome | None:
        """What was decided, of a final report whose decision is recorded."""
        return glyphs.named(json.loads(self.outcome_text)) if self.outcome_text else None

    @property
    def came_as(self) -> str:
        """The kind of its origin: an example, imported, started from a file; empty for what was made here."""
        return self.origin["kind"] if self.origin else ""

    @property
    def imported_on(self) -> date | None:
        """The day in the selection's zone."""
        at = self.origin.get("at") if self.origin else None
        return datetime.fromisoformat(at).astimezone(self.computed_at.tzinfo).date() if at else None

    @property
    def decided_at(self) -> datetime | None:
        """When it was decided, in the selection's zone."""
        if self.outcome is None:
            return None
        return datetime.fromisoformat(self.outcome["decided_at"]).astimezone(self.computed_at.tzinfo)

    @cached_property
    def names(self) -> dict[str, str]:
        """Vendor code → name in the report's language."""
        return self.speaker.vendors

    def note(self, key: str) -> str:
        """What a reader should know of a person wherever their opinion stands."""
        knew = {entry["person"]["key"] for entry in self.exceptions if entry["kind"] == "knew_prices"}
        return _("scored knowing the prices") if key in knew else ""

    @property
    def is_dense(self) -> bool:
        """Whether columns of vendors are headed by letters only: for many vendors or long names."""
        return len(self.visible) > MOST_NAMED or any(width_of(self.names[v], 1) > LONGEST_NAME for v in self.visible)

    def column(self, room: float = 110.0, most: float = 27.0) -> float:
        """The width of a vendor's column in millimetres, where so many share the room."""
        return round(min(most, room / max(len(self.taking_part), 1)), 1)

    def label(self) -> str:
        """S-0007 · snapshot 3."""
        return _("%(code)s · snapshot %(number)s") % {"code": self.code, "number": self.number}
