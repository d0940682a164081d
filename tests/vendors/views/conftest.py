"""Bo, who buys, in front of a browser in English; every page of this app answers to him."""

import re

import pytest
from django.urls import reverse

from selection.models import User
from tests.cast import committee


@pytest.fixture
def cast(db):
    return committee(decision_date="2026-03-27")


@pytest.fixture
def site(client, cast):
    return Site(client, cast)


class Site:
    """The pages of one selection, by name."""

    def __init__(self, client, cast):
        self.client, self.cast = client, cast
        self.as_("bo")

    def as_(self, name):
        user = self.cast.members[name].user
        User.objects.filter(pk=user.pk).update(language="en")
        self.client.force_login(user)
        self.client.get(reverse("profile"))  # a device is noted at its first request
        return self

    def url(self, name, *args):
        return reverse(name, args=[self.cast.selection.code, *args])

    def get(self, name, *args, **query):
        return self.client.get(self.url(name, *args), query)

    def post(self, name, *args, **data):
        return self.client.post(self.url(name, *args), data)


@pytest.fixture
def words():
    """The words a reader sees, in one line."""

    def words(response):
        main = response.content.decode().split("<main", 1)[-1].split("</main>", 1)[0]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).strip()

    return words
