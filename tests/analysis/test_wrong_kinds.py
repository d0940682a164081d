"""Does every public function name the argument that is of a wrong kind, whatever is wrong with it?

The valid calls are those of the examples in the docstrings; in each, one argument after the other is
replaced by something that nobody can mean.
"""

import doctest
import functools
import importlib
import inspect
import re

import numpy as np
import pytest

import analysis as a
from analysis.robustness import NormalCells, nested_uniform, rank_acceptability

ONE_CELL = NormalCells([[1]])
RECORDS = {"Cells", "MustHave", "Prices", "Ranking"}  # hold what they are given
NUMBERS = {"nothing": [], "numbers": [1.0, 2.0, 3.0], "a fraction": 1.5, "rows": [[1.0, 2.0], [3.0, 4.0]]}
OTHERS = {
    "a word": "many",
    "nothing given": None,
    "a function": lambda *given: 0,
    "an object": object(),
    "words": [["a"]],
    "a mapping": {"a": 1},
}
# None is a missing number; a function may stand where one is asked for; a mapping of these is what is asked for.
MEANT = {
    "nothing given": {"x", "worth", "amount", "score", "scores", "difference", "volume", "direction", "scale"},
    "a function": {"sampler", "allowed"},
    "a mapping": {"prices", "common", "evidence"},
}


def recorded(function, calls):
    signature = inspect.signature(function)

    @functools.wraps(function)
    def called(*given, **named):
        calls.append(dict(signature.bind(*given, **named).arguments))
        return function(*given, **named)

    return called


def example(name):
    """Return the arguments of the first call in the docstring's example."""
    function, calls = getattr(a, name), []
    module = vars(importlib.import_module(function.__module__)) | {name: recorded(function, calls)}
    test = doctest.DocTestParser().get_doctest(inspect.getdoc(function), dict(module), name, None, 0)
    doctest.DocTestRunner().run(test, out=lambda text: None, clear_globs=False)
    return calls[0], test.globs


def swapped(name, kinds):
    """Yield every call in which one argument is replaced, with the names of all arguments."""
    arguments, _ = example(name)
    known = inspect.signature(getattr(a, name)).parameters
    for parameter in known:
        for kind, wrong in kinds.items():
            if not (wrong is None and known[parameter].default is None):
                yield parameter, kind, arguments | {parameter: wrong}


def named_in(error):
    """Return the names before the colon: "low, high", "days of AI" and "prices.mean" name what they begin with."""
    head = str(error).split(":")[0] if ":" in str(error) else ""
    return set(re.split(r"[ ,.]+", head))


FACE = sorted(name for name in a.__all__ if callable(getattr(a, name)) and name not in RECORDS)


@pytest.mark.parametrize("name", FACE)
def test_what_is_no_number_is_refused_by_its_name(name):
    for parameter, kind, arguments in swapped(name, OTHERS):
        if parameter in MEANT.get(kind, ()):
            continue
        with pytest.raises(ValueError, match=":") as error:
            getattr(a, name)(**arguments)
        together = name == "tornado" and parameter in ("low", "high")  # one without the other
        assert parameter in named_in(error.value) or together, (parameter, kind, str(error.value))


@pytest.mark.parametrize("name", FACE)
def test_numbers_of_a_wrong_kind_are_taken_or_refused_by_name(name):
    known = set(inspect.signature(getattr(a, name)).parameters)
    for parameter, kind, arguments in swapped(name, NUMBERS):
        try:
            getattr(a, name)(**arguments)
        except ValueError as error:
            assert named_in(error) & known, (parameter, kind, str(error))
        except NameError:  # a function of the example that needs its names
            assert name == "rank_reversals"


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("weights", lambda rng: rank_acceptability(NormalCells([[1, 2]]), weights=[0.5, 0.5], rng=rng)),
        (
            "blocks",
            lambda rng: rank_acceptability(NormalCells([[1]]), weights=nested_uniform([0]), rng=rng, blocks=1.5),
        ),
        ("rng", lambda rng: rank_acceptability(NormalCells([[1]]), weights=nested_uniform([0]), rng=1)),
        ("first", lambda rng: a.break_even_seats([0, 1], [1, 2])),
        ("departments", lambda rng: a.consensus([5, 9], departments=5)),
        ("seats", lambda rng: a.cash_flow([(0, 1)], 3, seats=None)),
        ("p", lambda rng: a.percentile([1, 2], 0.95)),
        ("rate", lambda rng: a.present_value([1, 2], 8)),
        ("rate", lambda rng: a.present_value([1, 2], 3.25)),
        ("rate", lambda rng: a.dated_present_value([1, 2], [0, 1], 5)),
        ("finance", lambda rng: a.modified_internal_rate([-1, 2], finance=10, reinvest=0.1)),
        ("weights", lambda rng: rank_acceptability(ONE_CELL, weights=lambda r, n: np.ones(n), rng=rng)),
    ],
)
def test_the_usual_slips_are_refused_by_name(name, call):
    with pytest.raises(ValueError, match=rf"^{name}: expected"):
        call(np.random.default_rng(1))


ONE = [
    lambda: a.value_function(5, [[0, 0], [10, 100]]),
    lambda: a.rating(5),
    lambda: a.steps(5, [[0, 0], [10, 100]]),
    lambda: a.linear(np.float64(5), worst=0, best=10),
    lambda: a.logarithmic(5, worst=1, best=10),
    lambda: a.availability(99.5, [[99, 0], [99.9, 100]]),
    lambda: a.exponential(5, low=0, high=10, curvature=1),
    lambda: a.target(5, best=(1, 2), left=1, right=9),
    lambda: a.yes_no(1),
    lambda: a.preference(5, "usual"),
    lambda: a.expected_maximum([1, 2], [1, 1]),
    lambda: a.probability_largest([1, 2], [1, 1], 0),
    lambda: a.Pert(1, 2, 3).quantile(0.5),
    lambda: a.Triangular(1, 2, 3).quantile(0.5),
    lambda: a.Statement(1, 2, 3).quantile(0.5),
    lambda: a.MeasuredShare(3, 5).quantile(0.5),
]


@pytest.mark.parametrize("call", ONE)
def test_one_number_gives_one_number(call):
    assert type(call()) is float


def test_one_number_gives_yes_or_no():
    assert (a.threshold(5, operator=">=", limit=3), a.is_outside(5, [[0, 0], [1, 1]])) == (True, True)
    assert type(a.threshold(5, operator="in", limit=[3])) is bool
