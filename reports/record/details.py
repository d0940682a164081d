"""What stood there before an act, and what after it?

Only what has a label here is shown, so that nothing of a payload is told by accident.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from criteria.events import AssignmentEvent, CriteriaEvent
from criteria.models import Dimension, Level
from poc.models import Result
from reports.record.objects import Names
from scoring.events import ScoringEvent
from selection.committee import ROLE_NAMES
from selection.dates import moment_text
from selection.events import CourseEvent
from selection.formats import basis_points
from selection.forms.frame import EditSelectionForm
from selection.languages import pick
from selection.models import Department, Event, MoSCoW, Phase, Timing
from selection.taking import TITLES
from vendors.costing.scenarios import scenario_name
from vendors.events import CostEvent
from vendors.models import Judgement
from vendors.numbers import exact

Body = Mapping[str, object]
Pair = tuple[str, object, object]  # a key, and what stood there before and after
NOTHING = "–"


@dataclass(frozen=True)
class Change:
    """One thing, before and after; `before` is empty where the record keeps only what came."""

    label: str
    before: str
    after: str


FIELDS = {name: field.label for name, field in EditSelectionForm.base_fields.items() if name != "version"}
LABELS: dict[str, Any] = {
    **FIELDS,
    "name": gettext_lazy("Name"),
    "roles": gettext_lazy("Roles"),
    "department": gettext_lazy("Department"),
    "title_zh": gettext_lazy("Title in Chinese"),
    "title_en": gettext_lazy("Title in English"),
    "email": gettext_lazy("Mail"),
    "is_site_admin": gettext_lazy("Site administrator"),
    "question": gettext_lazy("Question"),
    "dimension": gettext_lazy("Dimension"),
    "source": gettext_lazy("Source"),
    "weight": gettext_lazy("Weight"),
    "moscow": gettext_lazy("Priority"),
    "text_zh": gettext_lazy("Text in Chinese"),
    "text_en": gettext_lazy("Text in English"),
    "text": gettext_lazy("Text"),
    "title": gettext_lazy("Title"),
    "criteria": gettext_lazy("Criteria"),
    "criterion": gettext_lazy("Criterion"),
    "category": gettext_lazy("Category"),
    "rule": gettext_lazy("Rule"),
    "kind_zh": gettext_lazy("Kind in Chinese"),
    "kind_en": gettext_lazy("Kind in English"),
    "score": pgettext_lazy("mark", "Points"),
    "value": gettext_lazy("Value"),
    "level": gettext_lazy("Evidence"),
    "state": gettext_lazy("State"),
    "note": gettext_lazy("Note"),
    "note_zh": gettext_lazy("Note in Chinese"),
    "note_en": gettext_lazy("Note in English"),
    "label_zh": gettext_lazy("Label in Chinese"),
    "label_en": gettext_lazy("Label in English"),
    "is_quoted": gettext_lazy("In the quote"),
    "amounts": gettext_lazy("Amounts a year"),
    "price": gettext_lazy("Price per seat"),
    "minimum": gettext_lazy("Minimum seats"),
    "plan": gettext_lazy("Seats a year"),
    "rate": gettext_lazy("Discount rate"),
    "horizon": gettext_lazy("Years compared"),
    "scenario": pgettext_lazy("growth of seats", "Scenario"),
    "timing": gettext_lazy("When costs fall due"),
    "rationale": gettext_lazy("Rationale"),
    "is_not_applicable": gettext_lazy("Not applicable"),
    "counts": gettext_lazy("Scores count"),
    "start": pgettext_lazy("window", "From"),
    "end": pgettext_lazy("window", "To"),
    "pass_line": gettext_lazy("Passes when"),
    "measures": gettext_lazy("Measures"),
    "result": gettext_lazy("Result"),
    "vendor": gettext_lazy("Vendor"),
    "language": gettext_lazy("Language"),
    "draft": gettext_lazy("Draft"),
    "sha256": "SHA-256",
    "digest": gettext_lazy("Digest of the inputs"),
    "results": gettext_lazy("Digest of the results"),
    "depth": gettext_lazy("Depth"),
    "code": gettext_lazy("Code"),
    "points": pgettext_lazy("weight", "Points"),
    "codes": gettext_lazy("Codes"),
    "head": gettext_lazy("End of the chain"),
    "sequence": gettext_lazy("Events"),
    "issued_by": gettext_lazy("Made by"),
    "reopens": gettext_lazy("Lets a deactivated person in again"),
    "attachments": gettext_lazy("With attachments"),
    "chart": gettext_lazy("Chart"),
    "table": gettext_lazy("Table"),
    "form": gettext_lazy("File format"),
    "added": gettext_lazy("Added"),
    "replaced": gettext_lazy("Changed"),
    "removed": gettext_lazy("Removed"),
    "kept": gettext_lazy("As before"),
    "found": gettext_lazy("Marks kept aside"),
    "own": gettext_lazy("Declared as own"),
    "taken_over": gettext_lazy("Taken over from Excel"),
    "remembered": gettext_lazy("Stays signed in on this device"),
    "made_at": gettext_lazy("Backup of"),
}
ORDER = {key: place for place, key in enumerate(LABELS)}
# What an event without names for its parts says of: its from and to stand alone.
ALONE: dict[str, Promise] = {
    CourseEvent.MOVED: pgettext_lazy("record", "Phase"),
    ScoringEvent.CLOSING_TIME_CHANGED: gettext_lazy("Closing time"),
    CriteriaEvent.CRITERION_RENAMED: gettext_lazy("Name"),
    AssignmentEvent.ASSIGNED: gettext_lazy("Criteria"),
}
PRICED = ("budget_ceiling", "budget_target")
MONEY = (*PRICED, "price")
# Their payloads hold digests of marks, or amounts in words.
UNTOLD = (ScoringEvent.SHEET_SUBMITTED, CourseEvent.BASELINE, CourseEvent.IMPORTED)


def changes(event: Event, names: Names, *, may_see_prices: bool) -> list[Change]:
    """What an event says of before and after; nothing where its payload was erased."""
    if not hasattr(event, "payload") or event.type in UNTOLD:
        return []
    found = sorted(_pairs(event, event.payload.body), key=_place)
    rows = [
        Change(_label(event, key, names), _named(key, old, names), _named(key, new, names))
        for key, old, new in found
        if may_see_prices or key not in PRICED
    ]
    return [row for row in rows if row.label and row.before != row.after]


def _place(found: Pair) -> tuple[int, str]:
    """In the order of the labels: PostgreSQL keeps the keys of a payload in an order of its own."""
    key = found[0]
    return (ORDER.get(key, len(ORDER)) if key else -1, key)


def _pairs(event: Event, body: Body) -> Iterator[Pair]:
    """Key, before, after; the key of a weight is a criterion's code, that of an act on one thing empty."""
    if event.type.startswith("criteria.weight"):
        yield from _between(_parts(body.get("before")), _parts(body.get("after")), prefix="weight ")
    elif event.type == CourseEvent.EDITED:
        yield from ((key, *_two(pair)) for key, pair in body.items())
    elif event.type == CourseEvent.MENDED:
        yield "value", *_two(body.get("value"))
    elif "changed" in body:
        changed = {key: _parts(pair) for key, pair in _parts(body["changed"]).items()}
        yield from ((key, pair["from"], pair["to"]) for key, pair in changed.items())
    elif event.type == CourseEvent.MOVED:
        yield "", body.get("from"), body.get("to")
        yield "vendor", "", body.get("vendor", "")
    elif event.type == CostEvent.SEAT_PLAN_SET:
        yield "plan", body.get("before", {}), body.get("plan", {})
    elif event.type in ALONE and "to" in body:
        yield "", body.get("from"), body["to"]
    else:
        yield from _both(body)


def _parts(value: object) -> Body:
    return value if isinstance(value, Mapping) else {}


def _two(value: object) -> tuple[object, object]:
    """Before and after, where the record has them beside each other."""
    old, new = value if isinstance(value, list) else ("", "")
    return old, new


def _both(body: Body) -> Iterator[Pair]:
    for old, new in (("from", "to"), ("old", "new")):
        if isinstance(body.get(new), Mapping):
            yield from _between(_parts(body.get(old)), _parts(body[new]))
            if "taken_over" in body:
                yield "taken_over", "", body["taken_over"]
            return
    yield from ((key, "", value) for key, value in body.items())


def _between(before: Body, after: Body, *, prefix: str = "") -> Iterator[Pair]:
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            yield prefix + key, before.get(key, ""), after.get(key, "")


def _label(event: Event, key: str, names: Names) -> str:
    if key.startswith("weight "):
        code = key.removeprefix("weight ")
        return f"{code} {names.known.get('criterion', {}).get(code, '')}".strip()
    return str(LABELS.get(key, "") if key else ALONE[event.type])


def _named(key: str, value: object, names: Names) -> str:
    """A vendor or a criterion by its name, anything else as it is said."""
    is_code = key in ("vendor", "criterion") and isinstance(value, str)
    name = names.known.get(key, {}).get(str(value), "") if is_code else ""
    return f"{value} {name}" if name else _said(key, value)


def _said(key: str, value: object) -> str:
    if value in (None, "", [], {}):
        return NOTHING if value is None else ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if key.startswith("weight"):
        return str(basis_points(value)) if isinstance(value, int) else str(value)
    if key in SAID:
        return str(SAID[key](value))
    return _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        texts = set(value) <= {"zh", "en"}
        return pick({"zh": "", "en": "", **value})[0] if texts else "; ".join(f"{k}: {v}" for k, v in value.items())
    if isinstance(value, list):
        return _(", ").join(_plain(one) for one in value)
    moment = parse_datetime(value) if isinstance(value, str) and "T" in value and value[:4].isdecimal() else None
    return moment_text(moment) if isinstance(moment, datetime) and moment.tzinfo else str(value)


def _alone(value: object) -> str:
    return str(dict(Phase.choices)[value]) if isinstance(value, str) and value in Phase.values else _plain(value)


def _money(minor: object) -> str:
    return f"{Decimal(exact(minor, 'one')):,}" if isinstance(minor, int) else str(minor)


def _amounts(value: Mapping[str, int]) -> str:
    return "; ".join(f"{year}: {_money(amount)}" for year, amount in value.items())


def _of(choices: Iterable[tuple[str, object]]) -> Callable[[str], object]:
    return lambda value: dict(choices).get(value, value)


SAID: dict[str, Callable[[Any], Any]] = {
    "": _alone,
    **dict.fromkeys(MONEY, _money),
    "amounts": _amounts,
    "roles": lambda roles: _(", ").join(str(ROLE_NAMES.get(role, role)) for role in roles),
    "department": _of(Department.choices),
    "moscow": _of(MoSCoW.choices),
    "level": _of(Level.choices),
    "dimension": _of(Dimension.choices),
    "result": _of(Result.choices),
    "state": _of(Judgement.State.choices),
    "timing": _of(Timing.choices),
    "scenario": scenario_name,
    "rate": lambda rate: f"{basis_points(rate)}%",
    "bar": lambda bar: f"{basis_points(bar)}%",
    "lead": basis_points,
    "table": lambda key: TITLES.get(key, key),
}
