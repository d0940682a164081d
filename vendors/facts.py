"""What is measured of each vendor, how well is it proven, and which value counts?"""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from analysis.decision_file import layout
from criteria.models import Criterion, Kind, Level
from selection import late, ledger, limits
from selection.events import EventKind
from selection.models import Member, Selection
from selection.phases import held
from selection.versions import Stale
from vendors.events import VendorEvent
from vendors.models import Fact, Origin, Vendor
from vendors.numbers import Number, measure_of, read_about, read_number


def measured(selection: Selection) -> models.QuerySet[Criterion]:
    return Criterion.objects.filter(selection=selection, kind=Kind.MEASURED).select_related("parent", "heading")


def official_facts(selection: Selection) -> dict[tuple[int, int], Fact]:
    """(criterion, vendor) → the fact that counts: a POC record's before procurement's."""
    facts = Fact.objects.filter(vendor__selection=selection).order_by("pk")
    official = {(fact.criterion_id, fact.vendor_id): fact for fact in facts if fact.origin == Origin.PROCUREMENT}
    return official | {(fact.criterion_id, fact.vendor_id): fact for fact in facts if fact.origin == Origin.POC}


@transaction.atomic
@late.explained
def record_fact(
    vendor: Vendor,
    *,
    criterion: Criterion,
    value: str | Decimal,
    level: str,
    source: str,
    member: Member | None,
    origin: str = Origin.PROCUREMENT,
    version: int | None = None,
    reason: str = "",
) -> Fact:
    """Write the one value of this origin; `version` is what the writer saw, 0 for an empty cell."""
    _hold(vendor, member, origin)
    if isinstance(value, str):
        read = read_about(value, measure_of(criterion))
        source, value = (about(source, value) if read.is_about else source), read.value
    text = check_value(criterion, value)
    _check_place(vendor, criterion, level, origin=origin)
    fact = Fact.objects.select_for_update().filter(vendor=vendor, criterion=criterion, origin=origin).first()
    _check_version(fact, version)
    fields = {"value": text, "level": level, "source": source.strip()}
    limits.check(layout.FACT, {"source": fields["source"]})
    # A block is often pasted again with few cells changed: the others make no event.
    if fact and all(getattr(fact, name) == content for name, content in fields.items()):
        return fact
    fact, _created = Fact.objects.update_or_create(
        vendor=vendor,
        criterion=criterion,
        origin=origin,
        defaults={**fields, "version": fact.version + 1 if fact else 1},
    )
    _record(VendorEvent.FACT_RECORDED, fact, member, payload={**fields, "origin": str(origin)}, reason=reason)
    return fact


@transaction.atomic
@late.explained
def remove_fact(
    vendor: Vendor,
    *,
    criterion: Criterion,
    member: Member | None,
    origin: str = Origin.PROCUREMENT,
    version: int | None = None,
    reason: str = "",
) -> None:
    _hold(vendor, member, origin)
    fact = Fact.objects.select_for_update().filter(vendor=vendor, criterion=criterion, origin=origin).first()
    if fact is None:
        return
    _check_version(fact, version)
    payload = {"value": fact.value, "level": fact.level, "origin": fact.origin}
    _record(VendorEvent.FACT_REMOVED, fact, member, payload=payload, reason=reason)
    fact.delete()


def about(source: str, typed: str) -> str:
    """The source of a value that is only about right says so as it was typed: 约 81 %."""
    return " · ".join(filter(None, (source.strip(), typed.strip())))


def check_value(criterion: Criterion, value: str | Decimal) -> str:
    """The value as it is kept: a decimal string within the scale and its decimals; a text is read first."""
    number = Number(str(value), value) if isinstance(value, Decimal) else read_number(value, measure_of(criterion))
    # Where a value is no number `as_tuple` has a letter in place of the exponent.
    exponent = number.value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > criterion.decimals:
        raise ValidationError({"value": _decimals_message(number.text, criterion.decimals)})
    limits.check(layout.FACT, {"value": number.text})
    for bound, is_broken, words in (
        (criterion.minimum, number.value.__lt__, _("“%(value)s” is below the least possible value, %(bound)s.")),
        (criterion.maximum, number.value.__gt__, _("“%(value)s” is above the greatest possible value, %(bound)s.")),
    ):
        if bound and is_broken(Decimal(bound)):
            raise ValidationError({"value": words % {"value": number.text, "bound": bound}})
    return number.text


def _hold(vendor: Vendor, member: Member | None, origin: str) -> None:
    """A POC record holds the selection itself, by its own right."""
    if member and origin == Origin.PROCUREMENT:
        held(vendor.selection, member=member, action="edit_facts")


def _decimals_message(value: str, decimals: int) -> str:
    if decimals == 0:
        return _("“%(value)s” has decimals; this criterion is measured in whole numbers.") % {"value": value}
    return _("“%(value)s” has more than %(decimals)s decimals.") % {"value": value, "decimals": decimals}


def _check_place(vendor: Vendor, criterion: Criterion, level: str, *, origin: str) -> None:
    if criterion.kind != Kind.MEASURED or criterion.selection_id != vendor.selection_id:
        raise ValidationError(
            _("%(code)s is not a measured criterion of this selection."), params={"code": criterion.code}
        )
    if level not in Level.values or (level == Level.POC) != (origin == Origin.POC):
        raise ValidationError(
            {"level": _("Choose how well this is proven. “POC-verified” comes only from a POC result.")}
        )


def _check_version(fact: Fact | None, version: int | None) -> None:
    if version is not None and version != (fact.version if fact else 0):
        raise Stale(fact or Fact())  # empty where it was removed meanwhile


def _record(event: EventKind, fact: Fact, member: Member | None, *, payload: dict[str, str], reason: str) -> None:
    selection = fact.vendor.selection
    ledger.record(
        event,
        selection=selection,
        member=member,
        object=f"fact {fact.criterion.code} {fact.vendor.code}",
        object_version=fact.version,
        reason=reason.strip(),
        payload=payload,
    )
