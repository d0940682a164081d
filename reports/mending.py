"""How is a value that breaks a limit of the decision file brought inside it, in any phase and with a reason?"""

import unicodedata
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from analysis.decision_file.scalars import Decimal as DecimalShape
from criteria import canonical
from reports import document
from reports.exceptions import MENDED
from reports.places import POINTS, Broken, broken
from selection import late, ledger, limits, reasons
from selection.models import Member, Selection
from selection.phases import held
from vendors.models import CostLine
from vendors.numbers import read_money, read_number, read_whole

MONEY = {"amount", "price", "budget_ceiling", "budget_target"}
FINEST = Decimal("0.000001")


def mendable(selection: Selection) -> list[Broken]:
    return [one for one in broken(selection) if one.is_own]


@transaction.atomic
def mend(selection: Selection, *, place: str, value: str, member: Member, reason: str = "") -> None:
    """Write a value that the file can hold in place of one that it cannot.

    After the seal a text is only shortened and a number only brought inside its limit: a valid value
    never changes. The event and the exception hold the digest of the seal before and after.
    """
    row = held(selection, member=member, action="mend")
    why = reasons.check(reason)
    found = next((one for one in mendable(row) if one.key == place), None)
    if found is None:
        raise ValidationError({"value": _("This value is within its limits already. Reload the page.")})
    new = _checked(found, value, is_sealed=row.sealed_at is not None)
    old, before, seal = found.value, _document(row), canonical.digest(row)
    _write(found, new)
    row = Selection.objects.get(pk=row.pk)
    payload = {"field": found.field, "value": [str(old), str(new)], "seal": [seal, canonical.digest(row)]}
    ledger.record(MENDED, selection=row, member=member, object=found.where[:80], reason=why, payload=payload)
    files = {"before": before, "after": _document(row)}
    late.record(row, member=member, kind=MENDED, object=found.where, reason=why, payload=payload, **files)


def _document(selection: Selection) -> str:
    """The decision file; nothing where a number is so large that no file can be written."""
    try:
        return document.canonical(selection).decode()
    except ValueError:
        return ""


def _checked(found: Broken, typed: str, *, is_sealed: bool) -> Any:
    """The new value as it is kept, or a refusal at its field."""
    try:
        new = _read(found, typed)
    except ValidationError as error:
        raise ValidationError({"value": error.messages}) from error
    faults = limits.faults_of(found.shape, new)
    if faults:
        raise ValidationError({"value": [limits.message(fault) for fault in faults]})
    if is_sealed and found.is_text and not is_shortened(found.value, new):
        words = _("After the seal a text can only be shortened: leave words out, and write no new ones.")
        raise ValidationError({"value": words})
    if is_sealed and found.is_decimal and not is_brought_inside(found, new):
        raise ValidationError({"value": _("After the seal a number is only rounded to six decimals, not changed.")})
    return new


def _read(found: Broken, typed: str) -> Any:
    if found.is_text:
        return unicodedata.normalize("NFC", typed.replace("\r\n", "\n")).strip()
    if found.is_decimal:
        return read_number(typed).text
    return read_money(typed) if found.field in MONEY else read_whole(typed)


def is_shortened(old: str, new: str) -> bool:
    """Whether the new text is the old one with characters left out; “…” may mark the gap."""
    rest = iter(unicodedata.normalize("NFC", old.replace("\r\n", "\n")))
    return len(new) < len(old) and all(character == "…" or character in rest for character in new)


def is_brought_inside(found: Broken, new: str) -> bool:
    """A number with too many decimals is rounded; one beyond its bounds may become any that is inside."""
    old = Decimal(str(found.value))
    is_too_large = limits.faults_of(DecimalShape(), _plain(old)) != []
    is_off_scale = not is_too_large and limits.faults_of(found.shape, _plain(old)) != []
    return is_too_large or is_off_scale or abs(Decimal(new) - old) < FINEST


def _plain(value: Decimal) -> str:
    return f"{value.quantize(FINEST):f}" if abs(value.adjusted()) < 20 else f"{value:f}"


def _write(found: Broken, new: Any) -> None:
    first, *path = found.field.split(".")
    rows = _alike(found) if first.startswith(("label_", "group_")) else [found.row]
    for row in rows:
        if first == POINTS:
            point, side = map(int, path)
            row.points[point][side] = new  # type: ignore[attr-defined]
        else:
            setattr(row, first, new)
        changed = [first]
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
