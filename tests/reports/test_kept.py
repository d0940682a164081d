"""Is what was made of a finished run shown again to those for whom it was made, and to nobody else?"""

import pytest
from django.utils.translation import get_language, override

from reports.findings.kept import KEPT, MOST, kept
from reports.models import Run, State
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    made = cast.committee().selection
    return Run.objects.create(
        selection=made, number=1, state=State.DONE, digest="d", engine="1", decision_file='{"b": 2}', results={"a": 1}
    )


@pytest.fixture
def ask(run):
    KEPT.clear()

    def asked(language="en", **sight):
        def build(results, decision_file, **sight):
            asked.built += 1
            return results["a"], decision_file["b"], get_language(), sight

        with override(language):
            return kept(run.pk, build, **sight)

    asked.built = 0
    return asked


def test_the_same_is_made_once(ask):
    assert [ask(who="same"), ask(who="same")] == [(1, 2, "en", {"who": "same"})] * 2
    assert ask.built == 1


def test_language_and_sight_are_told_apart(ask):
    assert ask(sees_prices=True) == (1, 2, "en", {"sees_prices": True})
    assert ask(sees_prices=False) == (1, 2, "en", {"sees_prices": False})
    assert ask("zh-hans", sees_prices=True) == (1, 2, "zh-hans", {"sees_prices": True})
    assert ask(sees_prices="True") == (1, 2, "en", {"sees_prices": "True"})
    assert ask.built == 4


def test_what_stands_in_the_database_counts(ask, run):
    """Also where somebody changed it who may not: the page shows what `verify` complains of."""
    assert ask(who="a")[:2] == (1, 2)
    Run.objects.filter(pk=run.pk).update(results={"a": 7})
    assert ask(who="a")[:2] == (7, 2)
    Run.objects.filter(pk=run.pk).update(decision_file='{"b": 8}')
    assert ask(who="a")[:2] == (7, 8)


def test_few_are_kept(ask):
    for n in range(2 * MOST):
        ask(who=str(n))
    ask(who=str(2 * MOST - 1))
    assert ask.built == 2 * MOST
    ask(who="0")
    assert ask.built == 2 * MOST + 1
