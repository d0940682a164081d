"""What do the tables hold, each entry as the start of its SHA-256, so that it tells no value?

A part that is changed here, or a field that is added to one, is another part: it needs a name of its own,
since the events of before hold the entries as they were then. What is in no part stands in `reports/proof/unproved.py`.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import compress
from typing import TypedDict

from django.apps import apps
from django.db.models import Model, QuerySet

from analysis.decision_file import canonical_bytes
from criteria.events import AssignmentEvent, CriteriaEvent
from poc.events import PocEvent
from reports.events import DemoEvent
from scoring.events import ScoringEvent
from selection.events import CommitteeEvent, CourseEvent, PersonEvent, SiteEvent
from vendors.events import CostEvent, NeedEvent, VendorEvent

ROLES = ("chair", "procurement", "evaluator", "observer", "auditor")
SETTINGS = (
    *(f"{field}_{language}" for field in ("name", "organisation", "summary") for language in ("zh", "en")),
    *(
        "industry",
        "is_demo",
        "file_digest",
        "imported_at",
        "imported_by__username",
        "archived_at",
        "sealed_at",
        "currency",
        "zone",
        "tax_included",
    ),
    *("daily_enquiries", "seats_now", "seats_3y", "seats_5y", "budget_ceiling", "budget_target"),
    *("decision_date", "first_cost_year", "scoring_closes_at"),
    *("template_key", "template_version", "template_depth"),
    *("seed", "bar", "lead", "candidate", "discount_rate", "horizon", "scenario", "scenarios", "timing"),
    *("sealed_prices", "concentration", "samples", "evidence_sd"),
)
BEGINNING = ("created_at", "created_by__username", "prices_recorded", "template_name_zh", "template_name_en")
CRITERION = (
    *("parent__code", "heading__code", "kind", "name_zh", "name_en", "question_zh", "question_en", "dimension"),
    *("unit_zh", "unit_en", "decimals", "minimum", "maximum", "curve", "points", "basis", "cost_items", "source"),
)
NEED = ("text_zh", "text_en", "source_zh", "source_en", "moscow")
RULE = ("rule__criterion__code", "rule__operator", "rule__threshold")
SCENARIO = (
    *(f"{field}_{language}" for field in ("group", "name", "pass_line") for language in ("zh", "en")),
    "measures__code",
)
PERSON = ("is_site_admin", "password")
NAMES = ("name_zh", "name_en", "title_zh", "title_en", "department")
Entries = Iterator[tuple[str, str]]
State = dict[str, dict[str, str]]
Models = Callable[[str, str], type[Model]]
Rows = QuerySet[Model]


def brief(value: object) -> str:
    return _start(canonical_bytes(value))


def digest(value: object) -> str:
    """The same for values that a decision file could not hold."""
    return _start(json.dumps(value, sort_keys=True, default=_text).encode())


def _start(content: bytes) -> str:
    # 128 bits: nobody finds another content that fits, and a baseline stays short.
    return hashlib.sha256(content).hexdigest()[:32]


def _text(value: date | datetime) -> str:
    return (value.astimezone(UTC) if isinstance(value, datetime) else value).isoformat()


@dataclass(frozen=True)
class Part:
    """Where the entries of one kind stand."""

    app: str
    model: str
    of: str  # how a row leads to its selection; nothing for what belongs to the site
    entries: Callable[[Rows], Entries]
    first: str = ""  # how a row leads to the name of its entry, where that is one field


def entries(part: str, selection: int | None, *, start: str = "", models: Models = apps.get_model) -> dict[str, str]:
    """What a part holds now: all of it, or the entries whose name is, or begins with, a word."""
    source = PARTS[part]
    rows = models(source.app, source.model)._default_manager.all()
    if source.of:
        rows = rows.filter(**{source.of: selection})
    if start and source.first:
        rows = rows.filter(**{source.first: start})
    found = source.entries(rows.order_by("pk"))
    return {name: entry for name, entry in found if not start or is_under(name, start)}


def is_under(name: str, start: str) -> bool:
    return not start or name == start or name.startswith(f"{start} ")


def state(selection: int | None, *, models: Models = apps.get_model) -> State:
    """Every entry of every part; `models` finds the tables, in a migration those of its time."""
    names = SITE if selection is None else OWN
    return {part: entries(part, selection, models=models) for part in names}


# The parts ---------------------------------------------------------------------------------------
def _phase(rows: Rows) -> Entries:
    for phase in rows.values_list("phase", flat=True):
        yield "", brief(phase)


def _members(rows: Rows) -> Entries:
    names = (f"is_{role}" for role in ROLES)
    for key, department, removed_at, *has in rows.values_list("key", "department", "removed_at", *names):
        yield key, brief({"roles": list(compress(ROLES, has)), "department": department})
        yield f"{key} seated", brief(removed_at is None)


def _marks(rows: Rows) -> Entries:
    names = ("round__number", "criterion__code", "vendor__code", "member__key")
    for *place, score, level, rationale, is_not_applicable in rows.values_list(
        *names, "score", "level", "rationale", "is_not_applicable"
    ):
        entry = {"score": score, "level": level, "rationale": rationale, "is_not_applicable": is_not_applicable}
        yield "/".join(map(str, place)), brief(entry)


def _sheets(rows: Rows) -> Entries:
    for number, key in rows.exclude(submitted_at=None).values_list("round__number", "member__key"):
        yield f"{number}/{key}", brief(True)


def _consensus(rows: Rows) -> Entries:
    for criterion, vendor, value, reason in rows.values_list("criterion__code", "vendor__code", "value", "reason"):
        yield f"{criterion} {vendor}", brief([value, reason])


def _facts(rows: Rows) -> Entries:
    """Those of procurement."""
    names = ("criterion__code", "vendor__code", "value", "level", "source")
    for criterion, vendor, *value in rows.filter(origin="procurement").values_list(*names):
        yield f"{criterion} {vendor}", brief(value)


def _trials(rows: Rows) -> Entries:
    names = ("result", "value", "note_zh", "note_en")
    for scenario, vendor, *value in rows.values_list("scenario__code", "vendor__code", *names):
        yield f"{scenario} {vendor}", brief(dict(zip(names, value, strict=True)))


def _fields(*fields: str) -> Callable[[Rows], Entries]:
    """Each field of the one row is an entry."""

    def of(rows: Rows) -> Entries:
        for values in rows.values(*fields):
            yield from ((name, digest(value)) for name, value in values.items())

    return of


def _order(rows: Rows) -> Entries:
    """Which row comes after which, whatever their positions are counted from."""
    codes = list(rows.order_by("position", "pk").values_list("code", flat=True))
    if codes:
        yield "", digest(codes)


def _criteria(rows: Rows) -> Entries:
    anchors = _gathered(
        rows.filter(anchors__isnull=False), "code", "anchors__band", "anchors__text_zh", "anchors__text_en"
    )
    for code, *values in rows.values_list("code", *CRITERION):
        yield code, digest([*values, anchors[code]])


def _weights(rows: Rows) -> Entries:
    """What the children of one criterion weigh; the categories stand under the whole."""
    for parent, weights in _gathered(rows, "parent__code", "code", "weight", "template_weight").items():
        yield f"below {parent}" if parent else "categories", digest(weights)


def _needs(rows: Rows) -> Entries:
    links = _gathered(rows.filter(criteria__isnull=False), "code", "criteria__code")
    for code, *values in rows.values_list("code", *NEED, *RULE):
        yield code, digest([*values, links[code]])


def _plan(rows: Rows) -> Entries:
    proves = _gathered(rows.filter(criteria__isnull=False), "code", "criteria__code")
    for code, *values in rows.values_list("code", *SCENARIO):
        yield code, digest([*values, proves[code]])


def _proofs(rows: Rows) -> Entries:
    yield from _by_first("vendor__code", "criterion__code", "value", "level", "source")(rows.filter(origin="poc"))


def _by_first(name: str, *fields: str) -> Callable[[Rows], Entries]:
    """All rows that share a field are one entry, in whichever order they stand."""

    def of(rows: Rows) -> Entries:
        return ((key, digest(values)) for key, values in _gathered(rows, name, *fields).items())

    return of


def _each(*fields: str, names: int = 1) -> Callable[[Rows], Entries]:
    """Every row is one entry, named by its first fields."""

    def of(rows: Rows) -> Entries:
        for values in rows.values_list(*fields):
            yield " ".join(map(str, map(_plain, values[:names]))), digest(values[names:])

    return of


def _plain(value: object) -> object:
    return _text(value) if isinstance(value, date) else value


def _gathered(rows: Rows, name: str, *fields: str) -> dict[str, list[list[object]]]:
    found: dict[str, list[list[object]]] = defaultdict(list)
    for key, *values in rows.values_list(name, *fields):
        found[key].append(values)
    # Values of several types cannot be compared with each other; their spellings can.
    return defaultdict(list, {key: sorted(values, key=repr) for key, values in found.items()})


def _exceptions(rows: Rows) -> Entries:
    names = ("kind", "object", "reason", "payload", "phase", "member__key")
    for at, before, after, *values in rows.values_list("at", "before", "after", *names):
        yield _text(at), digest([*values, _start(before.encode()), _start(after.encode())])


def _people(rows: Rows) -> Entries:
    """Whom the site lets in. The stored hash of a password is itself only kept as a hash."""
    for name, *values in rows.filter(is_active=True).values_list("username", *PERSON):
        yield name, digest(values)


def _codes(rows: Rows) -> Entries:
    for code in rows.values_list("code", flat=True):
        yield code, brief(True)


SEATED = ("key", "user__username", "name_zh", "name_en", "title_zh", "title_en")
LINE = ("item", "label_zh", "label_en", "is_quoted", "scenario", "year", "amount", "is_everywhere")
PRICE = ("item", "label_zh", "label_en", "is_quoted", "price", "minimum")
PARTS = {
    "phase": Part("selection", "Selection", "pk", _phase),
    "members": Part("selection", "Member", "selection", _members, "key"),
    "marks": Part("scoring", "Score", "round__selection", _marks),
    "sheets": Part("scoring", "Sheet", "round__selection", _sheets),
    "consensus": Part("scoring", "Consensus", "criterion__selection", _consensus),
    "facts": Part("vendors", "Fact", "vendor__selection", _facts),
    "trials": Part("poc", "Trial", "scenario__selection", _trials),
    "settings": Part("selection", "Selection", "pk", _fields(*SETTINGS)),
    "beginning": Part("selection", "Selection", "pk", _fields(*BEGINNING)),
    "accounts": Part("selection", "Member", "selection", _each(*SEATED), "key"),
    "counting": Part("selection", "Member", "selection", _each("key", "marks_count", "not_counted_reason"), "key"),
    "settled": Part("selection", "Member", "selection", _each("key", "marks_settled"), "key"),
    "sight": Part(
        "selection", "Member", "selection", _each("key", "prices_seen_at", "knows_prices", "had_sheet"), "key"
    ),
    "assignments": Part(
        "criteria", "Assignment", "member__selection", _by_first("member__key", "criterion__code"), "member__key"
    ),
    "criteria": Part("criteria", "Criterion", "selection", _criteria, "code"),
    "headings": Part("criteria", "Heading", "selection", _each("code", "category_code", "name_zh", "name_en"), "code"),
    "order": Part("criteria", "Criterion", "selection", _order),
    "order of headings": Part("criteria", "Heading", "selection", _order),
    "weights": Part("criteria", "Criterion", "selection", _weights),
    "needs": Part("selection", "Requirement", "selection", _needs, "code"),
    "verdicts": Part(
        "vendors",
        "Judgement",
        "requirement__selection",
        _each("requirement__code", "vendor__code", "state", "note", "judged_by__key", names=2),
    ),
    "vendors": Part(
        "vendors",
        "Vendor",
        "selection",
        _each("code", "name_zh", "name_en", "kind_zh", "kind_en", "withdrawn"),
        "code",
    ),
    "claims": Part(
        "vendors",
        "Claim",
        "vendor__selection",
        _by_first("vendor__code", "criterion__code", "text", "source"),
        "vendor__code",
    ),
    "evidence": Part(
        "vendors",
        "Evidence",
        "vendor__selection",
        _by_first("vendor__code", "criterion__code", "origin", "level", "title", "source"),
        "vendor__code",
    ),
    "proofs": Part("vendors", "Fact", "vendor__selection", _proofs, "vendor__code"),
    "costs": Part("vendors", "CostLine", "vendor__selection", _by_first("vendor__code", *LINE), "vendor__code"),
    "seat prices": Part("vendors", "SeatPrice", "vendor__selection", _by_first("vendor__code", *PRICE), "vendor__code"),
    "seat plan": Part("vendors", "SeatPlan", "selection", _each("scenario", "year", "seats", names=2)),
    "rounds": Part("scoring", "Round", "selection", _each("number", "opened_at", "closed_at")),
    "poc window": Part("poc", "Plan", "selection", _each("start", "end", names=0)),
    "poc plan": Part("poc", "Scenario", "selection", _plan, "code"),
    "order of the poc": Part("poc", "Scenario", "selection", _order),
    "exceptions": Part("selection", "LateAct", "selection", _exceptions, "at"),
    "people": Part("selection", "User", "", _people, "username"),
    "names": Part("selection", "User", "", _each("username", *NAMES), "username"),
    "selections": Part("selection", "Selection", "", _codes, "code"),
}
SITE = ("people", "names", "selections")
OWN = tuple(part for part in PARTS if part not in SITE)


# What an event keeps -----------------------------------------------------------------------------
class Body(TypedDict, total=False):
    """What of an event's payload says which entries its act changed."""

    codes: list[str]
    at: str


class Kept(TypedDict):
    """What an event holds of one part: the names that it replaces, and what stands there."""

    of: list[str]
    entries: dict[str, str]


Scope = Callable[[str, Body], Iterable[str]]


def _whole(_object: str, _body: Body) -> Iterable[str]:
    return ("",)


def _named(object: str, _body: Body) -> Iterable[str]:
    """The object is the name of the entry."""
    return (object,)


def _after(words: int, *, without: int = 0) -> Scope:
    """The name stands in the object after some words, and before some."""

    def scope(object: str, _body: Body) -> Iterable[str]:
        rest = object.split(" ", words)[-1]
        return (rest.rsplit(" ", without)[0],)

    return scope


def _codes_of(_object: str, body: Body) -> Iterable[str]:
    return body["codes"]


def _at(_object: str, body: Body) -> Iterable[str]:
    return (body["at"],) if "at" in body else ()


TREE: dict[str, Scope] = dict.fromkeys(
    (
        *("criteria", "order", "headings", "order of headings", "weights", "needs", "assignments"),
        *("facts", "claims", "evidence", "poc plan"),
    ),
    _whole,
)
WEIGHTS: dict[str, Scope] = {"weights": _whole}
NEED_LINKS: dict[str, Scope] = {"criteria": _named, "needs": _whole}
NEW_CRITERION: dict[str, Scope] = {"criteria": _named, "order": _whole, "weights": _whole}
COUNTING: dict[str, Scope] = {"counting": _named, "settled": _named}
SEAT: dict[str, Scope] = COUNTING | {"accounts": _named, "sight": _named}
POC: dict[str, Scope] = {"poc plan": _named, "order of the poc": _whole, "evidence": _whole, "proofs": _whole}
FRAME: dict[str, Scope] = {"settings": _whole, "beginning": _whole}
PERSONS: dict[str, Scope] = {"people": _named, "names": _named}
KEEPS: dict[str, dict[str, Scope]] = {
    CourseEvent.CREATED: FRAME | dict.fromkeys(("accounts", "counting", "settled", "sight"), _whole),
    CourseEvent.EDITED: FRAME,
    CourseEvent.ARCHIVED: FRAME,
    CourseEvent.UNARCHIVED: FRAME,
    CourseEvent.MOVED: FRAME | {"rounds": _whole},
    # A mended value may stand in any part; marks have always kept their limits.
    CourseEvent.MENDED: dict.fromkeys(
        (part for part in OWN if part not in ("phase", "members", "marks", "sheets", "consensus", "exceptions")), _whole
    ),
    CommitteeEvent.MEMBER_ADDED: SEAT,
    CommitteeEvent.MEMBER_CHANGED: SEAT,
    CommitteeEvent.MEMBER_REMOVED: {"sight": _named},
    CommitteeEvent.MEMBER_GIVEN: {"accounts": _named},
    CommitteeEvent.OWN_SEAT_CHANGED: SEAT,
    CommitteeEvent.CHAIR_APPOINTED: SEAT,
    CommitteeEvent.PRICES_OPENED: {"sight": _named},
    CommitteeEvent.PRICES_SEALED: {"sight": _whole},
    CommitteeEvent.PRICES_ALLOWED: {"sight": _named},
    CourseEvent.EXCEPTION_KEPT: {"exceptions": _at},
    CriteriaEvent.TEMPLATE_COPIED: TREE | FRAME,
    CriteriaEvent.SHEET_COPIED: TREE,
    CriteriaEvent.CRITERION_ADDED: NEW_CRITERION,
    CriteriaEvent.CRITERION_REVISED: NEED_LINKS,
    CriteriaEvent.CRITERION_RENAMED: {"criteria": _named},
    CriteriaEvent.CRITERION_REMOVED: TREE,
    CriteriaEvent.CATEGORY_ADDED: NEW_CRITERION,
    CriteriaEvent.CATEGORY_REMOVED: TREE,
    CriteriaEvent.GROUP_OPENED: TREE,
    CriteriaEvent.GROUP_CLOSED: TREE,
    AssignmentEvent.ASSIGNED: {"assignments": _named},
    CriteriaEvent.WEIGHT_SET: WEIGHTS,
    CriteriaEvent.WEIGHTS_GIVEN: WEIGHTS,
    CriteriaEvent.WEIGHTS_RESTORED: WEIGHTS,
    CriteriaEvent.WEIGHTS_UNDONE: WEIGHTS,
    VendorEvent.ADDED: {"vendors": _after(1)},
    VendorEvent.EDITED: {"vendors": _after(1)},
    VendorEvent.WITHDRAWN: {"vendors": _after(1)},
    VendorEvent.RESTORED: {"vendors": _after(1)},
    NeedEvent.ADDED: {"needs": _after(1)},
    NeedEvent.EDITED: {"needs": _after(1)},
    NeedEvent.REMOVED: {"needs": _after(1), "verdicts": _after(1)},
    NeedEvent.MUST_JUDGED: {"verdicts": _after(1)},
    VendorEvent.CLAIM_RECORDED: {"claims": _after(1)},
    VendorEvent.CLAIM_REMOVED: {"claims": _after(1)},
    VendorEvent.EVIDENCE_RECORDED: {"evidence": _after(1)},
    VendorEvent.EVIDENCE_REMOVED: {"evidence": _after(1)},
    CostEvent.LINE_RECORDED: {"costs": _after(1, without=2)},
    CostEvent.LINE_REMOVED: {"costs": _after(1, without=2)},
    CostEvent.SEAT_PRICE_RECORDED: {"seat prices": _after(2, without=1)},
    CostEvent.SEAT_PRICE_REMOVED: {"seat prices": _after(2, without=1)},
    CostEvent.SEAT_PLAN_SET: {"seat plan": _whole},
    CostEvent.SCENARIOS_LISTED: FRAME | {"costs": _whole},
    CostEvent.PARAMETERS_SET: FRAME | {"seat plan": _whole},
    PocEvent.WINDOW_SET: {"poc window": _whole},
    PocEvent.SCENARIO_ADDED: POC,
    PocEvent.SCENARIO_EDITED: POC,
    PocEvent.SCENARIO_REMOVED: POC,
    PocEvent.TRIAL_RECORDED: {"evidence": _whole, "proofs": _whole},
    ScoringEvent.CLOSING_TIME_CHANGED: FRAME,
    ScoringEvent.MARKS_SETTLED: COUNTING,
    ScoringEvent.SHEET_LEFT_OUT: COUNTING,
    PersonEvent.INSTALLATION_STARTED: PERSONS,
    PersonEvent.PERSON_ADDED: PERSONS,
    PersonEvent.PERSON_CHANGED: PERSONS,
    PersonEvent.PERSON_DEACTIVATED: PERSONS,
    PersonEvent.PERSON_DELETED: PERSONS,
    PersonEvent.PASSWORD_CHANGED: PERSONS,
    PersonEvent.PASSWORD_HASHED: PERSONS,
    PersonEvent.PASSWORD_RESET: PERSONS,
    PersonEvent.PRINTED_PASSWORD_REPLACED: PERSONS,
    PersonEvent.PRINTED_PASSWORD_ENDED: PERSONS,
    PersonEvent.ACCESS_LINK_USED: PERSONS,
    SiteEvent.LISTED: {"selections": _named},
    SiteEvent.DELETED: {"selections": _named},
    DemoEvent.DEMO_REMOVED: {"selections": _codes_of},
}


def kept(type: str, *, selection: int | None, object: str, body: Body) -> dict[str, Kept]:
    """What an event holds of the parts that its act changes: part → names that it replaces, and what stands there."""
    found: dict[str, Kept] = {}
    for part, scope in KEEPS.get(type, {}).items():
        starts = list(scope(object, body))
        held = [entries(part, selection, start=start) for start in starts]
        found[part] = {"of": starts, "entries": {name: entry for one in held for name, entry in one.items()}}
    return found
