"""Which tables do the results of a run and the record make for who takes them along?"""

from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.findings.ranking import Absent, RankedVendor, absent, places
from reports.opened_run import OpenedRun
from reports.record.details import Change
from reports.record.reading import ShownEvent
from selection.formats import as_decimal
from tables.writing import Cell, Sheet, muted


def results_sheet(opened: OpenedRun) -> Sheet:
    """The ranking with the points of every category; who takes no part stands below, in grey."""
    head = [_("Rank"), _("Vendor"), _("Total points"), pgettext("of totals", "Low"), pgettext("of totals", "High")]
    head += [_("Chance of first place, %"), *(part.name for part in opened.categories), _("Remark")]
    rows = [_place(opened, place) for place in places(opened)]
    return Sheet(_("Results"), head, [*rows, *(_absent(opened, one) for one in absent(opened))], fixed=2)


def _place(opened: OpenedRun, place: RankedVendor) -> list[Cell]:
    shown = {segment.part.code: segment.shown for segment in place.segments}
    said = [_("shared")] if place.is_shared else []
    said += [_("%(needs)s pending") % {"needs": ", ".join(place.pending)}] if place.pending else []
    return [
        None if place.rank is None else Decimal(place.rank),
        f"{place.vendor.code} {place.vendor.name}",
        as_decimal(place.total),
        as_decimal(place.low),
        as_decimal(place.high),
        None if place.first is None else as_decimal(100 * place.first, 1),
        *(as_decimal(shown.get(part.code)) for part in opened.categories),
        pgettext("list", ", ").join(said) or None,
    ]


def _absent(opened: OpenedRun, one: Absent) -> list[Cell]:
    kind = _("Withdrawn") if one.is_withdrawn else _("excluded")
    why = " – ".join([kind, *(reason for reason in one.reasons if reason != "–")])
    gap = [None] * (3 + len(opened.categories))
    row: list[Cell] = [None, f"{one.vendor.code} {one.vendor.name}", as_decimal(one.total), *gap, why]
    return muted(row)


def record_sheet(lines: Iterable[ShownEvent]) -> Sheet:
    """Every event that the reader may know of, the latest first."""
    head = [pgettext("event", "No."), _("When"), _("Who"), _("Roles"), _("What was done"), _("About")]
    head += [_("Reason"), _("Before and after")]
    return Sheet(pgettext("page", "Record"), head, [_event(line) for line in lines], fixed=2)


def _event(line: ShownEvent) -> list[Cell]:
    return [
        None if line.sequence is None else Decimal(line.sequence),
        timezone.localtime(line.at).replace(tzinfo=None, second=0, microsecond=0),
        line.who,
        line.roles or None,
        line.act,
        line.object or None,
        line.reason or None,
        _("What it held was erased.") if line.is_erased else "\n".join(map(_change, line.changes)) or None,
    ]


def _change(change: Change) -> str:
    before = f"{change.before} → " if change.before else ""
    return f"{change.label}: {before}{change.after or '–'}"
