"""The weights page: what it shows to whom, and what it says when something is wrong."""

import pytest
from django.urls import reverse

from criteria.assignments import assign
from criteria.models import Criterion, Kind
from criteria.weighting import state
from selection.models import Event, Member, Phase, Selection
from tests.cast import committee, join
from tests.criteria.conftest import weights
from vendors.models import Vendor

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture
def enter(client):
    """Sign in as a member and read English pages."""

    def enter(member: Member):
        type(member.user).objects.filter(pk=member.user_id).update(language="en")
        client.force_login(member.user)
        return client

    return enter


def at(name, made, *rest):
    return reverse(name, args=[made.selection.code, *rest])


def send(client, made, code, points, seen=None, **more):
    data = {"points": points, "state": seen or state(made.selection)} | more
    return client.post(at("weights_set", made, code), data, headers=HX)


def test_every_member_sees_the_weights(retail, enter):
    for name in ("chen", "eva", "bo", "otto", "aude"):
        page = enter(getattr(retail, name)).get(at("weights", retail))
        assert page.status_code == 200
        assert ('name="points"' in page.content.decode()) == (name in ("chen", "bo"))


def test_total_matrix_and_difference(small, enter):
    page = enter(small.otto).get(at("weights", small))
    table = page.context["table"]
    assert (table.total, table.leaf_count, table.changed, table.changed_leaves) == (100.0, 4, 6, 4)
    rows = {row.criterion.code: (round(row.points, 4), round(row.before, 4)) for row in table.rows}
    assert rows == {"F": (60, 50), "F1": (30, 20), "F2": (18, 15), "F3": (12, 15), "A": (40, 50), "A1": (40, 50)}
    assert {key: round(value, 4) for key, value in table.dimensions.items()} == {
        "business": 100,
        "technology": 0,
        "commercial": 0,
    }


def test_the_heaviest_category_has_the_darkest_ink_as_on_the_results(small, enter):
    def inks():
        branches = enter(small.otto).get(at("weights", small)).context["table"].branches
        return {branch.top.criterion.code: branch.tone for branch in branches}

    assert inks() == {"F": 1, "A": 2}
    small.selection.criteria.filter(code="F").update(weight=3900)
    small.selection.criteria.filter(code="A").update(weight=6100)
    assert inks() == {"F": 2, "A": 1}


def test_only_changed_rows_on_request(small, enter):
    small.selection.criteria.filter(code="F2").update(template_weight=3600)
    page = enter(small.otto).get(at("weights", small) + "?show=changed").content.decode()
    assert [code in page for code in ('id="r-F1"', 'id="r-F2"', 'id="r-F3"')] == [True, False, True]


def test_a_weight_moves_and_says_who_gave_way(small, enter):
    answer = send(enter(small.chen), small, "F1", "36")
    assert answer.status_code == 200
    body = " ".join(answer.content.decode().split())
    assert "30 → 36</b>, Second gives 3.6, Third gives 2.4" in body
    assert weights(small.selection, "F1") == {"F1": 6000}


def test_without_scripts_the_same_form_redirects_to_its_row(small, enter):
    data = {"points": "30", "step": "6", "state": state(small.selection)}
    answer = enter(small.chen).post(at("weights_set", small, "F1"), data)
    assert (answer.status_code, answer["Location"]) == (302, at("weights", small) + "#r-F1")
    assert weights(small.selection, "F1") == {"F1": 6000}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("61", "“First” can have from 0 to 60 points; you gave 61."),
        ("-0.5", "“First” can have from 0 to 60 points; you gave -0.5."),
        ("ten", "Write a number such as 12.5; “ten” is not one."),
        ("", "Write a number such as 12.5; “” is not one."),
    ],
)
@pytest.mark.parametrize("headers", [HX, {}])
def test_bad_input_is_explained_and_kept(small, enter, typed, words, headers):
    before = weights(small.selection)
    data = {"points": typed, "state": state(small.selection)}
    answer = enter(small.chen).post(at("weights_set", small, "F1"), data, headers=headers)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert answer.context["table"].row("F1").typed == typed
    assert f'id="i-F1" name="points" value="{typed}"' in " ".join(answer.content.decode().split())
    assert weights(small.selection) == before


def test_a_stale_page_gets_both_values(small, enter):
    seen = state(small.selection)
    send(enter(small.bo), small, "F1", "36", seen)
    answer = send(enter(small.chen), small, "F2", "20", seen)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Bo changed weights while this page was open, so yours was not saved. You gave 20" in text
    assert 'value="20" data-was="14.4"' in " ".join(text.split())
    assert weights(small.selection, "F2") == {"F2": 2400}


def test_after_the_seal_the_page_is_read_only_and_changes_are_refused(small, enter):
    Selection.objects.update(phase=Phase.INVITE, sealed_at="2026-02-05T07:06Z")
    client = enter(small.chen)
    page = client.get(at("weights", small)).content.decode()
    assert 'name="points"' not in page
    assert "Criteria and weights were sealed on 2026-02-05." in page or "sealed on 5 Feb" in page
    before = weights(small.selection)
    assert send(client, small, "F1", "36").status_code == 409
    assert client.post(at("weights_restore", small)).status_code == 409
    assert client.post(at("weights_lock", small, "F1"), {"lock": "1"}).status_code == 409
    assert weights(small.selection) == before


def test_the_seal_button_says_what_is_missing(small, enter):
    page = enter(small.chen).get(at("weights", small))
    assert len(page.context["findings"]) == 4
    assert "Seal weights, 4 things missing" in page.content.decode()
    assert "disabled" in page.content.decode()


def test_sealing_asks_first_and_then_says_who_and_when(retail, enter):
    client = enter(retail.chen)
    ask = client.get(at("seal", retail)).content.decode()
    assert "Fewer than three people score these 20 criteria" in ask
    assert Selection.objects.get(pk=retail.selection.pk).phase == Phase.DEFINE
    done = client.post(at("seal", retail), follow=True)
    assert done.redirect_chain == [(at("overview", retail), 302)]  # which names the next step
    assert "Sealed. Criteria and weights no longer change." in done.content.decode()
    assert "Chen sealed criteria and weights on" in client.get(at("weights", retail)).content.decode()
    assert Selection.objects.get(pk=retail.selection.pk).phase == Phase.INVITE


def test_a_blocked_seal_is_a_conflict_that_lists_what_is_missing(small, enter):
    answer = enter(small.chen).post(at("seal", small))
    assert answer.status_code == 409
    assert "“First” does not say what these scores look like" in answer.content.decode()
    assert Selection.objects.get(pk=small.selection.pk).sealed_at is None


def test_forty_minutes_warn_with_a_remedy(retail, enter):
    for code in "AB":
        Vendor.objects.create(selection=retail.selection, code=code, name_zh=code)
    page = enter(retail.chen).get(at("weights", retail)).content.decode()
    assert "40 cells, about 30 minutes per evaluator." in page
    assert "More than 40 minutes" not in page
    Vendor.objects.create(selection=retail.selection, code="C", name_zh="C")
    page = enter(retail.chen).get(at("weights", retail)).content.decode()
    assert "60 cells, about 45 minutes per evaluator." in page
    assert "More than 40 minutes" in page
    assign(retail.eva, criteria=[retail.selection.criteria.get(code="F")], by=retail.chen)
    join(retail.selection, "e2", "evaluator")
    assert "At most 60 cells" in enter(retail.chen).get(at("weights", retail)).content.decode()


def test_opening_closing_locking_and_taking_back_by_button(retail, enter):
    client = enter(retail.chen)
    before = weights(retail.selection)
    assert client.post(at("open_group", retail, "F-CH"), headers=HX).status_code == 200
    assert retail.selection.headings.filter(code="F-CH").exists()
    assert client.post(at("weights_close_group", retail, "F-CH"), headers=HX).status_code == 200
    assert weights(retail.selection) == before
    client.post(at("weights_lock", retail, "F-CH"), {"lock": "1"}, headers=HX)
    assert retail.selection.criteria.get(code="F-CH").is_weight_locked
    send(client, retail, "F-AI", "9")
    sequence = Event.objects.filter(type="criteria.weight_set").latest("sequence").sequence
    assert client.post(at("weights_undo", retail, sequence), headers=HX).status_code == 200
    assert weights(retail.selection) == before
    assert client.post(at("weights_undo", retail, sequence), headers=HX).status_code == 422


def test_the_log_joins_moves_of_one_person_and_keeps_the_last_reason(small, enter):
    client = enter(small.chen)
    for points in ("31", "32", "33"):
        send(client, small, "F1", points)
    for words in ("first thought", "returns cost us twice"):
        client.post(at("weights_explain", small, "F1"), {"reason": words}, headers=HX)
    send(enter(small.bo), small, "F1", "36")
    log = enter(small.chen).get(at("weights", small)).context["changes"]
    found = [(change.name, change.before, change.after, change.reason, change.actor.username) for change in log]
    assert found == [("First", "33", "36", "", "bo"), ("First", "30", "33", "returns cost us twice", "chen")]


def test_an_empty_selection_starts_from_a_template(shipped, enter):
    made = committee()
    client = enter(made.chen)
    form = client.get(at("weights", made)).context["start"]
    version = next(row for row in form.fields["version"].queryset if row.template.key == "three-dimensions")
    answer = client.post(at("weights_start", made), {"version": version.pk, "depth": "short"})
    assert (answer.status_code, made.selection.criteria.count()) == (422, 0)
    client.post(at("weights_start", made), {"version": version.pk, "depth": "full"})
    assert made.selection.criteria.filter(kind=Kind.CATEGORY).count() == 3


def test_somebody_who_may_not_edit_sees_an_empty_page_without_a_form(shipped, enter):
    made = committee()
    page = enter(made.eva).get(at("weights", made)).content.decode()
    assert "No criteria yet" in page
    assert "<select" not in page


@pytest.mark.parametrize("leaves", [1, 3])
def test_the_page_costs_the_same_for_one_criterion_and_three(leaves, enter, django_assert_num_queries, db):
    made = committee()
    top = Criterion.objects.create(selection=made.selection, code="F", kind="category", name_zh="功能", weight=10_000)
    for number in range(leaves):
        Criterion.objects.create(
            selection=made.selection, code=f"F{number}", parent=top, kind="rated", dimension="business",
            name_zh=str(number), weight=[10_000 // leaves, 3333, 3334][number], position=number + 1,
        )  # fmt: skip
    client = enter(made.chen)
    client.get("/profile/")  # the first request of a device notes that it was seen
    with django_assert_num_queries(PART):
        client.get(at("weights", made), headers=HX)


PART = 18  # without the frame, whose cost is pinned elsewhere


def test_one_criterion_is_read_by_all_and_edited_by_organisers(retail, enter):
    for name, is_form in (("eva", False), ("chen", True)):
        page = enter(getattr(retail, name)).get(at("weights_criterion", retail, "F-CH"))
        assert page.status_code == 200
        assert ('<form method="post" action="' + at("weights_edit", retail, "F-CH") in page.content.decode()) == is_form
        assert "All required channels share one queue" in page.content.decode()


def filled(page, **changes):
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    data["requirements"] = [need.pk for need in form.initial["requirements"]]
    return {name: "" if value is None else value for name, value in (data | changes).items()}


def test_saving_a_criterion(retail, enter):
    client = enter(retail.chen)
    page = client.get(at("weights_criterion", retail, "F-CH"))
    need = retail.selection.requirements.get(code="R-03")
    data = filled(page, name_en="Ways in", requirements=[need.pk], **{"anchor_0-2_en": "One way"})
    assert client.post(at("weights_edit", retail, "F-CH"), data).status_code == 302
    found = retail.selection.criteria.get(code="F-CH")
    assert (found.name_en, found.anchors.get(band="0-2").text_en, list(found.requirements.all())) == (
        "Ways in",
        "One way",
        [need],
    )


def test_a_fault_in_the_value_function_is_said_and_what_was_typed_stays(full, enter):
    client = enter(full.chen)
    page = client.get(at("weights_criterion", full, "F-CH-01"))
    answer = client.post(at("weights_edit", full, "F-CH-01"), filled(page, x_0="30", name_en="Typed"))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "The measured values must increase from point to point; 10 does not." in text
    assert 'value="Typed"' in text
    assert full.selection.criteria.get(code="F-CH-01").name_en == "Number of channels"
    half = client.post(at("weights_edit", full, "F-CH-01"), filled(page, v_2=""))
    assert "Both numbers of a point are needed." in half.content.decode()
    letters = client.post(at("weights_edit", full, "F-CH-01"), filled(page, x_0="four"))
    assert "Write a number such as 12.5; “four” is not one." in letters.content.decode()


def test_a_stale_form_is_a_conflict_and_keeps_the_text(retail, enter):
    client = enter(retail.chen)
    page = client.get(at("weights_criterion", retail, "F-CH"))
    client.post(at("weights_edit", retail, "F-CH"), filled(page, name_en="Theirs"))
    answer = client.post(at("weights_edit", retail, "F-CH"), filled(page, name_en="Mine"))
    assert answer.status_code == 409
    assert "Somebody saved this criterion while you were writing." in answer.content.decode()
    assert 'value="Mine"' in answer.content.decode()
    assert retail.selection.criteria.get(code="F-CH").name_en == "Theirs"


def test_points_beyond_the_first_rows_survive_an_edit(full, enter):
    points = [[str(x), str(x * 10)] for x in range(11)]
    full.selection.criteria.filter(code="F-CH-01").update(points=points)
    client = enter(full.chen)
    page = client.get(at("weights_criterion", full, "F-CH-01"))
    client.post(at("weights_edit", full, "F-CH-01"), filled(page, name_en="Kept"))
    assert full.selection.criteria.get(code="F-CH-01").points == points


def test_adding_and_removing_by_page(small, enter):
    client = enter(small.chen)
    category = small.selection.criteria.get(code="F")
    data = {"category": category.pk, "kind": "measured", "dimension": "technology", "name_en": "Speed"}
    answer = client.post(at("weights_add", small), data | {"name_en": ""})
    assert (answer.status_code, small.selection.criteria.count()) == (422, 6)
    assert "Give it a name, in Chinese or in English." in answer.content.decode()
    assert client.post(at("weights_add", small), data)["Location"] == at("weights_criterion", small, "F-01")
    ask = client.get(at("weights_remove", small, "F1")).content.decode()
    assert "Its 30 points go to those beside it" in ask
    client.post(at("weights_remove", small, "F1"))
    assert weights(small.selection, "F1", "F2", "F3", "F-01") == {"F2": 6000, "F3": 4000, "F-01": 0}
    client.post(at("weights_add_category", small), {"code": "S", "name_en": "Service"})
    assert weights(small.selection, "S") == {"S": 0}
    assert client.post(at("weights_category", small, "S"), {"name_en": ""}).status_code == 422
    client.post(at("weights_category", small, "S"), {"name_en": "Support"})
    assert small.selection.criteria.get(code="S").name_en == "Support"
    client.post(at("weights_remove", small, "S"))
    assert weights(small.selection, "S") == {}


def test_the_price_function_is_taken_from_the_budget(retail, enter):
    retail.selection.criteria.filter(code="C-TC").update(points=[])
    client = enter(retail.chen)
    client.post(at("weights_budget", retail, "C-TC"))
    assert retail.selection.criteria.get(code="C-TC").points == [["1800000", "100"], ["6400000", "0"]]
    Selection.objects.update(budget_target=None)
    answer = client.post(at("weights_budget", retail, "C-TC"), follow=True)
    assert "Fill in the budget ceiling and a lower target" in answer.content.decode()


def test_a_criterion_of_another_selection_is_not_found(small, retail, enter):
    client = enter(small.chen)
    assert client.get(at("weights_criterion", small, "F-CH")).status_code == 404
    assert send(client, small, "F-CH", "3").status_code == 404


HURTFUL = ["1e30", "1e400", "1e100000000", "1e9999999999999999", "1e-30000000", "3" * 30, "0." + "0" * 60, "٣"]


@pytest.mark.parametrize("field", ["points", "step", "instead"])
@pytest.mark.parametrize("typed", [*HURTFUL, "9" * 50_000])
def test_no_number_hurts(small, enter, field, typed):
    client = enter(small.chen)
    before = weights(small.selection, "F", "A")
    page = send(client, small, "F", **({"points": "40"} | {field: typed}))
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    assert weights(small.selection, "F", "A") == before
