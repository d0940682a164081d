"""Is an act after a round has closed kept with its reason, and with what it changed?"""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from selection import late, ledger
from selection.models import LateAct, Phase
from tests.scoring.scene import scene
from vendors.models import Vendor

pytestmark = pytest.mark.django_db
REASON = "The vendor has left the market."


@transaction.atomic
@late.explained
def rename(vendor, *, name, member, reason=""):
    Vendor.objects.filter(pk=vendor.pk).update(name_en=name)
    ledger.record("vendors.edited", selection=vendor.selection, member=member, object="vendor A", payload={"to": name})


@transaction.atomic
@late.explained
def rename_all(selection, *, name, member, reason=""):
    for vendor in selection.vendors.all():
        rename(vendor, name=name, member=member, reason=reason)


def called(made, name="Cloud Bridge", reason=REASON):
    rename(made.vendors["A"], name=name, member=made.committee.bo, reason=reason)


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.CONSENSUS, Phase.DECIDE])
def test_act_keeps_the_reason_and_both_files_of_a_change(phase):
    made = scene(phase)
    called(made, reason=f" {REASON}\n")
    kept = LateAct.objects.get()
    step = {"act": "vendors.edited", "object": "vendor A", "change": {"to": "Cloud Bridge"}}
    assert (kept.kind, kept.object, kept.reason, kept.phase) == ("vendors.edited", "vendor A", REASON, phase)
    assert (kept.member, kept.payload) == (made.committee.bo, {"steps": [step]})
    assert ("Cloud Bridge" in kept.before, "Cloud Bridge" in kept.after) == (False, True)


def test_acts_inside_another_are_one_exception():
    made = scene(Phase.CLOSED)
    rename_all(made.selection, name="Same", member=made.committee.bo, reason=REASON)
    kept = LateAct.objects.get()
    assert (kept.kind, len(kept.payload["steps"])) == ("vendors.edited", 2)
    called(made)
    assert LateAct.objects.count() == 2


def test_act_without_a_reason_changes_nothing():
    made = scene(Phase.CLOSED)
    with pytest.raises(ValidationError) as refusal:
        called(made, reason="too short")
    assert list(refusal.value.message_dict) == ["reason"]
    assert (Vendor.objects.get(code="A").name_en, LateAct.objects.count()) == ("Yunqiao Desk", 0)


def test_act_that_changes_nothing_needs_no_reason():
    made = scene(Phase.CONSENSUS)
    called(made, reason="", name="Yunqiao Desk")
    assert not LateAct.objects.exists()


@pytest.mark.parametrize("phase", [Phase.DEFINE, Phase.INVITE, Phase.SCORE])
def test_act_before_the_round_has_closed_is_no_exception(phase):
    made = scene(phase)
    called(made, reason="")
    assert (Vendor.objects.get(code="A").name_en, LateAct.objects.count()) == ("Cloud Bridge", 0)


def test_act_of_the_system_is_not_asked():
    made = scene(Phase.CLOSED)
    rename(made.vendors["A"], name="Cloud Bridge", member=None)
    assert (Vendor.objects.get(code="A").name_en, LateAct.objects.count()) == ("Cloud Bridge", 0)
