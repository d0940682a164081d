"""Does every kind of conclusion say what the numbers say, in both languages?"""

import pytest
from django.utils import translation
from django.utils.html import format_html

from tests.reports.finished import failing, inputs, only, opened, without_scores


def said(decision_file=None, language="en"):
    with translation.override(language):
        return opened(decision_file).speaker.headline()


def conclusion(**found):
    """The demo with another conclusion, as the engine would give it."""
    made = opened()
    made.results["conclusion"] = made.results["conclusion"] | found
    return made.speaker


def test_no_clear_winner_names_the_set_the_lead_and_the_bar():
    with translation.override("en"):
        words = conclusion(p_first=0.6354).headline()
    assert words == (
        "No clear winner: A Yunqiao Desk or B Lingxi AI Service. "
        "A is ahead by 1.73 points, 64% chance of first place (bar 75%)."
    )


def test_no_clear_winner_in_chinese():
    with translation.override("zh-hans"):
        words = conclusion(p_first=0.6354).headline()
    assert words == "还没有明显的胜者：A 云桥客服或 B 灵犀智服。A 领先 1.73 分，排第一的把握 64%（门槛 75%）。"


def test_no_clear_winner_with_a_single_candidate_names_it_once():
    with translation.override("en"):
        words = conclusion(set=["A"], p_first=0.7).headline()
    assert words == "No clear winner yet. A Yunqiao Desk is ahead by 1.73 points, 70% chance of first place (bar 75%)."


def test_three_candidates_are_a_list():
    with translation.override("en"):
        words = conclusion(set=["A", "B", "C"], p_first=0.5).headline()
    assert words.startswith("No clear winner: A Yunqiao Desk, B Lingxi AI Service or C Panshi Seats.")


def test_leader_beyond_both_bars_leads():
    words = said(inputs(bar="30", lead="1"))
    assert words.startswith("A Yunqiao Desk leads by 1.73 points, 6")
    assert words.endswith("% chance of first place (bar 30%).")


@pytest.mark.parametrize("options", [{"bar": "30", "lead": "2"}, {"bar": "90", "lead": "1"}])
def test_one_bar_alone_is_not_enough(options):
    assert said(inputs(**options)).startswith("No clear winner")


def test_missing_cell_is_named():
    words = said(without_scores(inputs(), "F2", "B"))
    assert words == "No ranking yet: 1 cell is missing (AI assistant · B Lingxi AI Service)."


def test_many_missing_cells_are_counted():
    decision_file = inputs()
    for criterion in ("F1", "F2", "F3", "F4", "F5", "A1"):
        without_scores(decision_file, criterion, "B")
    assert said(decision_file).endswith(" and 1 more).")


def test_only_vendor_has_nothing_to_compare_with():
    words = said(only(inputs(), "A"))
    assert words == "There is nothing to compare with: A Yunqiao Desk is the only vendor."


def test_nobody_meets_the_must_haves():
    assert said(failing(inputs(), "A", "B", "C", "D")) == "No vendor meets the must-haves."


def test_shared_first_place():
    with translation.override("en"):
        words = conclusion(kind="tie", set=["A", "C"]).headline()
    assert words == "A shared first place: A Yunqiao Desk and C Panshi Seats have the same total."


def test_support_names_the_nearest_weight():
    with translation.override("en"):
        words = opened().speaker.support()
    assert words == (
        "The nearest category weight at which the first place changes is Functional fit, from 40 to 58.27."
    )


def test_support_says_when_no_weight_changes_anything():
    made = opened()
    made.results["flips"] = []
    with translation.override("en"):
        assert made.speaker.support() == "No change of a single category weight changes the first place."


@pytest.mark.parametrize("kind", ["tie", "incomplete", "single", "none"])
def test_nobody_ahead_needs_no_support(kind):
    assert conclusion(kind=kind).support() == ""


def test_pending_must_have_of_a_candidate_is_named():
    with translation.override("en"):
        words = opened().speaker.pending()
    assert words == "1 must-have is not decided yet: R-17 · B Lingxi AI Service."


def test_pending_must_have_of_the_others_is_not():
    with translation.override("en"):
        assert conclusion(set=["A"]).pending() == ""


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("F", "below 7.23 it is C Panshi Seats, above 58.27 it is B Lingxi AI Service"),
        ("A", "above 84.24 it is C Panshi Seats"),
        ("S", "the same from 0 to 100"),
    ],
)
def test_stability_in_words(code, words):
    with translation.override("en"):
        assert opened().speaker.stability(code) == words


def flip(**fields):
    made = {"kind": "score", "criterion": "A4", "vendor": "B", "target": "B", "now": 6.3333, "needed": 8.8085}
    with translation.override("en"):
        return tuple(opened().speaker.flip(made | {"relative": None, "size": 0.2, "need": None} | fields))


def test_flip_of_a_score_says_how_weak_its_evidence_is():
    assert flip() == (
        "B Lingxi AI Service: mean score of Security and compliance rises to 8.81",
        "Now 6.33, with evidence “Claimed” only. B Lingxi AI Service would be first.",
    )


def test_flip_of_a_score_with_fair_evidence_does_not():
    assert flip(target="A", now=7.33, needed=5.5)[1] == "Now 7.33. B Lingxi AI Service would be first."


def test_flip_of_a_price_says_how_far():
    price = {"kind": "price", "criterion": "C1", "now": 428900000, "needed": 349200000, "relative": -0.186}
    assert flip(**price) == (
        "B Lingxi AI Service: price falls to CNY 3,492k",
        "Now CNY 4,289k, a cut of 19%. B Lingxi AI Service would be first.",
    )


def test_flip_of_a_fact_is_no_mean():
    fact = {"kind": "fact", "criterion": "A4", "target": "A", "now": 99.9, "needed": 98.0}
    assert flip(**fact)[0] == "A Yunqiao Desk: Security and compliance falls to 98.00"


def test_flip_in_chinese_names_whose_score_moves():
    score = {"kind": "score", "criterion": "A4", "vendor": "B", "target": "A", "now": 7.33, "needed": 5.51}
    with translation.override("zh-hans"):
        found = opened().speaker.flip(score | {"relative": None, "size": 0.2, "need": None})
    assert found.title == "A 云桥客服的安全合规均分降到 5.51"
    assert found.detail.endswith("B 灵犀智服升到第一。")


def test_flip_of_a_weight_has_no_target():
    weight = {"kind": "category_weight", "criterion": "C", "vendor": "C", "target": None, "now": 20, "needed": 57.7476}
    assert flip(**weight) == (
        "Weight of Cost-effectiveness rises to 57.75",
        "Now 20. C Panshi Seats would be first.",
    )


def test_flip_by_a_must_have_says_so_and_that_the_limit_itself_passes():
    broken = flip(need="R-17", target="A", now=9.0, needed=8.5)
    assert broken[0] == "A Yunqiao Desk: Security and compliance falls below 8.50"
    assert broken[1].endswith("The must-have would fail, and B Lingxi AI Service would be first.")
    assert flip(need="R-17")[0] == "B Lingxi AI Service: Security and compliance rises above 8.81"


def test_flip_of_a_fact_has_the_places_of_its_criterion_or_one_more():
    with translation.override("en"):
        speaker = opened().speaker
        speaker.criteria["A4"]["scale"] = {"decimals": 0, "unit": {"zh": "毫秒", "en": "ms"}}
        told = [speaker._amount({"kind": "fact", "criterion": "A4"}, value) for value in (800.0, 812.46)]
    assert told == ["800 ms", "812.5 ms"]


def test_marked_draws_vendors_and_escapes_the_rest():
    decision_file = inputs()
    decision_file["vendors"][0]["name"]["en"] = "A&B <Desk>"
    with translation.override("en"):
        speaker = opened(decision_file).speaker
        marked = speaker.marked("<x> A A&B <Desk> leads", lambda code, name: format_html("[{}|{}]", code, name))
    assert marked == "&lt;x&gt; [A|A&amp;B &lt;Desk&gt;] leads"
