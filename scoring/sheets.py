"""What does one person give to one vendor on one criterion, and when is the sheet complete?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, NotRequired, TypeAlias, TypedDict, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_stubs_ext import WithAnnotations

from criteria.assignments import assigned_leaves
from criteria.models import Assignment, Criterion, Kind, Level
from scoring.cells import Entry, check, cleaned, digest, entry, fill
from scoring.events import ScoringEvent
from scoring.models import Round, Score, Sheet
from scoring.rows import Cell
from selection import ledger
from selection.access import WrongPhase
from selection.events import EventKind
from selection.models import ChainHead, Event, Member, Phase, Selection
from selection.phases import Blocked
from selection.prepared import Prepared
from selection.versions import Stale
from selection.writing import insert, joining, update
from vendors import registry
from vendors.models import Evidence, Vendor


def scorable(member: Member) -> QuerySet[Criterion]:
    """The rated leaves this member scores, as a query; `assigned_leaves` is the list of them."""
    leaves = _leaves(member.pk, member.selection_id)
    return leaves if member.is_evaluator else leaves.none()


def _leaves(member: int, selection: int) -> QuerySet[Criterion]:
    own = Assignment.objects.filter(member=member)
    # A category stands for all leaves in it, and no assignment at all for the whole tree.
    chosen = Q(Exists(own.filter(criterion=OuterRef("pk")))) | Q(Exists(own.filter(criterion=OuterRef("parent"))))
    return Criterion.objects.filter(chosen | ~Q(Exists(own)), selection=selection, kind=Kind.RATED)


def cell(member: Member, *, criterion: str, vendor: str) -> Cell:
    """The cell of one's own sheet with these codes, of a vendor still in the race, in one read; 404 outside it.

    What is in it already is not read.
    """
    leaf = CELL.row(member=member.pk, selection=member.selection_id, criterion=criterion, vendor=vendor)
    if leaf is None or not member.is_evaluator:
        raise Http404
    return Cell(leaf, leaf.chosen, is_proven=leaf.is_proven)


class Chosen(TypedDict):
    """What the read of a leaf brings along."""

    chosen: Vendor
    is_proven: bool


ChosenLeaf: TypeAlias = "WithAnnotations[Criterion, Chosen]"


def _cell(member: int, selection: int, criterion: str, *, vendor: str) -> QuerySet[Criterion]:
    # No relation leads from a criterion to a vendor; a join on
    # the selection that they share brings both in one read.
    one = Q(selection__vendors__code=vendor, selection__vendors__withdrawn="")
    proof = Evidence.objects.filter(criterion=OuterRef("pk"), vendor__code=vendor, level=Level.POC)
    leaves = _leaves(member, selection).filter(code=criterion).order_by()
    found: QuerySet[Any] = leaves.annotate(
        chosen=FilteredRelation("selection__vendors", condition=one), is_proven=Exists(proof)
    )
    return found.filter(chosen__isnull=False).select_related("chosen")


CELL: Prepared[ChosenLeaf] = Prepared(_cell, member=int, selection=int, criterion=str, vendor=str)


@joining
def record_score(
    member: Member,
    *,
    criterion: Criterion,
    vendor: Vendor,
    score: int | None,
    level: str,
    rationale: str,
    not_applicable: bool,
    operation: str,
    version: int,
    origin: str = "",
) -> Score:
    """Save one cell, based on the version the person saw (0 for an empty cell).

    `origin` is the SHA-256 of the spreadsheet that a mark was taken over from.

    The same operation id with the same body answers as it did before and writes nothing.
    """
    given = Entry(score, level, cleaned(rationale), not_applicable)
    check(given)
    if not 0 < len(operation) <= 64:
        raise ValidationError(_("This save carries no operation id. Reload the page."), code="operation")
    empty = Score(member=member, criterion=criterion, vendor=vendor, version=0)
    head = ledger.locked_head(member.selection)  # whoever saves or closes next waits, and then sees this
    round = _open_round(empty, operation)
    empty.round = round
    if round.used:
        return _answer_again(empty, given, version, used=round.used)
    mark: Score | None = getattr(round, "mark", None)
    # After the look for a repetition: a save whose answer was lost is answered again, also when the
    # sheet was submitted meanwhile.
    if round.is_submitted:
        raise ValidationError(
            _("You have submitted this sheet. Withdraw the submission to change it."), code="submitted"
        )
    # Before versions are compared: two tabs that hold the same have no conflict.
    if mark and entry(mark) == given:
        return mark
    if mark and mark.version != version:
        raise Stale(mark)
    if not mark and version:
        raise ValidationError(_("This cell was never saved. Reload the page."), code="version")
    return _write(mark or empty, given, operation, empty=empty, head=head, origin=origin)


def _name(mark: Score) -> str:
    return f"{mark.round.number}/{mark.criterion.code}/{mark.vendor.code}"


class AboutRound(TypedDict):
    """What saving a cell has to know of its round; the mark is there when the cell was saved before."""

    mark: NotRequired[Score]
    is_submitted: bool
    used: int | None
    is_mine: bool
    is_active: bool


OpenRound: TypeAlias = "WithAnnotations[Round, AboutRound]"
RoundT = TypeVar("RoundT", bound=Round)


def _open_round(empty: Score, operation: str) -> OpenRound:
    """The open round with all that saving a cell has to know, in one read."""
    member, selection = empty.member, empty.member.selection
    keys = {"criterion": empty.criterion.pk, "vendor": empty.vendor.pk}
    found = OPEN_ROUND.row(member=member.pk, selection=selection.pk, operation=operation, **keys)
    round = _checked(found, selection)
    if not (member.is_evaluator and round.is_mine and round.is_active):
        raise PermissionDenied("score")
    return round


def _round_with(member: int, selection: int, criterion: int, *, vendor: int, operation: str) -> QuerySet[Round]:
    own = Q(scores__member=member, scores__criterion=criterion, scores__vendor=vendor)
    sheets = Sheet.objects.filter(round=OuterRef("pk"), member=member).exclude(submitted_at=None)
    events = Event.objects.filter(chain__selection=OuterRef("selection"), operation=operation)
    rounds: QuerySet[Any] = Round.objects.filter(selection=selection, closed_at=None).annotate(
        mark=FilteredRelation("scores", condition=own),
        is_submitted=Exists(sheets),
        used=Subquery(events.values("pk")[:1]),
        is_mine=Exists(_leaves(member, selection).filter(pk=criterion)),
        is_active=Exists(Vendor.objects.filter(selection=selection, withdrawn="", pk=vendor)),
    )
    return rounds.select_related("selection", "mark").order_by("number")


OPEN_ROUND: Prepared[OpenRound] = Prepared(
    _round_with, member=int, selection=int, criterion=int, vendor=int, operation=str
)


def _checked(round: RoundT | None, selection: Selection) -> RoundT:
    # The phase as it was read behind the lock; the request found its own before.
    if round is None or round.selection.phase != Phase.SCORE:
        raise WrongPhase(Selection.objects.get(pk=selection.pk), "score")
    return round


def _answer_again(empty: Score, given: Entry, version: int, *, used: int) -> Score:
    """The answer of the save that used this operation id, if it was this very save."""
    event = Event.objects.select_related("payload").get(pk=used)
    body = event.payload.body if hasattr(event, "payload") else {}
    is_same_cell = (event.object, event.actor_id) == (_name(empty), empty.member.user_id)
    if not is_same_cell or body.get("new") != asdict(given) or event.object_version != version + 1:
        raise ValidationError(_("This save repeats another one’s operation id. Reload the page."), code="operation")
    answer = fill(empty, given)
    answer.version, answer.operation, answer.updated_at = version + 1, event.operation, event.at
    return answer


def _write(mark: Score, given: Entry, operation: str, *, empty: Score, head: ChainHead, origin: str) -> Score:
    """Store what is given; `empty` is the same cell, with its names at hand."""
    before = entry(mark) if mark.pk else None
    cleared = before is not None and before.is_given and not given.is_given
    fill(mark, given)
    mark.version, mark.operation, mark.updated_at = mark.version + 1, operation, timezone.now()
    # Both statements are put into SQL once a process: no act happens as often as this one.
    if mark.pk:
        update(mark, *asdict(given), "version", "operation", "updated_at")
    else:
        insert(mark)
    ledger.record(
        ScoringEvent.SCORE_CLEARED if cleared else ScoringEvent.SCORE_RECORDED,
        selection=empty.member.selection,
        member=empty.member,
        object=_name(empty),
        object_version=mark.version,
        operation=operation,
        payload={"old": asdict(before) if before else None, "new": asdict(given), **_origin(origin)},
        head=head,
    )
    return mark


def _origin(sha256: str) -> dict[str, str]:
    return {"taken_over": sha256} if sha256 else {}


def unfinished(member: Member, round: Round) -> list[Cell]:
    """The cells that keep one's sheet from being submitted, in tree order: no score, or no rationale where demanded."""
    marks = {(mark.criterion_id, mark.vendor_id): mark for mark in round.scores.filter(member=member)}
    vendors = list(registry.active(member.selection))
    leaves = assigned_leaves(member)
    cells = (Cell(leaf, vendor, entry(marks.get((leaf.pk, vendor.pk)))) for leaf in leaves for vendor in vendors)
    return [cell for cell in cells if cell.lacks]


def missing(cells: Iterable[Cell]) -> list[str]:
    """The sentences that say what a sheet still lacks."""
    counts = Counter(cell.lacks for cell in cells)
    sentences = [
        (counts["score"], ngettext("%(count)s cell to go", "%(count)s cells to go", counts["score"])),
        (counts["rationale"], ngettext("%(count)s rationale to go", "%(count)s rationales to go", counts["rationale"])),
    ]
    return [sentence % {"count": count} for count, sentence in sentences if count]


@transaction.atomic
def submit(member: Member) -> Sheet:
    """Declare one's sheet complete; it can be taken back until the round closes."""
    round = _held_round(member)
    found = unfinished(member, round)
    if found:
        raise Blocked(missing(found))
    sheet = _sheet(round, member)
    # A second press keeps the first time and makes no second event.
    if not sheet.submitted_at:
        sheet.submitted_at = timezone.now()
        _save(sheet, ScoringEvent.SHEET_SUBMITTED, {"sheet": digest(round.scores.filter(member=member))})
    return sheet


@transaction.atomic
def take_back(member: Member) -> Sheet:
    """Open one's submitted sheet again, while the round is open."""
    sheet = _sheet(_held_round(member), member)
    if sheet.submitted_at:
        sheet.submitted_at = None
        _save(sheet, ScoringEvent.SHEET_TAKEN_BACK, {})
    return sheet


def _held_round(member: Member) -> Round:
    if not member.is_evaluator:
        raise PermissionDenied("score")
    ledger.locked_head(member.selection)
    rounds = Round.objects.filter(selection=member.selection, closed_at=None).select_related("selection")
    return _checked(rounds.first(), member.selection)


def _sheet(round: Round, member: Member) -> Sheet:
    return Sheet.objects.get_or_create(round=round, member=member)[0]


def _save(sheet: Sheet, type: EventKind, payload: Mapping[str, object]) -> None:
    sheet.save(update_fields=["submitted_at"])
    name = f"{sheet.round.number}/{sheet.member.key}"
    ledger.record(type, selection=sheet.round.selection, member=sheet.member, object=name, payload=payload)
