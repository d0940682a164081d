"""Where do many selections stand for one person? Counts only, and as many queries for one as for hundreds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from criteria.models import LEAVES, Assignment, Criterion, Kind
from poc.models import CONCLUDED, Plan, Scenario, Trial
from reports import events
from reports.models import Decision, Document, Run, State
from scoring import counting
from scoring.models import Round, Score, Sheet
from selection import links
from selection.access import may
from selection.models import Member, Notice, Phase, Requirement, Selection, User
from vendors.models import CostLine, Fact, Origin, SeatPrice, Vendor

ORDER = (Phase.DEFINE, Phase.INVITE, Phase.SCORE, Phase.CLOSED, Phase.CONSENSUS, Phase.DECIDE, Phase.DONE)


@dataclass
class Standing:
    """One selection as one of its members sees it."""

    selection: Selection
    member: Member
    people: list[Member] = field(default_factory=list)
    evaluators: int = 0
    needs: int = 0
    linked_needs: int = 0
    leaves: int = 0
    measured: int = 0
    vendors: int = 0
    facts: int = 0
    costed: int = 0
    round: Round | None = None
    cells: int = 0
    done: int = 0
    my_cells: int = 0
    my_done: int = 0
    has_submitted: bool = False
    submitted: int = 0
    unsettled: int = 0
    scenarios: int = 0
    concluded: int = 0
    poc_start: date | None = None
    poc_end: date | None = None
    run: Run | None = None
    documents: list[Document] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # sentences that the person has not read yet
    is_told_of_link: bool = False  # one of them
    decided_at: datetime | None = None

    @property
    def phase(self) -> str:
        return self.selection.phase

    @property
    def is_decided(self) -> bool:
        return self.decided_at is not None

    @property
    def reached(self) -> int:
        """How far it came, as a place in ORDER; a cancelled one by the marks it left."""
        if self.phase != Phase.CANCELLED:
            return ORDER.index(Phase(self.phase))
        if self.round:
            return 3 if self.round.closed_at else 2
        return 1 if self.selection.sealed_at else 0

    @property
    def is_open(self) -> bool:
        return self.phase not in (Phase.DONE, Phase.CANCELLED)

    @property
    def chairs(self) -> list[Member]:
        return [person for person in self.people if person.is_chair]

    @property
    def trials(self) -> int:
        return self.scenarios * self.vendors

    @property
    def is_late(self) -> bool:
        closes = self.selection.scoring_closes_at
        return bool(self.phase == Phase.SCORE and closes and closes < timezone.now())

    def may(self, right: str) -> bool:
        return may(self.member, right)


def standings(user: User, selections: Iterable[Selection]) -> list[Standing]:
    """In the order given; selections in which the person has no seat are left out."""
    rows = list(selections)
    own = {member.selection_id: member for member in _members(rows).filter(user=user)}
    found = [Standing(row, _with_selection(own[row.pk], row)) for row in rows if row.pk in own]
    by_pk = {standing.selection.pk: standing for standing in found}
    for load in (_load_people, _load_criteria, _load_vendors, _load_scoring, _load_poc, _load_outcome, _load_notices):
        load(by_pk)
    return found


def _members(rows: Sequence[Selection]) -> QuerySet[Member]:
    return Member.objects.filter(selection__in=rows, removed_at=None).select_related("user")


def _with_selection(member: Member, selection: Selection) -> Member:
    member.selection = selection
    return member


def _set_counts(by_pk: dict[int, Standing], attribute: str, rows: QuerySet[Any], key: str = "selection") -> None:
    """Write how many rows each selection has."""
    counts = rows.filter(**{f"{key}__in": list(by_pk)}).order_by().values_list(key).annotate(Count("pk", distinct=True))
    for pk, count in counts:
        setattr(by_pk[pk], attribute, count)


def _load_people(by_pk: dict[int, Standing]) -> None:
    for member in _members([standing.selection for standing in by_pk.values()]):
        by_pk[member.selection_id].people.append(member)
        by_pk[member.selection_id].evaluators += member.is_evaluator


def _load_criteria(by_pk: dict[int, Standing]) -> None:
    _set_counts(by_pk, "needs", Requirement.objects.all())
    _set_counts(by_pk, "linked_needs", Requirement.objects.filter(criteria__isnull=False))
    _set_counts(by_pk, "leaves", Criterion.objects.filter(kind__in=LEAVES))
    _set_counts(by_pk, "measured", Criterion.objects.filter(kind=Kind.MEASURED))


def _load_vendors(by_pk: dict[int, Standing]) -> None:
    _set_counts(by_pk, "vendors", Vendor.objects.filter(withdrawn=""))
    facts = Fact.objects.filter(vendor__withdrawn="", origin=Origin.PROCUREMENT)
    _set_counts(by_pk, "facts", facts, "vendor__selection")
    costed: dict[int, set[int]] = {}
    for lines in (CostLine.objects, SeatPrice.objects):
        here = lines.filter(vendor__selection__in=list(by_pk), vendor__withdrawn="").order_by()
        for selection, vendor in here.values_list("vendor__selection", "vendor").distinct():
            costed.setdefault(selection, set()).add(vendor)
    for pk, vendors in costed.items():
        by_pk[pk].costed = len(vendors)


def _load_scoring(by_pk: dict[int, Standing]) -> None:
    for number in Round.objects.filter(selection__in=list(by_pk)).order_by("number"):
        by_pk[number.selection_id].round = number
    rounds = {standing.round.pk: standing for standing in by_pk.values() if standing.round}
    sheets = Sheet.objects.filter(round__in=list(rounds), submitted_at__isnull=False, member__removed_at=None)
    for round, member in sheets.filter(member__is_evaluator=True).values_list("round", "member"):
        rounds[round].submitted += 1
        rounds[round].has_submitted |= member == rounds[round].member.pk
    _set_counts(by_pk, "unsettled", counting.unsettled())
    _load_cells({pk: standing for pk, standing in by_pk.items() if standing.phase == Phase.SCORE})


def _load_cells(scoring: dict[int, Standing]) -> None:
    """How many cells there are to fill, and are filled: everybody's, and my own."""
    leaves, done = _leaves(scoring), _done(scoring)
    for standing in scoring.values():
        for person in standing.people:
            if person.is_evaluator:
                cells = leaves[person.pk] * standing.vendors
                finished = min(done.get(person.pk, 0), cells)
                standing.cells, standing.done = standing.cells + cells, standing.done + finished
                if person.pk == standing.member.pk:
                    standing.my_cells, standing.my_done = cells, finished


def _done(scoring: dict[int, Standing]) -> dict[int, int]:
    rounds = [standing.round for standing in scoring.values() if standing.round]
    marks = Score.objects.given().filter(round__in=rounds, vendor__withdrawn="").order_by()
    return dict(marks.values_list("member").annotate(Count("pk")))


def _leaves(scoring: dict[int, Standing]) -> dict[int, int]:
    """Rated leaves of each evaluator: those assigned, by themselves or with their category; without any, all."""
    rated = Criterion.objects.filter(kind=Kind.RATED, selection__in=list(scoring)).order_by()
    totals: dict[int | None, int] = dict(rated.values_list("selection_id").annotate(Count("pk")))
    wanted: dict[int, set[int]] = {}
    for member, criterion in _assigned(scoring):
        wanted.setdefault(member, set()).add(criterion)
    ids = {criterion for criteria in wanted.values() for criterion in criteria}
    leaves = list(rated.filter(Q(pk__in=ids) | Q(parent__in=ids)).values_list("pk", "parent_id")) if ids else []
    own: dict[int, int] = {
        member: len([leaf for leaf, parent in leaves if leaf in criteria or parent in criteria])
        for member, criteria in wanted.items()
    }
    people = [person for standing in scoring.values() for person in standing.people]
    return {person.pk: own.get(person.pk, totals.get(person.selection_id, 0)) for person in people}


def _assigned(scoring: dict[int, Standing]) -> QuerySet[Assignment, tuple[int, int]]:
    rows = Assignment.objects.filter(member__selection__in=list(scoring))
    return rows.values_list("member_id", "criterion_id")


def _load_poc(by_pk: dict[int, Standing]) -> None:
    _set_counts(by_pk, "scenarios", Scenario.objects.all())
    concluded = Trial.objects.filter(result__in=CONCLUDED, vendor__withdrawn="")
    _set_counts(by_pk, "concluded", concluded, "scenario__selection")
    for plan in Plan.objects.filter(selection__in=list(by_pk)):
        by_pk[plan.selection_id].poc_start, by_pk[plan.selection_id].poc_end = plan.start, plan.end


def _load_outcome(by_pk: dict[int, Standing]) -> None:
    runs = Run.objects.filter(selection__in=list(by_pk)).order_by("number")
    for run in runs.only("selection", "number", "state", "finished_at"):
        by_pk[run.selection_id].run = run
    for pk, moment in Decision.objects.filter(selection__in=list(by_pk)).values_list("selection", "decided_at"):
        by_pk[pk].decided_at = moment
    users = [standing.member.user_id for standing in by_pk.values()][:1]
    waiting = Document.objects.filter(state__in=(State.DONE, State.FAILED), seen_at=None, requested_by__in=users)
    for document in waiting.filter(run__selection__in=list(by_pk)).annotate(selection=F("run__selection")):
        by_pk[document.selection].documents.append(document)


def _load_notices(by_pk: dict[int, Standing]) -> None:
    seats = {standing.member.pk: standing for standing in by_pk.values()}
    unread = Notice.objects.filter(member__in=list(seats), seen_at=None).order_by("pk")
    found = [(row.member_id, row.event) for row in unread.select_related("event__actor", "event__payload")]
    known = events.names(event for _member, event in found)
    for member, event in found:
        seats[member].told.append(events.sentence(event, known))
        seats[member].is_told_of_link |= event.type in (links.ISSUED, links.USED)
