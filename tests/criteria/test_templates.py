"""Templates: what is copied, and that a published version stays as it is."""

import pytest
from django.core.exceptions import ValidationError

from criteria import library, tree
from criteria.models import Anchor, Criterion, Kind, Rule, TemplateVersion
from criteria.templates import copy_into, latest, new_template, publish, published
from selection.access import WrongPhase
from selection.models import Event, Phase
from tests.cast import admin, committee

pytestmark = pytest.mark.django_db
KEYS = ["base", "retail", "finance", "local", "saas", "education", "manufacturing", "healthcare"]
KEYS += ["government", "sme", "group", "three-dimensions"]


def sums(selection):
    """The total of every sibling set."""
    totals = {}
    for node in selection.criteria.exclude(kind=Kind.LINE):
        totals[node.parent_id] = totals.get(node.parent_id, 0) + node.weight
    return set(totals.values())


def test_twelve_templates_are_published_in_their_order(shipped):
    assert [version.template.key for version in published()] == KEYS


def test_published_reads_in_one_query(shipped, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert {version.template.name_zh for version in published()}


@pytest.mark.parametrize("depth", ["short", "full"])
@pytest.mark.parametrize(
    "key",
    [
        "base",
        "retail",
        "finance",
        "local",
        "saas",
        "education",
        "manufacturing",
        "healthcare",
        "government",
        "sme",
        "group",
    ],
)
def test_every_copy_sums_and_is_in_tree_order(shipped, key, depth):
    made = committee()
    copy_into(made.selection, version=latest(key), depth=depth, member=made.chen)
    assert sums(made.selection) == {10_000}
    nodes = list(made.selection.criteria.select_related("parent"))
    assert [node.position for node in nodes] == list(range(len(nodes)))
    seen = set()
    for node in nodes:
        assert node.parent is None or node.parent.code in seen
        seen.add(node.code)


def test_three_dimensions_have_only_the_full_depth(shipped):
    made = committee()
    version = latest("three-dimensions")
    with pytest.raises(ValidationError):
        copy_into(made.selection, version=version, depth="short", member=made.chen)
    copy_into(made.selection, version=version, depth="full", member=made.chen)
    assert sums(made.selection) == {10_000}
    assert tree.leaves(made.selection).count() == 67


def test_full_base_copy_has_67_scored_leaves_and_four_lines(full):
    assert tree.leaves(full.selection).count() == 67
    lines = full.selection.criteria.filter(kind=Kind.LINE)
    assert [(line.code, line.parent.code) for line in lines] == [(f"C-TC-0{n}", "C-TC-01") for n in (2, 3, 4, 5)]
    assert {(line.weight, line.dimension, line.template_weight) for line in lines} == {(0, "", None)}


def test_copy_keeps_anchors_curves_headings_and_template_weights(full):
    assert Anchor.objects.filter(criterion__code="F-TK-06").count() == 5
    channels = full.selection.criteria.get(code="F-CH-01")
    assert (channels.kind, channels.curve, channels.points) == (
        "measured",
        "piecewise",
        [["4", "0"], ["10", "70"], ["20", "100"]],
    )
    assert (channels.heading.code, channels.heading.name_zh) == ("F-CH", "渠道接入")
    assert channels.weight == channels.template_weight == 600


def test_copy_sets_the_price_function_from_the_budget(retail):
    price = retail.selection.criteria.get(kind=Kind.PRICE)
    assert (price.code, price.basis, price.points) == ("C-TC", "tco", [["1800000", "100"], ["6400000", "0"]])


def test_copy_without_a_budget_leaves_the_price_function_open(shipped):
    made = committee()
    copy_into(made.selection, version=latest("retail"), depth="short", member=made.chen)
    assert made.selection.criteria.get(kind=Kind.PRICE).points == []


def test_needs_link_to_the_sub_group_in_short_and_carry_their_rule_where_it_is_measured(shipped):
    short, full = committee(code="S-1"), committee(code="S-2")
    copy_into(short.selection, version=latest("retail"), depth="short", member=short.chen)
    copy_into(full.selection, version=latest("retail"), depth="full", member=full.chen)
    found = [
        (need.code, need.moscow, [row.code for row in need.criteria.all()])
        for need in short.selection.requirements.all()
    ]
    assert found == [("R-01", "must", ["F-X"]), ("R-02", "must", ["F-X"]), ("R-03", "must", ["A-AV-03"])]
    for made in (short, full):
        rule = Rule.objects.get(requirement__selection=made.selection)
        kept = (rule.requirement.code, rule.criterion.code, rule.operator, rule.threshold)
        assert kept == ("R-03", "A-AV-03", "<=", "800")


def test_the_template_asks_for_its_must_haves_by_name(shipped):
    made = committee()
    copy_into(made.selection, version=latest("finance"), depth="full", member=made.chen)
    asked = set(made.selection.requirements.values_list("source_zh", "source_en"))
    assert asked == {("行业模板 · 金融保险", "Industry template · Finance and insurance")}


def test_an_own_template_without_an_english_name_asks_in_chinese_alone(shipped):
    texts = {"name_zh": "我们的", "name_en": "", "summary_zh": "", "summary_en": ""}
    draft = new_template(latest("group"), **texts, actor=admin())
    version = publish(draft, note="", seen=draft.revision, actor=draft.created_by)
    made = committee()
    copy_into(made.selection, version=version, depth="short", member=made.chen)
    assert set(made.selection.requirements.values_list("source_zh", "source_en")) == {("行业模板 · 我们的", "")}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (
            "SEED 003, PROP",
            "003 Article on choosing a customer-service management platform, published by Zhidao; "
            "Proposed by Touchstone; you may change it",
        ),
        ("our own survey, 2025", "our own survey, 2025"),
        ("SEED 009", "SEED 009"),
    ],
)
def test_a_source_is_told_by_its_title(source, words):
    assert library.source_text(source)["en"] == words


def test_a_short_copy_measures_in_each_category_and_weighs_what_the_sub_group_weighed(retail):
    measured = retail.selection.criteria.filter(kind=Kind.MEASURED)
    assert [(leaf.code, leaf.heading.code, leaf.parent.code) for leaf in measured] == [
        ("F-BI-01", "F-BI", "F"),
        ("F-UX-01", "F-UX", "F"),
        ("F-UX-02", "F-UX", "F"),
        ("A-AV-01", "A-AV", "A"),
        ("A-AV-02", "A-AV", "A"),
        ("A-AV-03", "A-AV", "A"),
        ("C-RO-01", "C-RO", "C"),
        ("S-IM-04", "S-IM", "S"),
        ("S-SU-01", "S-SU", "S"),
        ("S-EC-01", "S-EC", "S"),
    ]
    assert sum(leaf.weight for leaf in measured if leaf.parent.code == "A") == 2253
    assert measured.get(code="A-AV-01").points == [["99", "0"], ["99.99", "100"]]


def test_copy_remembers_the_version_and_is_recorded(retail):
    kept = retail.selection
    kept.refresh_from_db()
    assert (kept.template_key, kept.template_version, kept.template_depth) == ("retail", 3, "short")
    assert (kept.template_name_zh, kept.industry) == ("电商零售 v3", "retail")
    event = Event.objects.get(type="criteria.template_copied")
    assert event.payload.body["digest"] == latest("retail").digest


def test_copy_into_filled_selection_is_refused_and_changes_nothing(retail):
    before = retail.selection.criteria.count()
    with pytest.raises(ValidationError):
        copy_into(retail.selection, version=latest("base"), depth="short", member=retail.chen)
    assert retail.selection.criteria.count() == before


def test_copy_after_the_seal_is_the_wrong_phase(shipped):
    made = committee(phase=Phase.INVITE)
    with pytest.raises(WrongPhase):
        copy_into(made.selection, version=latest("base"), depth="short", actor=made.chen.user)


def test_a_draft_cannot_be_copied(shipped):
    made = committee()
    draft = TemplateVersion.objects.create(template=latest("base").template, number=4, depths=latest("base").depths)
    with pytest.raises(ValidationError):
        copy_into(made.selection, version=draft, depth="short", member=made.chen)
    assert latest("base").number == 3


def test_copy_costs_few_queries(shipped, django_assert_max_num_queries):
    made, version = committee(), latest("base")
    with django_assert_max_num_queries(40):
        copy_into(made.selection, version=version, depth="full", member=made.chen)
    assert Criterion.objects.count() == 5 + 71
