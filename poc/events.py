"""What can happen to the POC, and what is it called?"""

from django.utils.translation import gettext_lazy

from selection.events import EventKind

WORKED_ON_POC = gettext_lazy("%(who)s worked on the POC")


class PocEvent(EventKind):
    """Plan and results of the POC."""

    WINDOW_SET = "poc.window_set", gettext_lazy("Changed the window of the POC"), WORKED_ON_POC
    SCENARIO_ADDED = "poc.scenario_added", gettext_lazy("Added a POC scenario"), WORKED_ON_POC
    SCENARIO_EDITED = "poc.scenario_edited", gettext_lazy("Changed a POC scenario"), WORKED_ON_POC
    SCENARIO_REMOVED = "poc.scenario_removed", gettext_lazy("Removed a POC scenario"), WORKED_ON_POC
    TRIAL_RECORDED = "poc.trial_recorded", gettext_lazy("Recorded a POC result"), WORKED_ON_POC
