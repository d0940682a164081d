"""A tree that is read at once is the tree that is read leaf by leaf."""

import pytest

from criteria import reading, tree
from criteria.groups import open_group
from tests.cast import committee

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def test_leaves_have_their_category_heading_and_anchors(retail):
    made = retail
    open_group(made.selection.criteria.get(code="F-CH"), member=made.chen)
    found, expected = reading.leaves(made.selection), list(tree.leaves(made.selection))
    assert any(leaf.heading for leaf in found)
    assert [(leaf, leaf.parent, leaf.heading) for leaf in found] == [
        (leaf, leaf.parent, leaf.heading) for leaf in expected
    ]
    assert len({id(leaf.parent) for leaf in found}) == len({leaf.parent_id for leaf in found}) > 1
    assert reading.bands(made.selection) == {
        leaf.pk: tuple(
            reading.Band(anchor.band, anchor.text_zh, anchor.text_en) for anchor in leaf.anchors.order_by("-band")
        )
        for leaf in expected
        if leaf.anchors.exists()
    }


def test_reading_takes_three_questions(django_assert_num_queries):
    made = committee()
    with django_assert_num_queries(3):
        reading.leaves(made.selection)
        reading.bands(made.selection)
