"""Which selections does a person see, and what does every page's frame show?"""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from criteria.models import Criterion
from scoring.models import Round, Score
from selection.models import Member, Phase, Selection, User
from tests import cast
from tests.scoring.scene import scene
from vendors.models import Vendor

pytestmark = pytest.mark.django_db


@pytest.fixture
def eva(client):
    client.force_login(cast.person("eva", language="en"))
    return client


def codes(answer):
    return [row.standing.selection.code for row in answer.context["listing"].rows]


def many(count, start=1):
    rows = [Selection(code=f"S-{start + n:04}", name_zh=f"选型 {n}", phase=Phase.SCORE) for n in range(count)]
    Selection.objects.bulk_create(rows)
    made = Selection.objects.filter(code__in=[row.code for row in rows])
    Member.objects.bulk_create(
        Member(selection=row, user=cast.person("eva"), key="eva", is_evaluator=True) for row in made
    )
    return made


def test_only_ones_own_selections_are_listed(eva):
    cast.committee("S-0001")
    cast.committee("S-0002", people=("mallory",))
    assert codes(eva.get("/")) == ["S-0001"]


def test_a_removed_member_sees_it_no_longer(eva):
    Member.objects.filter(pk=cast.committee().eva.pk).update(removed_at=timezone.now())
    assert codes(eva.get("/")) == []


def test_the_next_decision_comes_first(eva):
    cast.committee("S-0001", decision_date=None)
    cast.committee("S-0002", decision_date=date(2026, 5, 1))
    cast.committee("S-0003", decision_date=date(2026, 4, 1))
    assert codes(eva.get("/")) == ["S-0003", "S-0002", "S-0001"]


def test_three_tabs_part_what_runs_what_ended_and_what_is_put_away(eva):
    cast.committee("S-0001", Phase.SCORE)
    cast.committee("S-0002", Phase.DONE)
    cast.committee("S-0003", Phase.CANCELLED)
    cast.committee("S-0004", Phase.DONE, archived_at=timezone.now())
    assert [codes(eva.get(f"/?tab={tab}")) for tab in ("open", "ended", "archived")] == [
        ["S-0001"],
        ["S-0003", "S-0002"],
        ["S-0004"],
    ]
    assert eva.get("/").context["counts"] == {"open": 1, "ended": 2, "archived": 1}
    assert codes(eva.get("/?tab=nonsense")) == ["S-0001"]


@pytest.mark.parametrize("wanted", ["智能", "smart", "S-0002", "零售", "qinghe", "Mallory", "马洛"])
def test_the_filter_finds_name_code_organisation_industry_and_chair(eva, wanted):
    cast.committee("S-0001", people=("eva",))
    names = {
        "name_zh": "智能外呼",
        "name_en": "Smart calls",
        "organisation_en": "Qinghe",
        "template_name_zh": "零售 v3",
    }
    made = cast.committee("S-0002", people=("eva", "mallory"), **names)
    Member.objects.filter(pk=made.mallory.pk).update(is_chair=True)
    assert codes(eva.get("/", {"q": wanted})) == ["S-0002"]


@pytest.mark.parametrize("wanted", ["'; drop table", "%", "x" * 5000, "user__password"])
def test_odd_filters_find_nothing_and_break_nothing(eva, wanted):
    cast.committee("S-0001", people=("eva",))
    answer = eva.get("/", {"q": wanted})
    assert (answer.status_code, codes(answer)) == (200, [])


def test_the_filter_answers_a_script_with_the_list_alone(eva):
    cast.committee("S-0001")
    answer = eva.get("/?q=S-0001", headers={"HX-Request": "true"})
    assert answer.content.decode().lstrip().startswith('<div class="t-panel" id="cases"')


def test_fifty_a_page(eva):
    many(53)
    assert (len(codes(eva.get("/"))), len(codes(eva.get("/?page=2"))), len(codes(eva.get("/?page=junk")))) == (
        50,
        3,
        50,
    )


def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_as_many_queries_for_300_selections_as_for_3(eva):
    many(3)
    eva.get("/")
    few = queries(eva, "/")
    many(297, start=4)
    assert queries(eva, "/") == few
    assert few <= 11


def left_behind(selections):
    """In each of these somebody gave a mark and left before anybody asked whether it counts; eva chairs."""
    gone, rows = cast.person("gone"), list(selections)
    Member.objects.filter(selection__in=rows, key="eva").update(is_chair=True, is_evaluator=False)
    for model, fields in (
        (Round, {"number": 1}),
        (Criterion, {"code": "F", "kind": "rated"}),
        (Vendor, {"code": "A"}),
        (Member, {"user": gone, "key": "gone", "removed_at": timezone.now(), "marks_settled": False}),
    ):
        model.objects.bulk_create(model(selection=row, **fields) for row in rows)
    Score.objects.bulk_create(
        Score(
            round=row.rounds.get(),
            criterion=row.criteria.get(),
            vendor=row.vendors.get(),
            member=row.members.get(key="gone"),
            score=7,
            updated_at=timezone.now(),
        )
        for row in rows
    )


def test_as_many_queries_for_300_selections_with_marks_to_settle_as_for_3(eva):
    left_behind(many(3))
    asked = [turn.title for turn in eva.get("/").context["turns"]]
    assert asked.count("Decide whether the scores of 1 person who left count") == 3
    few = queries(eva, "/")
    left_behind(many(297, start=4))
    assert queries(eva, "/") == few


def test_as_many_queries_for_three_rich_selections_as_for_one(eva):
    def rich(code):
        made = scene(code=code, scoring_closes_at=timezone.now() + timedelta(days=1))
        made.committee.eva.assignments.create(criterion=made.criteria["T"])
        made.give("eva", "T1", "A")

    rich("S-0001")
    eva.get("/")
    one = queries(eva, "/")
    rich("S-0002")
    rich("S-0003")
    assert queries(eva, "/") == one


def test_a_row_says_what_is_next_and_where_it_stands(eva):
    scene()
    [row] = eva.get("/").context["listing"].rows
    assert (row.turn.title, row.focus.key, row.number) == ("Score 6 cells", "scoring", 4)


def test_the_frame_counts_ones_turns(eva):
    scene()
    assert eva.get("/profile/").context["shell"]["turns"] == 1


def test_the_frame_shows_the_stages_of_the_selection_at_hand(eva):
    made = scene()
    frame = eva.get(f"/s/{made.selection.code}/scoring/").context["shell"]
    assert ([stage.key for stage in frame["stages"]][3], frame["stage"]) == ("scoring", "scoring")


def test_the_inbox_lists_everything_and_home_the_first_five(eva):
    for number in range(7):
        scene(code=f"S-01{number:02}")
    assert (len(eva.get("/").context["turns"]), eva.get("/").context["more_turns"]) == (5, 2)
    assert len(eva.get("/inbox/").context["turns"]) == 7


def test_an_empty_list_offers_the_first_step(eva):
    assert "/selections/new/" in eva.get("/").content.decode()


def test_pages_are_not_kept_by_the_browser(eva):
    answer = eva.get("/")
    assert (answer["Cache-Control"], "HX-Request" in answer["Vary"]) == ("no-store", True)


def test_a_lost_session_asks_to_sign_in(eva):
    Session.objects.all().delete()
    assert eva.get("/")["Location"] == "/sign-in/?next=/"


@pytest.mark.parametrize(("language", "words"), [("en", "Version"), ("zh-hans", "版本")])
def test_the_frame_says_the_version_to_who_is_signed_in(eva, client, language, words):
    User.objects.update(language=language)
    said = f"{words} {settings.VERSION}</p>"
    assert said in eva.get("/").content.decode()
    client.logout()
    assert settings.VERSION not in client.get("/sign-in/").content.decode()
