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
        gettext_lazy("Stopped an analysis"),
        gettext_lazy("%(who)s stopped the analysis"),
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
        gettext_lazy("Stopped making a report"),
        gettext_lazy("%(who)s stopped making a report"),
    )
    DOWNLOADED = (
        "report.downloaded",
        gettext_lazy("Downloaded a report"),
        gettext_lazy("%(who)s downloaded a report"),
    )
    CHART_EXPORTED = (
        "report.chart_exported",
        gettext_lazy("Downloaded the data of a chart"),
        gettext_lazy("%(who)s downloaded the data of a chart"),
    )
    DRAWING_EXPORTED = (
        "report.drawing_exported",
        gettext_lazy("Downloaded a chart"),
        gettext_lazy("%(who)s downloaded a chart"),
    )
    DAMAGED = (
        "report.damaged",
        gettext_lazy("Found the file of a report damaged; it is made again"),
        gettext_lazy("The stored file of a report was damaged; the report is made again"),
    )


class DemoEvent(EventKind):
    """The examples; in the chain of the site."""

    DEMO_REMOVED = "reports.demo_removed", gettext_lazy("Removed the examples; their chains ended")
