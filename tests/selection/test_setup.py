"""How does a selection begin, change its frame, and leave the list?"""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from selection import ledger, setup
from selection.access import WrongPhase
from selection.models import ChainHead, Event, Phase, Selection
from tests import cast

pytestmark = pytest.mark.django_db


def at(team, phase):
    Selection.objects.filter(pk=team.selection.pk).update(phase=phase)
    return Selection.objects.get(pk=team.selection.pk)


def test_who_starts_a_selection_chairs_it():
    selection, member = setup.create(actor=cast.person("eva"), name_zh="客服平台")
    assert (selection.code, selection.phase, member.roles, member.key) == ("S-0001", "define", ["chair"], "eva")


def test_codes_take_the_lowest_free_number():
    cast.committee("S-0001", people=("chen",))
    cast.committee("S-0003", people=("chen",))
    assert [setup.create(actor=cast.person("eva"), name_zh="x")[0].code for _ in range(2)] == ["S-0002", "S-0004"]


@pytest.mark.parametrize("alike", ["S-0001", "s0001", "S_OOO1", "S‑000l", "Ｓ-０００I", "S 0001"])
def test_no_code_is_given_that_looks_like_another(alike):
    cast.committee(alike, people=("chen",))
    assert (setup.is_taken("S-0001"), setup.is_taken("S-0002")) == (True, False)
    assert setup.create(actor=cast.person("eva"), name_zh="x")[0].code == "S-0002"


def test_each_selection_draws_its_own_seed():
    seeds = {setup.create(actor=cast.person("eva"), name_zh="x")[0].seed for _ in range(3)}
    assert len(seeds) == 3


def test_an_edit_writes_what_changed():
    team = cast.committee()
    setup.edit(team.selection, member=team.bo, version=1, name_zh="新名", decision_date=date(2026, 3, 27), bar=7500)
    event = Event.objects.get()
    assert (event.type, event.object_version) == ("selection.edited", 2)
    assert event.payload.body == {
        "name_zh": ["客服平台", "新名"],
        "decision_date": [None, "2026-03-27"],
        "bar": [7000, 7500],
    }


def test_a_stale_edit_is_refused():
    team = cast.committee()
    setup.edit(team.selection, member=team.bo, version=1, name_zh="新名")
    with pytest.raises(ValidationError):
        setup.edit(team.selection, member=team.chen, version=1, name_zh="另一个")
    assert Selection.objects.get().name_zh == "新名"


def test_the_rules_rest_after_the_seal():
    team = cast.committee(phase=Phase.INVITE)
    setup.edit(team.selection, member=team.chen, version=1, name_zh="新名", bar=9000, sealed_prices=False)
    kept = Selection.objects.get()
    assert (kept.name_zh, kept.bar, kept.sealed_prices) == ("新名", 7000, True)


def test_a_draft_goes_when_its_name_is_typed():
    team = cast.committee()
    setup.delete_draft(team.selection, member=team.chen, typed=" 客服平台 ")
    assert Selection.objects.count() == 0
    assert Event.objects.get(chain__selection=None).payload.body == {
        "name": "客服平台",
        "sequence": 0,
        "head": "",
    }


@pytest.mark.parametrize("typed", ["", "客服", "S-0001"])
def test_another_name_deletes_nothing(typed):
    team = cast.committee()
    with pytest.raises(ValidationError):
        setup.delete_draft(team.selection, member=team.chen, typed=typed)
    assert Selection.objects.count() == 1


def test_a_selection_without_a_second_name_is_not_deleted_by_an_empty_one():
    team = cast.committee(name_en="")
    with pytest.raises(ValidationError):
        setup.delete_draft(team.selection, member=team.chen, typed="")


@pytest.mark.parametrize("phase", [Phase.INVITE, Phase.SCORE, Phase.DONE])
def test_only_a_draft_is_deleted(phase):
    team = cast.committee()
    with pytest.raises(WrongPhase):
        setup.delete_draft(at(team, phase), member=team.chen, typed="客服平台")


def test_a_cancelled_selection_keeps_its_reason():
    team = cast.committee(phase=Phase.SCORE)
    setup.cancel(team.selection, member=team.bo, reason="公司取消了这笔预算，选型终止")
    assert Selection.objects.get().phase == "cancelled"
    assert Event.objects.get().reason == "公司取消了这笔预算，选型终止"


def test_cancelling_needs_a_reason():
    team = cast.committee(phase=Phase.SCORE)
    with pytest.raises(ValidationError):
        setup.cancel(team.selection, member=team.bo, reason="  ")
    assert Selection.objects.get().phase == "score"


@pytest.mark.parametrize("phase", [Phase.DONE, Phase.CANCELLED])
def test_what_has_ended_is_not_cancelled(phase):
    team = cast.committee(phase=phase)
    with pytest.raises(WrongPhase):
        setup.cancel(team.selection, member=team.bo, reason="公司取消了这笔预算，选型终止")


def test_archived_and_back():
    team = cast.committee(phase=Phase.DONE)
    setup.archive(team.selection, member=team.bo)
    assert Selection.objects.get().archived_at
    setup.archive(team.selection, member=team.bo, archived=False)
    assert Selection.objects.get().archived_at is None


def test_an_open_selection_is_not_archived():
    team = cast.committee(phase=Phase.SCORE)
    with pytest.raises(WrongPhase):
        setup.archive(team.selection, member=team.chen)


def test_an_evaluator_does_none_of_it():
    team = cast.committee()
    with pytest.raises(PermissionDenied):
        setup.edit(team.selection, member=team.eva, version=1, name_zh="x")
    with pytest.raises(PermissionDenied):
        setup.cancel(team.selection, member=team.eva, reason="公司取消了这笔预算，选型终止")


def test_the_chain_stays_whole():
    selection, member = setup.create(actor=cast.person("eva"), name_zh="客服平台")
    setup.edit(selection, member=member, version=1, name_zh="新名")
    setup.cancel(selection, member=member, reason="公司取消了这笔预算，选型终止")
    assert ledger.faults(ChainHead.objects.get(selection=selection)) == []
