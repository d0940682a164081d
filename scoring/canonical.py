"""What of a decision file is the judges': who they are, what they gave in which round, and what was agreed?"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from analysis.decision_file.typed import ConsensusEntry, NotCounted, PersonEntry, RoundEntry, ScoreEntry
from criteria.models import Criterion
from scoring.models import Consensus, Round, Score
from selection.canonical import member_node
from selection.models import Member, Selection
from vendors.models import Vendor

# What the file has of a mark; thousands of marks are read as values and not as rows of five tables.
CELL = ("member__key", "criterion__code", "vendor__code", "score", "level", "rationale")
Mark = tuple[str, str, str, int | None, str, str]  # their values


def members(selection: Selection) -> QuerySet[Member]:
    """Everybody with a seat, and everybody who left a score behind.

    Where the marks came with a file, the people are those of the file, and not who looks after it here.
    """
    scored = Exists(Score.objects.filter(member=OuterRef("pk")))
    is_of_file = selection.imported_at is not None and selection.file_digest != ""
    present = scored | Q(user=None, removed_at=None) if is_of_file else scored | Q(removed_at=None)
    return selection.members.filter(present).select_related("user").prefetch_related("assignments__criterion")


def person_node(member: Member) -> PersonEntry:
    assigned = [row.criterion.code for row in member.assignments.all()]
    return {**member_node(member), "assignments": assigned}


def not_counted_node(member: Member) -> NotCounted:
    return {"person": member.key, "reason": member.not_counted_reason}


def rounds(selection: Selection) -> list[RoundEntry]:
    numbers = list(selection.rounds.values_list("number", flat=True))
    scores: dict[int, list[ScoreEntry]] = {number: [] for number in numbers}
    # A cell that was cleared stays as a row, for its version; the file has only what is given.
    rows = Score.objects.given().filter(round__selection=selection)
    for number, *cell in rows.values_list("round__number", *CELL):
        scores[number].append(score_node(tuple(cell)))
    return [{"number": number, "scores": scores[number]} for number in numbers]


def score_node(cell: Mark) -> ScoreEntry:
    person, criterion, vendor, score, level, rationale = cell
    return {
        "person": person,
        "criterion": criterion,
        "vendor": vendor,
        "score": score,
        "level": level,
        "rationale": rationale,
    }


def score_row(
    node: ScoreEntry, *, round: Round, member: Member, criterion: Criterion, vendor: Vendor, at: datetime
) -> Score:
    """No points in a file are a mark too: not applicable."""
    return Score(
        round=round,
        member=member,
        criterion=criterion,
        vendor=vendor,
        score=node["score"],
        is_not_applicable=node["score"] is None,
        level=node["level"],
        rationale=node["rationale"],
        updated_at=at,
    )


def consensus(selection: Selection) -> list[ConsensusEntry]:
    rows = Consensus.objects.filter(vendor__selection=selection).select_related("criterion", "vendor")
    return [consensus_node(row) for row in rows]


def consensus_node(row: Consensus) -> ConsensusEntry:
    return {"criterion": row.criterion.code, "vendor": row.vendor.code, "value": row.value, "reason": row.reason}


def consensus_row(node: ConsensusEntry, *, criterion: Criterion, vendor: Vendor) -> Consensus:
    return Consensus(criterion=criterion, vendor=vendor, value=node["value"], reason=node["reason"])
