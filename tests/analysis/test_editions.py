"""Does every edition of the decision file stay readable, with the bytes and digests that were printed?"""

import hashlib
import json
import lzma
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from analysis.decision_file import FIRST_FORMAT, FORMAT, canonical_bytes, check, first_cost_year, read
from analysis.decision_file.schema import json_schema
from tests.analysis.sample import sample_document, small

ROOT = Path(__file__).parents[2]
# SHA-256 of the attachments as they were printed before there was an edition 2.
PRINTED = {
    "fixtures/demo/S-0007.json": "aa128d3254360dc6ffe5a2f6fb7e9b13b0d67bc01263dc43ea6705d10a92d94c",
    "tests/releases/S-0008.json.xz": "ea4fb2830550ad653fcea94372a66b27022e5a9e28fc85ab483c9aaeea582eb2",
    "docs/example.json": "f3fc916dfe3e83512305820252eadfac536e93ef173b753ffbe62f761bffe0a2",
}
VALIDATOR = Draft202012Validator(json_schema())
LEFT_OUT = {"person": "eva", "reason": "Left the committee"}


def second(**keys):
    decision_file = small() | {"format": FORMAT} | keys
    decision_file["selection"] = {"code": "S-1", "name": {"en": "Small"}} | keys.get("selection", {})
    return decision_file


@pytest.mark.parametrize(("path", "digest"), PRINTED.items())
def test_a_file_of_the_first_edition_keeps_the_digest_that_was_printed(path, digest):
    stored = (ROOT / path).read_bytes()
    data = canonical_bytes(read(lzma.decompress(stored) if path.endswith(".xz") else stored).decision_file)
    assert hashlib.sha256(data).hexdigest() == digest
    assert canonical_bytes(read(data).decision_file) == data


def test_the_sample_case_keeps_its_digest():
    data = canonical_bytes(check(sample_document()).decision_file)
    assert hashlib.sha256(data).hexdigest() == "fc8d77f37ce814c254eeb70a419873863161570bd06479db0e23dbbad39e5675"


@pytest.mark.parametrize(
    ("day", "first", "newer"),
    [
        ("2026-12-25", 2026, 2027),
        ("2026-03-27", 2026, 2026),
        ("2028-12-01", 2028, 2029),
        ("2026-11-30", 2026, 2026),
        (None, None, None),
    ],
)
def test_the_first_cost_year_follows_the_edition(day, first, newer):
    about = {"decision_date": day}
    assert first_cost_year({"format": FIRST_FORMAT, "selection": about}) == first
    assert first_cost_year({"format": FORMAT, "selection": about}) == newer
    assert first_cost_year({"format": FORMAT, "selection": about | {"first_cost_year": 2031}}) == 2031


@pytest.mark.parametrize(
    ("about", "edition", "key"),
    [
        ({}, FIRST_FORMAT, None),
        ({"decision_date": "2026-03-27"}, FIRST_FORMAT, None),
        ({"decision_date": "2026-03-27", "first_cost_year": 2026}, FIRST_FORMAT, None),
        ({"decision_date": "2026-03-27", "first_cost_year": 2027}, FORMAT, 2027),
        ({"decision_date": "2026-12-25"}, FORMAT, None),
        ({"decision_date": "2026-12-25", "first_cost_year": 2027}, FORMAT, None),
        ({"decision_date": "2026-12-25", "first_cost_year": 2026}, FIRST_FORMAT, None),
        ({"first_cost_year": 2029}, FORMAT, 2029),
    ],
)
def test_a_document_takes_the_oldest_edition_that_says_the_same(about, edition, key):
    decision_file = check(second(selection=about)).decision_file
    assert (decision_file["format"], decision_file["selection"].get("first_cost_year")) == (edition, key)


def test_who_does_not_count_is_kept_in_order_and_nobody_is_left_out():
    entries = [LEFT_OUT, {"person": "chen", "reason": "On leave"}]
    assert [e["person"] for e in check(second(not_counted=entries)).decision_file["not_counted"]] == ["chen", "eva"]
    assert "not_counted" not in check(second(not_counted=[])).decision_file


@pytest.mark.parametrize(
    ("entries", "at", "message"),
    [
        ([{"person": "bo", "reason": "x"}], "/not_counted/0/person", "“bo” is not a person of this file."),
        ([LEFT_OUT, LEFT_OUT], "/not_counted/1/person", "“eva” stands here a second time; each may stand once."),
        ([{"person": "eva"}], "/not_counted/0", "The key “reason” is missing."),
    ],
)
def test_a_wrong_entry_is_found_at_its_place(entries, at, message):
    assert [(f.pointer, f.message) for f in check(second(not_counted=entries)).faults] == [(at, message)]


@pytest.mark.parametrize("year", [0, 10_001, "2027", None, True])
def test_a_first_cost_year_is_a_year(year):
    decision_file = second(selection={"first_cost_year": year})
    assert [f.pointer for f in check(decision_file).faults] == ["/selection/first_cost_year"]
    assert not VALIDATOR.is_valid(decision_file)


@pytest.mark.parametrize(
    ("pointer", "change"),
    [
        ("/not_counted", {"not_counted": [LEFT_OUT]}),
        ("/selection/first_cost_year", {"selection": small()["selection"] | {"first_cost_year": 2027}}),
    ],
)
def test_the_first_edition_refuses_a_later_key(pointer, change):
    decision_file = small() | change
    assert [f.pointer for f in check(decision_file).faults] == [pointer]
    assert not VALIDATOR.is_valid(decision_file)
    assert VALIDATOR.is_valid(decision_file | {"format": FORMAT})


DAYS = st.none() | st.dates().map(str)
PEOPLE = st.lists(st.sampled_from(["chen", "eva"]), unique=True)


@given(st.sampled_from([FIRST_FORMAT, FORMAT]), DAYS, st.none() | st.integers(1, 10_000), PEOPLE)
def test_reading_canonical_bytes_gives_the_same_bytes_and_the_same_meaning(edition, day, year, people):
    decision_file = second(selection={"decision_date": day}) | {"format": edition}
    if edition == FORMAT:
        decision_file["not_counted"] = [{"person": key, "reason": "Left"} for key in people]
        decision_file["selection"] |= {} if year is None else {"first_cost_year": year}
    found = check(decision_file).decision_file
    data = canonical_bytes(found)
    assert canonical_bytes(read(data).decision_file) == data
    assert first_cost_year(found) == first_cost_year(decision_file)
    assert [entry["person"] for entry in found.get("not_counted", [])] == sorted(
        entry["person"] for entry in decision_file.get("not_counted", [])
    )
    assert list(VALIDATOR.iter_errors(json.loads(data))) == []
