"""What do the tests of the criteria share?"""

import pytest

from criteria import content
from criteria.templates import copy_into, latest
from selection.models import User
from tests.cast import committee


@pytest.fixture
def shipped(db):
    """The shipped templates are loaded."""
    content.load()


@pytest.fixture
def retail(shipped):
    """Chen's committee with the short retail template."""
    made = committee(budget_target=180_000_000, budget_ceiling=640_000_000)
    copy_into(made.selection, version=latest("retail"), depth="short", member=made.chen)
    return made


@pytest.fixture
def full(shipped):
    """Chen's committee with the full base template."""
    made = committee(code="S-0002", budget_target=180_000_000, budget_ceiling=640_000_000)
    copy_into(made.selection, version=latest("base"), depth="full", member=made.chen)
    return made


@pytest.fixture
def small(db):
    """Two categories, three rated leaves, no template: numbers to check by hand."""
    made = committee(code="S-0003")
    from criteria.models import Criterion, Kind

    make = Criterion.objects.create
    rows = {"selection": made.selection}
    f = make(
        code="F",
        kind=Kind.CATEGORY,
        name_zh="功能",
        name_en="Function",
        weight=6000,
        template_weight=5000,
        position=0,
        **rows,
    )
    leaf = {"kind": Kind.RATED, "dimension": "business", **rows}
    make(code="F1", parent=f, name_en="First", weight=5000, template_weight=4000, position=1, **leaf)
    make(code="F2", parent=f, name_en="Second", weight=3000, template_weight=3000, position=2, **leaf)
    make(code="F3", parent=f, name_en="Third", weight=2000, template_weight=3000, position=3, **leaf)
    a = make(
        code="A",
        kind=Kind.CATEGORY,
        name_zh="架构",
        name_en="Architecture",
        weight=4000,
        template_weight=5000,
        position=4,
        **rows,
    )
    make(code="A1", parent=a, name_en="Only", weight=10000, template_weight=10000, position=5, **leaf)
    return made


def weights(selection, *codes):
    """The basis points of these criteria, or of all."""
    rows = selection.criteria.filter(code__in=codes) if codes else selection.criteria.all()
    return dict(rows.values_list("code", "weight"))


def user(name) -> User:
    return User.objects.get(username=name)
