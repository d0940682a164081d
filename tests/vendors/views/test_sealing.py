"""The page before the seal lists what nobody can change afterwards."""

import pytest

from criteria.models import Criterion, Kind, Rule
from selection.models import Requirement, User
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    """One category with a rated, a measured and a price leaf, a must with a rule and one without."""
    made = cast.committee()
    leaf = {"selection": made.selection, "dimension": "business"}
    top = Criterion.objects.create(
        selection=made.selection, code="F", kind=Kind.CATEGORY, name_en="Function", weight=10_000
    )
    rows = [
        ("F1", Kind.RATED, "Channels", 5000, []),
        ("F2", Kind.MEASURED, "Uptime", 3000, [["99", "0"], ["99.9", "100"]]),
    ]
    rows.append(("F3", Kind.PRICE, "Price", 2000, [["300000", "100"], ["400000", "0"]]))
    for place, (code, kind, name, weight, points) in enumerate(rows, 1):
        curve = "piecewise" if points else ""
        Criterion.objects.create(
            code=code, kind=kind, name_en=name, weight=weight, points=points, curve=curve, unit_en="%",
            parent=top, position=place, **leaf,
        )  # fmt: skip
    for code, text, moscow in (
        ("R-1", "Up nearly always", "must"),
        ("R-2", "In China", "must"),
        ("R-3", "Nice", "could"),
    ):
        Requirement.objects.create(selection=made.selection, code=code, text_en=text, moscow=moscow)
    uptime = Criterion.objects.get(code="F2")
    Rule.objects.create(
        requirement=Requirement.objects.get(code="R-1"), criterion=uptime, operator=">=", threshold="99.5"
    )
    return made


def test_criteria_with_weights_musts_with_rules_and_the_price_scale_are_listed(made, client):
    User.objects.update(language="en")
    client.force_login(made.chen.user)
    page = " ".join(client.get("/s/S-0001/weights/seal/").content.decode().split())
    for text in (
        'Channels <small class="t-mute num">F1</small>',
        "scored 0 to 10",
        "300,000 CNY → 100",
        "400,000 CNY → 0",
        "99.9 % → 100",
        "Uptime ≥ 99.5% · decided by the fact",
        "In China",
        '<td class="n num">30</td>',
    ):
        assert text in page
    assert "Nice" not in page
