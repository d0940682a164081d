"""How do the rows of somebody's spreadsheet become the criteria of a new selection?"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from analysis.decision_file.criterion_layout import CRITERION
from analysis.decision_file.typed import Text
from criteria import content, general, library, matching
from criteria.copying import copy_anchors, copy_nodes, criterion_from
from criteria.editing import held
from criteria.events import CriteriaEvent
from criteria.models import Criterion, Dimension, Kind
from criteria.tree import FULL, free_code, reorder, require_room, siblings_below
from criteria.typed import Content, LeafRow, LineRow, TopRow
from criteria.whole_set import family_shares
from selection import ledger, limits
from selection.languages import current
from selection.models import Member, Selection

PRICE_LEAF = "C-TC-01"


@dataclass(frozen=True)
class Row:
    """A criterion as a person confirmed it; `points` in hundredths of 100."""

    name: str
    category: str
    points: int
    kind: str
    library: str = ""  # the code of what it is there; empty: an own criterion


@transaction.atomic
def lay_out(selection: Selection, rows: Sequence[Row], *, member: Member) -> list[str]:
    """Make them the criteria of a selection that has none; the code of each row, in their order."""
    row = held(selection, member=member)
    if row.criteria.exists():
        raise ValidationError(_("This selection has criteria already."))
    if sum(one.points for one in rows) != FULL:
        raise ValidationError(_("The weights do not add up to 100."))
    require_room(row, more=len(rows))
    codes = [one.library for one in rows if one.library]
    for code in codes:
        if codes.count(code) > 1:
            name = matching.known()[code].names[0 if current() == "zh" else 1]
            raise ValidationError(_("“%(name)s” of the library is chosen twice.") % {"name": name})
    own = _codes(rows)
    copy_nodes(row, _content(rows, own), {})
    payload = {"criteria": len(rows), "library": sorted(codes)}
    ledger.record(CriteriaEvent.SHEET_COPIED, selection=row, member=member, object=selection.code, payload=payload)
    return own


@transaction.atomic
def add_row(category: Criterion, row: Row, *, member: Member) -> Criterion:
    """Append a criterion without weight to a category that is there; the weight is given afterwards."""
    selection = held(category.selection, member=member)
    require_room(selection, more=1)
    node = _leaf(row, category.code, row.library or free_code(category), weight=0)
    leaf = criterion_from(node, selection)
    limits.check(CRITERION.records[row.kind], {"name_zh": leaf.name_zh, "name_en": leaf.name_en})
    leaf.parent, leaf.template_weight, leaf.position = category, None, selection.criteria.count() + 1
    leaf.weight = 0 if siblings_below(category).exists() else FULL
    leaf.dimension = leaf.dimension or Dimension.BUSINESS
    leaf.save(force_insert=True)
    copy_anchors([node], {leaf.code: leaf})
    reorder(selection)
    payload = {"kind": leaf.kind, "category": category.code, "name": {"zh": leaf.name_zh, "en": leaf.name_en}}
    ledger.record(CriteriaEvent.CRITERION_ADDED, selection=selection, member=member, object=leaf.code, payload=payload)
    return leaf


def _codes(rows: Sequence[Row]) -> list[str]:
    """The library's for what it knows; others are counted in their category."""
    categories = _category_codes(rows)
    used = {row.library for row in rows}
    free = {name: _free(code, used) for name, code in categories.items()}
    return [row.library or next(free[row.category]) for row in rows]


def _free(category: str, used: Container[str]) -> Iterator[str]:
    return (own for number in count(1) if (own := f"{category}-{number:02d}") not in used)


def _content(rows: Sequence[Row], own: Sequence[str]) -> Content:
    families: dict[str, list[tuple[Row, str]]] = {}
    for row, leaf in zip(rows, own, strict=True):
        families.setdefault(row.category, []).append((row, leaf))
    codes = _category_codes(rows)
    categories: list[TopRow] = []
    leaves: list[LeafRow | LineRow] = []
    for name, family in families.items():
        code = codes[name]
        points = [row.points for row, _leaf in family]
        categories.append({"code": code, "name": _name_of(code, name), "weight": sum(points)})
        even = family_shares([FULL // len(family)] * len(family), points)
        if not sum(points):
            even[0] += FULL - sum(even)
        leaves += [_leaf(row, code, leaf, weight=weight) for (row, leaf), weight in zip(family, even, strict=True)]
    return {"categories": categories, "headings": [], "criteria": leaves, "needs": [], "why": {}}


def _category_codes(rows: Sequence[Row]) -> dict[str, str]:
    """The library's code for a category of the library, else the next free G1, G2 …"""
    found: dict[str, str] = {}
    for name in dict.fromkeys(row.category for row in rows):
        code = matching.category_of(name)
        free = next(own for number in range(1, 1000) if (own := f"G{number}") not in found.values())
        found[name] = code if code and code not in found.values() else free
    return found


def _name_of(code: str, typed: str) -> Text:
    return matching.in_own_language(typed) if code.startswith("G") else dict(library.category(code)["name"])


def _leaf(row: Row, category: str, code: str, *, weight: int) -> LeafRow | LineRow:
    own = row.library
    known = content.expanded_group(own) if library.group(own) else None
    node = known or content.expanded_leaf(own or PRICE_LEAF, weight=weight)
    found: LeafRow = {
        **node,
        "code": code,
        "category": category,
        "parent": category,
        "heading": "",
        "weight": weight,
        "kind": row.kind,
        "leaves": [],
    }
    if not own:
        found |= {
            "name": matching.in_own_language(row.name),
            "question": {"zh": "", "en": ""},
            "dimension": "",
            "source": "",
        }
    if row.kind == Kind.PRICE:
        found |= {"basis": "tco" if own == PRICE_LEAF else "quote", "dimension": "commercial"}
    if row.kind == Kind.RATED and (not own or not node["anchors"]):
        found |= {"anchors": general.ANCHORS}
    if row.kind == Kind.RATED:
        found |= {"scale": None, "value_function": None, "basis": ""}
    return found
