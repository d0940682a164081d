"""What can happen to needs, vendors and their costs, and what is it called?"""

from django.utils.translation import gettext_lazy

from selection.events import EventKind

CHANGED_NEEDS = gettext_lazy("%(who)s changed needs")
ENTERED_FACTS = gettext_lazy("%(who)s entered facts")
ADDED_EVIDENCE = gettext_lazy("%(who)s added evidence")
NOTED_CLAIMS = gettext_lazy("%(who)s noted claims")
ENTERED_COSTS = gettext_lazy("%(who)s entered costs")
CHANGED_VENDORS = gettext_lazy("%(who)s changed the vendors")


class NeedEvent(EventKind):
    """What is needed."""

    ADDED = "vendors.need_added", gettext_lazy("Added a need"), CHANGED_NEEDS
    EDITED = "vendors.need_edited", gettext_lazy("Changed a need"), CHANGED_NEEDS
    REMOVED = "vendors.need_removed", gettext_lazy("Removed a need"), CHANGED_NEEDS
    MUST_JUDGED = (
        "vendors.must_judged",
        gettext_lazy("Judged a must-have"),
        gettext_lazy("%(who)s judged must-haves"),
    )


class VendorEvent(EventKind):
    """Vendors and what is known of them."""

    ADDED = "vendors.added", gettext_lazy("Added a vendor"), gettext_lazy("%(who)s added a vendor")
    EDITED = "vendors.edited", gettext_lazy("Changed a vendor"), CHANGED_VENDORS
    WITHDRAWN = (
        "vendors.withdrawn",
        gettext_lazy("Withdrew a vendor"),
        gettext_lazy("%(who)s withdrew a vendor"),
    )
    RESTORED = "vendors.restored", gettext_lazy("Restored a vendor"), CHANGED_VENDORS
    FACT_RECORDED = "vendors.fact_recorded", gettext_lazy("Entered a fact"), ENTERED_FACTS
    FACT_REMOVED = "vendors.fact_removed", gettext_lazy("Removed a fact"), ENTERED_FACTS
    CLAIM_RECORDED = "vendors.claim_recorded", gettext_lazy("Noted a claim"), NOTED_CLAIMS
    CLAIM_REMOVED = "vendors.claim_removed", gettext_lazy("Removed a claim"), NOTED_CLAIMS
    EVIDENCE_RECORDED = "vendors.evidence_recorded", gettext_lazy("Added evidence"), ADDED_EVIDENCE
    EVIDENCE_REMOVED = "vendors.evidence_removed", gettext_lazy("Removed evidence"), ADDED_EVIDENCE


class CostEvent(EventKind):
    """What vendors cost."""

    LINE_RECORDED = "vendors.cost_line_recorded", gettext_lazy("Entered a cost"), ENTERED_COSTS
    LINE_REMOVED = "vendors.cost_line_removed", gettext_lazy("Removed a cost"), ENTERED_COSTS
    PARAMETERS_SET = (
        "vendors.cost_parameters_set",
        gettext_lazy("Changed how costs are compared"),
        ENTERED_COSTS,
    )
    SCENARIOS_LISTED = (
        "vendors.scenarios_listed",
        gettext_lazy("Changed which growth scenarios there are"),
        ENTERED_COSTS,
    )
    SEAT_PLAN_SET = "vendors.seat_plan_set", gettext_lazy("Changed the seat plan"), ENTERED_COSTS
    SEAT_PRICE_RECORDED = (
        "vendors.seat_price_recorded",
        gettext_lazy("Entered a price per seat"),
        ENTERED_COSTS,
    )
    SEAT_PRICE_REMOVED = (
        "vendors.seat_price_removed",
        gettext_lazy("Removed a price per seat"),
        ENTERED_COSTS,
    )
    # Beginning like the other acts about prices, they are hidden like those.
    TABLE_BROUGHT = "vendors.cost_table_brought", gettext_lazy("Brought costs in as a table"), ENTERED_COSTS
    TABLE_UNDONE = (
        "vendors.cost_table_undone",
        gettext_lazy("Took costs back that had been brought in"),
        gettext_lazy("%(who)s took costs back that had been brought in"),
    )
