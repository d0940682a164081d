"""Do decision files that go wrong elsewhere keep places and totals: ties, gaps, borders, odd sums, odd bytes?"""

import json

import pytest

from analysis.__main__ import main

LEVEL = "documented"


def category(code, weight):
    return {"code": code, "kind": "category", "name": {"en": code}, "weight": weight}


def rated(code, weight=10_000):
    return {
        "code": code,
        "parent": code[0],
        "kind": "rated",
        "name": {"en": code},
        "dimension": "business",
        "weight": weight,
    }


def price(most):
    curve = {"type": "piecewise", "points": [["0", "100"], [str(most), "0"]]}
    return rated("C-1") | {"kind": "price", "dimension": "commercial", "basis": "tco", "value_function": curve}


def decision(criteria, vendors, scores=(), **options):
    """`scores` are (person, criterion, vendor, points); `vendors` letters, or entries."""
    people = sorted({person for person, *_rest in scores})
    return {
        "format": "touchstone-decision/1",
        "selection": {"code": "S-1", "name": {"en": "Odd"}},
        "options": {"seed": 7} | options,
        "people": [
            {"key": key, "name": {"en": key}, "roles": ["evaluator"], "assignments": []} for key in people
        ],
        "criteria": criteria,
        "vendors": [{"code": one, "name": {"en": one}} if isinstance(one, str) else one for one in vendors],
        "rounds": [{"number": 1, "scores": [score(*one) for one in scores]}] if scores else [],
    }  # fmt: skip


def score(person, criterion, vendor, points):
    return {
        "person": person,
        "criterion": criterion,
        "vendor": vendor,
        "score": points,
        "level": LEVEL,
        "rationale": "",
    }


def offer(code, *amounts):
    """Cents from year 0 on."""
    costs = [
        {"item": "K02", "quoted": True, "scenario": "base", "year": year, "amount": amount}
        for year, amount in enumerate(amounts)
    ]
    return {"code": code, "name": {"en": code}, "costs": costs}


@pytest.fixture
def ranked(tmp_path, capsys):
    def ranked(decision_file, content=None):
        """(totals, places), or what is refused at which place."""
        path = tmp_path / "decision.json"
        path.write_bytes(content or json.dumps(decision_file, ensure_ascii=False).encode())
        status = main(["rank", str(path)])
        told = capsys.readouterr()
        if status:
            return [json.loads(line)["pointer"] for line in told.err.splitlines()]
        found = json.loads(told.out)
        return found["total"], {row["vendor"]: row["rank"] for row in found["ranking"]}

    return ranked


ONE = [category("F", 10_000), rated("F-1")]
TWO = [category("F", 5000), rated("F-1"), category("C", 5000), price(8000)]
CURVE = {"type": "piecewise", "points": [["95", "0"], ["100", "100"]]}
MEASURED = rated("F-1") | {
    "kind": "measured",
    "dimension": "technology",
    "scale": {"unit": {"en": "%", "zh": "%"}, "decimals": 3, "min": "0", "max": "100"},
    "value_function": CURVE,
}


def test_twins_share_a_place_and_the_next_one_is_left_free(ranked):
    scores = [("eva", "F-1", vendor, points) for vendor, points in zip("ABCDE", (6, 9, 6, 3, 6), strict=True)]
    assert ranked(decision(ONE, "ABCDE", scores))[1] == {"B": 1, "A": 2, "C": 2, "E": 2, "D": 5}


def test_what_is_not_applicable_for_one_is_no_zero(ranked):
    scores = [("eva", "F-1", "A", None), ("bo", "F-1", "A", 7), ("eva", "F-1", "B", 6), ("bo", "F-1", "B", 6)]
    assert ranked(decision(ONE, "AB", scores)) == ({"A": 70.0, "B": 60.0}, {"A": 1, "B": 2})


def test_no_costs_are_no_place_and_costs_of_nothing_are_costs(ranked):
    scores = [("eva", "F-1", vendor, 6) for vendor in "ABC"]
    totals, places = ranked(decision(TWO, [offer("A", 400_000), "B", offer("C", 0)], scores))
    assert totals == {"A": 55.0, "B": None, "C": 80.0}
    assert places == {"C": 1, "A": 2, "B": None}


@pytest.mark.parametrize(
    ("weights", "refused"),
    [
        ([3340, 3330, 3390], ["/criteria/0/weight"]),
        ([5000, 4999], ["/criteria/0/weight"]),
        ([10_500, -500], ["/criteria/0/weight", "/criteria/1/weight"]),
    ],
)
def test_weights_that_miss_100_or_are_negative_are_refused_by_their_places(ranked, weights, refused):
    codes = "FGH"[: len(weights)]
    criteria = [category(code, weight) for code, weight in zip(codes, weights, strict=True)]
    leaves = [rated(f"{code}-1") for code in codes]
    scores = [("eva", f"{code}-1", "A", 5) for code in codes]
    assert ranked(decision([*criteria, *leaves], "A", scores)) == refused


def test_many_small_weights_whose_floats_miss_100_are_exact(ranked):
    weights = [10, 20, 30, 70, 110, 130, 170, 190, 230, 290, 310, 370, 410, 430, 470, 530, 590, 610, 670, 710, 730]
    weights.append(10_000 - sum(weights))
    leaves = [rated(f"F-{number}", weight) for number, weight in enumerate(weights, 1)]
    scores = [("eva", leaf["code"], vendor, points) for leaf in leaves for vendor, points in (("A", 8), ("B", 3))]
    assert ranked(decision([category("F", 10_000), *leaves], "AB", scores))[0] == {"A": 80.0, "B": 30.0}


@pytest.mark.parametrize(
    "changed", [lambda text: b"\xef\xbb\xbf" + text, lambda text: text.replace(b"\n", b"\r\n")], ids=["mark", "lines"]
)
def test_marks_and_line_ends_of_an_editor_change_nothing(ranked, changed):
    found = decision(ONE, "AB", [("eva", "F-1", "A", 8), ("eva", "F-1", "B", 7)])
    text = json.dumps(found, indent=2).encode()
    assert ranked(None, changed(text)) == ranked(found)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda found: found["rounds"][0]["scores"].append(score("eva", "F-1", "B", 2)), "/rounds/0/scores/2"),
        (lambda found: found["vendors"].append({"code": "A", "name": {"en": "x"}}), "/vendors/2/code"),
        (
            lambda found: found["vendors"].extend(
                {"code": code, "name": {"en": "x"}} for code in ("\u00fc", "u\u0308")
            ),
            "/vendors/3/code",
        ),
        (lambda found: found["people"].append(dict(found["people"][0])), "/people/1/key"),
    ],
)  # fmt: skip
def test_the_same_thing_twice_is_refused_at_its_place(ranked, change, place):
    found = decision(ONE, "AB", [("eva", "F-1", "A", 8), ("eva", "F-1", "B", 7)])
    change(found)
    assert place in ranked(found)


@pytest.mark.parametrize(
    ("timing", "present"),
    [("end", 400_000 + 110_000 / 1.05 + 220_500 / 1.1025), ("start", 400_000 + 110_000 + 220_500 / 1.05)],
)
def test_when_in_a_year_amounts_are_paid_moves_the_present_value_by_one_period(ranked, timing, present):
    options = {"discount_rate": "5", "horizon": 2, "timing": timing}
    criteria = [category("C", 10_000), price(1_000_000)]
    found = ranked(decision(criteria, [offer("A", 40_000_000, 11_000_000, 22_050_000)], **options))
    assert found[0]["A"] == pytest.approx(100 - present / 10_000, abs=1e-6)


@pytest.mark.parametrize(
    ("vendors", "points", "totals", "places"),
    [
        ("", (), {}, {}),
        ("A", (4,), {"A": 40.0}, {"A": 1}),
        ("ABCD", (0, 0, 0, 0), dict.fromkeys("ABCD", 0.0), dict.fromkeys("ABCD", 1)),
        ("ABC", (), dict.fromkeys("ABC"), dict.fromkeys("ABC")),
        ("ABCDEFGHIJ", range(10), {v: 10.0 * n for n, v in enumerate("ABCDEFGHIJ")}, {
            v: 10 - n for n, v in enumerate("ABCDEFGHIJ")
        }),
    ],
    ids=["nobody", "one", "all alike", "nothing scored", "ten"],
)  # fmt: skip
def test_the_fewest_the_most_and_the_same_are_ranked(ranked, vendors, points, totals, places):
    scores = [("eva", "F-1", vendor, mark) for vendor, mark in zip(vendors, points, strict=False)]
    assert ranked(decision(ONE, vendors, scores)) == (totals, places)


def test_a_must_is_met_at_its_border_and_missed_by_a_thousandth(ranked):
    facts = {"A": ("99.5", LEVEL), "B": ("99.499", LEVEL), "C": ("99.75", "claimed")}
    vendors = [
        {"code": code, "name": {"en": code}, "facts": [{"criterion": "F-1", "value": value, "level": level}]}
        for code, (value, level) in facts.items()
    ]
    found = decision([category("F", 10_000), MEASURED], [*vendors, "D"])
    found["needs"] = [
        {
            "code": "R-01",
            "text": {"en": "99.5 %"},
            "moscow": "must",
            "criteria": ["F-1"],
            "rule": {"criterion": "F-1", "op": ">=", "value": "99.50"},
        }
    ]
    totals, places = ranked(found)
    assert places == {"C": 1, "A": 2, "D": None}
    assert totals == {"A": 90.0, "C": 95.0, "D": None}
