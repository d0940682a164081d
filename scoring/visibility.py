"""Whose scores, and which ranks, may this person see? Nobody else's before the reveal."""

from django.db.models import QuerySet

from scoring.models import FoundMark, Score, ScoreQuerySet
from selection.access import may
from selection.models import Member, Phase


def visible_scores(member: Member) -> ScoreQuerySet:
    """Everybody's marks once the committee sees them; until then one's own."""
    marks = Score.objects.filter(round__selection=member.selection)
    return marks if may(member, "view_scores") else marks.filter(member=member)


def own_scores(member: int, selection: int) -> ScoreQuerySet:
    """One's own marks, which nothing hides; those of the latest round come last."""
    return Score.objects.filter(round__selection=selection, member=member).order_by("round__number")


def own_found(member: int, selection: int) -> QuerySet[FoundMark]:
    """What stood in the spreadsheet that one brought oneself; nobody else reads it, before the reveal or after."""
    marks = FoundMark.objects.filter(sheet__selection=selection, sheet__member=member)
    return marks.select_related("sheet").order_by("pk")


def covers_marks(member: Member) -> bool:
    """Whether others have marks, or may have, that this person does not see; how many there are is hidden too."""
    return member.selection.phase not in (Phase.DEFINE, Phase.INVITE) and not may(member, "view_scores")


def may_see_ranks(member: Member) -> bool:
    """Ranks, totals and means say what the marks are, so they appear with them."""
    return may(member, "view_results")


def may_see_counts(member: Member) -> bool:
    """How many cells others have finished: while one scores oneself, only chair and buyer, who need it."""
    needs_them = member.is_chair or member.is_procurement
    return may(member, "view_progress") and (needs_them or not _is_scoring(member))


def may_see_activity(member: Member) -> bool:
    """When others worked on their sheets: not while one scores oneself."""
    return may(member, "view_scores") or (may_see_counts(member) and not _is_scoring(member))


def may_know_of_marks(member: Member) -> bool:
    """That somebody has given marks, and how many."""
    return may(member, "settle_marks") or may(member, "view_scores") or may_see_counts(member)


def _is_scoring(member: Member) -> bool:
    return member.is_judge and member.selection.phase == Phase.SCORE
