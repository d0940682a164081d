"""What does one person's scoring sheet show, and nothing of anybody else's?"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analysis.tree import global_weights
from criteria import reading
from criteria.assignments import assigned_among
from criteria.models import Criterion, Kind, Level
from criteria.table import tones
from scoring.beside import Beside, beside
from scoring.cells import entry
from scoring.models import FoundMark, FoundSheet, Round, Score
from scoring.rounds import current
from scoring.rows import Block, Cell, CriterionRow, Known, measures
from scoring.visibility import own_found, own_scores
from selection.access import may
from selection.formats import STROKES, level_name
from selection.models import Member
from selection.prepared import Prepared
from vendors import registry
from vendors.facts import official_facts
from vendors.models import Claim, Evidence, Origin, Vendor
from vendors.visibility import may_see_prices

CellKey = tuple[int, int]  # criterion, vendor
SOME = 5  # names in a row that is still readable


@dataclass
class Grid:
    """The whole sheet."""

    round: Round
    vendors: list[Vendor]
    blocks: list[Block]
    others: list[CriterionRow]
    known: dict[CellKey, list[Known]]
    submitted_at: datetime | None
    is_open: bool
    counts: bool  # whether this person's marks enter the means
    beside: list[Beside]  # marks of the own spreadsheet, while cells are empty

    @cached_property
    def cells(self) -> list[Cell]:
        return [cell for block in self.blocks for cell in block.cells]

    @cached_property
    def total(self) -> int:
        return len(self.cells)

    @cached_property
    def done(self) -> int:
        return sum(cell.given.is_given for cell in self.cells)

    @property
    def to_go(self) -> int:
        return self.total - self.done

    @property
    def share(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0

    @cached_property
    def unexplained(self) -> int:
        return sum(cell.lacks == "rationale" for cell in self.cells)

    @property
    def can_submit(self) -> bool:
        return bool(self.total) and self.done == self.total and not self.unexplained

    @property
    def saved_at(self) -> datetime | None:
        return max((cell.saved_at for cell in self.cells if cell.saved_at), default=None)

    @property
    def columns(self) -> list[tuple[Vendor, int]]:
        """Each vendor with the number of its finished cells."""
        done: dict[int, int] = defaultdict(int)
        for cell in self.cells:
            done[cell.vendor.pk] += cell.given.is_given
        return [(vendor, done[vendor.pk]) for vendor in self.vendors]

    @cached_property
    def rows(self) -> list[CriterionRow]:
        return [row for block in self.blocks for row in block.rows]

    @property
    def rubrics(self) -> list[CriterionRow]:
        """The rows whose question and anchors the page carries: one's own and the measured ones."""
        return self.rows + [row for row in self.others if row.measures]

    @property
    def other_names(self) -> str:
        names = [row.criterion.name for row in self.others]
        listed = pgettext("names", ", ").join(names[:SOME])
        return listed if len(names) <= SOME else _("%(names)s and more") % {"names": listed}

    @property
    def known_cells(self) -> list[tuple[str, list[Known]]]:
        cells = {
            (cell.criterion.pk, cell.vendor.pk): f"{cell.criterion.code}-{cell.vendor.code}" for cell in self.cells
        }
        return [(cells[place], items) for place, items in self.known.items() if place in cells]

    @property
    def levels(self) -> list[tuple[str, int, str]]:
        return [(level, n, level_name(level)) for level, n in STROKES.items() if n]

    @property
    def width(self) -> int:
        return len(self.vendors) + 1


def grid(member: Member) -> Grid | None:
    """The sheet of the latest round; none before the first one opens."""
    round = current(member.selection)
    if round is None:
        return None
    sheet = round.sheets.filter(member=member).first()
    submitted_at = sheet.submitted_at if sheet else None
    is_open = may(member, "score") and round.closed_at is None and submitted_at is None
    vendors = in_order_of(member, round, registry.active(member.selection))
    known = _known(member)
    blocks, others = _blocks(member, round, vendors, known=known, is_locked=not is_open)
    aside = FOUND.rows(member=member.pk, selection=member.selection_id) if is_open else []
    found = _put_beside(blocks, aside, known, code=member.selection.code) if aside else []
    return Grid(round, vendors, blocks, others, known, submitted_at, is_open, member.marks_count, found)


def _put_beside(
    blocks: list[Block], aside: list[FoundMark], known: dict[CellKey, list[Known]], *, code: str
) -> list[Beside]:
    """Show in each empty cell, and among what is known of it, what stood in the spreadsheet."""
    rows = [row for block in blocks for row in block.rows]
    found = beside([cell for row in rows for cell in row.cells], aside)
    texts = {(one.cell.criterion.pk, one.cell.vendor.pk): one for one in found}
    for row in rows:
        places = [(cell.criterion.pk, cell.vendor.pk) for cell in row.cells]
        row.cells = [
            replace(cell, found=texts[place].text) if place in texts else cell
            for cell, place in zip(row.cells, places, strict=True)
        ]
    page = reverse("found_marks", args=[code])
    for place, one in texts.items():
        known.setdefault(place, []).append(Known("clip", one.text, _from(one.sheet), place=f"{page}#found-{one.name}"))
    return found


def _from(sheet: FoundSheet) -> str:
    if not sheet.file:
        return _("taken over from a spreadsheet")
    return _("taken over from Excel: %(file)s") % {"file": sheet.file}


def in_order_of(member: Member, round: Round, vendors: Iterable[Vendor]) -> list[Vendor]:
    """At random for each person, the same throughout the round, so that no vendor is always first."""
    seed = f"{member.selection.seed}/{round.number}/{member.key}/"
    # A hash and no shuffle: the same order in every process and under every version of Python.
    return sorted(vendors, key=lambda vendor: hashlib.sha256((seed + vendor.code).encode()).digest())


def _blocks(
    member: Member, round: Round, vendors: list[Vendor], *, known: dict[CellKey, list[Known]], is_locked: bool
) -> tuple[list[Block], list[CriterionRow]]:
    leaves = reading.leaves(member.selection)
    mine = {leaf.pk for leaf in assigned_among(member, leaves)}
    bands = reading.bands(member.selection)
    rows = {
        leaf.pk: CriterionRow(leaf, weight, bands=bands.get(leaf.pk, ()))
        for leaf, weight in zip(leaves, _weights(leaves), strict=True)
    }
    # The latest round comes last, so its mark is the one that stays.
    by_cell = {(mark.criterion_id, mark.vendor_id): mark for mark in _marks(member, round, is_locked)}
    for pk in mine:
        rows[pk].cells = [
            _cell(rows[pk].criterion, vendor, by_cell, known=known, is_locked=is_locked) for vendor in vendors
        ]
    others = [row for pk, row in rows.items() if pk not in mine]
    _measure(member, others, vendors)
    return _grouped(leaves, rows, mine), others


def _marks(member: Member, round: Round, is_locked: bool) -> list[Score]:
    """One's own marks: those of the open round, or after it the latest of each cell (which come last)."""
    own = OWN_MARKS.rows(member=member.pk, selection=member.selection_id)
    return [mark for mark in own if is_locked or mark.round_id == round.pk]


def _weights(leaves: list[Criterion]) -> list[float]:
    """Points of 100 over the whole tree."""
    parents = {leaf.parent_id: leaf.parent for leaf in leaves}
    places = {pk: place for place, pk in enumerate(parents)}
    top = [parent.weight if parent else 0 for parent in parents.values()]
    # A draft may hold no weight yet; its sum would be a divisor.
    if not leaves or not sum(top):
        return [0.0] * len(leaves)
    shares = global_weights(top, [max(leaf.weight, 0) for leaf in leaves], [places[leaf.parent_id] for leaf in leaves])
    return [float(share) * 100 for share in shares]


def _cell(
    leaf: Criterion, vendor: Vendor, marks: dict[CellKey, Score], *, known: dict[CellKey, list[Known]], is_locked: bool
) -> Cell:
    place = (leaf.pk, vendor.pk)
    mark = marks.get(place)
    is_proven = any(item.level == Level.POC for item in known.get(place, ()))
    version, saved_at = (mark.version, mark.updated_at) if mark else (0, None)
    return Cell(leaf, vendor, entry(mark), version, is_proven, is_locked, saved_at)


def _measure(member: Member, rows: list[CriterionRow], vendors: list[Vendor]) -> None:
    """Fill the rows that this person does not score with facts, or with the reason why they are empty."""
    facts = official_facts(member.selection)
    for row in rows:
        leaf = row.criterion
        if leaf.kind == Kind.MEASURED:
            row.measures = measures(leaf, [(vendor, facts.get((leaf.pk, vendor.pk))) for vendor in vendors])
        elif leaf.kind == Kind.PRICE and not may_see_prices(member):
            row.note = _("Computed from the cost lines; prices are sealed until the round closes.")
        elif leaf.kind == Kind.PRICE:
            row.note = _("Computed from the cost lines.")
        else:
            row.note = _("Scored by other evaluators.")


def _grouped(leaves: list[Criterion], rows: dict[int, CriterionRow], mine: set[int]) -> list[Block]:
    """Categories with something to score; open as far as the first gap."""
    blocks: dict[int, Block] = {}
    inks = tones({leaf.parent.code: leaf.parent.weight for leaf in leaves if leaf.parent})
    for leaf in leaves:
        if leaf.pk in mine and leaf.parent:
            block = blocks.setdefault(leaf.parent_id or 0, Block(leaf.parent, inks[leaf.parent.code]))
            block.rows.append(rows[leaf.pk])
    is_open = True
    for block in blocks.values():
        block.is_open = is_open
        is_open = is_open and block.done == len(block.cells)
    return list(blocks.values())


def _known(member: Member) -> dict[CellKey, list[Known]]:
    """Claims and evidence by cell; a POC result has left its evidence with the vendor."""
    known: dict[CellKey, list[Known]] = defaultdict(list)
    for criterion, vendor, text, source in CLAIMS.rows(selection=member.selection_id):
        known[(criterion, vendor)].append(Known("file", text, source))
    for criterion, vendor, title, source, level, origin in EVIDENCE.rows(selection=member.selection_id):
        icon = "flask" if origin == Origin.POC else "seal"
        known[(criterion, vendor)].append(Known(icon, title, source, level))
    return dict(known)


def _claims(selection: int) -> QuerySet[Claim, tuple[Any, ...]]:
    found = Claim.objects.filter(vendor__selection=selection).exclude(criterion=None)
    return found.values_list("criterion_id", "vendor_id", "text", "source")


def _evidence(selection: int) -> QuerySet[Evidence, tuple[Any, ...]]:
    found = Evidence.objects.filter(vendor__selection=selection).exclude(criterion=None)
    return found.values_list("criterion_id", "vendor_id", "title", "source", "level", "origin")


CLAIMS: Prepared[tuple[Any, ...]] = Prepared(_claims, selection=int)
EVIDENCE: Prepared[tuple[Any, ...]] = Prepared(_evidence, selection=int)
OWN_MARKS: Prepared[Score] = Prepared(own_scores, member=int, selection=int)
FOUND: Prepared[FoundMark] = Prepared(own_found, member=int, selection=int)
