"""What can happen to scores, sheets and rounds, and what is it called?"""

from django.utils.translation import gettext_lazy

from selection.events import EventKind

SCORED = gettext_lazy("%(who)s scored")


class ScoringEvent(EventKind):
    """Scores, sheets and rounds."""

    SCORE_RECORDED = "scoring.score_recorded", gettext_lazy("Scored"), SCORED
    SCORE_CLEARED = "scoring.score_cleared", gettext_lazy("Cleared a score"), SCORED
    SHEET_SUBMITTED = (
        "scoring.sheet_submitted",
        gettext_lazy("Submitted a sheet"),
        gettext_lazy("%(who)s submitted"),
    )
    SHEET_TAKEN_BACK = (
        "scoring.sheet_taken_back",
        gettext_lazy("Withdrew a submission"),
        gettext_lazy("%(who)s withdrew the submission"),
    )
    SHEET_TAKEN_ALONG = (
        "scoring.sheet_taken_along",
        gettext_lazy("Took the own sheet along as a workbook"),
        gettext_lazy("%(who)s took a sheet along"),
    )
    SHEET_BROUGHT_BACK = (
        "scoring.sheet_brought_back",
        gettext_lazy("Brought own scores in"),
        gettext_lazy("%(who)s brought scores in"),
    )
    SHEET_MARKS_FOUND = (
        "scoring.sheet_marks_found",
        gettext_lazy("Kept the marks of a spreadsheet aside, for the own eyes only"),
        gettext_lazy("%(who)s kept the marks of a spreadsheet aside"),
    )
    SHEET_LEFT_OUT = (
        "scoring.sheet_left_out",
        gettext_lazy("Left a sheet out"),
        gettext_lazy("%(who)s left a sheet out"),
    )
    MARKS_KEPT = (
        "scoring.marks_kept",
        gettext_lazy("Took criteria away that already have scores; they count"),
        gettext_lazy("%(who)s took criteria away that already have scores; they count"),
    )
    MARKS_SETTLED = (
        "scoring.marks_settled",
        gettext_lazy("Settled whether scores count"),
        gettext_lazy("%(who)s settled whose scores count"),
    )
    CLOSING_TIME_CHANGED = (
        "scoring.closing_time_changed",
        gettext_lazy("Moved the closing time"),
        gettext_lazy("%(who)s moved the closing time"),
    )
