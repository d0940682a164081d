"""Is an act after a round has closed kept with its reason, and with what it changed?"""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from selection import late
from selection.models import LateAct, Phase
from tests.scoring.scene import scene
from vendors.models import Vendor

pytestmark = pytest.mark.django_db
REASON = "The vendor has left the market."


def rename(made, reason=REASON, name="Cloud Bridge"):
    with (
        transaction.atomic(),
        late.act(
            "vendors.edited", selection=made.selection, member=made.committee.bo, object="vendor A", reason=reason
        ) as told,
    ):
        told["to"] = name
        Vendor.objects.filter(pk=made.vendors["A"].pk).update(name_en=name)


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.CONSENSUS, Phase.DECIDE])
def test_act_keeps_the_reason_and_both_files_of_a_change(phase):
    made = scene(phase)
    rename(made, reason=f" {REASON}\n")
    kept = LateAct.objects.get()
    assert (kept.kind, kept.object, kept.reason, kept.phase) == ("vendors.edited", "vendor A", REASON, phase)
    assert (kept.member, kept.payload) == (made.committee.bo, {"to": "Cloud Bridge"})
    assert ("Cloud Bridge" in kept.before, "Cloud Bridge" in kept.after) == (False, True)


def test_act_without_a_reason_changes_nothing():
    made = scene(Phase.CLOSED)
    with pytest.raises(ValidationError) as refusal:
        rename(made, reason="too short")
    assert list(refusal.value.message_dict) == ["reason"]
    assert (Vendor.objects.get(code="A").name_en, LateAct.objects.count()) == ("Yunqiao Desk", 0)


def test_act_that_changes_nothing_needs_no_reason():
    made = scene(Phase.CONSENSUS)
    rename(made, reason="", name="Yunqiao Desk")
    assert not LateAct.objects.exists()


@pytest.mark.parametrize("phase", [Phase.DEFINE, Phase.INVITE, Phase.SCORE])
def test_act_before_the_round_has_closed_is_no_exception(phase):
    made = scene(phase)
    rename(made, reason="")
    assert (Vendor.objects.get(code="A").name_en, LateAct.objects.count()) == ("Cloud Bridge", 0)
