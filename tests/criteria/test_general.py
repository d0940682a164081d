"""Where is it said that a criterion is still scored by the general rubric, and until when?"""

import pytest
from django.urls import reverse

from criteria import general
from criteria.models import Anchor, Kind
from reports.paper import methods
from scoring.offline import taking
from selection.models import Phase
from tests.reports import finished, papers
from tests.scoring.offline.taken import opened, place, taken
from tests.scoring.scene import scene

MARK = "通用量表，尚未改写"


def make_general(leaf):
    for band, text in general.ANCHORS.items():
        Anchor.objects.update_or_create(
            criterion=leaf, band=band, defaults={"text_zh": text["zh"], "text_en": text["en"]}
        )


def shown(client, name, *args):
    return client.get(reverse(name, args=["S-0001", *args])).content.decode().count(MARK)


@pytest.mark.django_db
def test_the_sheet_its_forms_and_the_workbook_say_it_of_that_criterion_alone(client):
    s = scene()
    make_general(s.criteria["F2"])
    client.force_login(s.committee.eva.user)
    assert shown(client, "scoring") == 1
    assert [shown(client, "score_form", leaf) for leaf in ("F1", "F2")] == [0, 1]
    book = opened(taken(client))
    notes = {
        leaf: book.worksheets[0].cell(place(book, leaf, "A"), taking.POINTS + 1).comment.text for leaf in ("F1", "F2")
    }
    assert [text.startswith(MARK) for text in notes.values()] == [False, True]


@pytest.mark.django_db
def test_the_page_of_the_criterion_says_it_until_one_band_is_written_anew(client):
    s = scene(phase=Phase.DEFINE)
    leaf = s.criteria["T1"]
    make_general(leaf)
    client.force_login(s.committee.chen.user)
    page = reverse("weights_criterion", args=["S-0001", "T1"])
    form = client.get(page).context["form"]
    assert shown(client, "weights_criterion", "T1") == 1
    sent = {field.html_name: "" if field.value() is None else field.value() for field in form}
    answer = client.post(reverse("weights_edit", args=["S-0001", "T1"]), sent | {"anchor_5-6_zh": "能接一半系统"})
    assert (answer["Location"], shown(client, "weights_criterion", "T1")) == (page, 0)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_report_names_them_where_it_tells_how_numbers_are_made(count):
    decision_file = finished.inputs()
    rated = [node for node in decision_file["criteria"] if node["kind"] == Kind.RATED][:count]
    for node in rated:
        node["anchors"] = general.ANCHORS
    told = dict(methods.section(papers.paper(decision_file)))
    names = "、".join(node["name"]["zh"] for node in rated)
    said = {"通用量表": f"有 {count} 条准则用通用量表打分，没有为它们单独写锚点：{names}。"} if count else {}
    assert {name: text for name, text in told.items() if name == "通用量表"} == said
