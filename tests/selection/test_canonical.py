"""Does what a selection says of itself in a decision file come back as it was?"""

import pytest

from selection import canonical
from selection.models import Selection
from tests.reports import finished

NOBODY = {
    "key": "left",
    "name": {"zh": "离任者", "en": ""},
    "department": "legal",
    "title": {"zh": "", "en": "Counsel"},
}
FRAMES = [
    {},
    {"decision_date": None, "budget_target": None, "seats_3y": None, "tax_included": False, "currency": "EUR"},
    {"first_cost_year": 2031, "summary": {"zh": "", "en": "Short"}, "zone": "America/New_York"},
]
OPTIONS = [
    {},
    {"bar": "0.01", "discount_rate": "12.5", "candidate": "100", "timing": "start", "sealed_prices": False, "seed": 0},
]
TEMPLATES = [None, {"key": "own", "version": 12, "depth": "short", "name": {"zh": "自建", "en": ""}}]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("template", TEMPLATES)
def test_frame_options_and_template_come_back(frame, options, template):
    decision_file = finished.inputs() | {"template": template, "scenarios": ["base", "q-9"]}
    decision_file["selection"] |= frame
    decision_file["options"] |= options
    row = canonical.selection_row(decision_file)
    assert canonical.frame_node(row) == decision_file["selection"]
    assert canonical.options_node(row) == decision_file["options"]
    assert canonical.template_node(row) == template
    assert row.scenarios == ["base", "q-9"]


@pytest.mark.parametrize("roles", [[], ["evaluator"], ["chair", "procurement", "evaluator", "observer", "auditor"]])
def test_a_person_without_an_account_comes_back(roles):
    node = NOBODY | {"roles": roles}
    row = canonical.member_row(node, selection=Selection(), user=None, left_out={"left": "moved", "else": "x"})
    assert canonical.member_node(row) == node
    assert (row.marks_count, row.not_counted_reason) == (False, "moved")


def test_whose_marks_count_has_no_reason():
    row = canonical.member_row(NOBODY | {"roles": []}, selection=Selection(), user=None, left_out={"other": "moved"})
    assert (row.marks_count, row.not_counted_reason) == (True, "")


@pytest.mark.parametrize("level", ["must", "should", "could", "wont"])
def test_a_need_comes_back(level):
    text, source = {"zh": "必须在境内", "en": ""}, {"zh": "", "en": "Minutes of May"}
    node = {"code": "R-99", "text": text, "moscow": level, "source": source}
    assert canonical.requirement_node(canonical.requirement_row(node, selection=Selection())) == node
