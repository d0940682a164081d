"""What can happen to analyses and reports, and what is it called?"""

from django.utils.translation import gettext_lazy

from selection.events import EventKind

RAN_ANALYSIS = gettext_lazy("%(who)s ran the analysis")


class RunEvent(EventKind):
    """Analyses."""

    REQUESTED = "run.requested", gettext_lazy("Asked for an analysis"), RAN_ANALYSIS
    FINISHED = "run.finished", gettext_lazy("Finished an analysis"), RAN_ANALYSIS
    GIVEN_UP = (
        "run.given_up",
        gettext_lazy("Gave an analysis up"),
        gettext_lazy("%(who)s gave the analysis up"),
    )


class ReportEvent(EventKind):
    """Reports, and what left with them."""

    REQUESTED = (
        "report.requested",
        gettext_lazy("Asked for a report"),
        gettext_lazy("%(who)s asked for a report"),
    )
    MADE = (
        "report.made",
        gettext_lazy("Got a report made"),
        gettext_lazy("A report was made for %(who)s"),
    )
    GIVEN_UP = (
        "report.given_up",
        gettext_lazy("Gave a report up"),
        gettext_lazy("%(who)s gave a report up"),
    )
    DOWNLOADED = (
        "report.downloaded",
        gettext_lazy("Downloaded a report"),
        gettext_lazy("%(who)s downloaded a report"),
    )
    CHART_EXPORTED = (
        "report.chart_exported",
        gettext_lazy("Took the numbers of a chart as a table"),
        gettext_lazy("%(who)s took the numbers of a chart as a table"),
    )
    DRAWING_EXPORTED = (
        "report.drawing_exported",
        gettext_lazy("Took a chart as a drawing"),
        gettext_lazy("%(who)s took a chart as a drawing"),
    )
    DAMAGED = (
        "report.damaged",
        gettext_lazy("Found the file of a report damaged; it is made again"),
        gettext_lazy("The stored file of a report was damaged; the report is made again"),
    )


class DemoEvent(EventKind):
    """The examples; in the chain of the site."""

    DEMO_REMOVED = "reports.demo_removed", gettext_lazy("Removed the examples; their chains ended")
