"""Is every fault of a decision file found, at its place and in plain words?"""
# ruff: noqa: E501

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.decision_file import canonical_bytes, check, parse, read
from tests.analysis.sample import sample_document, small, text

DELETE = object()


def changed(pointer, value):
    decision_file = small()
    *path, last = [int(part) if part.isdigit() else part for part in pointer.split("/")[1:]]
    place = decision_file
    for part in path:
        place = place[part]
    if value is DELETE:
        del place[last]
    else:
        place[last] = value
    return decision_file


def found(decision_file):
    return [(fault.pointer, fault.message) for fault in check(decision_file).faults]


SHAPES = [
    ("/selection/colour", "red", "The key “colour” is not part of the format; remove it."),
    ("/selection/code", DELETE, "The key “code” is missing."),
    ("/selection/code", 7, "Must be text in quotation marks."),
    ("/selection/code", "two words", "A code has 1 to 40 characters, without spaces, “/” and “~”."),
    ("/selection/code", "A\n", "A code has 1 to 40 characters, without spaces, “/” and “~”."),
    ("/selection/name", text(), "A name is needed in at least one language."),
    ("/selection/name", "Small", "Must be an object with keys."),
    ("/selection/summary", text(en="\0"), None),
    ("/selection/currency", "yuan", None),
    ("/selection/industry", "x" * 41, "At most 40 characters are allowed, here are 41."),
    ("/selection/tax_included", 1, "Must be true or false."),
    ("/selection/daily_enquiries", "60", "Must be a whole number without quotation marks."),
    ("/selection/daily_enquiries", -1, "-1 is below the least allowed value, 0."),
    ("/selection/decision_date", "2026-02-30", "“2026-02-30” is not a date such as “2026-03-27”."),
    ("/selection/decision_date", "27.3.2026", "“27.3.2026” is not a date such as “2026-03-27”."),
    ("/options/bar", "1e2", "“1e2” is not a decimal number such as “12.5”."),
    ("/options/bar", 75, "“75” is not a decimal number such as “12.5”."),
    ("/options/bar", "100.5", "100.5 is above the greatest allowed value, 100."),
    ("/options/bar", "-1", "-1 is below the least allowed value, 0."),
    ("/options/bar", "70.123", "“70.123” has more than 2 decimal places."),
    ("/options/timing", "never", "“never” is not one of: “end”, “mid”, “start”."),
    ("/options/seed", True, "Must be a whole number without quotation marks."),
    ("/people", {}, "Must be a list."),
    ("/people/1/roles/0", "boss", None),
    ("/criteria/0", [], "Must be an object with keys."),
    ("/criteria/0/kind", "group", None),
    ("/criteria/1/weight", 10_001, "10001 is above the greatest allowed value, 10000."),
    ("/criteria/2/value_function/points/0", ["90"], "Exactly 2 entries are needed, here are 1."),
    ("/vendors/0/facts/0/level", "poc", None),
    ("/vendors/0/costs/0/amount", -5, "-5 is below the least allowed value, 0."),
    ("/vendors/0/costs/0/item", "K11", None),
    ("/rounds/0/scores/0/score", 11, "11 is above the greatest allowed value, 10."),
    ("/rounds/0/scores/0/score", -1, "-1 is below the least allowed value, 0."),
    ("/rounds/0/scores/0/score", "8", "Must be a whole number without quotation marks."),
    ("/rounds/0/scores/0/level", "poc", None),
    ("/seat_plan", [], "Must be an object with keys."),
]


@pytest.mark.parametrize(("pointer", "value", "message"), SHAPES)
def test_a_wrong_shape_is_found_at_its_place(pointer, value, message):
    faults = found(changed(pointer, value))
    at = place_of(pointer, value)
    assert [place for place, _ in faults] == [at]
    assert message is None or faults[0][1] == message


def place_of(pointer, value):
    if value is DELETE:
        return pointer.rpartition("/")[0]
    return pointer + "/en" if value == text(en="\0") else pointer


RULES = [
    ("/criteria/0/parent", "F-1", "/criteria/0/parent", "The criteria form a circle: F → F-1 → F. Give one of them another parent."),
    ("/criteria/1/parent", "F-1", "/criteria/1/parent", "The criteria form a circle: F-1 → F-1. Give one of them another parent."),
    ("/criteria/0/parent", "C", "/criteria/0/parent", "A category stands at the top and has no parent."),
    ("/criteria/1/parent", "X", "/criteria/1/parent", "“X” is not a criterion of this file."),
    ("/criteria/5/parent", "F-1", "/criteria/5/parent", "The parent of a line criterion must be of the kind “price”; “F-1” is not."),
    ("/criteria/0/weight", 5000, "/criteria/0/weight", "The weights of the categories sum to 9000; they must sum to 10000."),
    ("/criteria/2/weight", 4999, "/criteria/1/weight", "The weights under “F” sum to 9999; they must sum to 10000."),
    ("/criteria/1/code", "F-2", "/criteria/2/code", "“F-2” stands here a second time; each may stand once."),
    ("/criteria/1/heading", "XX", "/criteria/1/heading", "“XX” is not a heading of this file."),
    ("/headings/0/category", "X", "/headings/0/category", "“X” is not a category of this file."),
    ("/criteria/1/basis", "quote", "/criteria/1/basis", "“basis” does not belong to a rated criterion; leave it empty."),
    ("/criteria/4/basis", "", "/criteria/4/basis", "A price criterion needs the basis “quote” or “tco”."),
    ("/criteria/2/scale/min", "100", "/criteria/2/scale/max", "The least value of the scale must be smaller than the greatest."),
    ("/criteria/2/value_function/points", [["90", "0"]], "/criteria/2/value_function/points", "A value function needs at least two points, here are 1."),
    ("/criteria/2/value_function/points/1/0", "90", "/criteria/2/value_function/points/1/0", "The measured values must increase from point to point; 90 does not."),
    ("/criteria/2/value_function/points/2/1", "90", "/criteria/2/value_function/points", "The value function must reach 0 and 100; “100” is missing."),
    ("/criteria/4/value_function/points/1/1", "10", "/criteria/4/value_function/points", "The value function must reach 0 and 100; “0” is missing."),
    ("/criteria/2/value_function/type", "log", "/criteria/2/value_function/points", "A logarithmic value function has exactly two points, here are 3."),
    ("/criteria/4/value_function/type", "log", "/criteria/4/value_function/type", "A logarithmic value function is for availabilities; a price takes a piecewise one."),
    ("/people/1/assignments/0", "C-1-L", "/people/1/assignments/0", "“C-1-L” is not a criterion that can stand here."),
    ("/people/1/key", "chen", "/people/1/key", "“chen” stands here a second time; each may stand once."),
    ("/needs/0/text", text(), "/needs/0/text", "Say in at least one language what is needed."),
    ("/needs/0/criteria/0", "X", "/needs/0/criteria/0", "“X” is not a criterion that can stand here."),
    ("/needs/0/rule/criterion", "F-1", "/needs/0/rule/criterion", "“F-1” is not a measured criterion of this file."),
    ("/needs/0/judgements", [{"vendor": "Z", "state": "pass"}], "/needs/0/judgements/0/vendor", "“Z” is not a vendor of this file."),
    ("/vendors/0/facts/0/criterion", "F-1", "/vendors/0/facts/0/criterion", "“F-1” is not a measured criterion of this file."),
    ("/vendors/0/facts/0/value", "101", "/vendors/0/facts/0/value", "101 is above the greatest value of the scale, 100."),
    ("/vendors/0/facts/0/value", "-1", "/vendors/0/facts/0/value", "-1 is below the least value of the scale, 0."),
    ("/vendors/0/claims", [{"criterion": "X"}], "/vendors/0/claims/0/criterion", "“X” is not a criterion that can stand here."),
    ("/vendors/0/evidence", [{"criterion": "F"}], "/vendors/0/evidence/0/criterion", "“F” is not a criterion that can stand here."),
    ("/vendors/0/costs/0/scenario", "fast", "/vendors/0/costs/0/scenario", "“fast” is not a cost scenario of this file."),
    ("/vendors/0/costs/0/year", 6, "/vendors/0/costs/0/year", "Year 6 lies beyond the horizon of 5 years."),
    ("/vendors/0/seat_prices", [{"item": "K01", "quoted": True, "price": 9}], "/vendors/0/seat_prices/0", "A price per seat needs a seat plan for the scenario “base”."),
    ("/seat_plan", {"base": [1, 2, 3]}, "/seat_plan/base", "The seat plan gives 3 of 5 years."),
    ("/seat_plan", {"fast": [1, 2, 3, 4, 5]}, "/seat_plan/fast", "“fast” is not a cost scenario of this file."),
    ("/options/scenario", "fast", "/options/scenario", "“fast” is not a cost scenario of this file."),
    ("/rounds/0/number", 2, "/rounds/0/number", "The rounds are numbered 1, 2, 3 without a gap; 2 is not next."),
    ("/rounds/0/scores/0/person", "bo", "/rounds/0/scores/0/person", "“bo” is not a person of this file."),
    ("/rounds/0/scores/0/vendor", "Z", "/rounds/0/scores/0/vendor", "“Z” is not a vendor of this file."),
    ("/rounds/0/scores/0/criterion", "F-2", "/rounds/0/scores/0/criterion", "“F-2” is not a rated criterion of this file."),
    ("/consensus", [{"criterion": "X", "vendor": "A", "value": "5"}], "/consensus/0/criterion", "“X” is not a rated criterion of this file."),
    ("/poc", {"start": "2026-03-02", "end": "2026-03-01"}, "/poc/end", "The end lies before the start."),
    ("/poc", {"scenarios": [{"code": "P", "name": text(en="P"), "criteria": ["X"]}]}, "/poc/scenarios/0/criteria/0", "“X” is not a criterion that can stand here."),
    ("/poc", {"scenarios": [{"code": "P", "name": text(en="P"), "measures": "F-1"}]}, "/poc/scenarios/0/measures", "“F-1” is not a measured criterion of this file."),
    ("/criteria/2/value_function", {"type": "log", "points": [["99", "0"], ["100", "100"]]}, "/criteria/2/value_function/points/1/0", "An availability must lie from 0 to below 100 percent; 100 does not."),
    ("/criteria/2/value_function/points/1/1", "101", "/criteria/2/value_function/points/1/1", "The value 101 lies outside 0 to 100."),
    ("/people/1/assignments", ["F", "F"], "/people/1/assignments/1", "“F” stands here a second time; each may stand once."),
    ("/people/1/roles", ["auditor", "auditor"], "/people/1/roles/1", "“auditor” stands here a second time; each may stand once."),
    ("/needs/0/judgements", [{"vendor": "A", "state": "pass"}] * 2, "/needs/0/judgements/1/vendor", "“A” stands here a second time; each may stand once."),
    ("/vendors/0/facts", [{"criterion": "F-2", "value": "98"}] * 2, "/vendors/0/facts/1/criterion", "“F-2” stands here a second time; each may stand once."),
    ("/consensus", [{"criterion": "F-1", "vendor": "Z", "value": "5"}], "/consensus/0/vendor", "“Z” is not a vendor of this file."),
    ("/consensus", [{"criterion": "F-1", "vendor": "A", "value": "5"}] * 2, "/consensus/1", "“F-1 · A” stands here a second time; each may stand once."),
    ("/poc", {"scenarios": [{"code": "P", "name": text(en="P")}] * 2}, "/poc/scenarios/1/code", "“P” stands here a second time; each may stand once."),
    ("/poc", {"scenarios": [{"code": "P", "name": text(en="P"), "results": [{"vendor": "Z", "result": "pass"}]}]}, "/poc/scenarios/0/results/0/vendor", "“Z” is not a vendor of this file."),
    ("/poc", {"scenarios": [{"code": "P", "name": text(en="P"), "measures": "F-2", "results": [{"vendor": "A", "result": "pass", "value": "101"}]}]}, "/poc/scenarios/0/results/0/value", "101 is above the greatest value of the scale, 100."),
]  # fmt: skip


@pytest.mark.parametrize(("pointer", "value", "at", "message"), RULES)
def test_a_broken_rule_is_found_at_its_place(pointer, value, at, message):
    assert (at, message) in found(changed(pointer, value))


@pytest.mark.parametrize("pointer", ["/rounds/0/scores", "/vendors", "/needs", "/headings", "/people", "/scenarios"])
def test_what_may_stand_once_is_refused_twice(pointer):
    decision_file = small() | {"scenarios": ["base"]}
    place = decision_file
    for part in pointer.split("/")[1:]:
        place = place[int(part) if part.isdigit() else part]
    place.append(place[-1])
    messages = [message for _, message in found(decision_file)]
    assert [m for m in messages if "stands here a second time" in m]


def test_three_years_of_a_five_year_plan_are_named():
    decision_file = small()
    years = [{"item": "K01", "quoted": True, "scenario": "base", "year": year, "amount": 100} for year in (1, 2, 3)]
    decision_file["vendors"][1]["costs"] += years
    assert found(decision_file) == [
        (
            "/vendors/1/costs/3",
            "K01 of vendor “B” in the scenario “base” covers 3 of 5 years; 4, 5 are missing. "
            "Enter 0 for a year in which nothing is paid.",
        )
    ]
    years += [{"item": "K01", "quoted": True, "scenario": "base", "year": year, "amount": 0} for year in (4, 5)]
    decision_file["vendors"][1]["costs"] += years[3:]
    assert found(decision_file) == []


def test_one_payment_is_no_series():
    decision_file = small()
    decision_file["vendors"][1]["costs"].append(
        {"item": "K01", "quoted": True, "scenario": "base", "year": 1, "amount": 100}
    )
    assert found(decision_file) == []


def test_a_turning_value_function_is_refused():
    points = [["90", "0"], ["95", "80"], ["98", "60"], ["100", "100"]]
    assert found(changed("/criteria/2/value_function/points", points)) == [
        ("/criteria/2/value_function/points/2/1", "The values must go up or down all the way; 60 turns back.")
    ]


def test_a_heading_of_another_category_is_refused():
    decision_file = small()
    decision_file["headings"][0]["category"] = "C"
    assert found(decision_file) == [("/criteria/1/heading", "The heading “FH” belongs to the category “C”.")]


def test_an_empty_category_with_weight_is_refused():
    decision_file = small()
    decision_file["criteria"] += [{"code": "S", "kind": "category", "name": text(en="S"), "weight": 1000}]
    decision_file["criteria"][0]["weight"] = 5000
    assert found(decision_file) == [
        ("/criteria/6/weight", "“S” carries weight but has no criteria; add one or set its weight to 0.")
    ]


def test_all_faults_of_one_kind_come_at_once():
    decision_file = small()
    decision_file["options"]["bar"] = "x"
    decision_file["selection"]["code"] = ""
    decision_file["rounds"][0]["scores"][0]["score"] = 99
    assert {place for place, _ in found(decision_file)} == {
        "/options/bar",
        "/selection/code",
        "/rounds/0/scores/0/score",
    }


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff", "The file is not UTF-8 text; byte 0 cannot be read."),
        (b"{", "The file is not JSON: it cannot be read from line 1, column 2 on."),
        ('{"format": 1}'.encode("utf-16"), "The file is UTF-16 text. Save it as UTF-8 and choose it again."),
        ('{"format": 1}'.encode("utf-16-be"), "The file is UTF-16 text. Save it as UTF-8 and choose it again."),
        (b"[" * 100_000, "The file is not a decision file: its brackets are nested too deeply."),
        (b"9" * 10_000, "The file is not a decision file: a number in it has thousands of digits."),
        (b'{"a": NaN}', "The file is not a decision file: NaN is not a JSON number."),
        (b"[]", "This is not a decision file of the format “touchstone-decision/1” or “touchstone-decision/2”."),
        (
            b'{"format": ["touchstone-decision/1"]}',
            "This is not a decision file of the format “touchstone-decision/1” or “touchstone-decision/2”.",
        ),
    ],
)
def test_an_unreadable_file_is_refused_in_words(data, message):
    reading = read(data)
    assert reading.decision_file is None
    assert [fault.message for fault in reading.faults] == [message]


@pytest.mark.parametrize("data", [b"[" * 100_000, b"9" * 10_000, b""])
def test_hostile_bytes_are_a_fault_and_no_crash(data):
    assert len(read(data).faults) == 1


def test_a_key_that_stands_twice_is_refused():
    data = json.dumps(small()).replace('"seed": 7', '"seed": 7, "seed": 8').encode()
    assert [(f.pointer, f.message) for f in read(data).faults] == [
        ("/options/seed", "The key “seed” stands here twice.")
    ]


def test_a_float_is_refused():
    data = json.dumps(small()).replace('"seed": 7', '"seed": 7.0').encode()
    assert [f.pointer for f in read(data).faults] == ["/options/seed"]


def test_a_lone_surrogate_is_refused():
    data = json.dumps(small()).replace('"Small"', '"\\ud800"').encode()
    assert [f.pointer for f in read(data).faults] == ["/selection/name/en"]


def test_reading_completes_and_orders_the_document():
    decision_file = read(json.dumps(small()).encode()).decision_file
    assert decision_file["options"]["evidence_sd"]["poc"] == "0.35"
    assert decision_file["people"][0]["assignments"] == []
    assert decision_file["selection"]["summary"] == {"zh": "", "en": ""}
    assert [(s["vendor"], s["person"]) for s in decision_file["rounds"][0]["scores"]] == [
        ("A", "chen"),
        ("A", "eva"),
        ("B", "eva"),
    ]


def test_decimals_lose_their_trailing_zeros():
    decision_file = check(changed("/vendors/0/facts/0/value", "98.500")).decision_file
    assert decision_file["vendors"][0]["facts"][0]["value"] == "98.5"


@pytest.mark.parametrize("make", [small, sample_document])
def test_reading_canonical_bytes_gives_the_same_bytes(make):
    data = canonical_bytes(check(make()).decision_file)
    assert canonical_bytes(read(data).decision_file) == data


def test_text_becomes_nfc():
    decision_file = check(changed("/selection/name", text(en="Cafe\u0301"))).decision_file
    assert decision_file["selection"]["name"]["en"] == "Caf\u00e9"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            {"b": [1, True, None], "a": '\u20ac$\u000f\nA\'B"\\"/'},
            '{"a":"€$\\u000f\\nA\'B\\"\\\\\\"/","b":[1,true,null]}',
        ),
        ({"\uff21": 1, "\U0001f600": 2}, '{"😀":2,"Ａ":1}'),
        ({"1": "", "": 0}, '{"":0,"1":""}'),
    ],
)
def test_canonical_bytes_follow_the_standard(value, expected):
    assert canonical_bytes(value).decode() == expected


@pytest.mark.parametrize("value", [1.5, {"a": 1.0}, {1: 2}, 2**53, {"e\u0301": 1, "\u00e9": 2}, {1, 2}])
def test_canonical_bytes_refuse_what_has_no_place(value):
    with pytest.raises(ValueError, match="document: "):
        canonical_bytes(value)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdé~/", max_size=4), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_canonical_bytes_are_stable(value):
    data = canonical_bytes(value)
    again, fault = parse(data)
    assert fault is None
    assert canonical_bytes(again) == data


@given(JSON, st.sampled_from(["/options", "/people", "/criteria/0", "/vendors/0/costs", "/rounds", "/poc", "/needs/0"]))
def test_no_value_anywhere_breaks_the_check(value, pointer):
    reading = check(changed(pointer, value))
    assert (reading.decision_file is None) == bool(reading.faults)


def test_the_costs_of_a_vendor_that_has_left_may_have_gaps():
    decision_file = sample_document()
    vendor = next(row for row in decision_file["vendors"] if any(line["item"] == "K01" for line in row["costs"]))
    last = max(line["year"] for line in vendor["costs"] if line["item"] == "K01")
    vendor["costs"] = [line for line in vendor["costs"] if (line["item"], line["year"]) != ("K01", last)]
    assert {fault.pointer.split("/")[1] for fault in check(decision_file).faults} == {"vendors"}
    vendor["withdrawn"] = "Out of business."
    assert check(decision_file).faults == ()


def test_a_byte_order_mark_is_passed_over():
    data = canonical_bytes(small())
    assert read(b"\xef\xbb\xbf" + data).decision_file == read(data).decision_file


@pytest.mark.parametrize(
    ("data", "word"), [(b"%PDF-1.7\n\xe2\xe3", "PDF"), (b"PK\x03\x04\x14\x00", "workbook"), (b"PK", "JSON")]
)
def test_the_wrong_file_is_named(data, word):
    [fault] = read(data).faults
    assert word in fault.message
