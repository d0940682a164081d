"""Do the window, the scenarios and the trials of a POC come back from a decision file as they were?"""

import pytest

from criteria.models import Criterion
from poc.canonical import plan_node, plan_row, poc, scenario_row, trial_node, trial_row
from poc.models import Scenario
from selection.models import Selection
from tests import cast
from vendors.models import Vendor


@pytest.mark.parametrize("node", [{"start": None, "end": "2027-02-28"}, {"start": "2028-02-29", "end": None}])
def test_a_window_comes_back(node):
    assert plan_node(plan_row(node, selection=Selection())) == node


@pytest.mark.parametrize(("result", "value"), [("partial", "0.5"), ("untested", None)])
def test_a_trial_comes_back(result, value):
    node = {"vendor": "Q", "result": result, "value": value, "note": {"zh": "", "en": "Twice"}}
    assert trial_node(trial_row(node, scenario=Scenario(), vendor=Vendor(code="Q"))) == node


@pytest.mark.django_db
def test_a_scenario_comes_back_with_its_criteria_and_trials():
    selection = cast.committee().selection
    assert poc(selection) == {"start": None, "end": None, "scenarios": []}
    leaf = Criterion.objects.create(selection=selection, code="T2", kind="measured")
    vendor = Vendor.objects.create(selection=selection, code="Q")
    texts = {"group": {"zh": "压测", "en": ""}, "name": {"zh": "", "en": "Peak"}, "pass_line": {"zh": "过", "en": "p"}}
    trial = {"vendor": "Q", "result": "fail", "value": None, "note": {"zh": "断", "en": ""}}
    node = {"code": "P-07", **texts, "criteria": ["T2"], "measures": "T2", "results": [trial]}
    row = scenario_row(node, selection=selection, position=3, measures=leaf)
    row.save()
    row.criteria.add(leaf)
    trial_row(trial, scenario=row, vendor=vendor).save()
    assert (poc(selection)["scenarios"], row.position) == ([node], 3)
