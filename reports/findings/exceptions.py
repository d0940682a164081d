"""How is an exception told to a reader: what happened, who did it when and why, and what it moved?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from poc.events import PocEvent
from reports.entries import Change, Exceptional, Late, OfMarks, Placed, Who
from reports.opened_run import Named
from scoring.events import ScoringEvent
from selection.committee import ROLE_NAMES
from selection.dates import zone_named
from selection.events import CommitteeEvent
from selection.formats import points
from selection.languages import pick
from vendors.events import NeedEvent, VendorEvent

ACTS = {
    VendorEvent.WITHDRAWN: gettext_lazy("A vendor was withdrawn: %(object)s"),
    NeedEvent.MUST_JUDGED: gettext_lazy("A must-have was judged: %(object)s"),
    VendorEvent.FACT_RECORDED: gettext_lazy("A fact was entered: %(object)s"),
    VendorEvent.FACT_REMOVED: gettext_lazy("A fact was removed: %(object)s"),
    VendorEvent.CLAIM_RECORDED: gettext_lazy("A claim was added: %(object)s"),
    VendorEvent.CLAIM_REMOVED: gettext_lazy("A claim was removed: %(object)s"),
    VendorEvent.EVIDENCE_RECORDED: gettext_lazy("Evidence was added: %(object)s"),
    VendorEvent.EVIDENCE_REMOVED: gettext_lazy("Evidence was removed: %(object)s"),
    PocEvent.WINDOW_SET: gettext_lazy("The window of the POC was changed"),
    PocEvent.SCENARIO_ADDED: gettext_lazy("A POC scenario was added: %(object)s"),
    PocEvent.SCENARIO_EDITED: gettext_lazy("A POC scenario was changed: %(object)s"),
    PocEvent.SCENARIO_REMOVED: gettext_lazy("A POC scenario was removed: %(object)s"),
    PocEvent.TRIAL_RECORDED: gettext_lazy("A POC result was recorded: %(object)s"),
    ScoringEvent.MARKS_SETTLED: gettext_lazy("Whether scores count was settled: %(object)s"),
    CommitteeEvent.CHAIR_APPOINTED: gettext_lazy("A site administrator named a new chair: %(object)s"),
    "": gettext_lazy("The inputs were changed: %(object)s"),
}
WAIVED = {
    "excluded": gettext_lazy("The chosen vendor fails a must-have; this was waived."),
    "pending": gettext_lazy("A must-have of the chosen vendor is not decided; this was waived."),
    "unranked": gettext_lazy("The chosen vendor has no place in the ranking; this was waived."),
    "not_leader": gettext_lazy("The chosen vendor is not first; this was waived."),
    "over_ceiling": gettext_lazy("The chosen vendor is above the budget ceiling; this was waived."),
    "no_clear_winner": gettext_lazy("The result is not clear; this was waived."),
    "": gettext_lazy("Something that speaks against the choice was waived."),
}
PHASES = {
    "closed": pgettext_lazy("when", "after the round had closed, before the reveal"),
    "consensus": pgettext_lazy("when", "after the reveal"),
    "decide": pgettext_lazy("when", "during the decision"),
}
# Words of the record that are shown; everything else in it was typed by people.
VALUES = {
    "pass": gettext_lazy("Pass"),
    "fail": gettext_lazy("Fail"),
    "pending": gettext_lazy("Pending"),
    "partial": gettext_lazy("Partial"),
    "running": gettext_lazy("Running"),
    "untested": gettext_lazy("Untested"),
}
MOST_SHOWN = 120


@dataclass(frozen=True)
class Move:
    """One vendor before and after an act."""

    vendor: Named
    before: str
    after: str

    @property
    def is_moved(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Told:
    """One exception in the reader's language."""

    kind: str
    what: str
    who: str
    at: datetime | None
    reason: str
    details: list[str]
    moves: list[Move]

    @property
    def is_same(self) -> bool:
        """Whether the act left every place and total as it was."""
        return bool(self.moves) and not any(move.is_moved for move in self.moves)


PAIRS = {"value": gettext_lazy("Entry"), "seal": gettext_lazy("Digest of the seal")}
YEARLY, BY_YEAR = ("amount", "seats"), gettext_lazy("Year: entry")


def told(entries: Iterable[Exceptional], *, zone: str) -> list[Told]:
    """The entries of `reports.exceptions` in the reader's language, times in a zone."""
    return [_told(entry, zone_named(zone)) for entry in entries]


def _told(entry: Exceptional, zone: tzinfo) -> Told:
    at, by = entry.get("at"), entry.get("by")
    late = entry if entry["kind"] == "late_act" or entry["kind"] == "mended" else None
    return Told(
        kind=entry["kind"],
        what=_what(entry),
        who=_name(by) if by else "",
        at=datetime.fromisoformat(at).astimezone(zone) if at else None,
        reason=entry["reason"],
        details=list(_details(entry)),
        moves=list(_moves(late.get("before"), late.get("after"))) if late else [],
    )


def _what(entry: Exceptional) -> str:
    if entry["kind"] == "early_close":
        words = _("Round %(round)s was closed with %(done)s of %(total)s cells scored.")
        return words % {"round": entry["round"], "done": entry["done"], "total": entry["total"]}
    if entry["kind"] == "late_act":
        return str(ACTS.get(entry["act"], ACTS[""])) % {"object": _object(entry["object"])}
    if entry["kind"] == "knew_prices":
        return _("%(person)s scored knowing the prices.") % {"person": _name(entry["person"])}
    if entry["kind"] == "mended":
        return _("An entry that broke a limit was mended: %(object)s") % {"object": entry["object"]}
    if entry["kind"] == "waiver":
        return str(WAIVED.get(entry["waived"], WAIVED[""]))
    return _marks(entry)


def _marks(entry: OfMarks) -> str:
    facts = {"person": _name(entry["person"]), "count": entry["marks"]}
    words = {
        "sheet_left_out": ngettext(
            "The sheet of %(person)s was left out: its %(count)s score does not count.",
            "The sheet of %(person)s was left out: its %(count)s scores do not count.",
            entry["marks"],
        ),
        "marks_not_counted": ngettext(
            "The %(count)s score of %(person)s does not count.",
            "The %(count)s scores of %(person)s do not count.",
            entry["marks"],
        ),
        "criteria_taken": ngettext(
            "Criteria on which %(person)s had given %(count)s score were taken away; it counts.",
            "Criteria on which %(person)s had given %(count)s scores were taken away; they count.",
            entry["marks"],
        ),
        "marks_kept": ngettext(
            "%(person)s no longer scores; the %(count)s score given counts.",
            "%(person)s no longer scores; the %(count)s scores given count.",
            entry["marks"],
        ),
    }
    asked = ngettext(
        "%(person)s left before this was confirmed; the %(count)s score given counts.",
        "%(person)s left before this was confirmed; the %(count)s scores given count.",
        entry["marks"],
    )
    return words.get(entry["kind"], asked) % facts


def _object(text: str) -> str:
    """R-01 B for "need R-01 B": what kind of thing it is, the sentence says."""
    parts = (part.partition(" ") for part in text.split(", "))
    return _(", ").join(rest or first for first, _blank, rest in parts)


def _details(entry: Exceptional) -> Iterator[str]:
    if entry["kind"] == "late_act" or entry["kind"] == "mended":
        yield from _changed(entry)
    elif entry["kind"] == "early_close":
        for person in entry["people"]:
            facts = {"person": _name(person), "count": person["missing"]}
            words = ngettext(
                "%(person)s: %(count)s cell missing", "%(person)s: %(count)s cells missing", person["missing"]
            )
            yield words % facts


def _changed(entry: Late) -> Iterator[str]:
    if "phase" in entry and entry["kind"] == "late_act":
        yield str(PHASES.get(entry["phase"], ""))
    change = entry.get("change") or {}
    steps = change.get("steps")
    for step in steps if isinstance(steps, list) else ():
        yield from _step(step["change"])
    for name, values in _pairs(change):
        old, new = map(_shown, values)
        yield f"{_named(name, values, change)}: {old} → {new}"


def _named(name: str, values: list[object], change: Change) -> str:
    """What a pair is about; several years of a cost or a plan stand as 3: 5000, 4: 0."""
    is_by_year = name == "value" and change.get("field") in YEARLY and any(":" in str(one) for one in values)
    return str(BY_YEAR if is_by_year else PAIRS.get(name, name))


def _step(change: Change) -> Iterator[str]:
    """What was there and what came, as far as it is short enough to be read at a glance."""
    old, new = change.get("from"), change.get("to")
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in new:
            if old.get(name) != new[name]:
                yield f"{_shown(old.get(name))} → {_shown(new[name])}"
        return
    values = [change[name] for name in ("state", "value", "text", "title", "note") if change.get(name)]
    if values:
        yield _(", ").join(_shown(value) for value in values)


def _pairs(change: Change) -> Iterator[tuple[str, list[object]]]:
    """What a mended entry was and is, with the seal's digest before and after."""
    for name, values in change.items():
        if name != "steps" and isinstance(values, list) and len(values) == 2:
            yield name, values


def _shown(value: object) -> str:
    if value in ("", None):
        return "–"
    if isinstance(value, list):
        return _(", ").join(str(ROLE_NAMES.get(one, one)) for one in value)
    text = str(VALUES.get(value, value)) if isinstance(value, str) else str(value)
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"


def _moves(before: list[Placed] | None, after: list[Placed] | None) -> Iterator[Move]:
    """Each vendor's place and total before and after; who left or came has a dash."""
    places = [{row["vendor"]: row for row in rows or ()} for rows in (before, after)]
    # In the order of the ranking after the act; who is no longer in it comes last.
    for vendor in dict.fromkeys([*places[1], *places[0]]):
        rows = [rows.get(vendor) for rows in places]
        name = next(row["name"] for row in rows if row)
        yield Move(Named(vendor, name["zh"], name["en"]), *map(_place, rows))


def _place(row: Placed | None) -> str:
    if row is None:
        return "–"
    if row.get("is_excluded"):
        return _("excluded")
    if row["rank"] is None or row["total"] is None:
        return _("no place")
    return f"{row['rank']} · {points(float(row['total']))}"


def _name(person: Who) -> str:
    return pick(person["name"])[0] if person.get("name") else person["key"]
