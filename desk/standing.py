"""Where do many selections stand for one person? Counts only, and as many queries for one as for hundreds."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias, TypedDict

from django.db.models import Exists, F, QuerySet
from django.utils import timezone
from django_stubs_ext import WithAnnotations

from desk import counts, events
from reports.models import Report, Run, State
from scoring.models import Round
from selection.access import may
from selection.events import CommitteeEvent
from selection.models import Member, Notice, Phase, Selection, User
from selection.prepared import Prepared


class Submitted(TypedDict):
    """What the read of the people brings along."""

    has_submitted: bool


class OfSelection(TypedDict):
    """What the read of the reports brings along."""

    of_selection: int


Seat: TypeAlias = "WithAnnotations[Member, Submitted]"
AskedReport: TypeAlias = "WithAnnotations[Report, OfSelection]"
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
    reports: list[Report] = field(default_factory=list)
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
            return 3 if self.round.closed_at else 2  # places in ORDER: closed, or open
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
    rows = {row.pk: row for row in selections}
    people = defaultdict[int, list[Seat]](list)
    for person in PEOPLE.rows(selections=list(rows)):
        people[person.selection_id].append(person)
    own = {person.selection_id: person for every in people.values() for person in every if person.user_id == user.pk}
    found = [_standing(row, own[pk], people[pk]) for pk, row in rows.items() if pk in own]
    count(found)
    by_pk = {standing.selection.pk: standing for standing in found}
    for report in REPORTS.rows(user=user.pk, selections=list(by_pk)):
        by_pk[report.of_selection].reports.append(report)
    _load_notices(found)
    return found


def _standing(selection: Selection, member: Seat, people: Iterable[Member]) -> Standing:
    member.selection = selection
    has_submitted = member.is_evaluator and member.has_submitted
    return Standing(selection, member, list(people), has_submitted=has_submitted)


def count(standings: Sequence[Standing]) -> None:
    """Fill in the numbers, the last round and the last run; while marks are given the cells as well."""
    found = counts.numbers([standing.selection.pk for standing in standings])
    for standing in standings:
        row = found[standing.selection.pk]
        round, run = _taken(row, "round_"), _taken(row, "run_")
        standing.round, standing.run = Round(**round) if round else None, Run(**run) if run else None
        for name, value in row.items():
            setattr(standing, name, value)
    _count_cells({one.round.pk: one for one in standings if one.phase == Phase.SCORE and one.round})


def _taken(row: counts.Counts, start: str) -> counts.Counts:
    """The fields of the round or the run in this row, which loses them; nothing where it has none."""
    own = {name.removeprefix(start): row.pop(name) for name in list(row) if name.startswith(start)}
    return own if own["number"] else {}


def _count_cells(scoring: dict[int, Standing]) -> None:
    """How many cells there are to fill, and are filled: everybody's, and my own."""
    by_pk = {standing.selection.pk: standing for standing in scoring.values()}
    for row in counts.cells(list(scoring)):
        standing = by_pk[row["selection"]]
        cells = row["leaves"] * standing.vendors
        # Marks on criteria that were taken away since are no cells any more.
        done = min(row["given"], cells)
        standing.cells, standing.done = standing.cells + cells, standing.done + done
        if row["pk"] == standing.member.pk:
            standing.my_cells, standing.my_done = cells, done


def _load_notices(standings: Sequence[Standing]) -> None:
    seats = {standing.member.pk: standing for standing in standings}
    found = [(row.member_id, row.event) for row in NOTICES.rows(members=list(seats))]
    known = events.names(event for _member, event in found)
    for member, event in found:
        seats[member].told.append(events.sentence(event, known))
        seats[member].is_told_of_link |= event.type in (
            CommitteeEvent.MEMBER_LINK_ISSUED,
            CommitteeEvent.MEMBER_LINK_USED,
        )


def _people(selections: list[int]) -> QuerySet[Member]:
    people = Member.objects.filter(selection__in=selections, removed_at=None).select_related("user")
    return people.annotate(has_submitted=Exists(counts.last_sheet()))


def _reports(user: int, selections: list[int]) -> QuerySet[Report]:
    """Reports that the person asked for and has not looked at yet."""
    waiting = Report.objects.filter(state__in=(State.DONE, State.FAILED), seen_at=None, requested_by=user)
    return waiting.filter(run__selection__in=selections).annotate(of_selection=F("run__selection"))


def _notices(members: list[int]) -> QuerySet[Notice]:
    unread = Notice.objects.filter(member__in=members, seen_at=None).order_by("pk")
    return unread.select_related("event__actor", "event__payload")


PEOPLE: Prepared[Seat] = Prepared(_people, selections=list)
REPORTS: Prepared[AskedReport] = Prepared(_reports, user=int, selections=list)
NOTICES: Prepared[Notice] = Prepared(_notices, members=list)
