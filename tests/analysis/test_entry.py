"""What is refused in a file that would become a selection, and still read where it is one already?"""

import json
from copy import deepcopy

import pytest

from analysis.decision_file import admit, read
from analysis.decision_file.faults import MOST_FAULTS
from tests.analysis.sample import small, text


def said(decision_file, reader=admit):
    return [(fault.pointer, fault.message) for fault in reader(json.dumps(decision_file).encode()).faults]


def with_vendors(count, withdrawn=0):
    decision_file = small()
    bare = {"name": text(en="V"), "facts": [], "claims": [], "evidence": [], "costs": [], "seat_prices": []}
    decision_file["vendors"] = [*decision_file["vendors"], *({"code": f"V{n}", **bare} for n in range(count))][:count]
    for row in decision_file["vendors"][count - withdrawn :]:
        row["withdrawn"] = "left"
    return decision_file


def test_a_small_file_comes_in():
    data = json.dumps(small()).encode()
    assert admit(data) == read(data)


@pytest.mark.parametrize(("count", "withdrawn", "is_refused"), [(12, 0, False), (13, 0, True), (14, 2, False)])
def test_vendors_that_take_part_are_counted(count, withdrawn, is_refused):
    words = [("/vendors", f"A selection compares at most 12 vendors, here are {count}.")]
    assert said(with_vendors(count, withdrawn)) == (words if is_refused else [])
    assert said(with_vendors(count, withdrawn), read) == []


def test_people_are_counted():
    decision_file = small()
    decision_file["people"] += [{"key": f"p{n}", "name": text(en="P")} for n in range(200)]
    assert said(decision_file) == [
        ("/people", f"A committee has at most 200 people, here are {len(decision_file['people'])}.")
    ]
    assert said(decision_file, read) == []


@pytest.mark.parametrize("code", ["..", "S\u20117", "供应商-1", "Ａ1", "S.1", "S*"])
def test_a_code_of_a_selection_is_plain(code):
    decision_file = small()
    decision_file["selection"]["code"] = code
    assert said(decision_file) == [
        ("/selection/code", f"“{code}” is no code: letters without accents, digits, “_” and “-” are.")
    ]
    assert said(decision_file, read) == []


@pytest.mark.parametrize(
    ("code", "is_fine"), [("A-IN-*", True), ("F.1", True), ("..", False), ("云", False), ("*", False)]
)
def test_a_code_of_a_need_may_have_dots_and_stars_inside(code, is_fine):
    decision_file = small()
    decision_file["needs"] = [{"code": code, "text": text(en="x"), "moscow": "must"}]
    assert [place for place, _words in said(decision_file)] == ([] if is_fine else ["/needs/0/code"])


@pytest.mark.parametrize(("zone", "is_fine"), [("Europe/Berlin", True), ("Asia", False), ("Middle/Earth", False)])
def test_a_zone_is_known(zone, is_fine):
    decision_file = small()
    decision_file["selection"]["zone"] = zone
    assert [place for place, _words in said(decision_file)] == ([] if is_fine else ["/selection/zone"])


@pytest.mark.parametrize("sign", ["\u202e", "\x01", "\u200f", "\x9b"])
def test_a_hidden_character_is_named_at_its_place(sign):
    decision_file = small()
    decision_file["selection"]["summary"] = text(en=f"Cloud{sign}Bridge")
    assert said(decision_file) == [
        ("/selection/summary/en", f"After “Cloud” there is an invisible character (U+{ord(sign):04X}).")
    ]
    assert said(decision_file, read) == []


def test_a_name_of_invisible_characters_is_none():
    decision_file = small()
    decision_file["vendors"][0]["name"] = text(en="\u200b")
    assert said(decision_file) == [("/vendors/0/name", "A name is needed in at least one language.")]


def test_the_first_hundred_faults_are_named():
    decision_file = small() | {f"unknown-{number}": 1 for number in range(100_000)}
    faults = read(json.dumps(decision_file).encode()).faults
    assert len(faults) == MOST_FAULTS
    rules = deepcopy(small())
    rules["consensus"] = [{"criterion": f"X{number}", "vendor": "A", "value": "5"} for number in range(300)]
    assert len(read(json.dumps(rules).encode()).faults) == MOST_FAULTS


def test_a_long_value_is_quoted_in_part():
    decision_file = small()
    decision_file["options"]["bar"] = "x" * 1_000_000
    (fault,) = read(json.dumps(decision_file).encode()).faults
    assert len(fault.message) < 200


def test_a_byte_order_mark_is_passed_over():
    data = json.dumps(small()).encode()
    assert admit(b"\xef\xbb\xbf" + data) == admit(data)
