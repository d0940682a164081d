"""Do marks and agreed values come back from a decision file as they were?"""

import pytest
from django.utils import timezone

from criteria.models import Criterion
from scoring.canonical import consensus_node, consensus_row, score_node, score_row
from scoring.models import Round
from selection.models import Member
from vendors.models import Vendor

CELL = {"criterion": Criterion(code="F2"), "vendor": Vendor(code="Q")}


@pytest.mark.parametrize(("points", "level"), [(0, "none"), (10, "reference"), (None, "claimed")])
def test_a_mark_comes_back_and_one_without_points_is_not_applicable(points, level):
    node = {"person": "eva", "criterion": "F2", "vendor": "Q", "score": points, "level": level, "rationale": "seen"}
    row = score_row(node, round=Round(number=2), member=Member(key="eva"), **CELL, at=timezone.now())
    cell = (row.member.key, row.criterion.code, row.vendor.code, row.score, row.level, row.rationale)
    assert (score_node(cell), row.is_not_applicable) == (node, points is None)


def test_an_agreed_value_comes_back():
    node = {"criterion": "F2", "vendor": "Q", "value": "7.25", "reason": "After the visit"}
    assert consensus_node(consensus_row(node, **CELL)) == node
