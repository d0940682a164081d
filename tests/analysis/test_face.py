"""Is every public name of the library reachable from its top, without a server?"""

import subprocess
import sys

import pytest

import analysis

PROMISED = """
DecisionMatrix global_weights roll_up value_function rating threshold direct points smart swing rank_order_centroid
rank_sum rank_reciprocal ahp best_worst paprika combine_judgments combine_priorities weighted_sum weighted_product
waspas topsis vikor promethee2 electre1 electre2 marcos dominates screen consensus kendalls_w krippendorff_alpha icc
severity weight_sweep stability_interval critical_change nearest_flip leave_one_out tornado rank_acceptability
winning_share evidence_distribution expected_value_of_perfect_information expected_value_of_test test_plan
lowest_over_price linear_price paradoxes cash_flow present_value internal_rate dated_present_value
dated_internal_rate modified_internal_rate total_cost break_even growth_wall return_on_investment
system_usability_scale satisfaction net_promoter first_response resolution first_contact_resolution
wilson_interval percentile
"""


@pytest.mark.parametrize("name", sorted({*PROMISED.split(), *analysis.__all__}))
def test_every_name_is_at_the_top(name):
    assert getattr(analysis, name) is not None
    assert name in dir(analysis)


def test_nothing_but_the_names_is_listed():
    assert [name for name in dir(analysis) if not name.startswith("__")] == sorted(analysis.__all__)


def test_another_name_is_refused():
    with pytest.raises(AttributeError, match=r"^module 'analysis' has no attribute 'guess'$"):
        analysis.guess  # noqa: B018


def test_the_library_needs_no_server():
    code = "import sys, analysis; [getattr(analysis, n) for n in analysis.__all__]; print('django' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
