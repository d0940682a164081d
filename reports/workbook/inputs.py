"""Which sheets hold what a run was computed from, so that formulas can point at their cells?"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analysis.decision_file.typed import ScoreEntry
from analysis.evaluation.cells import official_facts, people_left_out
from criteria.models import Dimension, Kind
from reports.opened_run import OpenedRun
from selection.languages import pick
from tables.writing import Cell, Formula, Sheet, muted, place, stretch, strong


@dataclass(frozen=True)
class Placed:
    """A sheet, and where in it something stands: in a formula's words."""

    sheet: Sheet
    at: dict[tuple[str, str], str]


def titled(opened: OpenedRun, vendor: str) -> str:
    return f"{vendor} {opened.vendors[vendor].name}"


def exact(number: float) -> Decimal:
    return Decimal(repr(float(number)))


def weights(opened: OpenedRun) -> Placed:
    """Categories with their leaves; the weight in all follows from both."""
    name, rows, at = _("Criteria and weights"), list[list[Cell]](), dict[tuple[str, str], str]()
    for category in opened.tree:
        top, called = len(rows) + 1, pick(category.node["name"])[0]
        whole = Decimal(category.node["weight"]).scaleb(-2)
        rows.append(strong([category.code, called, *[None] * 4, whole, Formula(f"={place(name, 6, top)}", whole)]))
        for leaf in category.leaves:
            row, own = len(rows) + 1, Decimal(leaf["weight"]).scaleb(-2)
            text = f"={place(name, 6, top)}*{place(name, 6, row)}/100"
            unit = pick(leaf["scale"]["unit"])[0] if leaf["scale"] else ""
            about: list[Cell] = [leaf["code"], called, pick(leaf["name"])[0], str(Kind(leaf["kind"]).label)]
            about += [str(Dimension(leaf["dimension"]).label), unit or None, own]
            rows.append([*about, Formula(text, exact(100 * opened.results["weights"][leaf["code"]]))])
            at[leaf["code"], ""] = place(name, 7, row)
    head = [_("Code"), _("Category"), _("Criterion"), _("Kind"), _("Dimension"), _("Unit")]
    head += [_("Weight, %"), _("Weight in all, points of 100")]
    return Placed(Sheet(name, head, rows, fixed=3), at)


def facts(opened: OpenedRun) -> Placed:
    """The value that counts of every measured criterion for every vendor."""
    name, known = _("Facts"), official_facts(opened.decision_file)
    rows, at = list[list[Cell]](), dict[tuple[str, str], str]()
    for leaf in (leaf for leaf in opened.leaves if leaf["kind"] == "measured"):
        unit = pick(leaf["scale"]["unit"])[0] if leaf["scale"] else ""
        found = [known.get((leaf["code"], vendor)) for vendor in opened.visible]
        rows.append([leaf["code"], pick(leaf["name"])[0], unit or None, *(fact[0] if fact else None for fact in found)])
        at |= {(leaf["code"], v): place(name, 3 + n, len(rows)) for n, v in enumerate(opened.visible)}
    head = [_("Code"), _("Criterion"), _("Unit"), *(titled(opened, vendor) for vendor in opened.visible)]
    return Placed(Sheet(name, head, rows, fixed=3), at)


def marks(opened: OpenedRun) -> Placed:
    """The latest mark of everybody for every cell, their mean, and the value that was settled instead."""
    name, latest = pgettext("a table of marks", "Scores"), _latest(opened)
    left_out = people_left_out(opened.decision_file)
    given = [key for key in opened.people if any(key in cell for cell in latest.values())]
    people, others = [key for key in given if key not in left_out], [key for key in given if key in left_out]
    agreed = {(row["criterion"], row["vendor"]): Decimal(row["value"]) for row in opened.decision_file["consensus"]}
    rows, at = list[list[Cell]](), dict[tuple[str, str], str]()
    for leaf in (leaf for leaf in opened.leaves if leaf["kind"] == "rated"):
        for vendor in opened.visible:
            key, row = (leaf["code"], vendor), len(rows) + 1
            own = [_mark(latest.get(key, {}).get(person)) for person in people]
            beside = muted(_mark(latest.get(key, {}).get(person)) for person in others)
            about = [leaf["code"], pick(leaf["name"])[0], titled(opened, vendor)]
            rows.append([*about, *own, *_official(name, row, own, agreed=agreed.get(key)), *beside])
            at[key] = place(name, 5 + len(people), row)
    head = [_("Code"), _("Criterion"), _("Vendor"), *map(opened.person, people), _("Mean"), _("Settled"), _("Official")]
    aside = _("not counted")
    head += [f"{opened.person(key)} ({aside})" for key in others]
    return Placed(Sheet(name, head, rows, fixed=3), at)


def _latest(opened: OpenedRun) -> dict[tuple[str, str], dict[str, ScoreEntry]]:
    found: dict[tuple[str, str], dict[str, ScoreEntry]] = {}
    for item in sorted(opened.decision_file["rounds"], key=lambda item: item["number"]):
        for score in item["scores"]:
            found.setdefault((score["criterion"], score["vendor"]), {})[score["person"]] = score
    return found


def _mark(entry: ScoreEntry | None) -> Cell:
    if entry is None:
        return None
    return _("n/a") if entry["score"] is None else Decimal(entry["score"])


def _official(name: str, row: int, own: list[Cell], *, agreed: Decimal | None) -> list[Cell]:
    """Mean, settled value and what counts of the two; a cell that nobody scored stays empty."""
    scores = [mark for mark in own if isinstance(mark, Decimal)]
    mean: Decimal | str = sum(scores) / Decimal(len(scores)) if scores else ""
    people = stretch(name, (3, row), (2 + len(own), row))
    average = f'=IF(COUNT({people})=0,"",AVERAGE({people}))' if own else '=""'
    settled, computed = place(name, 4 + len(own), row), place(name, 3 + len(own), row)
    official = mean if agreed is None else agreed
    return [Formula(average, mean), agreed, Formula(f'=IF({settled}="",{computed},{settled})', official)]
