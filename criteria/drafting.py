"""How do the weights of a template draft move, in both depths at once, and how do versions differ?"""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from analysis.tree import tree as tree_of
from analysis.weights import largest_remainder, redistribute
from criteria.models import Kind
from criteria.tree import FULL
from criteria.weighting import short
from selection.languages import pick

Entry = dict[str, Any]
VISIBLE = 0.005


def moved(depths: Entry, depth: str, code: str, points: Decimal) -> Entry:
    """New depths in which this category, sub-group or leaf has these points of 100."""
    fresh = copy.deepcopy(depths)
    if depth not in fresh or short(Decimal(points_of(fresh[depth]).get(code, -1))) == short(points):
        return fresh
    rows = scored(fresh[depth])
    category = next((row for row in fresh[depth]["categories"] if row["code"] == code), None)
    leaf = next((row for row in rows if row["code"] == code), None)
    if category:
        _move(fresh[depth]["categories"], category, FULL, points)
        _copy_categories(fresh, fresh[depth]["categories"])
    elif leaf:
        above = next(row["weight"] for row in fresh[depth]["categories"] if row["code"] == leaf["category"])
        _move([row for row in rows if row["category"] == leaf["category"]], leaf, above, points)
        _keep_in_step(fresh, depth)
    else:
        raise ValidationError(_("“%(code)s” is not in this template.") % {"code": code})
    return fresh


def scored(content: Entry) -> list[Entry]:
    return [row for row in content["criteria"] if row["kind"] != Kind.LINE]


def _move(family: list[Entry], row: Entry, above: int, points: Decimal) -> None:
    name, top = pick({"zh": "", "en": "", **row["name"]})[0], Decimal(above) / 100
    if not 0 <= points <= top:
        words = _("“%(name)s” can have from 0 to %(top)s points; you gave %(given)s.")
        raise ValidationError(words % {"name": name, "top": short(top), "given": short(points)})
    if len(family) == 1:
        words = _("“%(name)s” stands alone, so it always has the whole weight of its category.")
        raise ValidationError(words % {"name": name})
    ordered = sorted(family, key=lambda sibling: sibling["code"])
    new = int((points * 10**6 / above).quantize(Decimal(1), ROUND_HALF_EVEN)) if above else 0
    weights = redistribute([item["weight"] for item in ordered], ordered.index(row), new, [False] * len(ordered))
    for item, weight in zip(ordered, weights, strict=True):
        item["weight"] = weight


def _copy_categories(depths: Entry, categories: list[Entry]) -> None:
    weights = {row["code"]: row["weight"] for row in categories}
    for content in depths.values():
        for row in content["categories"]:
            row["weight"] = weights[row["code"]]


def _keep_in_step(depths: Entry, depth: str) -> None:
    """A sub-group weighs what its leaves weigh: the other depth follows the one that was moved."""
    if "short" not in depths:
        return
    leaves = {row["code"]: row for row in scored(depths["full"])}
    for group in depths["short"]["criteria"]:
        inside = [leaves[leaf["code"]] for leaf in group["leaves"]]
        if depth == "short":
            codes = [leaf["code"] for leaf in inside]
            shares = largest_remainder([leaf["weight"] for leaf in inside], group["weight"], keys=codes)
            for leaf, weight in zip(inside, shares, strict=True):
                leaf["weight"] = weight
        group["weight"] = sum(leaf["weight"] for leaf in inside)
        group["leaves"] = [{"code": leaf["code"], "weight": leaf["weight"]} for leaf in inside]


def faults_of(content: Entry) -> Iterator[str]:
    """Sibling sets that do not sum to 100."""
    families: dict[str, list[Entry]] = {"": content["categories"]}
    for row in scored(content):
        families.setdefault(row["category"], []).append(row)
    for code, family in families.items():
        total = sum(row["weight"] for row in family)
        if total != FULL:
            words = _("The weights under “%(code)s” sum to %(total)s, not 100.")
            yield words % {"code": code or _("the categories"), "total": total / 100}


@dataclass(frozen=True)
class Line:
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


def points_of(content: Entry | None) -> dict[str, float]:
    """Points of 100 over the whole tree, by code, as `analysis` computes them."""
    if content is None:
        return {}
    nodes = [{**row, "kind": Kind.CATEGORY, "parent": None, "dimension": ""} for row in content["categories"]]
    nodes += [{**row, "parent": row["category"]} for row in scored(content)]
    found = tree_of({"criteria": nodes})
    leaves = dict(zip(found.leaves, (found.weights * 100).tolist(), strict=True))
    return leaves | {row["code"]: row["weight"] / 100 for row in content["categories"]}


def lines(new: Entry, old: Entry | None) -> list[Line]:
    """Every category and criterion of either version, in tree order."""
    before, after = points_of(old), points_of(new)
    names = {row["code"]: row["name"] for content in (old or new, new) for row in content["categories"]}
    found, tone = [], 0
    for row in _rows(new, old or new):
        tone += "category" not in row
        found.append(_line(row, names, before, after, new.get("why", {}), min(tone, 5)))
    return found


def _rows(new: Entry, old: Entry) -> list[Entry]:
    known = {row["code"] for row in (*new["categories"], *scored(new))}
    gone = [row for row in (*old["categories"], *scored(old)) if row["code"] not in known]
    found: list[Entry] = []
    for category in (*new["categories"], *(row for row in gone if "category" not in row)):
        inside: Sequence[Entry] = [row for row in (*scored(new), *gone) if row.get("category") == category["code"]]
        found += [category, *inside]
    return found


def _line(
    row: Entry, names: Entry, before: dict[str, float], after: dict[str, float], why: dict[str, str], tone: int
) -> Line:
    code, category = row["code"], row.get("category", "")
    return Line(
        code=code,
        name=row["name"],
        category=names.get(category, {}),
        category_code=category or code,
        is_category=not category,
        kind=row.get("kind", Kind.CATEGORY),
        before=before.get(code),
        after=after.get(code),
        why=why.get(code, ""),
        tone=tone,
    )
