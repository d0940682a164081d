"""Does anything that can be typed or sent break a page, or leave something behind where it is refused?"""

import os
import random
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import quote, urlencode, urlsplit

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from selection.models import AttemptCount, Member, Phase, Refusal, Selection, User
from tests import cast, rows
from tests.scoring.scene import scene
from tests.test_access import COMMITTEES, EVERY, OTHERS, everyone

pytestmark = pytest.mark.django_db

TEXTS = [
    "",
    "\0",
    "a\0b",
    "\x01",
    "\x0b",
    "\x85",
    "\u202e",
    "\u200b\u200b",
    "x" * 20_000,
    "😀" * 300,
    "e\u0301",
    "' --",
    "<b>{{ 7 }}",
]
NUMBERS = ["1e30", "1e400", "1e100000000", "1e-30000000", "9" * 30, "9" * 41, "9" * 5000, "-1", "-0", "٣", "½", "NaN"]
NUMBERS += [
    "Infinity",
    "0x10",
    "1_0",
    "1,5",
    "0." + "0" * 50,
    "+",
    ".",
    "2147483648",
    "9223372036854775808",
    "0" * 40 + "1",
]
DAYS = ["0001-01-01", "9999-12-31", "9999-12-31T23:59", "2026-02-30", "1e5-01-01"]
HOSTILE = TEXTS + NUMBERS + DAYS
LARGEST_ANSWER = 2_000_000
MOST_SECONDS = 3  # of the processor
MOST_MEMORY = 200_000_000
WORDS = ("q", "page", "show", "sweep", "by", "vendor", "version", "depth", "rate", "horizon", "scenario", "tab", "next")
LEAVES_THE_PAGE = {"sign_out", "language", "theme"}


@dataclass
class Form:
    """One form of a page: where it is sent, and what it holds when nobody touches it."""

    path: str
    fields: dict[str, str]


class Forms(HTMLParser):
    """The forms of a page that are sent with POST."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.found: list[Form] = []
        self.select = ""
        self.is_open = False

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.is_open = given.get("method", "").lower() == "post" or "hx-post" in given
            action = given.get("hx-post") or given.get("action") or self.path
            if self.is_open:
                self.found.append(Form(urlsplit(action).path or self.path, {}))
        elif self.is_open and tag in ("input", "textarea", "button") and given.get("name"):
            self.found[-1].fields.setdefault(given["name"], given.get("value", ""))
        elif self.is_open and tag == "select":
            self.select = given.get("name", "")
            self.found[-1].fields.setdefault(self.select, "")
        elif self.is_open and tag == "option" and ("selected" in given or not self.found[-1].fields.get(self.select)):
            self.found[-1].fields[self.select] = given.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_open = False


def stored():
    """Every row of the product's own tables, but the numbers of refusals and of tries."""
    return rows.stored(Refusal, AttemptCount)


def paths():
    """Every address that the scene has something at."""
    known = {"letter": "A", "leaf": "F1", "criterion": "T2", "need": "R-01", "vendor": "A", "key": "base"}
    for route in EVERY:
        if route.name in LEAVES_THE_PAGE:
            continue
        values = {name: known.get(name, value) for name, value in route.parameters.items()}
        yield reverse(route.name, kwargs=values | ({"code": "S-0001"} if route.is_committees else {}))


def forms(client):
    found = {}
    for path in paths():
        page = client.get(path)
        if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
            reader = Forms(path)
            reader.feed(page.content.decode())
            for form in reader.found:
                found.setdefault((form.path, tuple(sorted(form.fields))), form)
    return [form for form in found.values() if not form.path.startswith(("/sign-out", "/language", "/theme"))]


def send(client, path, data, before, odd):
    """One request that leaves nothing behind; what it did is looked at before it is taken back."""
    seat = client.cookies["sessionid"].value
    with transaction.atomic():
        spent, memory = time.process_time(), peak()
        answer = client.post(path, data)
        spent, memory = time.process_time() - spent, peak() - memory
        size = 0 if answer.streaming else len(answer.content)
        too_much = size > LARGEST_ANSWER or spent > MOST_SECONDS or memory > MOST_MEMORY
        if answer.status_code >= 500 or too_much:
            odd.append((path, shortened(data), answer.status_code, size, spent, memory))
        elif answer.status_code >= 400 and stored() != before:
            odd.append((path, shortened(data), "stored", answer.status_code))
        transaction.set_rollback(True)
    client.cookies["sessionid"] = seat


def shortened(data):
    return {key: value[:30] for key, value in data.items()}


def peak():
    """The most memory that this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def dressed(phase):
    """A scene in this phase, and somebody in every role who administers the site too."""
    made = scene(phase, name_zh="客服平台")
    client = everyone(made)
    User.objects.filter(pk=made.committee.chen.user_id).update(is_site_admin=True)
    Member.objects.filter(pk=made.committee.chen.pk).update(knows_prices="只有她一个人能买也能评")
    client.raise_request_exception = False
    return client


def attack(phase, *, seed, share):
    """Each form of each page with one field spoilt, each with `share` of all hostile values, which may be none."""
    draw = random.Random(seed)
    client, odd, sent = dressed(phase), [], 0
    found, before = forms(client), stored()  # to look at a page marks what it tells as seen
    for form in found:
        for name in form.fields:
            if name == "csrfmiddlewaretoken":
                continue
            for value in draw.sample(HOSTILE, int(len(HOSTILE) * share + draw.random())):
                send(client, form.path, form.fields | {name: value}, before, odd)
                sent += 1
    assert odd == []
    return sent


def test_no_form_breaks_or_keeps_what_it_refuses():
    assert attack(Phase.DEFINE, seed=9, share=0.015) > 100


@pytest.mark.campaign
@pytest.mark.parametrize("phase", Phase)
def test_no_form_of_any_phase_breaks(phase):
    attack(phase, seed=phase, share=1)


@pytest.mark.campaign
@pytest.mark.parametrize("phase", [Phase.DEFINE, Phase.SCORE, Phase.CONSENSUS])
def test_no_form_breaks_at_random_signs(phase):
    draw = random.Random(phase)
    points = (*range(0x20), *range(0x7F, 0xA1), *range(0x2000, 0x2070), 0xFEFF, 0x1F600)
    alphabet = [*map(chr, points), *"0123456789.,-e陈"]
    client, odd = dressed(phase), []
    found, before = forms(client), stored()
    for form in found:
        for _ in range(30):
            data = {name: "".join(draw.choices(alphabet, k=draw.choice((1, 5, 50)))) for name in form.fields}
            send(client, form.path, data, before, odd)
    assert odd == []


SEGMENTS = ["\0", "\x01", "\u202e", "..", "9" * 30, "1e30", "٣", "x" * 5000, "供应商-1", "%", "*"]


def addresses(segments):
    for route in COMMITTEES + OTHERS:
        kinds = route.pattern.pattern.converters
        for segment in segments:
            is_text = {name: type(kind).__name__ == "StringConverter" for name, kind in kinds.items()}
            whole = {name: segment if text else 10**30 for name, text in is_text.items()}
            code = {"code": "S-0001"} if route.is_committees else {}
            for given in (whole, whole | code):
                path = "/" + str(route.pattern.pattern)
                for name in kinds:
                    shown = quote(str(given[name]), safe="")
                    for word in ("str", "int", "slug", "uuid"):
                        path = path.replace(f"<{word}:{name}>", shown)
                yield path


def visit(client, all_paths):
    odd = []
    for path in all_paths:
        with transaction.atomic():
            for answer in (client.get(path), client.post(path)):
                if answer.status_code >= 500:
                    odd.append((path[:80], answer.status_code))
            transaction.set_rollback(True)
    assert odd == []


def test_no_address_breaks():
    """Each in one of two dresses."""
    unseen, long = (sorted(set(addresses([segment]))) for segment in ("\0", "9" * 30))
    visit(dressed(Phase.DEFINE), unseen[::2] + long[1::2])


@pytest.mark.campaign
@pytest.mark.parametrize("phase", Phase)
def test_no_address_of_any_phase_breaks(phase):
    visit(dressed(phase), sorted(set(addresses(SEGMENTS))))


def questions(draw):
    """Every hostile value for all words of an address at once, and a few for each word alone."""
    for path in paths():
        for value in HOSTILE:
            yield f"{path}?{urlencode(dict.fromkeys(WORDS, value))}"
        for word in WORDS:
            for value in draw.sample(HOSTILE, 4):
                yield f"{path}?{word}={quote(value, safe='')}"


def test_no_question_breaks():
    client, odd = dressed(Phase.CONSENSUS), []
    draw = random.Random(9)
    for path in paths():
        asked = "&".join(f"{word}={quote(draw.choice(NUMBERS), safe='')}" for word in WORDS)
        if client.get(f"{path}?{asked}").status_code >= 500:
            odd.append(f"{path}?{asked}")
    assert odd == []


@pytest.mark.campaign
@pytest.mark.parametrize("phase", [Phase.DEFINE, Phase.SCORE, Phase.CONSENSUS])
def test_no_question_of_any_kind_breaks(phase):
    client = dressed(phase)
    assert [
        path for path in questions(random.Random(phase)) if len(path) < 8000 and client.get(path).status_code >= 500
    ] == []


@pytest.mark.parametrize("share", [0.2, pytest.param(1, marks=pytest.mark.campaign)])
def test_a_stranger_breaks_nothing(share):
    client, odd, draw = Client(raise_request_exception=False), [], random.Random(9)
    cast.person("mallory")
    for path in ("/sign-in/", "/language/", "/theme/"):
        for field in ("username", "password", "next", "kept", "language", "theme"):
            for value in draw.sample(HOSTILE, int(len(HOSTILE) * share)):
                answer = client.post(path, {"username": "mallory", "password": "x", field: value})
                if answer.status_code >= 500:
                    odd.append((path, field, value[:20], answer.status_code))
    assert odd == []
    assert not Selection.objects.exists()


@pytest.mark.campaign
@pytest.mark.skipif(bool(settings.DATABASE_URL), reason="this run is the inner one")
def test_the_same_on_postgresql(postgres_url):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment |= {"TEST_DATABASE_URL": postgres_url}
    command = [sys.executable, "-m", "pytest", "-q", "-m", "campaign", "-p", "no:cacheprovider", __file__]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
