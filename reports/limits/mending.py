"""How is a value that breaks a limit of the decision file brought inside it, in any phase and with a reason?"""

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from analysis.decision_file import check
from analysis.decision_file.scalars import DecimalNumber
from criteria import canonical
from reports.decision_file import export
from reports.limits.places import POINTS, Broken, broken
from reports.limits.years import UNFINISHED, Unlisted, Years, off_plan
from selection import late, ledger, limits, reasons
from selection.events import CourseEvent
from selection.models import Member, Selection
from selection.phases import held
from vendors.models import CostLine, SeatPrice
from vendors.numbers import exact, read_money, read_number, read_whole
from vendors.visibility import may_see_prices

MONEY = {"amount", "price", "budget_ceiling", "budget_target"}
FINEST = Decimal("0.000001")
OutOfLimit = TypeVar("OutOfLimit", Broken, Years | Unlisted)


def mendable(selection: Selection) -> list[Broken]:
    return [one for one in broken(selection) if one.is_own]


def is_of_prices(place: Broken | Years | Unlisted) -> bool:
    """Whether it is for those alone who may see prices; names of costs are typed freely and may tell them as well."""
    return not isinstance(place, Broken) or isinstance(place.row, CostLine | SeatPrice)


def unmendable(selection: Selection) -> list[str]:
    """What the decision file refuses apart from single values and years, with its place in the file.

    It says nothing while a step is ahead that still asks for what is missing.
    """
    if selection.phase in UNFINISHED:
        return []
    faults = check(export.build(selection)).faults
    return [f"{fault.pointer} · {limits.message(fault)}" for fault in faults]


@transaction.atomic
def mend(selection: Selection, *, place: str, value: str, member: Member, reason: str = "") -> None:
    """Write a value that the file can hold in place of one that it cannot.

    After the seal a text is only shortened and a number only brought inside its limit: a valid value
    never changes. The event and the exception hold the digest of the seal before and after.
    """
    with _kept(selection, member=member, reason=reason) as said:
        row = Selection.objects.get(pk=selection.pk)
        found = _at(mendable(row), place, member)
        new = _checked(found, value, row)
        said |= {"where": found.where, "field": found.field, "value": [_said(found, found.value), _said(found, new)]}
        _write(found, new)


@transaction.atomic
def even(selection: Selection, *, place: str, values: Mapping[int, str], member: Member, reason: str = "") -> None:
    """Write the years that a cost or a seat plan leaves out, or take away those beyond the last one.

    What is there and counts stays as it is. The event and the exception are those of a mended value.
    """
    with _kept(selection, member=member, reason=reason) as said:
        found = _at(off_plan(Selection.objects.get(pk=selection.pk)), place, member)
        new = {year: _of_year(found, year, values.get(year, ""), currency=selection.currency) for year in found.missing}
        said |= {"where": found.where, "field": found.field, "value": _both(found, new)}
        found.write(new)


@contextmanager
def _kept(selection: Selection, *, member: Member, reason: str) -> Iterator[dict[str, Any]]:
    """Surround a mending: afterwards the ledger and the exceptions hold it, with both digests of the seal."""
    row = held(selection, member=member, action="mend")
    why = reasons.check(reason)
    before, seal = _decision_file(row), canonical.digest(row)
    said: dict[str, Any] = {}
    yield said
    row = Selection.objects.get(pk=row.pk)
    where = said.pop("where")[:80]
    payload = {**said, "seal": [seal, canonical.digest(row)]}
    ledger.record(CourseEvent.MENDED, selection=row, member=member, object=where, reason=why, payload=payload)
    files = {"before": before, "after": _decision_file(row)}
    late.record(row, member=member, kind=CourseEvent.MENDED, object=where, reason=why, payload=payload, **files)


def _at(found: list[OutOfLimit], key: str, member: Member) -> OutOfLimit:
    place = next((one for one in found if one.key == key), None)
    if place is None:
        raise ValidationError({"value": _("This value is within its limits already. Reload the page.")})
    # The seat as it is now: prices may have been closed to this person since the page was made.
    if is_of_prices(place) and not may_see_prices(Member.objects.select_related("selection").get(pk=member.pk)):
        raise PermissionDenied("prices")
    return place


def _said(found: Broken | Years | Unlisted, value: object) -> str:
    return exact(value, "one") if found.field in MONEY and isinstance(value, int) else str(value)


def _both(found: Years | Unlisted, new: Mapping[int, int]) -> list[str]:
    """What was taken away and what came: 3: 5000, 4: 0."""
    if isinstance(found, Unlisted):
        return ["", ", ".join(found.codes)]
    gone = [f"{row.year}: {_said(found, getattr(row, found.field))}" for row in found.beyond]
    return [", ".join(gone), ", ".join(f"{year}: {_said(found, value)}" for year, value in new.items())]


def _of_year(found: Years | Unlisted, year: int, typed: str, *, currency: str) -> int:
    """The amount or seats of a year, or a refusal at its field."""
    assert isinstance(found, Years)
    try:
        value = read_money(typed, currency=currency) if found.field in MONEY else read_whole(typed)
    except ValidationError as error:
        raise ValidationError({f"year_{year}": error.messages}) from error
    faults = limits.faults_of(found.shape, value)
    if faults:
        raise ValidationError({f"year_{year}": [limits.message(fault) for fault in faults]})
    return value


def _decision_file(selection: Selection) -> str:
    """The decision file; nothing where a number is so large that no file can be written."""
    try:
        return export.canonical(selection).decode()
    except ValueError:
        return ""


def _checked(found: Broken, typed: str, selection: Selection) -> str | int:
    """The new value as it is kept, or a refusal at its field."""
    try:
        new = _read(found, typed, selection.currency)
    except ValidationError as error:
        raise ValidationError({"value": error.messages}) from error
    faults = limits.faults_of(found.shape, new)
    if faults:
        raise ValidationError({"value": [limits.message(fault) for fault in faults]})
    is_sealed = selection.sealed_at is not None
    if is_sealed and found.is_text and not is_shortened(found.value, str(new)):
        words = _("After the seal a text can only be shortened: leave words out, and write no new ones.")
        raise ValidationError({"value": words})
    if is_sealed and found.is_decimal and not is_brought_inside(found, str(new)):
        raise ValidationError({"value": _("After the seal a number is only rounded to six decimals, not changed.")})
    return new


def _read(found: Broken, typed: str, currency: str) -> str | int:
    if found.is_text:
        return unicodedata.normalize("NFC", typed.replace("\r\n", "\n")).strip()
    if found.is_decimal:
        return read_number(typed).text
    return read_money(typed, currency=currency) if found.field in MONEY else read_whole(typed)


def is_shortened(old: str, new: str) -> bool:
    """Whether the new text is the old one with characters left out; “…” may mark the gap."""
    rest = iter(unicodedata.normalize("NFC", old.replace("\r\n", "\n")))
    # `in` uses the iterator up, so that every character has to come after the one before.
    return len(new) < len(old) and all(character == "…" or character in rest for character in new)


def is_brought_inside(found: Broken, new: str) -> bool:
    """A number with too many decimals is rounded; one beyond its bounds may become any that is inside."""
    old = Decimal(str(found.value))
    is_too_large = limits.faults_of(DecimalNumber(), _plain(old)) != []
    is_off_scale = not is_too_large and limits.faults_of(found.shape, _plain(old)) != []
    return is_too_large or is_off_scale or abs(Decimal(new) - old) < FINEST


def _plain(value: Decimal) -> str:
    # `quantize` refuses what has more digits than the 28 of the context.
    return f"{value.quantize(FINEST):f}" if abs(value.adjusted()) < 20 else f"{value:f}"


def _write(found: Broken, new: str | int) -> None:
    first, *path = found.field.split(".")
    rows = _alike(found) if first.startswith(("label_", "group_")) else [found.row]
    for row in rows:
        if first == POINTS:
            point, side = map(int, path)
            row.points[point][side] = new  # type: ignore[attr-defined]
        else:
            setattr(row, first, new)
        changed = [first]
        # Somebody else's open page has to notice.
        if first != "version" and any(column.name == "version" for column in row._meta.fields):
            row.version += 1  # type: ignore[attr-defined]
            changed.append("version")
        row.save(update_fields=changed)


def _alike(found: Broken) -> list[models.Model]:
    """The years of one cost and the scenarios of one group bear one name together."""
    same = {found.field: found.value}
    row: Any = found.row
    if isinstance(row, CostLine):
        return list(CostLine.objects.filter(vendor=row.vendor, item=row.item, **same))
    if found.field.startswith("group_"):
        return list(row.selection.poc_scenarios.filter(**same))
    return [row]
