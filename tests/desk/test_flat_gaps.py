"""Does the overview warn of criteria that tell nobody apart, to who may know why?"""

import pytest
from django.utils import translation

from desk.gaps import gaps
from desk.standing import standings
from selection.models import Phase, Selection
from tests.scoring.scene import scene
from vendors.models import CostLine, Fact

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "phase", "warned"),
    [
        ("chen", Phase.DEFINE, {"Five-year cost", "Availability"}),
        ("bo", Phase.DEFINE, {"Five-year cost", "Availability"}),
        ("eva", Phase.DEFINE, {"Availability"}),
        ("bo", Phase.INVITE, set()),
        ("chen", Phase.SCORE, set()),
    ],
)
def test_the_overview_names_what_tells_nobody_apart(name, phase, warned):
    made = scene(Phase.DEFINE)
    price = made.criteria["P1"]
    price.basis, price.curve, price.points = "quote", "piecewise", [["1000", "100"], ["2000", "0"]]
    price.save()
    for vendor in made.vendors.values():
        CostLine.objects.create(vendor=vendor, item="K02", year=0, amount=900_000)
        Fact.objects.create(vendor=vendor, criterion=made.criteria["T2"], value="50")
    Selection.objects.update(phase=phase)
    with translation.override("en"):
        [standing] = standings(made.member(name).user, Selection.objects.all())
        found = {gap.title.removesuffix(" does not tell the vendors apart") for gap in gaps(standing)}
    assert found & {"Five-year cost", "Availability"} == warned
