"""Do the sentences of a report say what the numbers say, and nothing else?"""

import json
import re
from dataclasses import replace
from hashlib import sha256

import pytest
from django.utils import translation

from reports.paper import (
    annex,
    book,
    costs,
    cover,
    decided,
    dissent,
    matrix,
    pictures,
    proof,
    reasons,
    stability,
    summary,
)
from reports.paper.heat import heat
from reports.paper.words import chance, numeral, weight
from reports.pdf import glyphs, rendering
from tests.reports import finished, papers


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def paper(decision_file=None, **options):
    return papers.paper(decision_file, language="en", **options)


def titles(points):
    return [point.title for point in points]


# Reasons and risks ------------------------------------------------------------------------------
def test_reasons_of_the_demo_are_its_numbers():
    assert reasons.reasons(paper()) == [
        ("Furthest ahead in Cost-effectiveness", "12.57 points there, 1.32 more than B Lingxi AI Service."),
        (
            "Passed the most POC scenarios",
            "13 of 14; the others: B 10, C 10, D 4. POC-verified evidence carries 35% of its weight.",
        ),
        ("Least outside the quote", "CNY 4,851k over 5 years, of which 17% is outside the quote."),
    ]


def test_risks_of_the_demo_are_its_numbers():
    nearest, thinnest, not_passed = reasons.risks(paper())
    assert nearest.title == "Ahead by 1.73 points only"
    assert "AI assistant rises to 19.32" in nearest.detail
    assert thinnest.title == "Quoted price (weight 10): Documented only"
    assert not_passed == ("1 POC scenario not passed", "Bot intent recognition: Partial, 93.8%.")


def test_a_vendor_that_others_passed_more_than_is_not_praised_for_it():
    decision_file = finished.inputs()
    for scenario in decision_file["poc"]["scenarios"][:5]:
        scenario["results"][0]["result"] = "fail"
    opened = paper(decision_file)
    assert opened.passed("A") < opened.passed("B")
    assert not any("POC" in title for title in titles(reasons.reasons(opened)))


def test_as_many_as_another_is_not_the_most():
    decision_file = finished.inputs()
    for scenario in decision_file["poc"]["scenarios"]:
        scenario["results"] = [{**result, "result": "pass"} for result in scenario["results"]]
    assert "No other passed more POC scenarios" in titles(reasons.reasons(paper(decision_file)))


def test_an_undecided_must_have_of_the_leader_is_the_first_risk():
    decision_file = finished.inputs()
    need = next(row for row in decision_file["needs"] if row["code"] == "R-01")
    need["judgements"] = [row for row in need["judgements"] if row["vendor"] != "A"]
    first = reasons.risks(paper(decision_file))[0]
    assert first.title == "1 must-have is not decided yet"
    assert first.detail.startswith("R-01 ")


def test_sentences_are_set_as_chinese_is():
    decision_file = finished.inputs()
    for scenario in decision_file["poc"]["scenarios"][:1]:
        scenario["results"][0] |= {"result": "partial", "note": {"zh": "见测试记录。", "en": "See the log."}}
    with translation.override("zh-hans"):
        opened = papers.paper(decision_file)
        told = [detail for _title, detail in [*reasons.reasons(opened), *reasons.risks(opened)]]
        example = proof.example(opened)
    assert "这一类得 12.57 分，比 B 灵犀智服多 1.32 分。" in told
    assert any("部分，见测试记录；" in detail for detail in told)
    assert example.startswith("A 云桥客服：31.21 + ")


def test_without_a_rival_there_is_nothing_to_say():
    opened = paper(finished.only(finished.inputs(), "A"))
    assert (reasons.reasons(opened), reasons.risks(opened)) == ([], [])


@pytest.mark.parametrize("kind", ["incomplete", "none"])
def test_without_a_leader_the_summary_gives_no_reasons(kind):
    decision_file = finished.inputs()
    changed = {
        "incomplete": lambda: finished.without_scores(decision_file, "F1", "A"),
        "none": lambda: finished.failing(decision_file, "A", "B", "C", "D"),
    }[kind]()
    page = summary.section(paper(changed))
    assert (page["reasons"], page["risks"], page["odds"], page["leader"]) == ([], [], "", None)


def test_missing_vendor_shows_a_range_and_no_place():
    opened = paper(finished.without_scores(finished.inputs(), "F1", "A"))
    row = next(row for row in summary.section(opened)["rows"] if row["name"] == opened.names["A"])
    low, high = opened.results["range"]["A"]
    assert (row["rank"], row["total"], row["odds"]) == ("–", f"{low:.2f}–{high:.2f}", "–")


def test_excluded_vendor_is_listed_with_its_need():
    rows = summary.section(paper(finished.failing(finished.inputs(), "D")))["rows"]
    assert [row["fails"] for row in rows if row["fails"]] == ["Excluded: must-have R-17 failed"]


def test_final_report_asks_nothing_and_names_the_choice():
    final = paper(is_draft=False, outcome=papers.outcome("B"))
    assert summary.ask(final).startswith("B Lingxi AI Service, on 28 March 2026; the reason stands whole on the page")
    nobody = paper(is_draft=False, outcome=papers.outcome(None, waivers=[]))
    assert summary.ask(nobody).startswith("none of the vendors, on 28 March 2026;")


# The decision ------------------------------------------------------------------------------------
def test_decision_is_told_whole_with_person_time_and_waivers():
    told = decided.section(paper(is_draft=False, outcome=papers.outcome()))
    assert (told["vendor"], told["who"]) == ("A Yunqiao Desk", "Xu Zhiheng, chair")
    assert told["when"] == "28 March 2026 00:30 (Asia/Shanghai)"
    assert told["reason"] == "第一段理由。\n\n第二段理由，也要印全。"
    ((point, reason),) = told["waivers"]
    assert point.startswith("The result is not clear. No clear winner: A Yunqiao Desk or B Lingxi AI Service.")
    assert reason == "差距虽小，仍然选它。"


def test_decision_from_before_says_that_no_waiver_was_asked():
    told = decided.section(paper(is_draft=False, outcome=papers.outcome(waivers=None, run=None)))
    assert (told["waivers"], told["is_asked"], told["run"]) == ([], False, None)


def test_draft_has_no_decision_whatever_is_recorded():
    draft = paper(outcome=papers.outcome())
    assert (decided.section(draft), draft.outcome_text) == (None, "")
    assert cover.section(draft)["decided"] == "not decided, planned for 27 March 2026"


def test_cover_of_a_final_report_names_the_day_of_the_decision_in_the_selections_zone():
    assert cover.section(paper(is_draft=False, outcome=papers.outcome()))["decided"] == "28 March 2026"
    assert cover.section(paper(is_draft=False))["decided"] == "not recorded in Touchstone"


# Dissent ----------------------------------------------------------------------------------------
def test_scores_farthest_from_the_mean_come_first_and_whole():
    opened = paper()
    voices = dissent.farthest(opened)
    everybody = sorted((voice.distance for voice in dissent.voices(opened)), reverse=True)
    assert [voice.distance for voice in voices] == everybody[: len(voices)]
    assert all(voice.distance >= 1 for voice in voices)
    written = {score["rationale"] for item in opened.decision_file["rounds"] for score in item["scores"]}
    assert {voice.rationale for voice in voices} <= written


def test_people_who_put_another_vendor_first_are_heard():
    opened = paper()
    firsts = {
        person: min(own["total"], key=lambda v: (-own["total"][v], v))
        for person, own in opened.results["people_totals"].items()
    }
    others = {person: first for person, first in firsts.items() if first != "A"}
    assert (
        {voice.person: voice.vendor for voice in dissent.another_way(opened)}
        == others
        == {"chen": "C", "lin": "B", "zhou": "B"}
    )


def test_what_is_open_is_named():
    said = [(str(point), str(effect)) for point, effect in dissent.section(paper())["open"]]
    assert "R-17" in said[0][0]
    assert len(said) == 1 + 3  # one must-have, and of the POC two scenarios untested and one under way
    [shared] = [point for point, _effect in said if "Full export and move-out" in point]
    assert re.findall(r'<span class="vb[^>]*>(\w)<', shared) == ["B", "C"]


def test_heat_shows_every_rated_cell_of_several_people():
    opened = paper()
    drawn = str(heat(opened))
    rated = [leaf for leaf in opened.leaves if leaf["kind"] == "rated"]
    assert drawn.count("<rect") == len(rated) * 4 + 4
    assert "<title>Standard deviation" in drawn


@pytest.mark.parametrize(("codes", "is_upright"), [("{}", False), ("F-CH-{}-LONG", True)])
def test_codes_above_the_heat_never_touch(codes, is_upright):
    """They stand level while the longest fits its column, else all of them upright."""
    decision_file = finished.inputs()
    long = {row["code"]: codes.format(row["code"]) for row in decision_file["criteria"] if row["kind"] == "rated"}
    text = json.dumps(decision_file)
    for short, name in long.items():
        text = text.replace(f'"{short}"', f'"{name}"')
    drawn = str(heat(paper(json.loads(text))))
    assert drawn.count("rotate(-90") == (len(long) if is_upright else 0)
    assert all(f">{name}<" in drawn for name in long.values())


def test_heat_of_one_person_is_left_out():
    assert heat(paper(papers.wide(10, vendors=2))) == ""


@pytest.mark.parametrize(("language", "unit"), [("en", "CNY thousand"), ("zh-hans", "万元")])
def test_a_price_among_the_facts_is_named_in_the_unit_of_the_page(language, unit):
    with translation.override(language):
        [table] = annex.section(papers.paper(language=language))["facts"]
        assert [row["unit"] for row in table["rows"]] == [unit]


def test_the_axis_of_costs_is_in_the_unit_of_the_bars():
    words = re.findall(r">([\d,]+)</text>", str(costs.section(paper())["stack"]))
    assert ("4,851" in words, "1,000" in words, "6,000" in words) == (True, True, True)


# Matrix, stability, costs -----------------------------------------------------------------------
def test_bars_are_as_long_as_the_points():
    drawn = str(matrix.ranking_bars(paper()))
    assert drawn.count("<rect") == 4 * 5 + 4
    assert "A Yunqiao Desk 73.98" in drawn


def test_charts_of_the_analysis_are_printed_in_pairs_with_what_is_to_be_seen():
    opened = paper()
    rows, page = pictures.section(opened), book.html(opened)
    assert [[chart["title"] for chart in row["charts"]] for row in rows] == [
        ["Totals when one weight changes: Functional fit", "Probability of each rank"],
        ["What each source of doubt adds", "Value against cost"],
    ]
    assert [chart["alt"] for row in rows for chart in row["charts"] if chart["alt"] not in page] == []


def test_of_every_kind_of_change_the_nearest_is_shown():
    opened = paper()
    shown = stability.nearest(opened)
    assert len(shown) == stability.CHANGES
    assert {flip["kind"] for flip in shown} == {flip["kind"] for flip in opened.results["flips"]}
    assert shown == sorted(shown, key=lambda flip: abs(flip["size"]))


def line(label, amount, item="K01", quoted=True):
    texts = {"zh": label, "en": label}
    return {"item": item, "label": texts, "quoted": quoted, "scenario": "base", "year": 1, "amount": amount}


def costed(*lines):
    decision_file = finished.inputs()
    for vendor in decision_file["vendors"]:
        vendor["costs"], vendor["seat_prices"] = list(lines), []
    decision_file["scenarios"], decision_file["seat_plan"] = ["base"], {}
    return costs.section(paper(decision_file))


def test_parts_of_one_item_are_told_apart_by_their_labels_and_counted_once():
    page = costed(line("", 100_000_000), line("Extra", 200_000_000), line("Two\nlines", 300_000_000, quoted=False))
    assert [(row["name"], row["amounts"][0]) for row in page["parts"][0]["rows"]] == [
        ("Licence or subscription", "1,000"),
        ("Extra", "2,000"),
        ("Two\nlines", "3,000"),
    ]
    assert page["parts"][0]["totals"][0] == "6,000"


def test_items_on_paper_add_up_and_what_an_offer_lacks_is_no_zero():
    decision_file = finished.inputs()
    amounts = {"A": (33_333_333, 33_333_333, 33_333_334), "B": (1_250_000, 1_250_000, None)}
    for vendor in decision_file["vendors"]:
        paid = zip(("One", "Two", "Three"), amounts.get(vendor["code"], (1, None, None)), strict=True)
        vendor["costs"] = [line(label, amount) for label, amount in paid if amount is not None]
        vendor["seat_prices"] = []
    decision_file["scenarios"], decision_file["seat_plan"] = ["base"], {}
    decision_file["options"] |= {"discount_rate": "0"}
    for language, first, second in (
        ("en", ["333", "333", "334", "1,000"], ["13", "12", "–", "25"]),
        ("zh-hans", ["33.3", "33.3", "33.4", "100.0"], ["1.3", "1.2", "–", "2.5"]),
    ):
        opened = papers.paper(decision_file, language)
        with translation.override(language):
            part = costs.section(opened)["parts"][0]
        shown = [[row["amounts"][place] for row in part["rows"]] + [part["totals"][place]] for place in (0, 1)]
        assert shown == [first, second]
    printed = "".join(papers.flat(page) for page in papers.pages(page_of_costs(opened)))
    assert "One33.31.30.00.0Two33.31.2––Three33.4–––总成本100.02.50.00.0" in printed


def page_of_costs(opened):
    """The file with this page alone."""
    work = book.job(opened)
    head, *sections = work["html"].split("<section")
    [own] = [section for section in sections if "<h1>五年总成本" in section]
    return rendering.render({**work, "html": f"{head}<section{own}</body></html>"})


def test_many_kinds_of_cost_are_shown_by_item():
    page = costed(*(line(f"Part {number}", 100_000_000) for number in range(12)))
    assert [(row["name"], row["amounts"][0]) for row in page["parts"][0]["rows"]] == [
        ("Licence or subscription", "12,000")
    ]


def test_offer_without_costs_is_unknown_and_not_zero():
    decision_file = finished.inputs()
    decision_file["vendors"][0]["costs"], decision_file["vendors"][0]["seat_prices"] = [], []
    page = costs.section(paper(decision_file))
    assert page["parts"][0]["totals"][0] == "–"
    assert {row["amounts"][0] for row in page["parts"][0]["rows"]} == {"–"}


# Annex and proof --------------------------------------------------------------------------------
def test_annex_holds_every_score_of_every_round():
    opened = paper()
    leaves = [leaf for category in annex.section(opened)["categories"] for leaf in category["leaves"]]
    scores = [score for leaf in leaves for vendor in leaf["vendors"] for score in vendor["scores"]]
    assert len(scores) == sum(len(item["scores"]) for item in opened.decision_file["rounds"])
    assert sum(score["is_past"] for score in scores) == 50


def test_annex_says_at_each_score_who_gave_it_knowing_the_prices():
    plain = paper()
    key = plain.decision_file["rounds"][0]["scores"][0]["person"]
    opened = replace(plain, exceptions=[{"kind": "knew_prices", "person": {"key": key}}])
    cells = [
        vendor
        for category in annex.section(opened)["categories"]
        for leaf in category["leaves"]
        for vendor in leaf["vendors"]
    ]
    told = {(score["who"], score["note"]) for cell in cells for score in cell["scores"]}
    assert {who for who, note in told if note} == {opened.person(key)}
    assert {note for _who, note in told} == {"", "scored knowing the prices"}


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "由主席、采购和审计持有"), ("en", "auditors hold them")])
def test_proof_gives_the_hashes_of_the_attachments_and_says_who_holds_them(language, words):
    opened = papers.paper(language=language, is_draft=False, outcome=papers.outcome())
    with translation.override(language):
        [told] = [text for _name, text in proof.origin_rows(opened) if "decision.json" in text]
    digests = [sha256(text.encode()).hexdigest() for text in (opened.text, opened.outcome_text)]
    names = ("decision.json", "outcome.json")
    files = [f"{name} (SHA-256 {proof.grouped(digest)})" for name, digest in zip(names, digests, strict=True)]
    assert [file in told for file in (*files, words)] == [True] * 3


def test_example_of_the_proof_adds_up():
    left, total = proof.example(paper()).rpartition(" = ")[::2]
    parts = [float(part) for part in left.partition(": ")[2].split(" + ")]
    assert sum(parts) == pytest.approx(float(total), abs=0.011)


def test_qr_code_holds_the_hash():
    drawn = str(proof.qr("ab" * 32))
    assert drawn.startswith("<svg")
    assert drawn.count("<rect") > 200


# Words ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "<1%"), (0.004, "<1%"), (0.63, "63%"), (0.999, ">99%"), (1.0, ">99%"), (None, "–")]
)
def test_chance_is_never_none_or_certain(share, text):
    assert chance(share) == text


@pytest.mark.parametrize(("share", "text"), [(0.1, "10"), (0.075, "7.5"), (0.0056, "0.56"), (0.04000000000000001, "4")])
def test_weight_has_the_decimals_that_it_needs(share, text):
    assert weight(share) == text


def test_small_counts_are_words_in_chinese():
    assert numeral(5) == "5"
    with translation.override("zh-hans"):
        assert (numeral(5), numeral(12)) == ("五", "12")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("镕喆 ≥95% ✓", "镕喆 ≥95% ✓"),
        ("a😀😀b", "a[U+1F600 U+1F600]b"),
        ("x\u202ey\u200dz", "xyz"),
        ("\u0001", "[U+0001]"),
        ("ø\u0301", "ǿ"),
    ],
)
def test_only_what_the_fonts_have_is_written(typed, written):
    assert glyphs.legible(typed) == written
