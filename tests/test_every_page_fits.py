"""Does every page that links lead to fit a phone, with one heading and room for a finger?"""

from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from selection.models import Member, Phase, User
from tests import cast
from tests.browser import dressed
from tests.reports import finished
from tests.scoring.scene import scene

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.campaign]
FINGER = 40
LOOK = f"""() => {{
  const shown = node => node.checkVisibility() && node.getBoundingClientRect().width > 3
  const main = document.querySelector('main')
  const buttons = [...main.querySelectorAll('.btn, .t-seg > *, summary, .t-check'),
                   ...document.querySelectorAll('.t-stages a, .t-iconbtn')]
  return {{
    over: Math.max(0, document.documentElement.scrollWidth - innerWidth),
    headings: [...document.querySelectorAll('h1')].filter(shown).length,
    small: buttons.filter(node => shown(node) && node.getBoundingClientRect().height < {FINGER})
      .map(node => node.outerHTML.slice(0, 120)),
  }}
}}"""
FITS = {"over": 0, "headings": 1, "small": []}


def kind(place):
    """Which page an address is of: one of each kind is looked at, in each selection."""
    found = resolve(urlsplit(place).path)
    return found.url_name, found.kwargs.get("code")


def links_on(page):
    """Addresses here."""
    found = page.eval_on_selector_all("a[href^='/']", "nodes => nodes.map(node => node.getAttribute('href'))")
    for place in found:
        try:
            kind(place)
        except Resolver404:
            continue
        yield place.split("#")[0]


def opens(page, place):
    """Whether it is a page; a file is downloaded instead."""
    try:
        page.goto(place)
    except Error as error:
        if "Download is starting" not in str(error):
            raise
        return False
    return True


def walk(page, start):
    """What does not fit, on this page and all that are reached from it."""
    waiting, seen, faults = list(start), set(), []
    while waiting:
        place = waiting.pop(0)
        if kind(place) in seen:
            continue
        seen.add(kind(place))
        if not opens(page, place):
            continue
        found = page.evaluate(LOOK)
        faults += [(place, name, value) for name, value in found.items() if value != FITS[name]]
        waiting += links_on(page)
    assert len(seen) > 40
    return faults


@pytest.fixture
def gu():
    """Gu chairs, buys and administers; one selection begins, one is scored, one is decided."""
    decided = finished.selection(Phase.DONE)
    gu = User.objects.get(username="gu")
    for code, phase in (("S-0101", Phase.DEFINE), ("S-0102", Phase.SCORE)):
        made = scene(phase, code=code)
        cast.join(made.selection, "gu", "chair", "procurement")
    Member.objects.filter(selection=decided, user=gu).update(is_chair=True, is_procurement=True)
    User.objects.filter(pk=gu.pk).update(is_site_admin=True)
    gu.refresh_from_db()
    return gu


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_that_is_linked_fits_a_phone(open_page, gu, language):
    page = dressed(open_page, gu, language, "dark", "phone")
    starts = ["/", "/people/", "/record/", "/people/chairs/", "/people/refusals/"]
    pages = [f"/s/{row.selection.code}/{part}" for row in gu.memberships.all() for part in ("", "results/", "mending/")]
    assert walk(page, starts + pages) == []
