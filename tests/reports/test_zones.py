"""One moment is one time on every page: a selection in Berlin, seen from an installation in Shanghai."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone, translation

from selection import dates
from selection.models import Phase, Selection
from tests.scoring.scene import scene

BERLIN = ZoneInfo("Europe/Berlin")
CLOSES = datetime(2099, 1, 15, 18, 0, tzinfo=BERLIN)  # 01:00 of the next day in Shanghai
PHASES = [Phase.INVITE, Phase.SCORE, Phase.CLOSED]
NAMED = re.compile(r"18:00\s*[（(]Europe/Berlin[)）]")
pytestmark = pytest.mark.django_db


def pages():
    """The addresses of everybody's pages, and of every page of a selection that needs no more than its code."""
    found = {"home": [], "inbox": []}
    for name in filter(lambda key: isinstance(key, str), get_resolver().reverse_dict):
        ways = [way for way, *_rest in get_resolver().reverse_dict.getlist(name)]
        if any(parameters == ["code"] for options in ways for _pattern, parameters in options):
            found[name] = ["S-0001"]
    return {name: reverse(name, args=arguments) for name, arguments in found.items()}


def walk(person):
    """The text of every page that this person may see now, refusals included."""
    client = Client()
    client.force_login(person.user)
    for name, address in pages().items():
        answer = client.get(address)
        if answer.get("Content-Type", "").startswith("text/html"):
            yield name, " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("name", ["chen", "eva"])
def test_every_page_gives_the_deadline_in_the_selections_zone_and_names_it(phase, name):
    made = scene(phase=phase)
    Selection.objects.update(zone="Europe/Berlin", scoring_closes_at=CLOSES)
    said = {page: text for page, text in walk(made.member(name)) if "18:00" in text or "01:00" in text}
    assert not [page for page, text in said.items() if "01:00" in text or "2099-01-16" in text]
    assert [page for page, text in said.items() if len(NAMED.findall(text)) < text.count("18:00")] == []
    if phase == Phase.SCORE:
        assert {"home", "inbox", "overview", "scoring"} <= said.keys() if name == "eva" else "overview" in said


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Asia/Shanghai", "2099-01-16 01:00"),
        ("Asia/Hong_Kong", "2099-01-16 01:00"),
        ("Europe/Berlin", "2099-01-15 18:00 (Europe/Berlin)"),
        ("Mars/Olympus_Mons", "2099-01-16 01:00 (Asia/Shanghai)"),
        ("", "2099-01-16 01:00 (Asia/Shanghai)"),
    ],
)
def test_a_zone_is_named_where_it_differs_or_is_not_known(zone, said):
    with translation.override("en"), dates.in_zone(Selection(zone=zone)):
        assert dates.moment_text(CLOSES) == said


def test_a_day_ends_with_the_selections_day():
    made = scene(phase=Phase.SCORE)
    today = timezone.now().astimezone(ZoneInfo("Pacific/Kiritimati")).date()
    Selection.objects.update(zone="Etc/GMT+12", decision_date=today, scoring_closes_at=None)
    selection = Selection.objects.get()
    with translation.override("en"), dates.in_zone(selection):
        here = dates.time_left(today)
    client = Client()
    client.force_login(made.member("eva").user)
    with translation.override("zh-hans"), dates.in_zone(selection):
        assert dates.time_left(today) in client.get(reverse("home")).content.decode()
    assert here in ("1 day left", "2 days left")


def test_the_form_of_the_closing_time_says_whose_clock_it_means():
    made = scene(phase=Phase.SCORE)
    Selection.objects.update(zone="Europe/Berlin")
    client = Client()
    client.force_login(made.member("chen").user)
    assert "Europe/Berlin" in client.get(reverse("scoring_round", args=["S-0001"])).content.decode()
