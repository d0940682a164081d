"""A sub-group opens into its leaves and closes again, without moving any other weight."""

import pytest
from django.core.exceptions import ValidationError

from criteria import tree
from criteria.assignments import assign, assigned_leaves
from criteria.groups import close_group, open_group, plans
from criteria.models import Criterion, Kind, Rule
from criteria.templates import copy_into, latest
from poc.models import Scenario
from selection.models import Selection
from tests.cast import committee
from tests.criteria.conftest import weights
from vendors.models import Evidence, Vendor

pytestmark = pytest.mark.django_db


def node(made, code):
    return made.selection.criteria.select_related("parent").get(code=code)


def snapshot(made):
    rows = made.selection.criteria.values_list(
        "code", "kind", "weight", "template_weight", "position", "dimension", "points"
    )
    return list(rows)


def test_leaves_weigh_exactly_what_the_sub_group_weighed(retail):
    group = node(retail, "F-CH")
    others = weights(retail.selection)
    open_group(group, member=retail.chen)
    made = {row.code: row for row in retail.selection.criteria.filter(code__startswith="F-CH-")}
    assert sum(row.weight for row in made.values()) == group.weight
    assert sum(row.template_weight for row in made.values()) == group.template_weight
    assert [made[f"F-CH-0{n}"].weight for n in range(1, 7)] == [505, 505, 757, 168, 168, 168]
    del others["F-CH"]
    assert {code: weight for code, weight in weights(retail.selection).items() if code in others} == others


def test_leaves_take_an_adopted_weight_in_the_template_proportions(retail):
    retail.selection.criteria.filter(code="S-EC-01").update(weight=1001)
    close_group(retail.selection.headings.get(code="S-IM"), member=retail.chen)
    retail.selection.criteria.filter(code="S-IM").update(weight=4800 - 201)
    open_group(node(retail, "S-IM"), member=retail.chen)
    found = weights(retail.selection, "S-IM-01", "S-IM-02", "S-IM-03", "S-IM-04")
    assert found == {"S-IM-01": 767, "S-IM-02": 1916, "S-IM-03": 1150, "S-IM-04": 766}


def test_leaves_come_with_anchors_functions_and_heading(retail):
    open_group(node(retail, "F-CH"), member=retail.chen)
    rated, measured = node(retail, "F-CH-04"), node(retail, "F-CH-01")
    assert (rated.anchors.count(), rated.heading.code) == (5, "F-CH")
    assert (measured.kind, measured.points[0]) == ("measured", ["4", "0"])


def test_leaves_stand_where_the_sub_group_stood(retail):
    before = list(retail.selection.criteria.values_list("code", flat=True))
    place = before.index("F-AI")
    open_group(node(retail, "F-AI"), member=retail.chen)
    after = list(retail.selection.criteria.order_by("position").values_list("code", flat=True))
    assert after[:place] == before[:place]
    assert after[place : place + 6] == [f"F-AI-0{n}" for n in range(1, 7)]
    assert after[place + 6 :] == before[place + 1 :]


def test_needs_follow_to_the_leaf_and_get_their_rule(retail):
    close_group(retail.selection.headings.get(code="A-AV"), member=retail.chen)
    assert not Rule.objects.exists()
    open_group(node(retail, "A-AV"), member=retail.chen)
    need = retail.selection.requirements.get(code="R-03")
    assert [row.code for row in need.criteria.all()] == ["A-AV-03"]
    assert Rule.objects.get(requirement=need).threshold == "800"


def test_an_own_need_is_linked_to_every_leaf(retail):
    need = retail.selection.requirements.create(code="R-77", text_zh="自己的需求")
    need.criteria.add(node(retail, "S-CS"))
    open_group(node(retail, "S-CS"), member=retail.chen)
    assert [row.code for row in need.criteria.all()] == ["S-CS-01", "S-CS-02"]


def test_who_scored_the_sub_group_scores_its_rated_leaves(retail):
    assign(retail.eva, criteria=[node(retail, "F-CH")], by=retail.chen)
    open_group(node(retail, "F-CH"), member=retail.chen)
    assert [leaf.code for leaf in assigned_leaves(retail.eva)] == ["F-CH-04", "F-CH-05", "F-CH-06"]


def test_nobody_is_left_without_a_leaf_of_their_own(retail):
    """S-SU opens into one measured leaf: its only evaluator would suddenly score everything."""
    close_group(retail.selection.headings.get(code="S-SU"), member=retail.chen)
    assign(retail.eva, criteria=[node(retail, "S-SU")], by=retail.chen)
    with pytest.raises(ValidationError):
        open_group(node(retail, "S-SU"), member=retail.chen)
    assert node(retail, "S-SU").kind == "rated"


def test_the_price_group_opens_with_lines_and_keeps_its_price_function(retail):
    retail.selection.criteria.filter(code="C-TC").update(points=[["1", "100"], ["2", "0"]], basis="quote")
    open_group(node(retail, "C-TC"), member=retail.chen)
    price = node(retail, "C-TC-01")
    assert (price.kind, price.basis, price.points) == ("price", "quote", [["1", "100"], ["2", "0"]])
    lines = retail.selection.criteria.filter(kind=Kind.LINE, parent=price).values_list("code", "weight")
    assert list(lines) == [("C-TC-02", 0), ("C-TC-03", 0), ("C-TC-04", 0), ("C-TC-05", 0)]


def links(made):
    return [(need.code, [row.code for row in need.criteria.all()]) for need in made.selection.requirements.all()]


@pytest.mark.parametrize("code", ["F-CH", "C-TC", "F-X", "A-IN"])
def test_closing_brings_back_what_was_opened(retail, code):
    before, needs = snapshot(retail), links(retail)
    heading = open_group(node(retail, code), member=retail.chen)
    close_group(heading, member=retail.chen)
    assert snapshot(retail) == before
    assert not retail.selection.headings.filter(code=code).exists()
    assert node(retail, code).anchors.count() == (0 if code == "C-TC" else 5)
    assert links(retail) == needs


@pytest.mark.parametrize(("code", "weight"), [("A-AV", 2253), ("S-SU", 2000)])
def test_what_is_measured_in_the_short_depth_closes_into_one_and_opens_again(retail, code, weight):
    before, needs, rules = snapshot(retail), links(retail), list(Rule.objects.values_list("criterion__code"))
    group = close_group(retail.selection.headings.get(code=code), member=retail.chen)
    assert (group.kind, group.weight, group.template_weight, group.anchors.count()) == ("rated", weight, weight, 5)
    open_group(node(retail, code), member=retail.chen)
    assert snapshot(retail) == before
    assert links(retail) == needs
    assert list(Rule.objects.values_list("criterion__code")) == rules


def test_a_full_selection_can_close_a_sub_group(full):
    leaves = tree.leaves(full.selection).count()
    group = close_group(full.selection.headings.get(code="F-CH"), member=full.chen)
    assert (group.code, group.weight, group.kind) == ("F-CH", 2400, "rated")
    assert tree.leaves(full.selection).count() == leaves - 5


def test_what_is_filed_under_the_sub_group_stops_the_opening(retail):
    vendor = Vendor.objects.create(selection=retail.selection, code="A", name_zh="甲")
    proof = Evidence.objects.create(vendor=vendor, criterion=node(retail, "F-CH"), level="documented")
    with pytest.raises(ValidationError):
        open_group(node(retail, "F-CH"), member=retail.chen)
    proof.delete()
    scenario = Scenario.objects.create(selection=retail.selection, code="P-01", name_zh="切换渠道")
    scenario.criteria.add(node(retail, "F-CH"))
    with pytest.raises(ValidationError):
        open_group(node(retail, "F-CH"), member=retail.chen)
    assert node(retail, "F-CH").kind == "rated"


def test_an_added_leaf_is_not_lost_by_closing(retail):
    heading = open_group(node(retail, "F-CH"), member=retail.chen)
    Criterion.objects.create(
        selection=retail.selection, code="F-99", kind="rated", parent=node(retail, "F"), heading=heading
    )
    with pytest.raises(ValidationError):
        close_group(heading, member=retail.chen)
    assert retail.selection.criteria.filter(code="F-99").exists()


def test_a_leaf_of_its_own_does_not_open(small):
    with pytest.raises(ValidationError):
        open_group(node(small, "F1"), member=small.chen)


def test_three_dimensions_have_nothing_to_open(shipped):
    made = committee()
    copy_into(made.selection, version=latest("three-dimensions"), depth="full", member=made.chen)
    assert plans(made.selection) == {}


def test_an_unknown_template_falls_back_to_the_library(retail):
    Selection.objects.filter(pk=retail.selection.pk).update(template_key="elsewhere")
    retail.selection.refresh_from_db()
    open_group(node(retail, "F-CH"), member=retail.chen)
    assert sum(weights(retail.selection, *[f"F-CH-0{n}" for n in range(1, 7)]).values()) == 2271
