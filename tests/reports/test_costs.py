"""Does the cost page show what it should, to whom it may?"""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from selection.events import CourseEvent
from selection.models import Event, Phase, Selection, User
from tests.cast import committee, join
from tests.vendors.builders import cost, vendor
from vendors.costing import set_seat_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    """A quotes 500 and costs 900 (1,000 yuan each), B quotes 700 and costs 800; growth turns them around."""
    cast = committee(discount_rate=0, decision_date="2026-03-27")
    first, second = vendor(cast.bo, "", name_en="Alpha", kind_en="SaaS"), vendor(cast.bo, "", name_en="Beta")
    for row, quoted, outside in ((first, 100_000, 400_000), (second, 140_000, 100_000)):
        cost(row, cast.bo, "K01", [quoted] * 5, scenarios=["base"])
        cost(row, cast.bo, "K03", {1: outside}, is_quoted=False, scenarios=["base", "fast"])
    cost(first, cast.bo, "K01", [100_000] * 5, scenarios=["fast"])
    cost(second, cast.bo, "K01", [240_000] * 5, scenarios=["fast"])
    set_seat_plan(
        cast.selection, plan={"base": [300, 336, 376, 421, 472], "fast": [300, 375, 469, 586, 732]}, member=cast.bo
    )
    return cast


@pytest.fixture
def see(client, cast):
    def see(name="bo", phase=None, language="en", **query):
        member = cast.selection.members.get(key=name)
        User.objects.filter(pk=member.user_id).update(language=language)
        client.force_login(member.user)
        if phase:
            Selection.objects.update(phase=phase)
        return client.get(reverse("costs", args=[cast.selection.code]), query)

    return see


def words(response):
    main = response.content.decode().split("<main", 1)[-1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).strip()


def figure(response, name, dress="light"):
    found = re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', response.content.decode())
    return json.loads(found.group(1))[dress]


def test_heading_and_terms_are_sentences_made_of_the_data(see):
    text = words(see())
    assert "5-year total cost" in text
    assert "2026–2030, tax included, CNY thousand, not discounted. From 300 seats, Base grows 12% a year." in text
    assert "Alpha has the lowest quote, but Beta the lowest total cost" in text
    assert "The quote of Alpha is 71% of that of Beta; with 1 cost outside the quote, its total is 112%." in text
    assert "The heaviest year: Alpha in 2026, CNY 500k" in text
    assert "Growth decides who has the lowest total cost" in text


def test_chart_data_and_table_say_the_same(see):
    page = see()
    stack = figure(page, "figure-stack")
    bars = [trace for trace in stack["data"] if trace["type"] == "bar"]
    assert [[round(value, 3) for value in bar["x"]] for bar in bars] == [[500, 700], [400, 100]]
    text = words(page)
    assert "Licence or subscription 500 700" in text
    assert "Total 900 800 Quote, added up as paid 500 700 Share outside the quote 44% 12%" in text
    assert "Base 12% 472 900 800 B Beta" in text
    assert "Fast 25% 732 900 1,300 A Alpha" in text


def test_money_is_in_wan_for_a_chinese_reader(see):
    text = words(see(language="zh-hans"))
    assert "五年总成本" in text
    assert "2026–2030，含税，万元，不折现。" in text
    assert "90.0" in text


def test_view_changes_the_page_and_not_the_official_numbers(see, cast):
    page = see(scenario="fast", horizon=3, rate="8")
    text = words(page)
    assert "3-year total cost" in text
    assert "2026–2028, tax included, CNY thousand, discounted at 8% a year. From 300 seats, Fast grows 25%" in text
    assert "This is a view. Official: Base, 5 years, not discounted." in text
    cast.selection.refresh_from_db()
    assert (cast.selection.discount_rate, cast.selection.horizon, cast.selection.scenario) == (0, 5, "base")
    assert "This is a view." not in words(see(scenario="base", horizon=5, rate="0"))


def test_links_of_one_control_keep_the_others(see):
    page = see(scenario="fast", rate="8").content.decode()
    assert 'href="?scenario=base&amp;horizon=5&amp;rate=8"' in page
    assert 'href="?scenario=fast&amp;horizon=3&amp;rate=8"' in page


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"horizon": "9"}, "The costs are entered for 5 years"),
        ({"scenario": "boom"}, "There is no such scenario."),
        ({"rate": "abc"}, "The official values are shown instead."),
        ({"rate": "101"}, "The official values are shown instead."),
        ({"horizon": "-3"}, "The official values are shown instead."),
    ],
)
def test_odd_view_is_answered_with_the_official_one(see, query, message):
    page = see(**query)
    assert page.status_code == 422
    assert message in words(page)
    assert "This is a view." not in words(page)


@pytest.mark.parametrize("phase", [Phase.DEFINE, Phase.INVITE, Phase.SCORE, Phase.CLOSED])
@pytest.mark.parametrize("name", ["eva", "otto", "aude"])
def test_others_wait_for_the_reveal_and_read_why(see, name, phase):
    page = see(name, phase=phase)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Prices are not shown yet" in text
    assert "Alpha" not in words(page)
    assert "figure-stack" not in text


@pytest.mark.parametrize(("name", "status"), [("eva", 409), ("otto", 409), ("bea", 200), ("chen", 200)])
def test_totals_are_handed_out_only_to_who_sees_prices(see, cast, client, name, status):
    join(cast.selection, "bea", "procurement", "evaluator")
    see(name, phase=Phase.SCORE)
    answer = client.get(reverse("tco_table", args=[cast.selection.code]))
    is_handed_out = Event.objects.filter(type=CourseEvent.TABLE_TAKEN).exists()
    assert (answer.status_code, "attachment" in answer.headers.get("Content-Disposition", ""), is_handed_out) == (
        status,
        name == "chen",
        name == "chen",
    )


@pytest.mark.parametrize("phase", [Phase.CONSENSUS, Phase.DECIDE, Phase.DONE])
def test_everybody_sees_costs_after_the_reveal(see, phase):
    assert {"Alpha" in words(see(name, phase=phase)) for name in ("eva", "otto", "aude", "bo", "chen")} == {True}


def test_organiser_who_scores_reads_until_when(see, cast):
    join(cast.selection, "bea", "procurement", "evaluator")
    Selection.objects.update(scoring_closes_at=timezone.now())
    page = see("bea", phase=Phase.SCORE)
    assert "They are shown after the round closes, due" in words(page)
    assert "Alpha" not in words(page)
    Selection.objects.update(sealed_prices=False)
    assert "Alpha" in words(see("bea"))


def test_vendor_without_costs_is_named_and_left_out(see, cast):
    vendor(cast.bo, "", name_en="Gamma")
    text = words(see())
    assert "No cost in this view: C Gamma" in text
    assert "Base 12% 472 900 800 – B Beta" in text


def test_gap_is_said_to_organisers(see, cast):
    cost(vendor(cast.bo, "", name_en="Gamma"), cast.bo, "K02", {1: 1})
    assert "C has no costs in the scenario “Fast”." in words(see())
    assert "Offers cannot be compared fairly yet." not in words(see("eva", phase=Phase.DONE))


def test_empty_page_offers_the_first_step(see, cast):
    Selection.objects.filter(pk=cast.selection.pk).update(scenario="base")
    cast.selection.vendors.all().delete()
    assert "Vendors come first; their costs follow." in words(see())
    vendor(cast.bo, "", name_en="Delta")
    assert "Enter what each quote names and what it leaves out" in words(see())


def test_page_costs_the_same_at_any_length(see, cast):
    see()
    counts = []
    for size in (3, 300):
        row = cast.selection.vendors.get(code="A")
        for number in range(size):
            row.cost_lines.get_or_create(
                item="K02", label_en=f"{number}", year=1, scenario="base", defaults={"amount": 1}
            )
        with CaptureQueriesContext(connection) as seen:
            assert see().status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 50


def column(response, table, place):
    """One column of a table of the page, as texts."""
    rows = re.findall(r"<tr.*?</tr>", response.content.decode().split(f'aria-label="{table}"')[1], re.S)
    cells = [re.findall(r"<t[dh].*?</t[dh]>", row, re.S) for row in rows]
    return [re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", row[place])).strip() for row in cells if len(row) > place]


@pytest.mark.parametrize(
    ("language", "items", "total"),
    [("zh-hans", ["0.3", "0.3", "0.4"], "1.0"), ("en", ["3", "3", "4"], "10")],
)
def test_items_as_shown_add_up_to_the_total_as_shown(client, language, items, total):
    cast = committee(discount_rate=0, decision_date="2026-03-27")
    row = vendor(cast.bo, "", name_en="Alpha")
    for item, amount in (("K01", 3_333), ("K02", 3_333), ("K05", 3_334)):
        cost(row, cast.bo, item, {1: amount})
    User.objects.filter(pk=cast.bo.user_id).update(language=language)
    client.force_login(cast.bo.user)
    page = client.get(reverse("costs", args=[cast.selection.code]))
    table = {"zh-hans": "总成本按成本项", "en": "Total cost by item"}[language]
    assert column(page, table, 1)[1:5] == [*items, total]
    bars = figure(page, "figure-stack")["data"][:3]
    assert [bar["customdata"][0].rpartition(": ")[2] for bar in bars] == items


def test_years_as_shown_add_up_and_hold_what_lies_outside(client):
    cast = committee(discount_rate=0, decision_date="2026-03-27", horizon=3)
    row = vendor(cast.bo, "", name_en="Alpha")
    cost(row, cast.bo, "K01", [1_450] * 3)
    cost(row, cast.bo, "K10", [900] * 3, is_quoted=False)
    User.objects.filter(pk=cast.bo.user_id).update(language="en")
    client.force_login(cast.bo.user)
    page = client.get(reverse("costs", args=[cast.selection.code]))
    assert [column(page, "Cost a year", place)[1] for place in (1, 2, 3, 4)] == ["3 1", "2 1", "2 1", "7 3"]
    assert figure(page, "figure-yearly")["data"][2]["text"] == ["3", "2"]
