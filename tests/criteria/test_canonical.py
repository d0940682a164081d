"""Do criteria come back from a decision file as they were, of every kind and with all that hangs on them?"""

import pytest

from criteria.canonical import (
    anchor_rows,
    criterion_node,
    criterion_row,
    heading_node,
    heading_row,
    rule_node,
    rule_row,
)
from criteria.models import Anchor, Criterion
from selection.models import Requirement, Selection
from tests import cast

NAME = {"zh": "响应", "en": "Response"}
WEIGHED = {"parent": None, "weight": 3333, "template_weight": None}
LEAF = {**WEIGHED, "question": {"zh": "", "en": "How fast?"}, "heading": "", "source": "DIN 7", "anchors": None}
SCALE = {"unit": {"zh": "秒", "en": "s"}, "decimals": 3, "min": "-0.5", "max": None}
CURVE = {"type": "log", "points": [["1", "100"], ["90", "0"]]}
BANDS = {band: {"zh": f"档 {band}", "en": ""} for band in Anchor.BANDS}
NODES = [
    {"kind": "category", **WEIGHED, "template_weight": 10_000},
    {"kind": "line", "parent": None, "cost_items": ["K02", "K10"]},
    {"kind": "line", "parent": None, "cost_items": []},
    {"kind": "measured", **LEAF, "dimension": "technology", "scale": SCALE, "value_function": CURVE, "basis": ""},
    {
        **LEAF,
        "kind": "price",
        "dimension": "commercial",
        "scale": SCALE | {"decimals": 0, "max": "9"},
        "value_function": None,
        "basis": "tco",
    },
]


@pytest.mark.parametrize("node", NODES, ids=lambda node: node["kind"])
def test_a_criterion_comes_back(node):
    whole = {"code": "X1", "name": NAME, **node}
    assert criterion_node(criterion_row(whole, selection=Selection())) == whole


@pytest.mark.django_db
def test_a_rated_criterion_comes_back_with_its_place_and_anchors():
    selection = cast.committee().selection
    top = Criterion.objects.create(selection=selection, code="F", kind="category")
    heading = heading_row({"code": "H", "category": "F", "name": NAME}, selection=selection, position=4)
    heading.save()
    node = {
        **LEAF,
        "code": "F9",
        "name": NAME,
        "kind": "rated",
        "parent": "F",
        "heading": "H",
        "dimension": "business",
        "scale": None,
        "value_function": None,
        "basis": "",
        "anchors": BANDS,
    }
    row = criterion_row(node, selection=selection)
    row.parent, row.heading = top, heading
    row.save()
    Anchor.objects.bulk_create(anchor_rows(node, criterion=row))
    assert criterion_node(Criterion.objects.get(pk=row.pk)) == node


def test_a_heading_comes_back_at_its_place():
    node = {"code": "H-1", "category": "S", "name": {"zh": "", "en": "Service"}}
    row = heading_row(node, selection=Selection(), position=7)
    assert (heading_node(row), row.position) == (node, 7)


@pytest.mark.parametrize("operator", [">=", "<=", "="])
def test_a_rule_comes_back(operator):
    node, requirement = {"criterion": "X1", "op": operator, "value": "98.5"}, Requirement()
    assert rule_node(requirement) is None
    requirement.rule = rule_row(node, requirement=requirement, criterion=Criterion(code="X1"))
    assert rule_node(requirement) == node
