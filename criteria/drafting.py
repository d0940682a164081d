"""How do the weights of a template draft move, in both depths at once, and how do versions differ?"""

import copy
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TypeGuard, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from analysis.tree import tree
from analysis.weights import largest_remainder, redistribute
from criteria.copying import entry, top_entry
from criteria.models import Kind
from criteria.shares import kept_shares, short, shown
from criteria.tree import FULL
from criteria.typed import Content, Depths, LeafRow, LineRow, TopRow
from criteria.whole_set import family_shares
from selection.languages import pick

VISIBLE = 0.005  # half of the last digit that is shown
RowT = TypeVar("RowT", TopRow, LeafRow)


def moved(depths: Depths, depth: str, code: str, *, points: Decimal) -> Depths:
    """New depths in which this category, sub-group or leaf has these points of 100, and stands."""
    fresh = copy.deepcopy(depths)
    if depth not in fresh:
        return fresh
    # Typed as it is shown: it stands, and keeps the digits that are not shown.
    if shows(fresh, depth, code, points=points):
        return _released(depths, hold(fresh, depth, code, is_held=True))
    content = fresh[depth]
    category = next((row for row in content["categories"] if row["code"] == code), None)
    leaf = next((row for row in scored(content) if row["code"] == code), None)
    if category:
        before = {row["code"]: row["weight"] for row in content["categories"]}
        _move(content["categories"], category, FULL, points=points, held=held_in(content))
        _copy_categories(fresh, content["categories"])
        _keep_points(fresh, before)
    elif leaf:
        above = next(row["weight"] for row in content["categories"] if row["code"] == leaf["category"])
        family = [row for row in scored(content) if row["category"] == leaf["category"]]
        _move(family, leaf, above, points=points, held=_standing(fresh, depth, leaf))
        _keep_in_step(fresh, depth)
    else:
        raise ValidationError(_("“%(code)s” is not in this template.") % {"code": code})
    return _released(depths, hold(fresh, depth, code, is_held=True))


def shows(depths: Depths, depth: str, code: str, *, points: Decimal) -> bool:
    """Whether this category, sub-group or leaf has these points already, as a page shows them."""
    found = points_of(depths.get(depth))
    return code in found and shown(found[code]) == short(points)


def stands(depths: Depths, depth: str, code: str, *, points: Decimal) -> bool:
    """Whether it has them and gives way to nothing."""
    return shows(depths, depth, code, points=points) and code in held_in(depths[depth])


def given(depths: Depths, depth: str, shares: Mapping[str, int], *, held: Collection[str]) -> Depths:
    """New depths in which every leaf or sub-group has its hundredths of a point, 10 000 in all."""
    fresh = copy.deepcopy(depths)
    rows = scored(fresh[depth])
    if set(shares) != {row["code"] for row in rows} or sum(shares.values()) != FULL:
        raise ValidationError(_("The criteria have changed since this page was opened. Check them and start again."))
    for category in fresh[depth]["categories"]:
        family = [row for row in rows if row["category"] == category["code"]]
        points = [shares[row["code"]] for row in family]
        category["weight"] = sum(points)
        for row, weight in zip(family, family_shares([row["weight"] for row in family], points), strict=True):
            row["weight"] = weight
    _copy_categories(fresh, fresh[depth]["categories"])
    _keep_in_step(fresh, depth)
    for code in held:
        hold(fresh, depth, code, is_held=True)
    return _released(depths, fresh)


def scored(content: Content) -> list[LeafRow]:
    return [row for row in content["criteria"] if is_scored(row)]


def is_scored(row: LeafRow | LineRow) -> TypeGuard[LeafRow]:
    """Whether it is a leaf, which has a weight, and no line."""
    return row["kind"] != Kind.LINE


def held_in(content: Content) -> set[str]:
    """The codes whose weight was given by hand or locked; it stands while the others share the rest."""
    return set(content.get("held", ()))


def hold(depths: Depths, depth: str, code: str, *, is_held: bool) -> Depths:
    """Let a weight of a draft stand, or give way again; a category does so in both depths."""
    is_category = any(row["code"] == code for row in depths[depth]["categories"])
    for content in depths.values() if is_category else [depths[depth]]:
        content["held"] = sorted(held_in(content) | {code} if is_held else held_in(content) - {code})
    return depths


def _released(old: Depths, new: Depths) -> Depths:
    """What moved all the same, because its sub-group or its leaves were moved in the other depth, stands no longer."""
    for depth, content in new.items():
        before, after = points_of(old[depth]), points_of(content)
        given = held_in(content) - held_in(old[depth])
        unmoved = {code for code in held_in(content) if abs(before[code] - after[code]) < VISIBLE}
        content["held"] = sorted(given | unmoved)
    return new


def _standing(depths: Depths, depth: str, moving: LeafRow) -> set[str]:
    """What does not give way to this leaf: what is held, in the full depth also leaves of other held sub-groups."""
    held = held_in(depths[depth])
    if depth == "full" and "short" in depths:
        groups = [row for row in scored(depths["short"]) if row["code"] in held_in(depths["short"])]
        inside = [{leaf["code"] for leaf in group["leaves"]} for group in groups]
        held |= {code for codes in inside if moving["code"] not in codes for code in codes}
    return held


def _move(family: list[RowT], row: RowT, above: int, *, points: Decimal, held: set[str]) -> None:
    words = {"name": pick({"zh": "", "en": "", **row["name"]})[0], "given": short(points)}
    others = [item for item in family if item is not row]
    limit = FULL - sum(item["weight"] for item in others if item["code"] in held)
    # points / 100 = (above / 10,000) × (weight / 10,000)
    new = int((points * 10**6 / above).quantize(Decimal(1), ROUND_HALF_EVEN)) if above else 0
    if points < 0 or new > limit or (points and not above):
        top = short(Decimal(limit * above).scaleb(-6))
        text = _("“%(name)s” can have from 0 to %(top)s points; you gave %(given)s.")
        raise ValidationError(text % (words | {"top": top}))
    if not others:
        text = _("“%(name)s” stands alone, so it always has the whole weight of its category.")
        raise ValidationError(text % words)
    if all(item["code"] in held for item in others):
        text = _("“%(name)s” cannot move: every weight beside it is locked. Unlock one of them first.")
        raise ValidationError(text % words)
    # By code, so that what rounding leaves over goes to
    # the same ones in whatever order they are shown.
    ordered = sorted(family, key=lambda sibling: sibling["code"])
    locked = [item["code"] in held for item in ordered]
    weights = redistribute([item["weight"] for item in ordered], ordered.index(row), new, locked=locked)
    for item, weight in zip(ordered, weights, strict=True):
        item["weight"] = weight


def _keep_points(depths: Depths, before: dict[str, int]) -> None:
    """What stands inside a category keeps its points when the category moves."""
    for category in depths["short" if "short" in depths else "full"]["categories"]:
        code, after = category["code"], category["weight"]
        # The short depth first: what stands there carries its leaves in the full one along.
        for depth in ("short", "full"):
            rows = [row for row in scored(depths[depth]) if row["category"] == code] if depth in depths else []
            held = [row["code"] in held_in(depths[depth]) for row in rows]
            if after == before[code] or not any(held):
                continue
            shares = kept_shares([row["weight"] for row in rows], held, before[code], after=after)
            if shares is None:
                text = _("“%(name)s” would have only %(points)s points, less than what is locked or typed inside it.")
                name = pick({"zh": "", "en": "", **category["name"]})[0]
                raise ValidationError(text % {"name": name, "points": short(Decimal(after) / 100)})
            for row, share in zip(rows, shares, strict=True):
                row["weight"] = share
            _keep_in_step(depths, depth)
            break


def _copy_categories(depths: Depths, categories: list[TopRow]) -> None:
    weights = {row["code"]: row["weight"] for row in categories}
    for content in depths.values():
        for row in content["categories"]:
            row["weight"] = weights[row["code"]]


def _keep_in_step(depths: Depths, depth: str) -> None:
    """A sub-group weighs what its leaves weigh: the other depth follows the one that was moved."""
    if "short" not in depths:
        return
    leaves = {row["code"]: row for row in scored(depths["full"])}
    for group in scored(depths["short"]):
        inside = [leaves[leaf["code"]] for leaf in group["leaves"]]
        if depth == "short":
            codes = [leaf["code"] for leaf in inside]
            shares = largest_remainder([leaf["weight"] for leaf in inside], group["weight"], keys=codes)
            for leaf, weight in zip(inside, shares, strict=True):
                leaf["weight"] = weight
        group["weight"] = sum(leaf["weight"] for leaf in inside)
        group["leaves"] = [{"code": leaf["code"], "weight": leaf["weight"]} for leaf in inside]


def faults_of(content: Content) -> Iterator[str]:
    """Sibling sets that do not sum to 100."""
    families = {"": [row["weight"] for row in content["categories"]]}
    for row in scored(content):
        families.setdefault(row["category"], []).append(row["weight"])
    for code, weights in families.items():
        total = sum(weights)
        if total != FULL:
            words = _("The weights under “%(code)s” sum to %(total)s, not 100.")
            yield words % {"code": code or _("the categories"), "total": total / 100}


@dataclass(frozen=True)
class ComparedCriterion:
    """One criterion in two versions; a side without it is None."""

    code: str
    name: dict[str, str]
    category: dict[str, str]
    category_code: str
    is_category: bool
    kind: str
    before: float | None
    after: float | None
    why: str
    tone: int = 0
    is_held: bool = False

    @property
    def name_zh(self) -> str:
        return self.name.get("zh", "")

    @property
    def name_en(self) -> str:
        return self.name.get("en", "")

    @property
    def category_zh(self) -> str:
        return self.category.get("zh", "")

    @property
    def category_en(self) -> str:
        return self.category.get("en", "")

    @property
    def delta(self) -> float:
        difference = (self.after or 0.0) - (self.before or 0.0)
        return 0.0 if abs(difference) < VISIBLE else difference

    @property
    def state(self) -> str:
        if self.before is None:
            return "add"
        if self.after is None:
            return "rem"
        return "changed" if self.delta else ""

    @property
    def step(self) -> str:
        return "1" if self.is_category else "0.5"


def points_of(content: Content | None) -> dict[str, float]:
    """Points of 100 over the whole tree, by code, as `analysis` computes them."""
    if content is None:
        return {}
    nodes = [top_entry(row) for row in content["categories"]]
    for row in scored(content):
        node = entry(row)
        node["parent"] = row["category"]
        nodes.append(node)
    found = tree({"criteria": nodes})
    leaves = dict(zip(found.leaves, (found.weights * 100).tolist(), strict=True))
    return leaves | {row["code"]: row["weight"] / 100 for row in content["categories"]}


def lines(new: Content, old: Content | None) -> list[ComparedCriterion]:
    """Every category and criterion of either version, in tree order."""
    before, after = points_of(old), points_of(new)
    names = {row["code"]: row["name"] for content in (old or new, new) for row in content["categories"]}
    known = {row["code"] for row in (*new["categories"], *scored(new))}
    gone = [row for row in scored(old or new) if row["code"] not in known]
    held, why = held_in(new), new.get("why", {})

    def line(row: TopRow | LeafRow, tone: int, *, category: str = "", kind: str = Kind.CATEGORY) -> ComparedCriterion:
        code = row["code"]
        return ComparedCriterion(
            code=code,
            name=row["name"],
            category=names.get(category, {}),
            category_code=category or code,
            is_category=not category,
            kind=kind,
            before=before.get(code),
            after=after.get(code),
            why=why.get(code, ""),
            tone=min(tone, 5),  # there are five inks
            is_held=code in held,
        )

    found = []
    tops = [*new["categories"], *(row for row in (old or new)["categories"] if row["code"] not in known)]
    for tone, top in enumerate(tops, 1):
        inside = [row for row in (*scored(new), *gone) if row["category"] == top["code"]]
        found += [line(top, tone), *(line(row, tone, category=top["code"], kind=row["kind"]) for row in inside)]
    return found
