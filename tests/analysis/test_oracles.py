"""Do independent packages give the same numbers, with the normalisation named on both sides?

pymcdm and scikit-criteria are needed for the tests only.
"""

import warnings
from functools import cache
from importlib import import_module

import numpy as np
import pytest

from analysis import electre1, marcos, promethee2, topsis, vikor, waspas, weighted_product, weighted_sum

# They warn of dominated alternatives, which are no fault.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


@cache
def package(name):
    """Imported when it is asked for, so that a process that runs other tests need not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return import_module(name)


def method(name, *arguments, normalization=""):
    """One of pymcdm's, with a normalisation of its own."""
    normalizations = package("pymcdm.normalizations")
    named = [getattr(normalizations, f"{normalization}_normalization")] if normalization else []
    return getattr(package("pymcdm.methods"), name)(*arguments, *named)


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
    [("vector", "vector"), ("minmax", "minmax"), ("ratio", "linear")],
)
def test_topsis_of_pymcdm(rule, named):
    oracle = method("TOPSIS", normalization=named)
    agree(lambda x, w, d: topsis(x, w, direction=d, rule=rule).ranking.scores, oracle)


def test_vikor_of_pymcdm():
    agree(lambda x, w, d: vikor(x, w, direction=d).mixture, method("VIKOR"))


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
        return method("PROMETHEE_II", name, *limits)(table, weights, types)

    agree(lambda x, w, d: promethee2(x, w, direction=d, preferences=[rule] * len(w)).net, theirs)


@pytest.mark.parametrize(
    ("ours", "named"),
    [
        (lambda x, w, d: weighted_sum(x, w, direction=d, rule="ratio").scores, ("WSM", "linear")),
        (
            lambda x, w, d: weighted_sum(x, w, direction=d, rule="minmax").scores,
            ("WSM", "minmax"),
        ),
        (lambda x, w, d: weighted_product(x, w, direction=d).scores, ("WPM", "linear")),
        (lambda x, w, d: waspas(x, w, direction=d).scores, ("WASPAS", "linear")),
        (lambda x, w, d: marcos(x, w, direction=d).ranking.scores, ("MARCOS", "")),
    ],
    ids=["sum of ratios", "sum of min-max", "product of ratios", "WASPAS", "MARCOS"],
)
def test_sums_and_products_of_pymcdm(ours, named):
    name, normalization = named
    agree(ours, method(name, normalization=normalization))


def test_electre_of_scikit_criteria():
    skc = package("skcriteria.agg.electre")
    for table, weights, types in TABLES[:6]:
        shared = table / table.sum(axis=0)
        _, outranks, concordance, discordance = skc.electre1(shared, types, weights, p=0.65, q=0.35)
        found = electre1(shared, weights, direction=types.tolist(), concordance=0.65, discordance=0.35)
        assert found.concordance == pytest.approx(concordance, nan_ok=True)
        assert found.discordance == pytest.approx(discordance, nan_ok=True)
        near = np.abs(np.nan_to_num(concordance) - 0.65) < 1e-9
        assert found.outranks[~near].tolist() == outranks[~near].tolist()
