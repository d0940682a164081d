"""Criteria in their order, added, renamed and removed."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from criteria import tree
from criteria.assignments import assign
from criteria.tree import add_category, add_criterion, remove_category, remove_criterion, rename_criterion
from selection.access import WrongPhase
from selection.models import Event, Phase, Selection
from tests.cast import committee
from tests.criteria.conftest import weights

pytestmark = pytest.mark.django_db


def node(made, code):
    return made.selection.criteria.select_related("parent").get(code=code)


def add(made, category="F", kind="rated", code="F4", **more):
    names = {"name_zh": "", "name_en": "Fourth", "dimension": "technology"} | more
    return add_criterion(node(made, category), kind=kind, code=code, member=made.chen, **names)


def test_leaves_come_in_tree_order_with_parent_and_heading(full, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = [(leaf.parent.code, leaf.heading.code) for leaf in tree.leaves(full.selection)]
    assert found[0] == ("F", "F-CH")
    assert len(found) == 67


def test_a_new_leaf_has_no_weight_and_stands_last_in_its_category(small):
    add(small)
    found = list(small.selection.criteria.values_list("code", "weight"))
    assert found == [("F", 6000), ("F1", 5000), ("F2", 3000), ("F3", 2000), ("F4", 0), ("A", 4000), ("A1", 10000)]


def test_the_first_leaf_of_a_category_has_all_of_it(small):
    add_category(small.selection, code="S", name_zh="服务", name_en="", member=small.chen)
    assert add(small, category="S", code="S1").weight == 10_000
    assert node(small, "S").weight == 0


def test_the_first_category_has_everything(db):
    made = committee()
    add_category(made.selection, code="F", name_zh="功能", name_en="", member=made.chen)
    assert weights(made.selection) == {"F": 10_000}


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("code", {"code": "F1"}),
        ("kind", {"kind": "price"}),
        ("name_zh", {"name_en": " "}),
        ("category", {"category": "F1"}),
    ],
)
def test_what_is_wrong_is_said_at_its_field(small, field, change):
    with pytest.raises(ValidationError) as refused:
        add(small, **change)
    assert list(refused.value.message_dict) == [field]
    assert small.selection.criteria.count() == 6


def test_a_removed_leaf_gives_its_weight_to_its_siblings(small):
    remove_criterion(node(small, "F1"), member=small.chen)
    assert weights(small.selection, "F2", "F3") == {"F2": 6000, "F3": 4000}
    assert Event.objects.get(type="criteria.criterion_removed").payload.body["weight"] == 5000


def test_a_removed_leaf_gives_its_weight_even_to_locked_siblings(small):
    small.selection.criteria.filter(code__in=["F2", "F3"]).update(is_weight_locked=True)
    remove_criterion(node(small, "F1"), member=small.chen)
    assert weights(small.selection, "F2", "F3") == {"F2": 6000, "F3": 4000}


def test_the_last_leaf_of_a_category_stays(small):
    with pytest.raises(ValidationError):
        remove_criterion(node(small, "A1"), member=small.chen)
    assert weights(small.selection, "A1") == {"A1": 10_000}


def test_somebodys_only_leaf_stays(small):
    assign(small.eva, criteria=[node(small, "F1")], by=small.chen)
    with pytest.raises(ValidationError):
        remove_criterion(node(small, "F1"), member=small.chen)


def test_removing_the_last_leaf_of_a_heading_removes_the_heading(full):
    remove_criterion(node(full, "F-CV-01"), member=full.chen)
    assert not full.selection.headings.filter(code="F-CV").exists()


def test_a_category_goes_with_its_leaves_and_gives_its_weight(small):
    remove_category(node(small, "A"), member=small.chen)
    assert weights(small.selection) == {"F": 10_000, "F1": 5000, "F2": 3000, "F3": 2000}


def test_the_last_category_stays(small):
    remove_category(node(small, "A"), member=small.chen)
    with pytest.raises(ValidationError):
        remove_category(node(small, "F"), member=small.chen)


def test_a_name_in_one_language_is_enough(small):
    rename_criterion(node(small, "F1"), name_zh="渠道", name_en="", member=small.chen)
    assert node(small, "F1").name == "渠道"
    with pytest.raises(ValidationError):
        rename_criterion(node(small, "F1"), name_zh=" ", name_en="", member=small.chen)
    assert node(small, "F1").name_zh == "渠道"


def test_after_the_seal_the_tree_stands(small):
    Selection.objects.update(phase=Phase.INVITE)
    for act in (lambda: add(small), lambda: remove_criterion(node(small, "F1"), member=small.chen)):
        with pytest.raises(WrongPhase):
            act()
    assert small.selection.criteria.count() == 6


def test_an_evaluator_adds_nothing(small):
    with pytest.raises(PermissionDenied):
        add_criterion(
            node(small, "F"), kind="rated", code="F9", name_zh="九", name_en="", dimension="", member=small.eva
        )


def test_cells_take_45_seconds_each():
    assert tree.scored_cells(16, 3) == (48, 36)


def test_a_free_code_is_found(full):
    assert tree.free_code(node(full, "F")) == "F-01"
