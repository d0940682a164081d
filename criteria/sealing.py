"""What still keeps the criteria and weights from being sealed, and what happens when they are?"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from criteria import canonical, general, tree
from criteria.assignments import assigned_by_member, evaluators_per_leaf
from criteria.editing import held
from criteria.models import Anchor, Criterion, Kind
from criteria.rubric import faults_of
from selection import phases
from selection.languages import current
from selection.models import Member, Phase, Selection

FEW = 3


@dataclass(frozen=True)
class Finding:
    """A sentence, and the criterion (or the page) where it is put right."""

    text: str
    criterion: str = ""
    page: str = ""


@transaction.atomic
def seal(selection: Selection, *, member: Member) -> None:
    """Fix criteria, anchors, value functions and weights for good, and invite the vendors."""
    row = held(selection, member=member, action="seal")
    Selection.objects.filter(pk=row.pk).update(sealed_at=timezone.now())
    payload: dict[str, object] = {"criteria": canonical.digest(row), "warnings": warnings(row)}
    phases.move(row, Phase.INVITE, member=member, blockers=blockers(row), payload=payload)
    selection.refresh_from_db(fields=["phase", "sealed_at"])


def blockers(selection: Selection) -> list[str]:
    """Sentences that say what is missing; empty when the seal may be set."""
    return [finding.text for finding in findings(selection)]


def findings(selection: Selection) -> list[Finding]:
    nodes = list(canonical.rows(selection))
    if not any(node.kind in (Kind.RATED, Kind.MEASURED, Kind.PRICE) for node in nodes):
        return [Finding(_("No criteria yet. Start from a template or add some."))]
    return [*_sums(nodes), *_anchors(nodes), *_functions(nodes), *_people(selection, nodes)]


def _sums(nodes: list[Criterion]) -> Iterator[Finding]:
    totals: dict[int | None, int] = defaultdict(int)
    for node in nodes:
        if node.kind != Kind.LINE:
            totals[node.parent_id] += node.weight
    for node in nodes:
        if node.kind == Kind.CATEGORY and node.weight and node.pk not in totals:
            yield Finding(_("“%(name)s” has weight but no criteria.") % {"name": node.name})
    by_pk: dict[int | None, str] = {node.pk: node.name for node in nodes} | {None: _("the categories")}
    for parent, total in totals.items():
        if total != tree.FULL:
            words = _("The weights of “%(name)s” sum to %(total)s, not 100. Change one of them.")
            yield Finding(words % {"name": by_pk[parent], "total": total / 100})


def _anchors(nodes: list[Criterion]) -> Iterator[Finding]:
    for node in nodes:
        if node.kind != Kind.RATED:
            continue
        written = {anchor.band for anchor in node.anchors.all() if anchor.text_zh or anchor.text_en}
        open_bands = [band.replace("-", "–") for band in Anchor.BANDS if band not in written]
        if open_bands:
            words = _("“%(name)s” does not say what these scores look like: %(bands)s.")
            yield Finding(words % {"name": node.name, "bands": _comma().join(open_bands)}, criterion=node.code)


def _functions(nodes: list[Criterion]) -> Iterator[Finding]:
    for node in nodes:
        if node.kind not in (Kind.MEASURED, Kind.PRICE):
            continue
        if not node.points:
            words = _("“%(name)s” does not say which value is worth 0 and which 100.")
            yield Finding(words % {"name": node.name}, criterion=node.code)
        else:
            faults = faults_of(node.curve, node.points)
            if faults:
                yield Finding(_("“%(name)s”: %(fault)s") % {"name": node.name, "fault": faults[0]}, criterion=node.code)


def _people(selection: Selection, nodes: list[Criterion]) -> Iterator[Finding]:
    if not selection.members.filter(is_chair=True, removed_at=None).exists():
        yield Finding(_("This selection has no chair."), page="members")
    count = evaluators_per_leaf(selection)
    alone = [node.name for node in nodes if node.kind == Kind.RATED and not count.get(node.pk)]
    if alone:
        yield Finding(_nobody(alone), page="members")


def _nobody(names: list[str]) -> str:
    words = ngettext(
        "No evaluator for this criterion: %(names)s.",
        "No evaluator for these %(count)s criteria: %(names)s.",
        len(names),
    )
    return words % {"count": len(names), "names": _listed(names)}


def _listed(names: list[str], most: int = 3) -> str:
    shown = _comma().join(names[:most])
    return _("%(names)s and more") % {"names": shown} if len(names) > most else shown


def _comma() -> str:
    return "、" if current() == "zh" else ", "


def warnings(selection: Selection) -> list[str]:
    """Sentences worth reading before the seal; they do not stop it."""
    return [finding.text for finding in cautions(selection)]


def cautions(selection: Selection) -> list[Finding]:
    return [*_few_evaluators(selection), *_long_sessions(selection), *_weightless(selection), *_general(selection)]


def _few_evaluators(selection: Selection) -> Iterator[Finding]:
    count = evaluators_per_leaf(selection)
    few = [leaf.name for leaf in tree.rated(selection) if 0 < count.get(leaf.pk, 0) < FEW]
    if few:
        words = ngettext(
            "Fewer than three people score this criterion, so its mean says little: %(names)s.",
            "Fewer than three people score these %(count)s criteria, so their means say little: %(names)s.",
            len(few),
        )
        yield Finding(words % {"count": len(few), "names": _listed(few)}, page="members")


def _long_sessions(selection: Selection) -> Iterator[Finding]:
    load = workload(selection)
    if load and load.is_long:
        words = _(
            "One evaluator would score %(cells)s cells (%(leaves)s criteria × %(vendors)s vendors), about %(minutes)s "
            "minutes. Share out the categories, or score sub-groups as one."
        )
        params = {"cells": load.cells, "leaves": load.leaves, "vendors": load.vendors, "minutes": load.minutes}
        yield Finding(words % params, page="members")


def _weightless(selection: Selection) -> Iterator[Finding]:
    names = [leaf.name for leaf in tree.leaves(selection) if not leaf.weight]
    if names:
        words = ngettext(
            "This criterion has no weight and is shown for information only: %(names)s.",
            "These %(count)s criteria have no weight and are shown for information only: %(names)s.",
            len(names),
        )
        yield Finding(words % {"count": len(names), "names": _listed(names)})


def _general(selection: Selection) -> Iterator[Finding]:
    leaves = tree.rated(selection).prefetch_related("anchors")
    names = [leaf.name for leaf in leaves if general.is_general(leaf.anchors.all())]
    if names:
        words = ngettext(
            "This criterion is scored by the general rubric, which is not yet yours: %(names)s.",
            "These %(count)s criteria are scored by the general rubric, which is not yet yours: %(names)s.",
            len(names),
        )
        yield Finding(words % {"count": len(names), "names": _listed(names)})


@dataclass(frozen=True)
class Workload:
    """What the busiest evaluator has to score."""

    leaves: int
    vendors: int
    cells: int
    minutes: int
    is_same_for_all: bool
    is_guess: bool

    @property
    def is_long(self) -> bool:
        return self.minutes > tree.LONG_SESSION


def workload(selection: Selection) -> Workload | None:
    """Cells and minutes of the busiest evaluator; with no vendors yet, as if there were three."""
    counts = [len(leaves) for leaves in assigned_by_member(selection).values()] or [tree.rated(selection).count()]
    vendors = selection.vendors.filter(withdrawn="").count()
    cells, minutes = tree.scored_cells(max(counts), vendors or FEW)
    if not max(counts):
        return None
    return Workload(max(counts), vendors or FEW, cells, minutes, len(set(counts)) == 1, not vendors)
