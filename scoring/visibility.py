"""Whose scores, and which ranks, may this person see? Nobody else's before the reveal."""

from scoring.models import Score, ScoreQuerySet
from selection.access import may
from selection.models import Member, Phase


def visible_scores(member: Member) -> ScoreQuerySet:
    """Everybody's marks once the committee sees them; until then one's own."""
    marks = Score.objects.filter(round__selection=member.selection)
    return marks if may(member, "view_scores") else marks.filter(member=member)


def covers_marks(member: Member) -> bool:
    """Whether others have marks, or may have, that this person does not see; how many there are is hidden too."""
    return member.selection.phase not in (Phase.DEFINE, Phase.INVITE) and not may(member, "view_scores")


def may_see_ranks(member: Member) -> bool:
    """Ranks, totals and means say what the marks are, so they appear with them."""
    return may(member, "view_results")
