"""How do tests drive a real browser?"""

import json
import os
import shutil
from collections import defaultdict
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from tests.services import PATIENCE, missing

QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
DESKTOP = {"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

SIZES = {"desktop": {}, "phone": PHONE}
# Every page in one of two dresses in every run; all pages in all of them in the campaign.
in_every_dress = pytest.mark.parametrize(
    ("language", "theme", "size", "share"),
    [
        pytest.param("zh-hans", "light", "desktop", slice(0, None, 2), id="even pages"),
        pytest.param("en", "dark", "phone", slice(1, None, 2), id="odd pages"),
        *(
            pytest.param(*dress, slice(None), marks=pytest.mark.campaign, id="-".join(dress))
            for dress in product(("zh-hans", "en"), ("light", "dark"), SIZES)
        ),
    ],
)
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import expect, sync_playwright

    # The shell is the same browser without windows, and needs half the time.
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not chromium:
        missing("Chromium (Debian: chromium-headless-shell or chromium)")
    expect.set_options(timeout=PATIENCE * 1000)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs an event loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def windows():
    """Those that a test has done with, by their options: the next finds styles, scripts and fonts in their cache."""
    return defaultdict(list)


@pytest.fixture
def open_page(browser, windows, live_server):
    """Call it for a page in a window that knows nobody: open_page(user, **context options). No script may fail on it.

    Whoever gives a window a clock of its own says so with `is_kept=False`.
    """
    opened, faults = [], []

    def open_page(user=None, *, is_kept=True, **options):
        options = DESKTOP | options | {"base_url": live_server.url}
        free = windows[json.dumps(options, sort_keys=True)]
        context = free.pop() if free and is_kept else browser.new_context(**options)
        context.set_default_timeout(PATIENCE * 1000)
        opened.append((context, free if is_kept else None))
        if user is not None:
            sign_in(context, user, live_server.url)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.extend([message.text] if is_fault(message) else []))
        return page

    yield open_page
    for context, free in opened:
        leave(context, free)
    assert faults == []


def leave(context, free):
    """Nothing of a person stays in a window: scripts of ours keep nothing but cookies."""
    if free is None:
        context.close()
        return
    for page in context.pages:
        page.close()
    context.unroute_all()
    context.set_offline(False)
    context.clear_cookies()
    free.append(context)


@pytest.fixture
def page(open_page):
    return open_page()


def sign_in(context, user, url):
    """As if the person had typed the password."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])


def dressed(open_page, user, language, theme, size):
    """A window for the accessibility checker, which adds a style of its own: the page's policy is lifted for it."""
    type(user).objects.filter(pk=user.pk).update(language=language, theme=theme)
    return open_page(user, bypass_csp=True, **SIZES[size])


def faults_of(page, places, prefix="", status=200):
    """What the checker finds on these pages, and by how many pixels they run over the edge."""
    found = []
    for place in places:
        answer = page.goto(prefix + place).status
        found += [(place, answer)] if answer != status else []
        found += [(place, fault) for fault in violations(page)]
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [(place, f"{over} px too wide")] if over > 0 else []
    return found


def violations(page):
    return [
        f"{fault['id']}: {fault['nodes'][0]['html'][:200]}"
        for fault in Axe().run(page, options=AXE).response["violations"]
    ]


def is_fault(message):
    """Errors of scripts; that a request found no connection is what some tests arrange."""
    unsent = ("htmx:afterRequest", "htmx:sendError")
    return message.type == "error" and not (
        "Failed to load resource" in message.text or message.text.startswith(unsent)
    )
