"""Opening a round, moving its closing time, closing it and keeping the means."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import override

from criteria.assignments import assign
from scoring import rounds
from scoring.models import Round
from selection.access import WrongPhase
from selection.models import Event, Member, Phase, Selection
from selection.phases import Blocked
from tests.scoring.scene import scene
from vendors import costing
from vendors.models import CostLine, Vendor

pytestmark = pytest.mark.django_db


def phase():
    return Selection.objects.get().phase


def last():
    return Event.objects.order_by("sequence").last()


def test_open_scoring_starts_round_one_and_keeps_the_closing_time():
    s = scene(phase=Phase.INVITE)
    closes = timezone.now() + timedelta(days=2)
    round = rounds.open_scoring(s.selection, member=s.member("bo"), closes_at=closes)
    assert (round.number, phase(), Selection.objects.get().scoring_closes_at) == (1, Phase.SCORE, closes)
    assert rounds.current(s.selection) == round
    assert (last().type, last().payload.body["round"], last().payload.body["to"]) == ("selection.moved", 1, "score")


def test_open_scoring_needs_a_vendor_and_an_evaluator_for_each_leaf():
    s = scene(phase=Phase.INVITE, more=())
    assign(s.member("eva"), criteria=[s.criteria["F"]], by=s.member("chen"))
    Vendor.objects.update(withdrawn="退出")
    with pytest.raises(Blocked) as refusal:
        rounds.open_scoring(s.selection, member=s.member("bo"))
    assert len(refusal.value.blockers) == 2
    assert "集成与 API" in refusal.value.blockers[1] or "Integration and APIs" in refusal.value.blockers[1]
    assert (phase(), Round.objects.count()) == (Phase.INVITE, 0)


def cost(s, vendor, *years):
    for year, amount in enumerate(years, start=1):
        CostLine.objects.create(
            vendor=s.vendors[vendor], item="K01", label_zh="订阅", is_quoted=True, year=year, amount=amount
        )


def test_a_vendor_without_costs_is_named_and_stops_nothing():
    s = scene(phase=Phase.INVITE)
    cost(s, "A", 100, 100, 100, 100, 100)
    with override("en"):
        rounds.open_scoring(s.selection, member=s.member("bo"))
    expected = ["B Lingxi Service has no costs: without them it gets no points for the price and no rank."]
    assert (last().payload.body["warnings"], phase()) == (expected, Phase.SCORE)


def test_costs_that_no_analysis_would_take_keep_the_round_closed():
    s = scene(phase=Phase.INVITE)
    cost(s, "A", 100, 100, 100)
    with pytest.raises(Blocked) as refused:
        rounds.open_scoring(s.selection, member=s.member("bo"))
    assert (refused.value.blockers, phase()) == (costing.refused(s.selection), Phase.INVITE)
    s.selection.vendors.filter(code="A").update(withdrawn="Out of business since June.")
    assert rounds.opening_blockers(s.selection) == []


def test_complete_costs_are_not_mentioned():
    s = scene(phase=Phase.INVITE)
    cost(s, "A", 1, 1, 1, 1, 1)
    cost(s, "B", 1, 1, 1, 1, 1)
    assert rounds.cost_warnings(s.selection) == []


def test_without_a_price_nobody_needs_costs():
    s = scene(phase=Phase.INVITE)
    s.criteria["P1"].delete()
    assert rounds.cost_warnings(s.selection) == []


def test_open_scoring_refuses_a_closing_time_that_has_passed():
    s = scene(phase=Phase.INVITE)
    with pytest.raises(ValidationError):
        rounds.open_scoring(s.selection, member=s.member("bo"), closes_at=timezone.now() - timedelta(minutes=1))
    assert phase() == Phase.INVITE


@pytest.mark.parametrize("name", ["eva", "otto", "aude"])
def test_open_scoring_is_for_organisers(name):
    s = scene(phase=Phase.INVITE)
    with pytest.raises(PermissionDenied):
        rounds.open_scoring(s.selection, member=s.member(name))


@pytest.mark.parametrize("start", [Phase.DEFINE, Phase.SCORE, Phase.CLOSED])
def test_open_scoring_only_after_the_seal(start):
    s = scene(phase=start)
    with pytest.raises(WrongPhase):
        rounds.open_scoring(s.selection, member=s.member("chen"))


def test_change_closing_time_is_in_the_ledger():
    s = scene()
    closes = timezone.now() + timedelta(days=1)
    rounds.change_closing_time(s.selection, member=s.member("chen"), closes_at=closes)
    assert Selection.objects.get().scoring_closes_at == closes
    assert (last().type, last().payload.body["from"]) == ("scoring.closing_time_changed", None)


def test_close_round_with_gaps_needs_a_reason_and_lists_them():
    s = scene()
    s.fill("eva")
    s.give("ed", "F1", "A")
    with pytest.raises(ValidationError):
        rounds.close_round(s.selection, member=s.member("chen"), reason="  ")
    assert phase() == Phase.SCORE
    round = rounds.close_round(s.selection, member=s.member("chen"), reason="埃德出差，月底才回来。")
    assert (phase(), round.closed_at is not None) == (Phase.CLOSED, True)
    assert (last().reason, last().payload.body["gaps"]) == ("埃德出差，月底才回来。", {"ed": 5})
    assert len(last().payload.body["sheets"]) == 64


def test_close_round_without_gaps_needs_no_reason():
    s = scene()
    s.fill("eva")
    s.fill("ed")
    rounds.close_round(s.selection, member=s.member("chen"))
    assert (phase(), last().payload.body["gaps"]) == (Phase.CLOSED, {})


@pytest.mark.parametrize("name", ["bo", "eva", "otto"])
def test_only_the_chair_closes(name):
    s = scene()
    with pytest.raises(PermissionDenied):
        rounds.close_round(s.selection, member=s.member(name), reason="时间到了，其余格子不再等。")
    assert phase() == Phase.SCORE


def test_marks_never_change_after_the_round_closed():
    s = scene()
    s.give("eva", "F1", "A", 7)
    rounds.close_round(s.selection, member=s.member("chen"), reason="时间到了，其余格子不再等。")
    with pytest.raises(WrongPhase):
        s.give("eva", "F1", "A", 3, version=1)


def test_keep_means_reveals():
    s = scene(phase=Phase.CLOSED)
    rounds.keep_means(s.selection, member=s.member("chen"))
    assert (phase(), last().payload.body["means"]) == (Phase.CONSENSUS, "kept")


def test_keep_means_not_while_people_score():
    s = scene()
    with pytest.raises(WrongPhase):
        rounds.keep_means(s.selection, member=s.member("chen"))


def test_removed_members_have_no_gaps():
    s = scene()
    s.fill("eva")
    Member.objects.filter(key="ed").update(removed_at=timezone.now())
    rounds.close_round(s.selection, member=s.member("chen"))
    assert last().payload.body["gaps"] == {}
