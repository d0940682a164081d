"""Who scores what."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from criteria.assignments import assign, assigned_by_member, assigned_leaves, codes, evaluators_per_leaf
from selection.access import WrongPhase
from selection.models import Event, Phase
from tests.cast import committee, join

pytestmark = pytest.mark.django_db


def node(made, code):
    return made.selection.criteria.get(code=code)


def leaf_codes(member):
    return [leaf.code for leaf in assigned_leaves(member)]


def test_without_assignments_an_evaluator_scores_every_rated_leaf(small):
    assert leaf_codes(small.eva) == ["F1", "F2", "F3", "A1"]


def test_price_and_measured_leaves_are_never_assigned(retail):
    assert len(assigned_leaves(retail.eva)) == 20
    assert {"C-TC", "A-AV-01", "S-SU-01"}.isdisjoint(leaf_codes(retail.eva))


def test_somebody_who_does_not_evaluate_scores_nothing(small):
    assert assigned_leaves(small.bo) == []


def test_a_category_and_a_leaf_of_another(small):
    assign(small.eva, criteria=[node(small, "A"), node(small, "F2")], by=small.chen)
    assert leaf_codes(small.eva) == ["F2", "A1"]
    assert codes(small.eva) == ["F2", "A"]


def test_a_leaf_of_an_assigned_category_is_not_kept_twice(small):
    assign(small.eva, criteria=[node(small, "F1"), node(small, "F")], by=small.chen)
    assert codes(small.eva) == ["F"]


def test_assigning_nothing_means_everything_again(small):
    assign(small.eva, criteria=[node(small, "F1")], by=small.chen)
    assign(small.eva, criteria=[], by=small.chen)
    assert len(assigned_leaves(small.eva)) == 4
    assert Event.objects.filter(type="criteria.assigned").count() == 2


def test_a_criterion_of_another_selection_is_refused(small, shipped):
    other = committee(code="S-9")
    stranger = other.selection.criteria.create(code="F1", kind="rated")
    with pytest.raises(ValidationError):
        assign(small.eva, criteria=[stranger], by=small.chen)
    assert codes(small.eva) == []


def test_only_evaluators_are_assigned(small):
    with pytest.raises(ValidationError):
        assign(small.otto, criteria=[node(small, "F")], by=small.chen)


def test_an_evaluator_may_not_assign(small):
    with pytest.raises(PermissionDenied):
        assign(small.eva, criteria=[node(small, "F")], by=small.eva)


def test_after_the_round_nobody_is_assigned(small):
    type(small.selection).objects.update(phase=Phase.CLOSED)
    with pytest.raises(WrongPhase):
        assign(small.eva, criteria=[node(small, "F")], by=small.chen)


def test_counts_per_leaf(small):
    join(small.selection, "ada2", "evaluator")
    assign(small.eva, criteria=[node(small, "F")], by=small.chen)
    by_code = {
        small.selection.criteria.get(pk=pk).code: count for pk, count in evaluators_per_leaf(small.selection).items()
    }
    assert by_code == {"F1": 2, "F2": 2, "F3": 2, "A1": 1}


@pytest.mark.parametrize("people", [1, 5])
def test_everybodys_leaves_cost_three_queries(small, people, django_assert_num_queries):
    for number in range(people):
        join(small.selection, f"e{number}", "evaluator")
    with django_assert_num_queries(3):
        assert len(assigned_by_member(small.selection)) == people + 1
