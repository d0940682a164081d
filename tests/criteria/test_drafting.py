"""Template drafts: both depths in step, published versions untouched, differences named."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from criteria import templates
from criteria.copying import copy_into
from criteria.drafting import lines, points_of
from criteria.models import Template, TemplateVersion
from selection.models import Event
from selection.versions import Stale
from tests.cast import admin, committee
from tests.criteria.conftest import weights

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(shipped):
    return admin()


@pytest.fixture
def draft(ada):
    return templates.new_draft(Template.objects.get(key="retail"), actor=ada)


def weigh(draft, ada, code, points, depth="short"):
    return templates.set_draft_weight(
        draft, depth=depth, code=code, points=Decimal(points), seen=draft.revision, actor=ada
    )


def sums(content):
    totals = {"": sum(row["weight"] for row in content["categories"])}
    for row in content["criteria"]:
        totals[row["category"]] = totals.get(row["category"], 0) + (row["weight"] or 0)
    return set(totals.values())


def in_step(depths):
    full = {row["code"]: row["weight"] for row in depths["full"]["criteria"]}
    groups = depths["short"]["criteria"]
    return all(group["weight"] == sum(full[leaf["code"]] for leaf in group["leaves"]) for group in groups)


def test_a_draft_is_a_copy_with_the_next_number(draft):
    published = templates.latest("retail")
    assert (draft.number, draft.published_at, published.number) == (4, None, 3)
    assert draft.depths["full"]["criteria"] == published.depths["full"]["criteria"]


def test_there_is_one_draft_at_a_time(draft, ada):
    assert templates.new_draft(draft.template, actor=ada) == draft
    assert TemplateVersion.objects.filter(published_at=None).count() == 1


def test_a_category_moves_in_both_depths(draft, ada):
    fresh = weigh(draft, ada, "F", "50")
    tops = [{row["code"]: row["weight"] for row in content["categories"]} for content in fresh.depths.values()]
    assert tops[0] == tops[1] == {"F": 5000, "A": 1964, "C": 1786, "S": 804, "R": 446}
    assert fresh.revision == 2


@pytest.mark.parametrize(("depth", "code"), [("short", "F-CH"), ("full", "F-CH-03")])
@pytest.mark.parametrize("points", ["0", "3.33", "44"])
def test_sub_groups_weigh_what_their_leaves_weigh(draft, ada, depth, code, points):
    fresh = weigh(draft, ada, code, points, depth)
    assert points_of(fresh.depths[depth])[code] == pytest.approx(float(points), abs=0.005)
    assert [sums(content) for content in fresh.depths.values()] == [{10_000}, {10_000}]
    assert in_step(fresh.depths)


@pytest.mark.parametrize(
    ("code", "points", "words"),
    [
        ("F-CH", "44.01", "“Channels” can have from 0 to 44 points; you gave 44.01."),
        ("F", "-1", "“Functional fit” can have from 0 to 100 points; you gave -1."),
        ("R-RP", "2", "“Reputation and standing” stands alone, so it always has the whole weight of its category."),
        ("F-ZZ", "2", "“F-ZZ” is not in this template."),
    ],
)
def test_what_is_out_of_range_is_refused(draft, ada, code, points, words, english):
    with pytest.raises(ValidationError) as refused:
        weigh(draft, ada, code, points)
    assert refused.value.messages == [words]
    assert TemplateVersion.objects.get(pk=draft.pk).revision == 1


def test_the_points_it_has_move_nothing_and_stand_from_then_on(draft, ada):
    before = points_of(draft.depths["short"])
    fresh = weigh(draft, ada, "F", "44")
    assert points_of(fresh.depths["short"]) == before
    assert (fresh.revision, [content["held"] for content in fresh.depths.values()]) == (2, [["F"], ["F"]])
    assert (
        templates.set_draft_weight(fresh, depth="short", code="F", points=Decimal(44), seen=1, actor=ada).revision == 2
    )
    assert Event.objects.filter(type="criteria.template_weighed").count() == 1
    with pytest.raises(ValidationError):
        weigh(fresh, ada, "no such code", "-1")


def test_an_unseen_change_is_not_overwritten(draft, ada):
    weigh(draft, ada, "F", "50")
    with pytest.raises(Stale):
        templates.set_draft_weight(draft, depth="short", code="A", points=Decimal(30), seen=1, actor=ada)
    with pytest.raises(Stale):
        templates.set_reason(draft, depth="short", code="A", reason="x", seen=1, actor=ada)
    with pytest.raises(Stale):
        templates.publish(draft, note="", seen=1, actor=ada)


def test_a_published_version_never_changes(draft, ada):
    fresh = weigh(draft, ada, "F", "50")
    templates.publish(draft, note="重功能", seen=fresh.revision, actor=ada)
    kept = TemplateVersion.objects.get(pk=draft.pk)
    before = (kept.depths, kept.digest, kept.note)
    for act in (
        lambda: weigh(kept, ada, "F", "40"),
        lambda: templates.set_reason(kept, depth="short", code="F", reason="x", seen=kept.revision, actor=ada),
        lambda: templates.publish(kept, note="", seen=kept.revision, actor=ada),
        lambda: templates.discard_draft(kept, actor=ada),
    ):
        with pytest.raises(ValidationError):
            act()
    kept.refresh_from_db()
    assert (kept.depths, kept.digest, kept.note) == before


def test_a_new_version_reaches_new_selections_only(draft, ada):
    old = committee(code="S-1")
    copy_into(old.selection, version=templates.latest("retail"), depth="short", member=old.chen)
    before = weights(old.selection)
    fresh = weigh(draft, ada, "F", "50")
    templates.publish(draft, note="", seen=fresh.revision, actor=ada)
    new = committee(code="S-2")
    copy_into(new.selection, version=templates.latest("retail"), depth="short", member=new.chen)
    assert weights(old.selection) == before
    assert weights(new.selection, "F") == {"F": 5000}
    assert templates.latest("retail").published_by == ada


def test_publishing_checks_the_sums(draft, ada, english):
    draft.depths["short"]["criteria"][0]["weight"] += 1
    draft.save()
    with pytest.raises(ValidationError) as refused:
        templates.publish(draft, note="", seen=1, actor=ada)
    assert refused.value.messages == ["The weights under “F” sum to 100.01, not 100."]


def test_a_discarded_draft_leaves_the_published_version(draft, ada):
    templates.discard_draft(draft, actor=ada)
    assert list(Template.objects.get(key="retail").versions.values_list("number", flat=True)) == [3]


def test_differences_are_named_with_their_reason(draft, ada):
    fresh = weigh(draft, ada, "S-RM", "0.9")
    fresh = templates.set_reason(fresh, depth="short", code="S-RM", reason=" 看重路线图 ", seen=2, actor=ada)
    found = lines(fresh.depths["short"], templates.latest("retail").depths["short"])
    changed = {row.code: (round(row.delta, 2), row.state, row.why) for row in found if row.state}
    assert changed["S-RM"] == (0.54, "changed", "看重路线图")
    assert set(changed) == {"S-RM", "S-CS", "S-SU-01", "S-EC-01", *(f"S-IM-0{number}" for number in range(1, 5))}
    assert round(sum(row.delta for row in found if not row.is_category), 6) == 0.0


def test_what_came_and_went_is_said(draft):
    old = templates.latest("retail").depths["short"]
    new = {**draft.depths["short"], "criteria": [dict(row) for row in old["criteria"] if row["code"] != "S-RM"]}
    new["criteria"].append({**old["criteria"][0], "code": "S-NEW", "category": "S", "weight": 800})
    states = {row.code: row.state for row in lines(new, old) if row.state}
    assert states == {"S-NEW": "add", "S-RM": "rem"}


def test_an_own_template_begins_as_a_draft(ada):
    made = templates.new_template(
        templates.latest("retail"), name_zh="青禾", name_en="", summary_zh="", summary_en="", actor=ada
    )
    assert (made.template.key, made.number, made.published_at) == ("own-1", 1, None)
    assert made.template not in [version.template for version in templates.published()]
    templates.publish(made, note="", seen=1, actor=ada)
    assert templates.published().last().template == made.template
    with pytest.raises(ValidationError):
        templates.new_template(made, name_zh=" ", name_en="", summary_zh="", summary_en="", actor=ada)


def test_an_own_template_goes_with_its_only_draft(ada):
    made = templates.new_template(
        templates.latest("retail"), name_zh="青禾", name_en="", summary_zh="", summary_en="", actor=ada
    )
    templates.discard_draft(made, actor=ada)
    assert not Template.objects.filter(key="own-1").exists()


def test_a_retired_template_is_no_longer_offered(ada):
    template = Template.objects.get(key="sme")
    for retired, offered in ((True, False), (False, True)):
        templates.retire(template, retired=retired, actor=ada)
        assert templates.published().filter(template=template).exists() == offered
    assert Event.objects.filter(object="sme").count() == 2


def shown(content, *codes):
    found = points_of(content)
    return [round(found[code], 2) for code in codes]


def test_what_was_given_by_hand_stands_in_a_draft(draft, ada):
    fresh = weigh(draft, ada, "F-CH", "9.5")
    for code, points in (("F", "40"), ("A", "26"), ("F-AI", "8.01")):
        fresh = weigh(fresh, ada, code, points)
    assert shown(fresh.depths["short"], "F", "A", "F-CH", "F-AI") == [40, 26, 9.5, 8.01]
    assert [sums(content) for content in fresh.depths.values()] == [{10_000}, {10_000}]
    assert in_step(fresh.depths)


def test_a_group_that_stands_gives_nothing_to_leaves_moved_elsewhere(draft, ada):
    fresh = weigh(draft, ada, "F-CH", "9.5")
    fresh = weigh(fresh, ada, "F-AI-01", "3.21", "full")
    assert shown(fresh.depths["short"], "F-CH") == [9.5]
    fresh = weigh(fresh, ada, "F-CH-01", "0.5", "full")  # its own leaf: now it moves, and stands no longer
    assert "F-CH" not in fresh.depths["short"]["held"]
    assert shown(fresh.depths["full"], "F-AI-01", "F-CH-01") == [3.21, 0.5]


def test_a_category_of_a_draft_holds_what_stands_inside_it(draft, ada, english):
    fresh = weigh(draft, ada, "F-CH", "20")
    with pytest.raises(ValidationError) as refused:
        weigh(fresh, ada, "F", "19.99")
    assert refused.value.messages == [
        "“Functional fit” would have only 19.99 points, less than what is locked or typed inside it."
    ]


def test_locks_of_a_draft_are_no_part_of_the_published_version(draft, ada):
    fresh = templates.lock_draft_weight(draft, depth="short", code="F", locked=True, seen=1, actor=ada)
    assert [content["held"] for content in fresh.depths.values()] == [["F"], ["F"]]
    fresh = weigh(fresh, ada, "A", "30")
    assert shown(fresh.depths["short"], "F") == [44]
    fresh = templates.lock_draft_weight(fresh, depth="short", code="F", locked=False, seen=fresh.revision, actor=ada)
    published = templates.publish(fresh, note="", seen=fresh.revision, actor=ada) or templates.latest("retail")
    assert not any("held" in content for content in published.depths.values())
    with pytest.raises(ValidationError):
        templates.lock_draft_weight(fresh, depth="short", code="F", locked=True, seen=fresh.revision, actor=ada)
