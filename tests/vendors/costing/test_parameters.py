import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from selection.access import WrongPhase
from selection.models import Phase, Selection
from selection.versions import Stale
from tests.cast import committee
from tests.vendors.builders import cost, vendor
from vendors.costing import View, official, seat_plan, set_parameters, set_seat_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return committee()


def set_to(cast, version=1, **fields):
    now = official(cast.selection)
    return set_parameters(cast.selection, to=View(**{**vars(now), **fields}), member=cast.bo, version=version)


def test_official_view_is_agreed_before_the_seal(cast):
    set_to(cast, rate=0, horizon=3, timing="mid")
    assert official(Selection.objects.get(pk=cast.selection.pk)) == View(0, 3, "base", "mid")
    assert official(cast.selection).rate_text == "0"
    assert cast.selection.chain.events.last().payload.body["from"]["rate"] == 800


@pytest.mark.parametrize("phase", [Phase.INVITE, Phase.SCORE, Phase.CONSENSUS, Phase.DONE])
def test_official_view_is_frozen_after_the_seal(phase):
    with pytest.raises(WrongPhase):
        set_to(committee(phase=phase), rate=0)


def test_seal_itself_freezes(cast):
    cast.selection.sealed_at = timezone.now()
    with pytest.raises(WrongPhase):
        set_to(cast, rate=0)


@pytest.mark.parametrize(
    ("field", "value"),
    [("rate", -1), ("rate", 10_001), ("horizon", 0), ("horizon", 16), ("timing", "noon"), ("scenario", "boom")],
)
def test_odd_parameter_is_refused_in_its_field(cast, field, value):
    with pytest.raises(ValidationError) as refusal:
        set_to(cast, **{field: value})
    assert list(refusal.value.message_dict) == [field]


def test_shorter_plan_waits_for_amounts_beyond_it(cast):
    row = vendor(cast.bo)
    cost(row, cast.bo, "K02", {1: 10, 5: 10})
    with pytest.raises(ValidationError) as refusal:
        set_to(cast, horizon=3)
    assert list(refusal.value.message_dict) == ["horizon"]


def test_shorter_plan_drops_the_seats_beyond_it(cast):
    set_seat_plan(cast.selection, plan={"base": [1, 2, 3, 4, 5]}, member=cast.bo)
    set_to(cast, horizon=3)
    assert seat_plan(cast.selection) == {"base": [1, 2, 3]}


def test_writer_who_saw_older_parameters_is_told(cast):
    set_to(cast, rate=0)
    with pytest.raises(Stale) as stale:
        set_to(cast, rate=500, version=1)
    assert stale.value.current.discount_rate == 0
