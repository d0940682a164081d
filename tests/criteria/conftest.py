"""What do the tests of the criteria share?"""

import pytest
from django.utils import translation

from criteria import content
from criteria.models import Criterion, Kind, Template
from criteria.templates import copy_into, latest
from selection.models import Selection, User
from tests.cast import Committee, committee
from tests.rows import once


@pytest.fixture
def shipped(db):
    """The shipped templates are loaded."""
    once("templates", content.load)


@pytest.fixture
def retail(db):
    """Chen's committee with the short retail template."""
    return with_template("S-0001", "retail", depth="short")


@pytest.fixture
def full(db):
    """Chen's committee with the full base template."""
    return with_template("S-0002", "base", depth="full")


def with_template(code, key, *, depth):
    once(f"{key} {depth}", lambda: _copied(code, key, depth))
    selection = Selection.objects.get(code=code)
    members = {member.key: member for member in selection.members.select_related("user").order_by("pk")}
    for member in members.values():
        member.selection = selection
    return Committee(selection, members)


def _copied(code, key, depth):
    if not Template.objects.exists():
        content.load()
    made = committee(code=code, budget_target=180_000_000, budget_ceiling=640_000_000)
    copy_into(made.selection, version=latest(key), depth=depth, member=made.chen)


@pytest.fixture
def small(db):
    """Two categories, three rated leaves, no template: numbers to check by hand."""
    made = committee(code="S-0003")
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


@pytest.fixture
def english():
    """Messages as they stand in the source."""
    with translation.override("en"):
        yield
