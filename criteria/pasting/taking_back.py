"""What does a table of criteria and weights change, and how does it go back?"""

from collections.abc import Callable, Mapping

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from criteria import tree, weighting
from criteria.events import CriteriaEvent
from criteria.models import Criterion, Kind
from criteria.shares import short
from selection.languages import text_of
from selection.models import Event, Member, Selection
from selection.table_kinds import Faults, Key, State, Stored, TableKind

EDITED = (CriteriaEvent.CRITERION_REVISED, CriteriaEvent.CRITERION_RENAMED)


def _weights(selection: Selection) -> Stored:
    """Points are what people see; the shares behind them are what goes back."""
    rows = selection.criteria.exclude(kind=Kind.LINE).select_related("parent")
    return {
        (row.code,): {
            "points": short(weighting.points_of(row)),
            "weight": row.weight,
            "is_locked": row.is_weight_locked,
            "category": row.parent.code if row.parent else "",
        }
        for row in rows
    }


def _put(selection: Selection, states: Mapping[Key, State | None], *, member: Member, reason: str) -> Faults:
    """First what was added goes, then all others weigh again what they did, to the last hundredth."""
    there = {row.code: row for row in selection.criteria.exclude(kind=Kind.LINE).select_related("parent", "heading")}
    gone = {key[0] for key, state in states.items() if state is None} & set(there)
    faults: Faults = {}
    for code in sorted(gone, key=lambda code: there[code].kind != Kind.CATEGORY):
        if selection.criteria.filter(code=code).exists():
            try:
                _remove(there[code], gone, member=member)
            except ValidationError as error:
                faults[code,] = " ".join(error.messages)
    back = {key[0]: state for key, state in states.items() if state is not None}
    if back and not faults:
        try:
            _weigh(selection, back, member=member)
        except ValidationError as error:
            faults |= {(code,): " ".join(error.messages) for code in back}
    return faults


def _weigh(selection: Selection, back: Mapping[str, State], *, member: Member) -> None:
    if set(back) - set(selection.criteria.values_list("code", flat=True)):
        raise ValidationError(_("A criterion that was removed does not come back with its weight."))
    weights = {code: int(str(state["weight"])) for code, state in back.items()}
    locks = {code: bool(state["is_locked"]) for code, state in back.items()}
    weighting.put_weights(selection, weights=weights, locks=locks, member=member)


def _remove(row: Criterion, gone: set[str], *, member: Member) -> None:
    below = list(tree.siblings_below(row)) if row.kind == Kind.CATEGORY else [row]
    if {leaf.code for leaf in below} - gone:
        raise ValidationError(_("It has other criteria now."))
    for leaf in below:
        _check_unused(leaf)
    if row.kind == Kind.CATEGORY:
        tree.remove_category(row, member=member)
    else:
        tree.remove_criterion(row, member=member)


def _check_unused(leaf: Criterion) -> None:
    edits = Event.objects.filter(chain__selection=leaf.selection, object=leaf.code, type__in=EDITED)
    links = (leaf.requirements, leaf.rules, leaf.assignments)
    if tree.attached(leaf) or edits.exists() or any(link.exists() for link in links):
        words = _("“%(name)s” is in use: it has been edited, linked or assigned, or something is filed under it.")
        raise ValidationError(words % {"name": leaf.name})


def _name(selection: Selection) -> Callable[[Key], str]:
    names = {row.code: text_of(row, "name") for row in selection.criteria.exclude(kind=Kind.LINE)}
    return lambda key: f"{key[0]} {names.get(key[0], '')}".strip()


def _words(_selection: Selection, state: State) -> str:
    points = _("%(points)s points") % {"points": state["points"]}
    return _("%(points)s, locked") % {"points": points} if state["is_locked"] else points


def _count(count: int) -> str:
    return ngettext("%(count)s criterion", "%(count)s criteria", count) % {"count": count}


WEIGHTS = TableKind(
    right="edit_criteria",
    stored=_weights,
    put=_put,
    name=_name,
    words=_words,
    counted=_count,
    page=lambda row: reverse("weights", args=[row.selection.code]),
)
