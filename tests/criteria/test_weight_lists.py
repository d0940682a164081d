"""Do criteria and weights that are pasted come in as they were shown, all or nothing, and go back?"""

import pytest
from django.urls import reverse
from django.utils import translation

from criteria import general, library
from criteria.models import Criterion
from criteria.pasting.weight_list import WEIGHTS, weights_to_fill_in
from criteria.tables_out import weights_sheet
from criteria.weighting import lock_weight
from reports.proof.verification import verify
from selection import brought
from selection.bringing.answers import Answers
from selection.bringing.list_writing import write_list
from selection.bringing.lists import to_fill_in
from selection.models import BroughtTable, Phase, Requirement, Selection
from tables.mapping import meant_by_parts
from tests.criteria.conftest import weights

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(client, small):
    return Site(client, small)


class Site:
    """The page of weights of one selection, in English."""

    def __init__(self, client, cast):
        self.client, self.cast = client, cast
        self.as_("chen")

    def as_(self, name):
        user = self.cast.members[name].user
        type(user).objects.filter(pk=user.pk).update(language="en")
        self.client.force_login(user)
        self.client.get(reverse("profile"))
        return self

    def post(self, name, **data):
        return self.client.post(reverse(name, args=[self.cast.selection.code]), data)

    def get(self, name):
        return self.client.get(reverse(name, args=[self.cast.selection.code]))


def answered(page, **said):
    return {"block": page.context["form"]["block"].value(), "answered": page.context["mark"]} | said


def rows(page):
    return [(row.place, row.moved.was, row.moved.now) for row in page.context["found"].read]


def test_weights_alone_change_weights_and_go_back_to_the_last_share(site, small):
    lock_weight(Criterion.objects.get(code="F2"), locked=True, member=small.chen)
    before = list(Criterion.objects.order_by("code").values_list("code", "weight", "is_weight_locked"))
    block = "Criterion\tWeight\nfirst\t33.33\nSECOND\t10\nThird\t20\nOnly\t36.67"
    page = site.post("weights_preview", block=block)
    assert rows(page)[0] == (("F1",), "30 points", "33.33 points")
    assert rows(page)[2] == (("F3",), "12 points", "20 points")
    assert [(moved.name, moved.was, moved.now) for moved in page.context["found"].beside] == [
        ("F Function", "60 points", "63.33 points"),
        ("A Architecture", "40 points", "36.67 points"),
    ]
    assert weights(small.selection, "F1") == {"F1": 5000}
    assert site.post("weights_paste", block=block, write="1").status_code == 302
    assert weights(small.selection, "F", "A") == {"F": 6333, "A": 3667}
    brought.undo(BroughtTable.objects.get(), member=small.chen)
    assert list(Criterion.objects.order_by("code").values_list("code", "weight", "is_weight_locked")) == before


def test_what_is_not_in_the_table_shares_the_rest(site, small):
    site.post("weights_paste", block="Criterion\tWeight\nOnly\t70", write="1")
    assert weights(small.selection) == {"F": 3000, "A": 7000, "F1": 5000, "F2": 3000, "F3": 2000, "A1": 10000}


def test_weights_that_do_not_add_up_are_asked_about(site, small):
    block = "Criterion\tWeight\nFirst\t40\nSecond\t40\nThird\t20\nOnly\t20"
    page = site.post("weights_paste", block=block, write="1")
    assert (page.status_code, weights(small.selection, "A")) == (422, {"A": 4000})
    [question] = page.context["found"].asked
    assert question.words == "The weights add up to 120, not to 100."
    said = answered(page, **{question.field: "to-100"})
    assert site.post("weights_preview", **said).context["found"].faults == []
    assert site.post("weights_paste", **said, write="1").status_code == 302
    assert weights(small.selection, "A") == {"A": 1667}


def test_shares_of_one_are_asked_about(site, small):
    block = "Criterion\tWeight\nFirst\t0.3\nSecond\t0.2\nThird\t0.1\nOnly\t0.4"
    page = site.post("weights_preview", block=block)
    assert len(page.context["found"].bad) == 4
    [question] = page.context["found"].asked
    assert site.post("weights_paste", **answered(page, **{question.field: "fraction"}), write="1").status_code == 302
    assert weights(small.selection, "F1", "F2", "F3", "A") == {"F1": 5000, "F2": 3333, "F3": 1667, "A": 4000}


def test_new_criteria_come_with_their_category_and_are_removed_again(site, small, shipped):
    block = (
        "类别\t准则\t权重\n功能\tFirst\t30\n\t报表导出\t10\n\tThird\t10\n集成\t开放接口\t25\n\t合计\t75\n"
        "架构\tOnly\t20\nFunction\tSecond\t5"
    )
    page = site.post("weights_preview", block=block)
    assert page.context["found"].filled == 2
    assert site.post("weights_paste", block=block, write="1").status_code == 302
    made = Criterion.objects.get(name_zh="报表导出")
    assert (made.code, made.parent.code, made.kind, made.template_weight) == ("F-01", "F", "rated", None)
    assert general.is_general(made.anchors.all())
    own = Criterion.objects.get(name_zh="集成")
    assert (own.kind, own.weight, Criterion.objects.get(name_zh="开放接口").parent) == ("category", 2500, own)
    brought.undo(BroughtTable.objects.get(), member=small.chen)
    assert weights(small.selection) == {"F": 6000, "A": 4000, "F1": 5000, "F2": 3000, "F3": 2000, "A1": 10000}


def test_a_criterion_of_the_library_comes_with_its_texts(site, small):
    rated, measured = (
        next(leaf for leaf in library.content()["criteria"] if leaf["kind"] == kind and leaf["category"] == "F")
        for kind in ("rated", "measured")
    )
    block = f"指标\t类别\n{rated['name']['zh']}\t功能\n{measured['name']['zh']}\t功能"
    site.post("weights_paste", block=block, write="1")
    made = Criterion.objects.get(code=rated["code"])
    assert (made.name_en, made.question_zh) == (rated["name"]["en"], rated["question"]["zh"])
    assert {anchor.band: anchor.text_zh for anchor in made.anchors.all()} == {
        band: text["zh"] for band, text in rated["anchors"].items()
    }
    made = Criterion.objects.get(code=measured["code"])
    assert (made.kind, made.unit_zh, made.weight) == ("measured", measured["scale"]["unit"]["zh"], 0)


def test_what_was_added_and_is_in_use_since_does_not_go_back(site, small):
    site.post("weights_paste", block="Criterion\tCategory\nExports\tFunction", write="1")
    need = Requirement.objects.create(selection=small.selection, code="R-01", text_en="Exports", moscow="should")
    need.criteria.add(Criterion.objects.get(name_en="Exports"))
    row = BroughtTable.objects.get()
    page = site.client.post(reverse("brought_undo", args=[small.selection.code, row.pk]))
    assert "is in use" in page.content.decode()
    assert Criterion.objects.filter(name_en="Exports").exists()


@pytest.mark.parametrize(
    ("block", "place", "said"),
    [
        ("Criterion\tWeight\nReporting\t5", (2, 1), "It is new: say its category in a column “Category”."),
        ("Criterion\tCategory\nFirst\tArchitecture", (2, 1), "A criterion of this name stands in: Function."),
        ("Criterion\tHow it is scored\nFirst\tmeasured", (2, 1), "It is scored otherwise here: Rated."),
        ("Criterion\tWeight\nFirst\tabc", (2, 2), "“abc” is not one."),
    ],
)
def test_what_cannot_be_is_refused_by_its_place(site, small, block, place, said):
    page = site.post("weights_paste", block=block, write="1")
    [bad] = page.context["found"].bad
    assert (page.status_code, (bad.row, bad.column)) == (422, place)
    assert said in bad.message
    assert not BroughtTable.objects.exists()


def test_a_criterion_that_vanished_goes_only_when_it_is_ticked(site, small):
    block = "Category\tCriterion\tWeight\nFunction\tExports\t10\nFunction\tThird\t10"
    site.post("weights_paste", block=block, write="1")
    page = site.post("weights_preview", block="Criterion\tWeight\nThird\t10")
    [(gone, _ticked)] = page.context["vanished"]
    site.post("weights_paste", **answered(page, gone=[gone.number]), write="1")
    assert not Criterion.objects.filter(name_en="Exports").exists()
    assert sum(weights(small.selection, "F1", "F2", "F3").values()) == 10_000


def test_the_table_that_is_handed_out_comes_in_again_as_it_is(site, small):
    sheet = weights_sheet(small.selection)
    lines = [sheet.head, *sheet.rows]
    block = "\n".join("\t".join(str(getattr(cell, "content", cell) or "") for cell in row) for row in lines)
    page = site.post("weights_preview", block=block)
    found = page.context["found"]
    assert (found.bad, found.faults) == ([], [])
    assert [row.moved.is_same for row in found.read] == [True] * 4


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_heads_of_the_workbook_to_fill_in_are_known(site, small, language):
    names = {name: [meaning] for meaning in WEIGHTS.meanings for name in meaning.names}
    with translation.override(language):
        found = [meant_by_parts(head, names) for head in to_fill_in(WEIGHTS, "").head]
        labels = [meant_by_parts(str(column.label), names) for column in WEIGHTS.columns]
        out = [meant_by_parts(head, names) for head in weights_sheet(small.selection).head]
    assert [[one.key for one in ones] for ones in found] == [["category"], ["name"], ["weight"]]
    assert [[one.key for one in ones] for ones in labels] == [[column.key] for column in WEIGHTS.columns]
    assert all(len(ones) == 1 for ones in out)
    assert [one.key for [one] in out if not one.is_aside] == ["category", "name", "kind", "weight"]
    assert len(weights_to_fill_in(small.selection).rows) == 4
    assert site.get("weights_empty").status_code == 200


def test_weights_come_in_before_the_seal_and_by_who_may(site, small):
    assert site.as_("eva").get("weights_paste").status_code == 403
    Selection.objects.update(phase=Phase.SCORE)
    assert site.as_("chen").post("weights_paste", block="Criterion\tWeight\nFirst\t5", write="1").status_code == 409


def test_an_empty_selection_gets_its_criteria_from_a_table(small):
    small.selection.criteria.all().delete()
    block = "类别\t准则\t权重\n功能\t渠道接入\t60\n服务\t响应速度\t40"
    found = write_list(WEIGHTS, small.selection, block, member=small.chen)
    assert (found.bad, found.faults) == ([], [])
    tops = small.selection.criteria.filter(kind="category").order_by("position")
    assert list(tops.values_list("name_zh", "weight")) == [("功能", 6000), ("服务", 4000)]


def test_the_record_follows_a_table_in_and_out(retail):
    block = "类别\t准则\t权重\n功能\t自有报表\t3\n运营\t夜间值守\t2"
    assert not write_list(WEIGHTS, retail.selection, block, member=retail.chen).is_refused
    assert verify(retail.selection).findings == []
    brought.undo(BroughtTable.objects.get(), member=retail.chen)
    assert verify(retail.selection).findings == []


def test_a_name_that_is_nearly_one_of_the_selection_is_asked_about(retail):
    leaf = Criterion.objects.get(selection=retail.selection, code="F-CH")
    block = f"类别\t准则\t权重\n功能匹配度\t全{leaf.name_zh}\t12"
    found = write_list(WEIGHTS, retail.selection, block, member=retail.chen)
    [question] = found.asked
    assert ([(bad.row, bad.column) for bad in found.bad], question.choices[0].value) == ([(2, 1)], "F-CH")
    for said, made in (("F-CH", 0), ("new", 1)):
        answers = Answers(said={question.field.removeprefix("answer-"): said})
        assert not write_list(WEIGHTS, retail.selection, block, member=retail.chen, answers=answers).is_refused
        assert Criterion.objects.filter(name_zh=f"全{leaf.name_zh}").count() == made
