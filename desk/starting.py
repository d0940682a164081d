"""How does a selection start, from nothing, a template, an earlier one or a decision file, and change its frame?"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from analysis.decision_file import Fault, admit, list_faults
from analysis.decision_file.typed import DecisionFile
from criteria import from_sheet, matching, rubric
from criteria.assignments import assign
from criteria.copying import price_points
from criteria.models import Criterion, Level, TemplateVersion
from criteria.templates import copy_into
from desk.marks import Aside
from desk.spreadsheet.values import Value
from reports.decision_file import export, intake
from reports.proof import replay
from scoring import found
from selection import blindness, committee, setup
from selection.access import BEFORE_CLOSE
from selection.models import Member, Selection, User, new_seed
from vendors.facts import about, record_fact
from vendors.registry import add_vendor
from vendors.visibility import has_prices, may_see_prices

NAMES = ("name_zh", "name_en")  # a new one replaces the old one in both languages


class FaultyFile(Exception):
    """The file cannot be used; nothing was stored."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(fault.pointer for fault in faults))
        self.faults = list(faults)


@transaction.atomic
def blank(*, actor: User, **frame: Unpack[setup.Frame]) -> Selection:
    selection, _member = setup.create(actor=actor, **frame)
    return selection


@transaction.atomic
def from_template(*, actor: User, version: TemplateVersion, depth: str, **frame: Unpack[setup.Frame]) -> Selection:
    selection, member = setup.create(actor=actor, **frame)
    copy_into(selection, version=version, depth=depth, member=member, actor=actor)
    return selection


@transaction.atomic
def from_table(
    *,
    actor: User,
    name: str,
    rows: Sequence[from_sheet.Row],
    vendors: Sequence[str],
    facts: Mapping[tuple[int, int], Value] | None = None,
    aside: Aside | None = None,
) -> Selection:
    """What was confirmed of somebody's spreadsheet, with the facts of measured criteria; its marks stay apart."""
    own = matching.in_own_language(name)
    selection, member = setup.create(actor=actor, name_zh=own["zh"], name_en=own["en"])
    codes = from_sheet.lay_out(selection, rows, member=member)
    letters = [_added(selection, vendor, member=member) for vendor in vendors]
    source = (aside.source.file if aside else "") or _("Spreadsheet")
    for (row, column), value in (facts or {}).items():
        record_fact(
            selection.vendors.get(code=letters[column]),
            criterion=selection.criteria.get(code=codes[row]),
            value=Decimal(value.text),
            level=Level.CLAIMED,
            source=about(source, value.typed) if value.is_about else source,
            member=member,
        )
    if aside and aside.marks:
        marks = {(codes[row], letters[column]): text for (row, column), text in aside.marks.items()}
        found.keep(selection, member=member, source=aside.source, marks=marks)
    return selection


def _added(selection: Selection, vendor: str, *, member: Member) -> str:
    own = matching.in_own_language(vendor)
    return add_vendor(selection, name_zh=own["zh"], name_en=own["en"], member=member).code


@transaction.atomic
def from_earlier(
    earlier: Member, *, actor: User, with_committee: bool = False, **frame: Unpack[setup.Frame]
) -> Selection:
    """Criteria, weights, needs, vendors and cost lines of a selection the person sits on; never marks or facts.

    Cost lines stay behind when the person could not see them, or is to score in the new one.

    With its committee: people, their roles and what they score, without deactivated accounts.
    """
    code = setup.next_code()
    scores_here = with_committee and earlier.is_evaluator
    with_costs = may_see_prices(earlier) and not (scores_here and earlier.selection.sealed_prices)
    copied = _without_judgements(export.build(earlier.selection), with_costs=with_costs)
    if above := list_faults(copied):
        raise ValidationError([intake.message(fault) for fault in above])
    copied["selection"]["code"] = code
    # Draws that fell well for the earlier selection are not carried on.
    copied["options"]["seed"] = new_seed()
    selection = intake.import_decision_file(copied, actor=actor)
    member = committee.found(selection, user=actor)
    # Written down now: all that follows are acts, which the replay lays on top.
    replay.baseline(selection)
    _note_prices(member)
    kept: dict[str, Any] = {name: value for name, value in frame.items() if name in NAMES or value not in (None, "")}
    edit(selection, member=member, version=selection.version, **kept)
    if with_committee:
        _seat_committee(earlier, member)
    selection.refresh_from_db()
    return selection


def left_behind(selection: Selection) -> list[Member]:
    """Who would not come along with the committee."""
    return list(committee.active(selection).exclude(user__is_active=True).order_by("pk"))


def _seat_committee(earlier: Member, chair: Member) -> None:
    """Seat who sits on the earlier selection; who starts the new one chairs it beside their own roles."""
    criteria = {row.code: row for row in chair.selection.criteria.all()}
    people = committee.active(earlier.selection).filter(user__is_active=True).order_by("pk")
    for person in people.prefetch_related("assignments__criterion"):
        seated, user = chair, person.user
        assert user is not None  # an active account was asked for
        if user == chair.user:
            committee.change(chair, roles={"chair", *person.roles}, department=person.department, by=chair)
        else:
            seated = committee.add(
                chair.selection, user=user, roles=person.roles, department=person.department, by=chair
            )
        scored = [criteria[row.criterion.code] for row in person.assignments.all()]
        if scored:
            assign(seated, criteria=scored, by=chair)


@transaction.atomic
def from_file(data: bytes, *, actor: User) -> Selection:
    """A decision file as it is; who brings it chairs. Its people have seats, and no accounts.

    It always gets a code of this installation: nobody can ask by a file which codes there are, or take one over.
    """
    reading = admit(data)
    if reading.decision_file is None:
        raise FaultyFile(reading.faults)
    reading.decision_file["selection"]["code"] = setup.next_code()
    selection = intake.import_decision_file(reading.decision_file, actor=actor, file=data)
    chair = committee.found(selection, user=actor)
    replay.baseline(selection)
    _note_prices(chair)
    return selection


def _note_prices(chair: Member) -> None:
    """Who brings cost lines into a selection knows them."""
    if has_prices(chair.selection) and chair.selection.phase in BEFORE_CLOSE:
        blindness.note_seen(chair)


@transaction.atomic
def edit(selection: Selection, *, member: Member, version: int, **fields: Unpack[setup.Frame]) -> list[Criterion]:
    """Change the frame; returns the prices that followed the budget."""
    old = Selection.objects.get(pk=selection.pk)
    before = price_points(old)
    setup.edit(selection, member=member, version=version, **fields)
    changed = Selection.objects.get(pk=selection.pk)
    if changed.sealed_prices and not old.sealed_prices and has_prices(changed):
        blindness.note_open_until_now(changed, member=member)
    if price_points(changed) == before:
        return []
    return rubric.follow_budget(changed, before=before, member=member)


def _without_judgements(copied: DecisionFile, *, with_costs: bool) -> DecisionFile:
    """What people said, proved, scored or tried stays with the earlier selection."""
    for need in copied["needs"]:
        need["judgements"] = []
    for vendor in copied["vendors"]:
        vendor["facts"], vendor["claims"], vendor["evidence"], vendor["withdrawn"] = [], [], [], ""
        if not with_costs:
            vendor["costs"], vendor["seat_prices"] = [], []
    for scenario in copied["poc"]["scenarios"]:
        scenario["results"] = []
    copied["selection"]["decision_date"] = copied["poc"]["start"] = copied["poc"]["end"] = None
    copied["selection"].pop("first_cost_year", None)
    return copied | {"people": [], "rounds": [], "consensus": [], "not_counted": []}
