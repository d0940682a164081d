"""Do independent packages give the same numbers, with the normalisation named on both sides?

pymcdm and scikit-criteria are needed for the tests only.
"""

import warnings

import numpy as np
import pytest

from analysis import electre1, marcos, promethee2, topsis, vikor, waspas, weighted_product, weighted_sum

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pymcdm import methods, normalizations
    from skcriteria.agg import electre as skc

# They warn of dominated alternatives, which are no fault.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")
LINEAR = normalizations.linear_normalization


def cases(count):
    """Random tables without a constant criterion, which both packages cannot take."""
    rng = np.random.default_rng(20)
    while count:
        m, n = rng.integers(3, 8), rng.integers(2, 6)
        table = rng.integers(1, 60, (m, n)).astype(float)
        weights = rng.integers(1, 10, n).astype(float)
        if np.all(np.ptp(table, axis=0) > 0):
            count -= 1
            yield table, weights / weights.sum(), rng.choice([1, -1], n)


TABLES = list(cases(30))


def agree(ours, theirs):
    for table, weights, types in TABLES:
        found = ours(table, weights, types.tolist())
        assert found == pytest.approx(theirs(table, weights, types), abs=1e-9)


@pytest.mark.parametrize(
    ("rule", "named"),
    [("vector", "vector_normalization"), ("minmax", "minmax_normalization"), ("ratio", "linear_normalization")],
)
def test_topsis_of_pymcdm(rule, named):
    oracle = methods.TOPSIS(getattr(normalizations, named))
    agree(lambda x, w, d: topsis(x, w, direction=d, rule=rule).ranking.scores, oracle)


def test_vikor_of_pymcdm():
    agree(lambda x, w, d: vikor(x, w, direction=d).mixture, methods.VIKOR())


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("usual", {"type": "usual"}),
        ("ushape", {"type": "u", "q": 4}),
        ("vshape", {"type": "v", "p": 12}),
        ("level", {"type": "level", "q": 4, "p": 12}),
        ("vshape_2", {"type": "linear", "q": 4, "p": 12}),
    ],
)
def test_promethee_of_pymcdm(name, rule):
    def theirs(table, weights, types):
        limits = (np.full(len(weights), limit) for limit in (12.0, 4.0))
        return methods.PROMETHEE_II(name, *limits)(table, weights, types)

    agree(lambda x, w, d: promethee2(x, w, direction=d, preferences=[rule] * len(w)).net, theirs)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (lambda x, w, d: weighted_sum(x, w, direction=d, rule="ratio").scores, methods.WSM(LINEAR)),
        (
            lambda x, w, d: weighted_sum(x, w, direction=d, rule="minmax").scores,
            methods.WSM(normalizations.minmax_normalization),
        ),
        (lambda x, w, d: weighted_product(x, w, direction=d).scores, methods.WPM(LINEAR)),
        (lambda x, w, d: waspas(x, w, direction=d).scores, methods.WASPAS(LINEAR)),
        (lambda x, w, d: marcos(x, w, direction=d).ranking.scores, methods.MARCOS()),
    ],
    ids=["sum of ratios", "sum of min-max", "product of ratios", "WASPAS", "MARCOS"],
)
def test_sums_and_products_of_pymcdm(ours, theirs):
    agree(ours, theirs)


def test_electre_of_scikit_criteria():
    for table, weights, types in TABLES[:6]:
        shared = table / table.sum(axis=0)
        _, outranks, concordance, discordance = skc.electre1(shared, types, weights, p=0.65, q=0.35)
        found = electre1(shared, weights, direction=types.tolist(), concordance=0.65, discordance=0.35)
        assert found.concordance == pytest.approx(concordance, nan_ok=True)
        assert found.discordance == pytest.approx(discordance, nan_ok=True)
        near = np.abs(np.nan_to_num(concordance) - 0.65) < 1e-9
        assert found.outranks[~near].tolist() == outranks[~near].tolist()
