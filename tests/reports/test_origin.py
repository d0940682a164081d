"""What came with a file is told apart from what was done here, for good, wherever somebody looks."""

import hashlib
import json

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from analysis.decision_file import canonical_bytes, read
from reports import document, origin, starting
from reports.verification import verify
from scoring.rounds import opening_blockers
from selection import committee
from tests import cast

pytestmark = pytest.mark.django_db
FILE = (settings.BASE_DIR / "fixtures" / "demo" / "S-0007.json").read_bytes()
DIGEST = hashlib.sha256(FILE).hexdigest()


def altered(**parts):
    return json.dumps(json.loads(FILE) | parts).encode()


def without_results():
    poc = json.loads(FILE)["poc"]
    return poc | {"scenarios": [row | {"results": []} for row in poc["scenarios"]]}


UNJUDGED = {"rounds": [], "consensus": [], "poc": without_results()}


def brought(data=FILE, by="mallory"):
    return starting.from_file(data, actor=cast.person(by))


def test_marks_of_a_file_are_imported_and_say_by_whom():
    made = brought()
    assert (made.imported_by.username, made.file_digest) == ("mallory", DIGEST)
    told = origin.of(made)
    assert (told["kind"], told["by"]) == ("imported", {"key": "mallory", "name": {"zh": "马洛", "en": "Mallory"}})


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ({}, "started"),
        ({"rounds": [{"number": 1, "scores": []}]}, "started"),
        ({"rounds": json.loads(FILE)["rounds"]}, "imported"),
        ({"poc": json.loads(FILE)["poc"]}, "imported"),
        ({"consensus": [{"criterion": "F1", "vendor": "A", "value": "9", "reason": ""}]}, "imported"),
    ],
)
def test_only_a_file_in_which_somebody_has_judged_makes_an_imported_selection(part, kind):
    made = brought(altered(**{**UNJUDGED, **part}))
    assert (origin.of(made)["kind"], made.file_digest != "") == (kind, True)


def test_neither_an_own_selection_nor_a_copy_of_an_imported_one_comes_from_a_file():
    chair = brought().members.get(user__username="mallory")
    copy = starting.from_earlier(chair, actor=chair.user, name_zh="又一次", name_en="")
    assert [origin.of(made) for made in (copy, cast.committee("S-0500").selection)] == [None, None]


def test_what_came_in_goes_out_again():
    made = brought()
    came = read(FILE).document
    came["selection"]["code"] = made.code
    assert document.canonical(made) == canonical_bytes(came)
    made.members.filter(user=None).update(title_zh="")
    assert document.canonical(made) != canonical_bytes(came)


def test_the_record_fits_what_came():
    assert verify(brought()).findings == []


def test_a_seat_without_an_account_hides_nobody_who_could_be_seated():
    made, eva = brought(altered(**UNJUDGED)), cast.person("eva")
    assert list(committee.candidates(made)) == [eva]


def test_a_round_does_not_open_for_people_who_cannot_sign_in():
    made = brought(altered(**UNJUDGED))
    chair = made.members.get(user__username="mallory")
    assert ["林岚" in line for line in opening_blockers(made)] == [True]
    for seat in made.members.filter(user=None):
        committee.remove(seat, by=chair)
    committee.add(made, user=cast.person("eva"), roles=["evaluator"], department="it", by=chair)
    assert opening_blockers(made) == []


def test_a_committee_is_led_by_somebody_who_can_sign_in():
    made = brought(altered(**UNJUDGED))
    assert made.members.filter(is_chair=True).count() == 2
    chair = made.members.get(user__username="mallory")
    with pytest.raises(ValidationError, match="主席"):
        committee.remove(chair, by=chair)


def test_people_of_a_file_stay_behind_when_a_committee_is_copied():
    made = brought(altered(**UNJUDGED))
    chair = made.members.get(user__username="mallory")
    copy = starting.from_earlier(chair, actor=chair.user, with_committee=True, name_zh="又一次", name_en="")
    assert [row.user.username for row in copy.members.all()] == ["mallory"]
    assert len(starting.left_behind(made)) == len(json.loads(FILE)["people"])


def test_the_administrator_sees_no_account_of_a_file(client):
    brought()
    client.force_login(cast.admin())
    page = client.get("/people/")
    assert {row.username for row in page.context["page"]} == {"ada", "mallory"}


def test_every_page_of_the_committee_names_people_without_accounts(client):
    made = brought()
    client.force_login(cast.person("mallory"))
    for path in ("", "members/", "scoring/", "scores/", "decision/", "results/exceptions/"):
        page = client.get(f"/s/{made.code}/{path}")
        assert page.status_code == 200, path
    assert "林岚" in client.get(f"/s/{made.code}/members/").content.decode()


def test_who_chairs_is_found_by_the_name_in_the_file(client):
    made = brought()
    client.force_login(cast.person("mallory"))
    assert made.code in client.get("/", {"q": "林岚", "tab": "open"}).content.decode()
