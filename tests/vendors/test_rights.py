"""Do the verbs themselves refuse whoever may not, even when the phase moves on after the page was opened?"""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied

from selection.access import WrongPhase
from selection.models import Phase, Selection
from tests.cast import committee
from tests.vendors.builders import cost, measured, need, vendor
from vendors import claims, costing, evidence, facts, needs, registry, screening
from vendors.models import CostLine

pytestmark = pytest.mark.django_db

TEXTS = {"moscow": "must", "text_zh": "x", "text_en": "", "source_zh": "", "source_en": ""}


@pytest.fixture
def scene():
    """A vendor with one of everything."""
    cast = committee()
    row, leaf, must = vendor(cast.bo), measured(cast.selection), need(cast.selection)
    costing.set_seat_plan(cast.selection, plan={"base": [1] * 5}, member=cast.bo)
    cost(row, cast.bo, "K02", {1: 1})
    facts.record_fact(row, criterion=leaf, value="1", level="claimed", source="", member=cast.bo)
    claims.record_claim(row, criterion=None, text="x", source="", member=cast.bo)
    evidence.record_evidence(row, criterion=None, level="documented", title="x", source="", member=cast.bo)
    costing.record_seat_price(row, is_quoted=True, price=1, member=cast.bo)
    return cast, row, leaf, must


def acts(scene):
    """Every verb, by name."""
    cast, row, leaf, must = scene
    selection, names = cast.selection, {"name_zh": "x", "name_en": "", "kind_zh": "", "kind_en": ""}
    line = {"item": "K03", "is_quoted": True, "scenarios": ["base"], "amounts": {1: 1}}
    proof = {"criterion": None, "level": "documented", "title": "y", "source": ""}
    fact = {"criterion": leaf, "value": "2", "level": "claimed", "source": ""}
    return {
        "add_vendor": lambda by: registry.add_vendor(selection, **names, member=by),
        "edit_vendor": lambda by: registry.edit_vendor(row, **names, member=by, version=1),
        "withdraw_vendor": lambda by: registry.withdraw_vendor(row, reason="放弃投标，已书面说明理由", member=by),
        "restore_vendor": lambda by: registry.restore_vendor(row, member=by),
        "record_fact": lambda by: facts.record_fact(row, **fact, member=by),
        "remove_fact": lambda by: facts.remove_fact(row, criterion=leaf, member=by),
        "record_claim": lambda by: claims.record_claim(row, criterion=None, text="y", source="", member=by),
        "remove_claim": lambda by: claims.remove_claim(row.claims.get(), member=by),
        "record_evidence": lambda by: evidence.record_evidence(row, **proof, member=by),
        "remove_evidence": lambda by: evidence.remove_evidence(row.evidence.get(), member=by),
        "add_requirement": lambda by: needs.add_requirement(selection, **TEXTS, member=by),
        "edit_requirement": lambda by: needs.edit_requirement(must, **TEXTS, criteria=[], rule=None, member=by),
        "remove_requirement": lambda by: needs.remove_requirement(must, member=by),
        "judge": lambda by: screening.judge(must, vendor=row, state="pass", note="", member=by),
        "record_line": lambda by: costing.record_line(row, **line, member=by),
        "remove_line": lambda by: costing.remove_line(row, series=costing.series_of(selection)[0], member=by),
        "set_seat_plan": lambda by: costing.set_seat_plan(selection, plan={"base": [2] * 5}, member=by),
        "record_seat_price": lambda by: costing.record_seat_price(row, is_quoted=True, price=2, member=by),
        "remove_seat_price": lambda by: costing.remove_seat_price(row.seat_prices.get(), member=by),
        "set_parameters": lambda by: costing.set_parameters(
            selection, to=costing.official(selection), member=by, version=1
        ),
    }


VERBS = sorted(acts((SimpleNamespace(selection=None), None, None, None)))


@pytest.mark.parametrize("verb", VERBS)
def test_verb_refuses_a_role_without_the_right(scene, verb):
    cast = scene[0]
    with pytest.raises(PermissionDenied):
        acts(scene)[verb](cast.eva)


@pytest.mark.parametrize("verb", VERBS)
def test_verb_refuses_when_the_phase_has_moved_on(scene, verb):
    cast = scene[0]
    Selection.objects.update(phase=Phase.DONE)  # after the page was opened: the caller's copy still says define
    with pytest.raises(WrongPhase):
        acts(scene)[verb](cast.bo)


def test_member_of_another_committee_is_refused(scene):
    stranger = committee("S-0002", people=("mallory",))
    Selection.objects.filter(code="S-0002").update(phase=Phase.DEFINE)
    stranger.mallory.is_procurement = True
    for act in acts(scene).values():
        with pytest.raises(PermissionDenied):
            act(stranger.mallory)
    assert CostLine.objects.count() == 1
