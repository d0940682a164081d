"""Does a setting that makes no sense stop the start, with words that help?"""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("Yes", True), (" on ", True), ("false", False), ("0", False)]
)
def test_flag_reads_the_usual_words(monkeypatch, value, expected):
    monkeypatch.setenv("X", value)
    assert env.flag("X", default=not expected) is expected


@pytest.mark.parametrize("value", ["", "   "])
def test_blank_means_the_default(monkeypatch, value):
    monkeypatch.setenv("X", value)
    assert env.flag("X", True) is True
    assert env.whole("X", 7, low=1, high=9) == 7
    assert env.text("X", "a") == "a"
    assert env.words("X", ["a"]) == ["a"]
    assert env.address("X", "http://a", schemes=["http"]) == "http://a"
    assert env.choice("X", "b", options=["a", "b"]) == "b"


def test_flag_refuses_another_word(monkeypatch):
    monkeypatch.setenv("X", "ture")
    with pytest.raises(ImproperlyConfigured, match=r"^X='ture' is not understood: use true or false$"):
        env.flag("X", False)


@pytest.mark.parametrize("value", ["-1", "0", "10", "1.5", "seven", "٣", "1e1"])
def test_whole_refuses_what_is_no_number_in_range(monkeypatch, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured, match=r"use a whole number from 1 to 9$"):
        env.whole("X", 5, low=1, high=9)


def test_whole_reads_a_number_in_range(monkeypatch):
    monkeypatch.setenv("X", "9")
    assert env.whole("X", 5, low=1, high=9) == 9


def test_choice_refuses_what_is_not_offered(monkeypatch):
    monkeypatch.setenv("X", "TRACE")
    with pytest.raises(ImproperlyConfigured, match=r"use one of A, B$"):
        env.choice("X", "A", options=("A", "B"))


def test_words_drops_blanks(monkeypatch):
    monkeypatch.setenv("X", "a, b,,c ")
    assert env.words("X") == ["a", "b", "c"]


@pytest.mark.parametrize("value", ["mysql://u@h/d", "localhost:6379", "redis://", "/tmp/x"])
def test_address_refuses_another_scheme_and_never_repeats_a_password(monkeypatch, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.address("X", schemes=("redis", "rediss"))
    assert str(refusal.value) == "X must be an address that starts with redis:// or rediss://"


def test_address_loses_its_trailing_slash(monkeypatch):
    monkeypatch.setenv("X", "https://touchstone.example/")
    assert env.address("X", schemes=("https",)) == "https://touchstone.example"


def test_networks_are_addresses_or_ranges(monkeypatch):
    monkeypatch.setenv("X", "10.1.2.3/8, ::1")
    assert [str(network) for network in env.networks("X")] == ["10.0.0.0/8", "::1/128"]
    monkeypatch.setenv("X", "10.0.0.0/8, my-proxy")
    with pytest.raises(ImproperlyConfigured, match=r"use addresses or ranges such as 10\.0\.0\.0/8"):
        env.networks("X")
