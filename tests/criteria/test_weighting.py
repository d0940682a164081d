"""Weights always sum; who gives way, what is refused, and what can be taken back."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from criteria import weighting
from criteria.shares import short
from criteria.weighting import lock_weight, restore_template, set_weight, undo
from selection.access import WrongPhase
from selection.models import Event, Phase, Selection
from selection.versions import Stale
from tests.criteria.conftest import weights

pytestmark = pytest.mark.django_db
LEAVES = ("F1", "F2", "F3")


def node(made, code):
    return made.selection.criteria.select_related("parent").get(code=code)


def put(made, code, points, **more):
    return set_weight(node(made, code), points=Decimal(points), member=made.chen, **more)


def test_siblings_give_way_in_proportion(small):
    put(small, "F1", "36")  # 36 of the category's 60
    assert weights(small.selection, *LEAVES) == {"F1": 6000, "F2": 2400, "F3": 1600}


def test_a_category_moves_among_the_categories_only(small):
    put(small, "F", "70")
    assert weights(small.selection) == {"F": 7000, "A": 3000, "F1": 5000, "F2": 3000, "F3": 2000, "A1": 10000}


def test_equal_remainders_go_by_code_and_the_sum_holds(small):
    put(small, "F1", "0.01")
    assert weights(small.selection, *LEAVES) == {"F1": 2, "F2": 5999, "F3": 3999}
    put(small, "F1", "0")
    assert sum(weights(small.selection, *LEAVES).values()) == 10_000


def test_locked_siblings_stay(small):
    lock_weight(node(small, "F2"), locked=True, member=small.chen)
    put(small, "F1", "36")
    assert weights(small.selection, *LEAVES) == {"F1": 6000, "F2": 3000, "F3": 1000}


@pytest.mark.parametrize(
    ("code", "points", "words"),
    [
        ("F1", "60.01", "“First” can have from 0 to 60 points; you gave 60.01."),
        ("F1", "-1", "“First” can have from 0 to 60 points; you gave -1."),
        ("A1", "10", "“Only” stands alone, so it always has the whole weight of its category."),
    ],
)
def test_a_weight_out_of_range_is_refused_and_nothing_moves(small, code, points, words, english):
    before = weights(small.selection)
    with pytest.raises(ValidationError) as refused:
        put(small, code, points)
    assert refused.value.messages == [words]
    assert weights(small.selection) == before
    assert not Event.objects.filter(type="criteria.weight_set").exists()


def test_a_locked_sibling_limits_the_range(small, english):
    lock_weight(node(small, "F2"), locked=True, member=small.chen)
    with pytest.raises(ValidationError) as refused:
        put(small, "F1", "50")
    assert refused.value.messages == ["“First” can have from 0 to 42 points; you gave 50."]


def test_with_every_sibling_locked_nothing_can_move(small, english):
    for code in ("F2", "F3"):
        lock_weight(node(small, code), locked=True, member=small.chen)
    with pytest.raises(ValidationError) as refused:
        put(small, "F1", "20")
    assert refused.value.messages == [
        "“First” cannot move: every weight beside it is locked. Unlock one of them first."
    ]


def test_a_locked_weight_can_be_given_anew_and_stays_locked(small):
    lock_weight(node(small, "F1"), locked=True, member=small.chen)
    put(small, "F1", "24")
    assert weights(small.selection, *LEAVES) == {"F1": 4000, "F2": 3600, "F3": 2400}
    assert node(small, "F1").is_weight_locked


def test_what_was_given_by_hand_stands_while_the_others_share_the_rest(small):
    put(small, "F1", "25")
    put(small, "F2", "4")
    assert {code: short(weighting.points_of(node(small, code))) for code in LEAVES} == {
        "F1": "25",
        "F2": "4",
        "F3": "31",
    }


def test_leaves_given_by_hand_keep_their_points_when_the_category_moves_often(small):
    put(small, "F1", "7.77")
    for points in ("55.55", "61", "33.31", "47.77"):
        put(small, "F", points)
    lock_weight(node(small, "F"), locked=False, member=small.chen)
    put(small, "A", "29.03")  # the category gives way
    assert short(weighting.points_of(node(small, "F1"))) == "7.77"
    found = weights(small.selection, *LEAVES)
    assert sum(found.values()) == 10_000
    assert found["F2"] / found["F3"] == pytest.approx(1.5, abs=0.001)


def test_a_category_never_gets_less_than_what_stands_inside_it(small, english):
    put(small, "F1", "50")
    before = weights(small.selection)
    for code, points in (("F", "49.99"), ("A", "50.01")):
        with pytest.raises(ValidationError) as refused:
            put(small, code, points)
        assert refused.value.messages == [
            "“Function” would have only 49.99 points, less than what is locked or typed inside it."
        ]
    assert weights(small.selection) == before
    put(small, "F", "50")
    assert weights(small.selection, *LEAVES) == {"F1": 10_000, "F2": 0, "F3": 0}


def test_with_every_leaf_locked_their_relation_stays(small):
    for code in LEAVES:
        lock_weight(node(small, code), locked=True, member=small.chen)
    put(small, "F", "30")
    assert weights(small.selection, *LEAVES) == {"F1": 5000, "F2": 3000, "F3": 2000}


def test_taking_a_change_back_unlocks_and_moves_the_leaves_back(small):
    put(small, "F1", "20")
    before = weights(small.selection)
    event = put(small, "F", "80")
    assert weights(small.selection, "F1") == {"F1": 2500}
    undo(small.selection, sequence=event.sequence, member=small.chen)
    assert weights(small.selection) == before
    assert (node(small, "F").is_weight_locked, node(small, "F1").is_weight_locked) == (False, True)


def test_back_to_the_template_unlocks_and_taking_that_back_locks(small):
    put(small, "F1", "20")
    event = restore_template(small.selection, member=small.chen)
    assert not node(small, "F1").is_weight_locked
    undo(small.selection, sequence=event.sequence, member=small.chen)
    assert node(small, "F1").is_weight_locked


def test_a_category_without_weight_gives_its_leaves_none(small):
    put(small, "A", "0")
    with pytest.raises(ValidationError):
        put(small, "A1", "1")


def test_an_unseen_change_is_never_overwritten(small):
    seen = weighting.state(small.selection)
    put(small, "F1", "36", seen=seen)
    with pytest.raises(Stale):
        put(small, "F2", "20", seen=seen)
    assert weights(small.selection, *LEAVES) == {"F1": 6000, "F2": 2400, "F3": 1600}


def test_a_lock_counts_as_an_unseen_change(small):
    seen = weighting.state(small.selection)
    lock_weight(node(small, "F3"), locked=True, member=small.chen)
    with pytest.raises(Stale):
        put(small, "F1", "36", seen=seen)


def test_the_points_it_has_move_nothing_and_stand_from_then_on(small):
    before = weights(small.selection)
    assert put(small, "F1", "30.00") is None
    assert not Event.objects.filter(type="criteria.weight_set").exists()
    assert Event.objects.get(type="criteria.weight_locked").object == "F1"
    assert weights(small.selection) == before
    put(small, "F2", "13.5")
    assert weights(small.selection, "F1") == {"F1": 5000}


def test_what_stands_already_is_not_refused_for_what_others_changed(small):
    seen = weighting.state(small.selection)
    put(small, "F1", "36", seen=seen)
    assert put(small, "F1", "36", seen=seen) is None  # the first answer was lost on its way
    assert Event.objects.filter(type="criteria.weight_set").count() == 1
    with pytest.raises(Stale):
        put(small, "F2", "14.4", seen=seen)  # what it shows by now, but nobody has seen that


def test_a_change_is_recorded_with_all_that_gave_way(small):
    event = put(small, "F1", "36")
    assert event.payload.body == {
        "from": "30",
        "to": "36",
        "before": {"F1": 5000, "F2": 3000, "F3": 2000},
        "after": {"F1": 6000, "F2": 2400, "F3": 1600},
        "unlocked": ["F1"],
    }
    assert (event.actor, event.object) == (small.chen.user, "F1")


def test_a_change_is_taken_back_exactly(small):
    before = weights(small.selection)
    event = put(small, "F1", "13.37")
    undo(small.selection, sequence=event.sequence, member=small.chen)
    assert weights(small.selection) == before


def test_what_moved_since_is_not_taken_back(small):
    event = put(small, "F1", "36")
    put(small, "F2", "12")
    after = weights(small.selection)
    with pytest.raises(ValidationError):
        undo(small.selection, sequence=event.sequence, member=small.chen)
    assert weights(small.selection) == after


def test_an_event_of_another_kind_is_not_taken_back(small):
    lock_weight(node(small, "F1"), locked=True, member=small.chen)
    sequence = Event.objects.get(type="criteria.weight_locked").sequence
    with pytest.raises(ValidationError):
        undo(small.selection, sequence=sequence, member=small.chen)


def test_restore_gives_the_template_back_and_can_be_taken_back(small):
    before = weights(small.selection)
    event = restore_template(small.selection, member=small.chen)
    assert weights(small.selection) == {"F": 5000, "A": 5000, "F1": 4000, "F2": 3000, "F3": 3000, "A1": 10000}
    assert restore_template(small.selection, member=small.chen) is None
    undo(small.selection, sequence=event.sequence, member=small.chen)
    assert weights(small.selection) == before


def test_restore_leaves_added_criteria_their_weight(small):
    small.selection.criteria.filter(code="F3").update(template_weight=None)
    restore_template(small.selection, member=small.chen)
    assert weights(small.selection, *LEAVES) == {"F1": 4571, "F2": 3429, "F3": 2000}


@pytest.mark.parametrize("who", ["eva", "otto", "aude"])
def test_only_organisers_change_weights(small, who):
    with pytest.raises(PermissionDenied):
        set_weight(node(small, "F1"), points=Decimal(10), member=getattr(small, who))


def test_after_the_seal_no_weight_moves_even_with_a_stale_member(small):
    before = weights(small.selection)
    Selection.objects.update(phase=Phase.INVITE)  # small.chen still believes it is "define"
    with pytest.raises(WrongPhase):
        put(small, "F1", "10")
    assert weights(small.selection) == before


def test_a_member_of_another_committee_is_refused(small, retail):
    with pytest.raises(PermissionDenied):
        set_weight(node(small, "F1"), points=Decimal(10), member=retail.chen)
