"""Is the content complete, in both languages, and do its weights sum?"""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from analysis.values import curve
from scripts import make_templates

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
BANDS = ["0-2", "3-4", "5-6", "7-8", "9-10"]
DIMENSIONS = {"business", "technology", "commercial"}
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
FILES = ["library", "industries", "templates", "cost_items", "glossary"]
# What the library's table says, before the two criteria that were added took their share.
TAKEN = {
    "F-CH-05": (300, 200),
    "F-KB-02": (400, 300),
    "F-CV-01": (500, 400),
    "S-IM-01": (1200, 800),
    "S-CS-02": (1000, 600),
}
MUSTS = {
    "base": [],
    "retail": ["X-RT-01", "X-RT-02", ("A-AV-03", "<=", "800")],
    "finance": [
        "X-FI-01",
        ("F-AI-01", ">=", "98"),
        ("F-AI-06", "=", "100"),
        ("A-SE-04", ">=", "100"),
        "A-DP-01",
        ("A-SE-01", ">=", "3"),
    ],
    "local": ["X-LS-01", "X-LS-02"],
    "saas": ["A-IN-01"],
    "education": [("A-EX-01", ">=", "1")],
    "manufacturing": [],
    "healthcare": [("A-SE-04", ">=", "100"), ("A-SE-01", ">=", "3"), "A-SE-03", "X-HC-01"],
    "government": ["A-DP-01", ("A-DP-02", ">=", "2"), "X-GV-01", ("A-SE-01", ">=", "3")],
    "sme": ["A-DP-01"],
    "group": ["A-DP-03", ("A-AV-01", ">=", "99.9"), ("A-AV-03", "<=", "800")],
    "three-dimensions": [],
}


def read(name):
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


LIBRARY = read("library")
TEMPLATES = {template["key"]: template for template in read("templates")["templates"]}
DEPTHS = [(key, depth) for key, template in TEMPLATES.items() for depth in template["depths"]]
BOTH = [key for key in TEMPLATES if key != "three-dimensions"]
SCORED = [leaf for leaf in LIBRARY["criteria"] if leaf["kind"] != "line"]
GROUPS = {heading["code"] for heading in LIBRARY["headings"]} | {"F-X", "A-X"}
KNOWN = {entry["code"]: entry for entry in LIBRARY["headings"] + LIBRARY["criteria"] + LIBRARY["addons"]}


def texts(content, path=""):
    if isinstance(content, dict) and set(content) == {"zh", "en"}:
        yield path, content
    elif isinstance(content, dict):
        for key, value in content.items():
            yield from texts(value, f"{path}/{key}")
    elif isinstance(content, list):
        for index, value in enumerate(content):
            yield from texts(value, f"{path}/{index}")


def depth_of(key, depth):
    return TEMPLATES[key]["depths"][depth]


def resolved(entry):
    return KNOWN.get(entry["code"], {}) | entry


def scored(content):
    return [entry for entry in map(resolved, content["criteria"]) if entry["kind"] != "line"]


def weight_sums(entries):
    sums = Counter()
    for entry in entries:
        sums[entry["category"]] += entry["weight"]
    return dict(sums)


def test_the_library_has_the_table_and_two_more():
    assert len(LIBRARY["criteria"]) == 69 + 2
    assert len({leaf["code"] for leaf in LIBRARY["criteria"]}) == 71
    assert Counter(leaf["kind"] for leaf in LIBRARY["criteria"]) == {"rated": 37, "measured": 29, "price": 1, "line": 4}
    assert Counter(leaf["category"] for leaf in SCORED) == {"F": 29, "A": 20, "C": 5, "S": 9, "R": 4}
    assert (len(LIBRARY["headings"]), len(LIBRARY["addons"])) == (21, 15)


def test_the_library_weights_sum_in_every_category():
    assert sum(category["weight"] for category in LIBRARY["categories"]) == 10_000
    assert weight_sums(SCORED) == dict.fromkeys("FACSR", 10_000)


def test_the_two_added_criteria_take_their_weight_from_the_named_ones():
    weights = {leaf["code"]: leaf["weight"] for leaf in SCORED}
    assert {code: weights[code] for code in TAKEN} == {code: after for code, (_, after) in TAKEN.items()}
    given = Counter()
    for code, (before, after) in TAKEN.items():
        given[code[0]] += before - after
    assert given == {"F": weights["F-TK-06"], "S": weights["S-IM-04"]}


def test_cost_lines_have_no_kind_of_score_and_cover_the_price_leaf():
    lines = [leaf for leaf in LIBRARY["criteria"] if leaf["kind"] == "line"]
    assert {line["code"]: line["cost_items"] for line in lines} == {
        "C-TC-02": ["K01"],
        "C-TC-03": ["K02", "K05"],
        "C-TC-04": ["K03"],
        "C-TC-05": ["K04", "K06"],
    }
    assert {line["parent"] for line in lines} == {"C-TC-01"}
    empty = ("dimension", "weight", "scale", "value_function", "anchors")
    assert {line[key] for line in lines for key in empty} == {None}


def test_the_price_leaf_waits_for_budget_and_target():
    (price,) = (leaf for leaf in LIBRARY["criteria"] if leaf["kind"] == "price")
    assert (price["code"], price["basis"], price["value_function"]) == ("C-TC-01", "tco", None)


def test_leaves_stand_in_tree_order_under_a_known_heading():
    codes = [leaf["code"] for leaf in LIBRARY["criteria"]]
    headings = [heading["code"] for heading in LIBRARY["headings"]]
    order = [category["code"] for category in LIBRARY["categories"]]
    assert codes == sorted(codes, key=lambda code: (order.index(code[0]), headings.index(code[:4]), code))
    assert {leaf["heading"] for leaf in SCORED} == set(headings)
    assert all(leaf["dimension"] in DIMENSIONS for leaf in SCORED + LIBRARY["addons"])


def test_functional_add_ons_are_business_and_architectural_ones_technology():
    expected = {"F": "business", "A": "technology"}
    assert [addon["dimension"] for addon in LIBRARY["addons"]] == [expected[a["category"]] for a in LIBRARY["addons"]]


@pytest.mark.parametrize("leaf", [leaf for leaf in SCORED if leaf["kind"] == "measured"], ids=lambda leaf: leaf["code"])
def test_a_measured_leaf_has_a_scale_and_reaches_both_ends(leaf):
    function = leaf["value_function"]
    inputs = [float(x) for x, _ in function["points"]]
    values = [float(value) for _, value in function["points"]]
    assert inputs == sorted(set(inputs))
    assert values in (sorted(values), sorted(values, reverse=True))
    assert (min(values), max(values)) == (0, 100)
    assert curve(inputs, function) == pytest.approx(values)
    assert leaf["scale"]["unit"]["zh"] and leaf["scale"]["unit"]["en"]
    assert leaf["scale"]["min"] is None or float(leaf["scale"]["min"]) <= inputs[0]
    assert leaf["scale"]["max"] is None or inputs[-1] <= float(leaf["scale"]["max"])
    assert leaf["anchors"] is None


def test_functions_follow_the_table_where_it_was_changed():
    functions = {leaf["code"]: leaf["value_function"] for leaf in SCORED}
    assert functions["S-IM-04"]["points"] == [["4", "100"], ["12", "50"], ["26", "0"]]
    assert functions["A-SE-05"]["points"] == [["3", "0"], ["12", "50"], ["36", "100"]]
    assert functions["R-RP-02"] == {
        "type": "piecewise",
        "points": [["0", "0"], ["1", "30"], ["3", "70"], ["8", "100"]],
    }
    assert functions["A-SE-02"]["points"] == [["0", "0"], ["1", "100"]]
    assert [code for code, function in functions.items() if function and function["type"] == "log"] == ["A-AV-01"]
    assert KNOWN["A-DP-01"]["kind"] == "rated"


def industry_groups():
    return [group for industry in read("industries")["industries"] for group in industry["industry"]]


def rated_entries():
    entries = LIBRARY["headings"] + SCORED + LIBRARY["addons"] + industry_groups()
    return [entry for entry in entries if entry["kind"] == "rated"]


@pytest.mark.parametrize("entry", rated_entries(), ids=lambda entry: f"{entry['code']} {entry['name']['en']}")
def test_a_rated_leaf_has_five_different_anchors_in_both_languages(entry):
    assert list(entry["anchors"]) == BANDS
    for language in ("zh", "en"):
        assert len({anchor[language] for anchor in entry["anchors"].values() if anchor[language]}) == 5


def test_no_two_leaves_share_an_anchor():
    leaves = [entry for entry in rated_entries() if entry["code"] in {leaf["code"] for leaf in SCORED}]
    counts = Counter(anchor["zh"] for leaf in leaves for anchor in leaf["anchors"].values())
    assert [text for text, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("name", FILES)
def test_every_text_is_written_in_both_languages(name):
    found = dict(texts(read(name)))
    assert [path for path, text in found.items() if bool(text["zh"]) != bool(text["en"])] == []
    assert [path for path, text in found.items() if not text["zh"] and not path.endswith(("/threshold", "/note"))] == []
    assert [path for path, text in found.items() if CHINESE.search(text["en"])] == []
    words = {path: text for path, text in found.items() if text["zh"] and not path.endswith("/unit")}
    assert [path for path, text in words.items() if text["zh"] == text["en"]] == []


def test_every_leaf_and_sub_group_is_explained():
    entries = LIBRARY["headings"] + LIBRARY["criteria"] + LIBRARY["addons"] + industry_groups()
    assert [entry["code"] for entry in entries if not (entry["question"]["zh"] and entry["explain"]["zh"])] == []
    groups = LIBRARY["headings"] + industry_groups()
    assert [group["code"] for group in groups if not group["evidence"]["zh"]] == []


def test_every_leaf_names_a_known_source():
    known = {source["key"] for source in LIBRARY["sources"]}
    leaves = LIBRARY["criteria"] + LIBRARY["addons"]
    assert {part for leaf in leaves for part in sources_of(leaf["source"])} <= known
    needs = [need for industry in read("industries")["industries"] for need in industry["needs"]]
    assert {part for need in needs for part in sources_of(need["source"])} <= known


def sources_of(source):
    return [part if part == "PROP" else f"SEED {part.removeprefix('SEED ')}" for part in source.split(", ")]


def test_the_committed_templates_are_what_the_script_makes():
    assert (FIXTURES / "templates.json").read_text(encoding="utf-8") == make_templates.templates_text()


def test_basis_points_give_ties_to_the_earlier_code():
    assert make_templates.basis_points(dict.fromkeys("bca", 1)) == {"b": 3333, "c": 3333, "a": 3334}


def test_there_are_twelve_templates_in_both_depths_but_one():
    assert list(TEMPLATES) == list(MUSTS)
    assert {key: list(template["depths"]) for key, template in TEMPLATES.items()} == {
        key: ["full"] if key == "three-dimensions" else ["short", "full"] for key in MUSTS
    }
    assert {key: template["version"] for key, template in TEMPLATES.items()} == {
        key: 1 if key == "three-dimensions" else 3 for key in MUSTS
    }


@pytest.mark.parametrize(("key", "depth"), DEPTHS)
def test_template_weights_sum_exactly(key, depth):
    content = depth_of(key, depth)
    categories = [category["code"] for category in content["categories"]]
    assert sum(category["weight"] for category in content["categories"]) == 10_000
    assert weight_sums(scored(content)) == dict.fromkeys(categories, 10_000)
    assert min(entry["weight"] for entry in scored(content)) > 0


@pytest.mark.parametrize(("key", "depth"), DEPTHS)
def test_a_template_needs_nothing_but_itself_and_the_library(key, depth):
    content = depth_of(key, depth)
    needed = {"rated": "anchors", "measured": "value_function", "price": "basis"}
    headings = {resolved(heading)["code"] for heading in content["headings"]}
    assert all(resolved(heading)["name"]["zh"] for heading in content["headings"])
    for entry in scored(content):
        assert entry["name"]["zh"] and entry["question"]["zh"] and entry[needed[entry["kind"]]]
        assert entry["dimension"] in DIMENSIONS
        assert entry.get("heading") in headings or (depth == "short" and entry["code"] in GROUPS)
    assert [entry["code"] for entry in scored(content) if entry["kind"] == "price"] == [
        "C-TC" if depth == "short" else "C-TC-01"
    ]


@pytest.mark.parametrize("key", BOTH)
def test_a_full_template_holds_the_library_and_its_add_ons(key):
    addons = next(i["addons"] for i in read("industries")["industries"] if i["key"] == key)
    codes = [entry["code"] for entry in depth_of(key, "full")["criteria"]]
    assert sorted(codes) == sorted([leaf["code"] for leaf in LIBRARY["criteria"]] + addons)


def test_every_add_on_is_used_by_one_industry():
    used = Counter(code for industry in read("industries")["industries"] for code in industry["addons"])
    assert used == Counter(addon["code"] for addon in LIBRARY["addons"])


@pytest.mark.parametrize("key", BOTH)
def test_a_sub_group_weighs_what_its_leaves_weigh(key):
    full = {entry["code"]: entry for entry in scored(depth_of(key, "full"))}
    listed = []
    for group in depth_of(key, "short")["criteria"]:
        leaves = {leaf["code"]: leaf["weight"] for leaf in group["leaves"]}
        listed += list(leaves)
        assert leaves == {code: full[code]["weight"] for code in leaves}
        assert {full[code]["heading"] for code in leaves} == {group.get("heading", group["code"])}
        assert group["weight"] == sum(leaves.values())
        by_dimension = Counter()
        for code, weight in leaves.items():
            by_dimension[full[code]["dimension"]] += weight
        assert by_dimension[resolved(group)["dimension"]] == max(by_dimension.values())
    assert sorted(listed) == sorted(full)


@pytest.mark.parametrize("key", BOTH)
def test_a_short_template_has_the_sub_groups_and_one_more_where_there_are_add_ons(key):
    codes = {entry.get("heading", entry["code"]) for entry in depth_of(key, "short")["criteria"]}
    extra = {entry["heading"] for entry in scored(depth_of(key, "full")) if entry["code"].startswith("X-")}
    assert codes == {heading["code"] for heading in LIBRARY["headings"]} | extra


@pytest.mark.parametrize("key", BOTH)
def test_a_short_template_measures_what_its_rules_ask_and_enough_of_each_category(key):
    content = depth_of(key, "short")
    asked = {KNOWN[must[0]]["heading"] for must in MUSTS[key] if isinstance(must, tuple)}
    enough = {"A-AV", "C-RO", "S-EC", "S-IM", "S-SU"} | (set() if "F-AI" in asked else {"F-UX", "F-BI"})
    assert {heading["code"] for heading in content["headings"]} == enough | asked
    standing = [entry["code"] for entry in content["criteria"] if "heading" in entry]
    whole = [entry["code"] for entry in depth_of(key, "full")["criteria"] if "heading" in entry]
    assert standing == [code for code in whole if code[:4] in enough | asked]


@pytest.mark.parametrize("key", BOTH)
def test_a_short_template_measures_three_of_each_category_where_there_are_so_many(key):
    """Of commerce and references the library measures two each; those stay in their sub-groups but for the return."""
    inside = Counter(leaf["category"] for leaf in LIBRARY["criteria"] if leaf["kind"] == "measured")
    short = Counter(entry["category"] for entry in scored(depth_of(key, "short")) if entry["kind"] == "measured")
    assert {category for category, count in short.items() if count >= 3} == {
        category for category, count in inside.items() if count >= 3
    }
    assert short["C"] == 1


@pytest.mark.parametrize("key", BOTH)
def test_people_score_no_more_than_the_sub_groups_were(key):
    rated = [entry for entry in scored(depth_of(key, "short")) if entry["kind"] == "rated"]
    extra = {entry["heading"] for entry in scored(depth_of(key, "full")) if entry["code"].startswith("X-")}
    more = 1 if key == "education" else 0  # a rule of its own opens four
    assert 18 <= len(rated) <= len(LIBRARY["headings"]) + len(extra) + more


def full_weights(key):
    return {entry["code"]: entry["weight"] for entry in scored(depth_of(key, "full"))}


def test_multipliers_and_add_ons_change_the_weights_as_worked_by_hand():
    assert full_weights("saas")["S-RM-01"] == 769  # 4 x 2 of 104
    assert full_weights("education")["C-TC-06"] == 1429  # 10 x 1.5 of 105
    assert full_weights("government")["A-DP-02"] == 536  # 2 x 3 of 104 + 8
    assert full_weights("finance")["X-FI-01"] == 714  # 8 of 112
    assert full_weights("local")["F-UX-03"] == 342  # 2 x 2 of 104 + 13
    assert full_weights("sme")["F-UX-03"] == 437  # 2 x 1.5 x 1.5 of 103
    assert full_weights("healthcare")["F-CH-05"] == 392  # 2 x 2 of 102


def test_the_three_dimensions_carry_the_base_weights():
    content = depth_of("three-dimensions", "full")
    tops = {category["code"]: category["weight"] for category in content["categories"]}
    base = {category["code"]: category["weight"] for category in LIBRARY["categories"]}
    assert list(tops) == ["B", "T", "C"]
    for entry in scored(content):
        leaf = KNOWN[entry["code"]]
        whole = leaf["weight"] * base[leaf["category"]]
        assert tops[entry["category"]] * entry["weight"] == pytest.approx(whole, abs=tops[entry["category"]])
        assert entry["category"] == {"business": "B", "technology": "T", "commercial": "C"}[leaf["dimension"]]
    assert len(scored(content)) == 67


@pytest.mark.parametrize("key", MUSTS)
def test_must_haves_decide_by_fact_where_a_fact_is_measured(key):
    needs = depth_of(key, "full")["needs"]
    assert [
        (need["criterion"], need["rule"]["op"], need["rule"]["value"]) if need["rule"] else need["criterion"]
        for need in needs
    ] == MUSTS[key]
    assert {need["moscow"] for need in needs} <= {"must"}
    for need in needs:
        assert (need["rule"] is not None) == (KNOWN[need["criterion"]]["kind"] == "measured")
        assert need["criterion"] in full_weights(key)
        assert need["rule"] is None or need["rule"]["criterion"] == need["criterion"]


@pytest.mark.parametrize("key", BOTH)
def test_must_haves_of_a_short_template_link_to_the_sub_group_or_keep_their_rule(key):
    headings = {entry["code"]: entry["heading"] for entry in scored(depth_of(key, "full"))}
    short, full = depth_of(key, "short")["needs"], depth_of(key, "full")["needs"]
    opened = {heading["code"] for heading in depth_of(key, "short")["headings"]}
    linked = [headings[need["criterion"]] if headings[need["criterion"]] not in opened else "" for need in full]
    assert short == [need | ({"criterion": code} if code else {}) for need, code in zip(full, linked, strict=True)]
    assert {need["criterion"] for need in short} <= {entry["code"] for entry in depth_of(key, "short")["criteria"]}


def test_there_are_ten_cost_items_and_the_lines_use_only_those():
    codes = [item["code"] for item in read("cost_items")["cost_items"]]
    assert codes == [f"K{number:02d}" for number in range(1, 11)]
    assert {code for leaf in LIBRARY["criteria"] for code in leaf["cost_items"]} <= set(codes)


def test_the_glossary_explains_each_term_once_in_one_sentence():
    terms = read("glossary")["terms"]
    assert len({term["key"] for term in terms}) == len(terms)
    assert len({term["term"]["zh"] for term in terms}) == len(terms)
    assert [term["key"] for term in terms if term["sentence"]["zh"].count("。") != 1] == []
    assert [term["key"] for term in terms if not term["sentence"]["en"].endswith(".")] == []
    levels = {f"evidence_{level}" for level in ("none", "claimed", "documented", "demonstrated", "reference", "poc")}
    assert levels <= {term["key"] for term in terms}
