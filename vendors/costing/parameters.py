"""By which rate, horizon, scenario and timing are offers compared, officially or in one look?"""

from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from analysis.decision_file import decimal_text
from analysis.decision_file.vocabulary import MOST_YEARS
from selection import ledger
from selection.access import WrongPhase
from selection.models import Member, Phase, Selection, Timing
from selection.phases import held
from selection.versions import Stale
from vendors.costing.scenarios import keep_in_use, scenarios
from vendors.events import CostEvent
from vendors.models import CostLine, SeatPlan

MOST_RATE = 10_000  # hundredths of a percent


@dataclass(frozen=True)
class View:
    """One way to look at the costs. `rate` is in hundredths of a percent a year."""

    rate: int
    horizon: int
    scenario: str
    timing: str

    @property
    def rate_text(self) -> str:
        return decimal_text(Decimal(self.rate).scaleb(-2))


def official(selection: Selection) -> View:
    return View(selection.discount_rate, selection.horizon, selection.scenario, selection.timing)


@transaction.atomic
def set_parameters(selection: Selection, *, to: View, member: Member, version: int) -> Selection:
    """Agree on the official view, until the seal."""
    held(selection, member=member, action="edit_costs")
    # The right lasts beyond the seal, for amounts; how they are compared does not.
    if selection.phase != Phase.DEFINE or selection.sealed_at:
        raise WrongPhase(selection, "edit_costs")
    _check(selection, to)
    before = official(selection)
    changed = Selection.objects.filter(pk=selection.pk, version=version).update(
        discount_rate=to.rate, horizon=to.horizon, scenario=to.scenario, timing=to.timing, version=version + 1
    )
    # Also when it is refused: the page shows what it is now.
    selection.refresh_from_db()
    if not changed:
        raise Stale(selection)
    SeatPlan.objects.filter(selection=selection, year__gt=to.horizon).delete()
    keep_in_use(selection, member=member)
    ledger.record(
        CostEvent.PARAMETERS_SET,
        selection=selection,
        member=member,
        object=selection.code,
        object_version=selection.version,
        payload={"from": _body(before), "to": _body(to)},
    )
    return selection


def _check(selection: Selection, to: View) -> None:
    if not 0 <= to.rate <= MOST_RATE:
        raise ValidationError({"rate": _("A discount rate lies between 0% and 100% a year.")})
    if not 1 <= to.horizon <= MOST_YEARS:
        raise ValidationError({"horizon": _("Compare over 1 to %(most)s years.") % {"most": MOST_YEARS}})
    if to.timing not in Timing.values:
        raise ValidationError({"timing": _("Choose when in a year the money is paid.")})
    if to.scenario not in scenarios(selection):
        raise ValidationError({"scenario": _("Choose a scenario that has seats or costs.")})
    late = CostLine.objects.filter(vendor__selection=selection, year__gt=to.horizon).order_by("vendor__code", "year")
    found = late.values_list("vendor__code", "year").first()
    if found:
        raise ValidationError(
            {
                "horizon": _(
                    "Vendor %(vendor)s has an amount in year %(year)s. Remove it first, or keep the longer plan."
                )
                % {"vendor": found[0], "year": found[1]}
            }
        )


def _body(view: View) -> dict[str, str | int]:
    return {"rate": view.rate, "horizon": view.horizon, "scenario": view.scenario, "timing": view.timing}
