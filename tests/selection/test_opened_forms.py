"""Who opens an address that only takes forms comes to the page it belongs to."""

import pytest
from django.urls import reverse

from tests import cast
from tests.scoring.scene import scene

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "address", "page"),
    [
        ("eva", "/s/S-0001/scoring/submit/", "/s/S-0001/scoring/"),
        ("eva", "/s/S-0001/scoring/cells/F1/A/", "/s/S-0001/scoring/"),
        ("eva", "/theme/", "/"),
    ],
)
def test_it_redirects(client, who, address, page):
    client.force_login(getattr(scene().committee, who).user)
    for answer in (client.get(address), client.head(address)):
        assert (answer.status_code, answer["Location"]) == (302, page)
    assert client.get(address, follow=True).status_code == 200


def test_a_page_with_a_way_down_to_a_form(client):
    made = cast.committee()
    client.force_login(made.chen.user)
    answer = client.get("/s/S-0001/weights/set/F1/")
    assert (answer.status_code, answer["Location"]) == (302, "/s/S-0001/weights/")


def test_a_script_and_another_method_still_hear_that_it_is_wrong(client):
    client.force_login(cast.admin())
    address = reverse("set_theme")
    assert client.get(address, headers={"HX-Request": "true"}).status_code == 405
    assert client.put(address).status_code == 405
