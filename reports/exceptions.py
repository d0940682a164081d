"""What in this selection did not go the usual way, by whose act and for which reason?

Every entry is a dict of JSON values, so that it can be stored with a decision.
"""

import hashlib
import json
from typing import TypedDict

from django.db.models import QuerySet

from analysis.decision_file import read
from analysis.evaluation import without_draws
from reports.entries import EarlyClose, Exceptional, KnewPrices, Late, MarksKind, OfMarks, Placed, Waiver, Who
from reports.models import Decision
from scoring import counting
from scoring.events import ScoringEvent
from scoring.models import Score
from selection import blindness
from selection.access import REVEALED
from selection.events import CommitteeEvent, CourseEvent
from selection.models import Event, LateAct, Member, Selection, User


class Body(TypedDict, total=False):
    """What is read of the payload of an event; earlier versions wrote less."""

    round: int
    done: int
    total: int
    gaps: dict[str, int]
    marks: dict[str, int]


def of(selection: Selection) -> list[Exceptional]:
    """All exceptions: how the round was closed, whose marks do not count, what came late, what was waived."""
    told: list[Exceptional] = [*_early_closes(selection), *_marks(selection), *_knew_prices(selection)]
    return [*told, *_late_acts(selection), *_waivers(selection)]


def shown(selection: Selection) -> list[Exceptional]:
    """The exceptions that the outcome of a decision holds; those of this moment before it."""
    decision = Decision.objects.filter(selection=selection).first()
    stored = getattr(decision, "outcome", "")
    found: list[Exceptional] = json.loads(stored)["exceptions"] if stored else of(selection)
    return found


def digest(selection: Selection) -> str:
    """The SHA-256 of what is told as exceptions now; rankings are left out, since they follow from the acts."""
    acts = [_told(act) for act in _acts(selection)]
    told = [*_early_closes(selection), *_marks(selection), *_knew_prices(selection), *acts, *_waivers(selection)]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _early_closes(selection: Selection) -> list[EarlyClose]:
    """Rounds that were closed while cells were empty."""
    moves = _events(selection, CourseEvent.MOVED)
    bodies = [(event, _body(event)) for event in moves]
    return [_early_close(selection, event, body) for event, body in bodies if body.get("gaps")]


def _early_close(selection: Selection, event: Event, body: Body) -> EarlyClose:
    gaps = sorted(body["gaps"].items())  # PostgreSQL keeps the keys of a payload in an order of its own
    missing = sum(count for _key, count in gaps)
    done = body.get("done", _given(selection, body["round"]))
    names = {member.key: person(member) for member in _members(selection)}
    return {
        "kind": "early_close",
        "at": event.at.isoformat(),
        "by": _actor(event.actor),
        "reason": event.reason,
        "round": body["round"],
        "done": done,
        "total": body.get("total", done + missing),
        "people": [{**names.get(key, {"key": key}), "missing": count} for key, count in gaps],
    }


def _given(selection: Selection, number: int) -> int:
    """Cells that people had filled when a round ended, where its event does not say it."""
    marks = Score.objects.given().filter(round__selection=selection, round__number__lte=number)
    return marks.order_by().values("member", "criterion", "vendor").distinct().count()


def _marks(selection: Selection) -> list[OfMarks]:
    """Whose marks do not count, and whose do although they left or were asked to score less."""
    said = {
        event.object: event for event in _events(selection, ScoringEvent.MARKS_SETTLED, ScoringEvent.SHEET_LEFT_OUT)
    }
    told = [_mark(told, said.get(told.member.key)) for told in counting.to_tell(selection)]
    return [*told, *_taken(selection)]


def _taken(selection: Selection) -> list[OfMarks]:
    """Criteria taken away from somebody who had marked them."""
    events = _events(selection, ScoringEvent.MARKS_KEPT)
    people = {member.key: person(member) for member in _members(selection)} if events else {}
    return [
        {
            "kind": "criteria_taken",
            "at": event.at.isoformat(),
            "by": _actor(event.actor),
            "reason": event.reason,
            "person": people[event.object],
            "marks": sum(_body(event).get("marks", {}).values()),
        }
        for event in events
    ]


def _knew_prices(selection: Selection) -> list[KnewPrices]:
    """Who scored knowing the prices, and who chose so; by an import there may be no choice."""
    knew = sorted((row for row in _members(selection) if blindness.knew_prices(row)), key=lambda row: row.key)
    chosen = {event.object: event for event in _events(selection, CommitteeEvent.PRICES_ALLOWED)} if knew else {}
    return [
        {
            "kind": "knew_prices",
            "at": event.at.isoformat() if event else None,
            "by": _actor(event.actor) if event else None,
            "reason": member.knows_prices,
            "person": person(member),
        }
        for member in knew
        for event in [chosen.get(member.key)]
    ]


def _mark(told: counting.Told, event: Event | None) -> OfMarks:
    member = told.member
    return {
        "kind": _kind(told, event),
        "at": event.at.isoformat() if event else None,
        "by": _actor(event.actor) if event else None,
        "reason": member.not_counted_reason or (event.reason if event else ""),
        "person": person(member),
        "marks": told.marks,
    }


def _kind(told: counting.Told, event: Event | None) -> MarksKind:
    if told.counts:
        return "marks_kept" if told.is_settled else "marks_not_settled"
    return "sheet_left_out" if event and event.type == ScoringEvent.SHEET_LEFT_OUT else "marks_not_counted"


def _late_acts(selection: Selection) -> list[Late]:
    """Acts after a round had closed, with both rankings once they may be seen, and what was mended."""
    return [_late_act(act, is_revealed=selection.phase in REVEALED) for act in _acts(selection)]


def _acts(selection: Selection) -> QuerySet[LateAct]:
    return selection.late_acts.select_related("member__user")


def _late_act(act: LateAct, *, is_revealed: bool) -> Late:
    told = _told(act)
    # The file before a mending gave no ranking at all.
    if act.before and is_revealed and act.kind != CourseEvent.MENDED:
        told["before"], told["after"] = ranking(act.before), ranking(act.after)
    return told


def _told(act: LateAct) -> Late:
    return {
        "kind": "mended" if act.kind == CourseEvent.MENDED else "late_act",
        "at": act.at.isoformat(),
        "by": person(act.member) if act.member else None,
        "reason": act.reason,
        "act": act.kind,
        "object": act.object,
        "phase": act.phase,
        "change": act.payload,
    }


def ranking(text: str) -> list[Placed] | None:
    """The places that a stored decision file gives, best first; nothing where it cannot be read any more."""
    decision_file = read(text.encode()).decision_file
    if decision_file is None:
        return None
    found = without_draws(decision_file)
    names = {vendor["code"]: vendor["name"] for vendor in decision_file["vendors"]}
    placed: list[Placed] = [
        {
            "vendor": row["vendor"],
            "name": names[row["vendor"]],
            "rank": row["rank"],
            "total": found["total"].get(row["vendor"]),
        }
        for row in found["ranking"]
    ]
    failed = dict.fromkeys(row["vendor"] for row in found["excluded"])
    out: list[Placed] = [
        {"vendor": vendor, "name": names[vendor], "rank": None, "total": None, "is_excluded": True} for vendor in failed
    ]
    return placed + out


def _waivers(selection: Selection) -> list[Waiver]:
    decision = getattr(selection, "decision", None)
    if decision is None:
        return []
    at, by = decision.decided_at.isoformat(), person(decision.decided_by) if decision.decided_by else None
    return [
        {"kind": "waiver", "at": at, "by": by, "reason": row["reason"], "waived": row["kind"]}
        for row in decision.waivers or ()
    ]


def _events(selection: Selection, *types: str) -> list[Event]:
    events = Event.objects.filter(chain__selection=selection, type__in=types)
    return list(events.select_related("actor", "payload").order_by("sequence"))


def _body(event: Event) -> Body:
    payload = getattr(event, "payload", None)
    body: Body = payload.body if payload else {}
    return body


def _members(selection: Selection) -> QuerySet[Member]:
    return selection.members.select_related("user")


def person(member: Member) -> Who:
    return {"key": member.key, "name": member.names}


def _actor(user: User | None) -> Who | None:
    return {"key": user.username, "name": user.names} if user else None
