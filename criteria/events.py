"""What can happen to criteria, weights and templates, and what is it called?"""

from django.utils.translation import gettext_lazy

from selection.events import EventKind

CHANGED_CRITERIA = gettext_lazy("%(who)s changed criteria")
CHANGED_WEIGHTS = gettext_lazy("%(who)s changed weights")


class AssignmentEvent(EventKind):
    """Who scores what."""

    ASSIGNED = (
        "criteria.assigned",
        gettext_lazy("Changed who scores what"),
        gettext_lazy("%(who)s shared out what is scored"),
    )


class CriteriaEvent(EventKind):
    """Criteria and weights of a selection."""

    TEMPLATE_COPIED = (
        "criteria.template_copied",
        gettext_lazy("Copied a template"),
        gettext_lazy("%(who)s copied a template"),
    )
    SHEET_COPIED = (
        "criteria.sheet_copied",
        gettext_lazy("Took criteria over from a spreadsheet"),
        gettext_lazy("%(who)s took criteria over from a spreadsheet"),
    )
    CRITERION_ADDED = (
        "criteria.criterion_added",
        gettext_lazy("Added a criterion"),
        CHANGED_CRITERIA,
    )
    CRITERION_RENAMED = (
        "criteria.criterion_renamed",
        gettext_lazy("Renamed a criterion"),
        CHANGED_CRITERIA,
    )
    CRITERION_REVISED = (
        "criteria.criterion_revised",
        gettext_lazy("Edited a criterion"),
        CHANGED_CRITERIA,
    )
    CRITERION_REMOVED = (
        "criteria.criterion_removed",
        gettext_lazy("Removed a criterion"),
        CHANGED_CRITERIA,
    )
    CATEGORY_ADDED = "criteria.category_added", gettext_lazy("Added a category"), CHANGED_CRITERIA
    CATEGORY_REMOVED = (
        "criteria.category_removed",
        gettext_lazy("Removed a category"),
        CHANGED_CRITERIA,
    )
    GROUP_OPENED = (
        "criteria.group_opened",
        gettext_lazy("Opened a group into its criteria"),
        CHANGED_CRITERIA,
    )
    GROUP_CLOSED = (
        "criteria.group_closed",
        gettext_lazy("Scored a group as one criterion"),
        CHANGED_CRITERIA,
    )
    WEIGHT_SET = "criteria.weight_set", gettext_lazy("Set a weight"), CHANGED_WEIGHTS
    WEIGHT_LOCKED = "criteria.weight_locked", gettext_lazy("Locked a weight"), CHANGED_WEIGHTS
    WEIGHT_UNLOCKED = "criteria.weight_unlocked", gettext_lazy("Unlocked a weight"), CHANGED_WEIGHTS
    WEIGHT_EXPLAINED = (
        "criteria.weight_explained",
        gettext_lazy("Gave a reason for a weight"),
        CHANGED_WEIGHTS,
    )
    WEIGHTS_GIVEN = (
        "criteria.weights_given",
        gettext_lazy("Gave all weights at once"),
        CHANGED_WEIGHTS,
    )
    WEIGHTS_RESTORED = (
        "criteria.weights_restored",
        gettext_lazy("Went back to the weights of the template"),
        CHANGED_WEIGHTS,
    )
    WEIGHTS_UNDONE = (
        "criteria.weights_undone",
        gettext_lazy("Undid a change of weights"),
        CHANGED_WEIGHTS,
    )


class TemplateEvent(EventKind):
    """Templates of criteria and weights; in the chain of the site."""

    PUBLISHED = "criteria.template_published", gettext_lazy("Published a version of a template")
    DRAFTED = "criteria.template_drafted", gettext_lazy("Started a draft of a template")
    DISCARDED = "criteria.template_discarded", gettext_lazy("Discarded a draft of a template")
    WEIGHED = "criteria.template_weighed", gettext_lazy("Set a weight in a draft")
    WEIGHTS_GIVEN = (
        "criteria.template_weights_given",
        gettext_lazy("Gave all weights of a draft at once"),
    )
    WEIGHT_LOCKED = "criteria.template_weight_locked", gettext_lazy("Locked a weight in a draft")
    WEIGHT_UNLOCKED = (
        "criteria.template_weight_unlocked",
        gettext_lazy("Unlocked a weight in a draft"),
    )
    EXPLAINED = "criteria.template_explained", gettext_lazy("Gave a reason for a weight in a draft")
    RETIRED = "criteria.template_retired", gettext_lazy("Retired a template")
    RESTORED = "criteria.template_restored", gettext_lazy("Restored a template")
