"""What do the concluded trials prove? They write the facts and evidence that scoring reads."""

from collections.abc import Iterable

from criteria.models import Level
from poc.models import CONCLUDED, Trial
from vendors.models import Evidence, Fact, Origin, Vendor


def refresh(vendors: Iterable[Vendor]) -> None:
    """Make the vendors' POC facts and evidence equal to what their concluded trials say."""
    ids = [vendor.pk for vendor in vendors]
    # Written anew as a whole, so that nothing has to be undone.
    Fact.objects.filter(vendor__in=ids, origin=Origin.POC).delete()
    Evidence.objects.filter(vendor__in=ids, origin=Origin.POC).delete()
    trials = list(
        Trial.objects.filter(vendor__in=ids, result__in=CONCLUDED)
        .select_related("scenario")
        .prefetch_related("scenario__criteria")
        .order_by("vendor", "scenario__position")
    )
    Fact.objects.bulk_create(_facts(trials).values())
    Evidence.objects.bulk_create([row for trial in trials for row in _evidence(trial)])


def _facts(trials: Iterable[Trial]) -> dict[tuple[int, int], Fact]:
    """One fact a vendor and measured criterion: the last scenario with a value wins."""
    return {
        (trial.vendor_id, trial.scenario.measures_id): Fact(
            vendor_id=trial.vendor_id,
            criterion_id=trial.scenario.measures_id,
            origin=Origin.POC,
            level=Level.POC,
            value=trial.value,
            source=trial.scenario.code,
        )
        for trial in trials
        if trial.scenario.measures_id and trial.value
    }


def _evidence(trial: Trial) -> list[Evidence]:
    return [
        Evidence(
            vendor_id=trial.vendor_id,
            criterion=criterion,
            origin=Origin.POC,
            level=Level.POC,
            title=trial.scenario.name_zh or trial.scenario.name_en,
            source=trial.scenario.code,
        )
        for criterion in trial.scenario.criteria.all()
    ]
