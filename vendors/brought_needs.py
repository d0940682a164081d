"""What does a table of needs change, and how does it go back?"""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from criteria.models import Criterion
from selection.languages import pick
from selection.models import Member, MoSCoW, Selection
from selection.table_kinds import Key, State, Stored, TableKind, one_by_one
from vendors.needs import RuleText, edit_requirement, listed, remove_requirement, typed_rule

FIELDS = ("moscow", "text_zh", "text_en", "source_zh", "source_en")


def _needs(selection: Selection) -> Stored:
    """With what answers a need: one that was linked since has been changed."""
    found: dict[Key, State] = {}
    for need in listed(selection):
        rule = typed_rule(need)
        found[need.code,] = {
            **{field: getattr(need, field) for field in FIELDS},
            "criteria": [row.code for row in need.criteria.all()],
            "rule": [rule.criterion.code, rule.operator, rule.threshold] if rule else [],
        }
    return found


def _put(selection: Selection, key: Key, state: State | None, *, member: Member, reason: str) -> None:
    need = listed(selection).filter(code=key[0]).first()
    if need is None:
        raise ValidationError(_("This need is not there any more."))
    if state is None:
        if need.judgements.exists():
            raise ValidationError(_("It has been judged since."))
        remove_requirement(need, member=member)
        return
    own = {row.code: row for row in Criterion.objects.filter(selection=selection)}
    rule = state["rule"]
    assert isinstance(rule, list) and isinstance(state["criteria"], list)
    edit_requirement(
        need,
        **{field: str(state[field]) for field in FIELDS},
        criteria=[own[code] for code in state["criteria"] if code in own],
        rule=RuleText(own[rule[0]], rule[1], rule[2]) if rule and rule[0] in own else None,
        member=member,
    )


def _name(_selection: Selection) -> Callable[[Key], str]:
    return lambda key: key[0]


def _words(_selection: Selection, state: State) -> str:
    text = pick({"zh": str(state["text_zh"]), "en": str(state["text_en"])})[0]
    source = pick({"zh": str(state["source_zh"]), "en": str(state["source_en"])})[0]
    linked = [*_texts(state["criteria"]), " ".join(_texts(state["rule"]))]
    return " · ".join(filter(None, (text, str(MoSCoW(str(state["moscow"])).label), source, *linked)))


def _texts(found: object) -> list[str]:
    return [str(one) for one in found] if isinstance(found, list) else []


def _count(count: int) -> str:
    return ngettext("%(count)s need", "%(count)s needs", count) % {"count": count}


NEEDS = TableKind(
    right="edit_needs",
    stored=_needs,
    put=one_by_one(_put),
    name=_name,
    words=_words,
    counted=_count,
    page=lambda row: reverse("needs", args=[row.selection.code]),
)
