"""How many bare Django pages does a page cost? A bare one asks the database the same and shows next to nothing.

Both are asked in turn, in one process, so that a busy machine slows both: the ratio counts.
`python -m benchmarks.pages NAME` says where the time of one page goes.
"""

import cProfile
import pstats
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import urlencode

from benchmarks import sheet
from benchmarks.installation import installation
from benchmarks.measured import Measured

REPEATS = 25
MANY = 300
BARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
BARE_TEMPLATE = "<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1><p>{{ request.user.username }}</p>"
FRAME = '{% extends "base.html" %}{% block content %}<p>{{ title }}</p>{% endblock %}'
NAMES = {
    "frame": ("frame of a page, beside the same page without it", 1.2),
    "home": ("home", 3.0),
    "overview": ("overview", 3.0),
    "results": ("results", 3.0),
    "sheet": ("scoring sheet of 37 × 6", 6.0),
    "save": ("one save", 2.0),
    "frame300": ("frame of a page for somebody who sits in 300 selections", 1.2),  # last: they stay
}
ADDRESSES = {
    "frame": "/s/S-0007/frame/",
    "frame300": "/s/S-0007/frame/",
    "plain": "/s/S-0007/plain/",
    "home": "/",
    "overview": "/s/S-0007/",
    "results": "/s/S-0007/results/",
    "sheet": "/s/S-0008/scoring/",
}

FORM = "application/x-www-form-urlencoded"

Statement = tuple[str, Any]


def measure() -> Iterator[Measured]:
    with installation(), Pages() as pages:
        for name, (words, limit) in NAMES.items():
            yield Measured(words, pages.ratio(name), "bare", limit)


class Pages:
    """The demo, asked as a browser does; one person sits in two selections, another in 300 more."""

    def __enter__(self) -> "Pages":
        from django.conf import settings
        from django.core.management import call_command
        from django.test import Client
        from django.urls import include, path

        settings.ALLOWED_HOSTS = ["testserver"]
        call_command("load_demo", verbosity=0)
        sheet.widen()
        self.person = _evaluator()
        self.clients = {False: Client(), True: Client()}
        for client in self.clients.values():
            client.cookies[settings.SESSION_COOKIE_NAME] = sheet.session(self.person)
        own = [path("s/<str:code>/frame/", _page(FRAME)), path("s/<str:code>/plain/", _page(BARE_TEMPLATE))]
        bare = (path("<path:where>", self._bare), path("", self._bare))
        self.urls = {False: (*own, path("", include("config.urls"))), True: bare}
        self.statements: list[Statement] = []
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def ratio(self, name: str) -> float:
        """How many bare pages; the frame is what a page costs more than the same one without it."""
        whole, bare = self.seconds(name)
        return (whole - self.seconds("plain")[0]) / bare if name.startswith("frame") else whole / bare

    def seconds(self, name: str) -> tuple[float, float]:
        """Processor time of the page and of its bare twin, the least of many."""
        if name == "frame300":
            _sit_in_many(self.person)
        self.statements = self._asked(name)
        taken: dict[bool, list[float]] = {False: [], True: []}
        for _ in range(REPEATS):
            for is_bare, times in taken.items():
                with self._as(is_bare):
                    self._ask(name, self.clients[is_bare])()  # addresses are looked up anew after the change
                    ask = self._ask(name, self.clients[is_bare])
                    start = time.process_time()
                    ask()
                    times.append(time.process_time() - start)
        return min(taken[False]), min(taken[True])

    def profile(self, name: str) -> pstats.Stats:
        with self._as(False):
            for _ in range(3):
                self._ask(name, self.clients[False])()
            asks = [self._ask(name, self.clients[False]) for _ in range(10)]
            profile = cProfile.Profile()
            profile.enable()
            for ask in asks:
                ask()
            profile.disable()
        return pstats.Stats(profile)

    def _asked(self, name: str) -> list[Statement]:
        """Every statement of the page but those of session and person, which a bare page asks as well."""
        from django.db import connection

        found: list[Statement] = []

        def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            found.append((sql, params))
            return execute(sql, params, many, context)

        with self._as(False):
            self._ask(name, self.clients[False])()
            ask = self._ask(name, self.clients[False])
            with connection.execute_wrapper(keep):
                ask()
        words = ("SELECT", "INSERT", "UPDATE", "DELETE")
        own = ("django_session", 'FROM "selection_user" WHERE "selection_user"."id"')
        kept = [(sql, params) for sql, params in found if sql.startswith(words)]
        return [(sql, params) for sql, params in kept if not any(part in sql for part in own)]

    def _ask(self, name: str, client: Any) -> Callable[[], Any]:
        if name != "save":
            return lambda: _answered(client.get(ADDRESSES[name]))
        address, body = _save(self.person)

        def save() -> None:
            with _taken_back():
                _answered(client.post(address, body, FORM, headers={"HX-Request": "true"}))

        return save

    def _bare(self, request: Any, where: str = "") -> Any:
        """What anybody would write, with the queries ready."""
        from django.db import connection
        from django.http import HttpResponse

        assert request.user.is_authenticated
        assert bool(request.POST) is (request.method == "POST")
        with connection.cursor() as cursor:
            for sql, params in self.statements:
                cursor.execute(sql, params)
                if cursor.description:
                    cursor.fetchall()
        template = _template(BARE_TEMPLATE)
        return HttpResponse(template.render({"title": where}, request))

    @contextmanager
    def _as(self, is_bare: bool) -> Iterator[None]:
        from django.conf import settings
        from django.test import override_settings

        middleware = BARE if is_bare else settings.MIDDLEWARE
        with override_settings(ROOT_URLCONF=self.urls[is_bare], MIDDLEWARE=middleware):
            yield


@cache
def _template(text: str) -> Any:
    from django.template import engines

    return engines["django"].from_string(text)


def _page(template: str) -> Any:
    from django.http import HttpResponse

    from selection.access import committee

    @committee("view")
    def page(request: Any) -> HttpResponse:
        return HttpResponse(_template(template).render({"title": "page"}, request))

    return page


def _answered(answer: Any) -> None:
    assert answer.status_code == 200, (answer.status_code, answer.content[:2000])


def _evaluator() -> Any:
    """Somebody of both selections, who has half of the whole sheet filled."""
    from scoring.models import Sheet
    from selection.models import Member, User

    seats = Member.objects.filter(selection__code="S-0008", is_evaluator=True, removed_at=None)
    seat = seats.filter(user__memberships__selection__code="S-0007", assignments=None).first() or seats.first()
    assert seat
    Sheet.objects.filter(member=seat).delete()
    seat.assignments.all().delete()
    sheet.fill(seat)
    return User.objects.get(memberships=seat)


def _sit_in_many(person: Any) -> None:
    from selection.models import Member, Phase, Selection

    rows = Selection.objects.bulk_create(
        Selection(code=f"M-{n:04}", name_en="Many", phase=Phase.SCORE) for n in range(MANY)
    )
    Member.objects.bulk_create(
        Member(selection=row, user=person, key=person.username, is_evaluator=True, is_chair=True) for row in rows
    )


@contextmanager
def _taken_back() -> Iterator[None]:
    """What is written is as if it had not been, so that the bare page can write the same; nothing is synced."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _save(person: Any) -> tuple[str, str]:
    """A mark, as the page would send it."""
    from scoring.models import Score
    from selection.models import Member

    member = Member.objects.get(user=person, selection__code=sheet.CODE)
    leaf, vendor = sheet.cells(member)[0]
    mark = Score.objects.get(member=member, criterion=leaf, vendor=vendor)
    body = {"score": 6, "level": "documented", "rationale": "", "operation": "benchmark", "version": mark.version}
    return f"/s/{sheet.CODE}/scoring/cells/{leaf.code}/{vendor.code}/", urlencode(body)


if __name__ == "__main__":
    with installation(), Pages() as shown:
        shown.profile(sys.argv[1]).sort_stats("cumulative").print_stats(60)
