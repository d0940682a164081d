"""What does a workbook that comes back change, what is asked, and what is refused as a whole?"""

import re
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from criteria.assignments import assign
from scoring.cells import CHOSEN_BY_HAND, Entry
from scoring.models import Round, Score, Sheet
from scoring.offline import taking
from scoring.offline.bringing import CHANGED, CONFLICT, NEW, REFUSED, bring_back, brought_of, packed, preview, unpacked
from scoring.offline.taking import own_sheet
from scoring.sheets import submit
from selection.formats import level_name
from selection.models import Event, Phase, User
from selection.versions import Stale
from tests.cast import join
from tests.scoring.offline.taken import ADDRESS, by_cell, filled, opened, place, read, taken, upload
from tests.scoring.scene import scene
from tests.tables.books import book, open_document, saved
from vendors.registry import withdraw_vendor

pytestmark = pytest.mark.django_db


@pytest.fixture
def s():
    return scene()


@pytest.fixture
def eva(client, s):
    client.force_login(s.committee.eva.user)
    return client


def compared(s, content, name="eva"):
    member = s.member(name)
    return preview(brought_of(read(content, member), "file"), own_sheet(member))


def lots(found):
    return {(change.cell.criterion.code, change.cell.vendor.code): change.lot for change in found.changes}


def stored(name="eva"):
    marks = Score.objects.filter(member__key=name)
    return {(mark.criterion.code, mark.vendor.code): (mark.score, mark.level, mark.rationale) for mark in marks}


def hidden(page, name):
    return unescape(re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())[1])


def test_a_workbook_goes_round_by_the_real_reader(eva, s):
    s.give("eva", "F1", "A", 5)
    content = filled(
        taken(eva), {("F1", "A"): {"points": 6}, ("F2", "B"): {"points": 9, "why": "看过\n演示", "level": "演示"}}
    )
    page = eva.post(f"{ADDRESS}preview/", upload(content))
    assert page.status_code == 200
    assert stored() == {("F1", "A"): (5, "demonstrated", "")}
    answer = eva.post(f"{ADDRESS}write/", {"brought": hidden(page, "brought"), "operation": hidden(page, "operation")})
    assert (answer.status_code, answer.url) == (302, "/s/S-0001/scoring/")
    assert stored() == {("F1", "A"): (6, "demonstrated", ""), ("F2", "B"): (9, "demonstrated", "看过\n演示")}
    assert not Sheet.objects.exclude(submitted_at=None).exists()
    event = Event.objects.select_related("payload").latest("pk")
    assert (event.type, event.object, event.payload.body) == ("scoring.sheet_brought_back", "1/eva", {"form": "file"})


def as_csv(rows):
    return "\n".join(",".join(f'"{text}"' for text in row) for row in rows).encode("gb18030")


@pytest.mark.parametrize("made", [lambda rows: open_document(*rows), as_csv], ids=["ods", "csv"])
def test_another_kind_of_file_says_the_same(eva, s, made):
    s.give("eva", "F1", "A", 5)
    content = filled(taken(eva), {("F1", "A"): {"points": 7, "level": "宣称", "why": "答复第 3 问"}})
    rows = [[text if text is not None else "" for text in row] for row in opened(content).worksheets[0].values]
    found = compared(s, made(rows))
    assert [(change.lot, change.given) for change in found.changes] == [
        (CHANGED, Entry(7, "claimed", "答复第 3 问", False))
    ]
    assert found.same == 5


def test_cells_are_new_changed_or_as_before(eva, s):
    s.give("eva", "F1", "A", 5)
    s.give("eva", "F1", "B", 6)
    content = filled(taken(eva), {("F1", "A"): {"points": 7}, ("T1", "A"): {"points": 4}})
    found = compared(s, content)
    assert lots(found) == {("F1", "A"): CHANGED, ("T1", "A"): NEW}
    assert (found.same, found.older, found.left_out, found.skipped) == (4, 0, 0, [])
    assert {change.cell.given.score: change.given.score for change in found.changes} == {5: 7, None: 4}


def test_a_workbook_of_another_language_says_the_same(eva, s):
    User.objects.filter(pk=s.committee.eva.user_id).update(language="en")
    content = filled(taken(eva), {("F1", "A"): {"na": "yes", "level": "Claimed", "why": "not sold"}})
    assert by_cell(content, s.member("eva"))["F1", "A"].given == Entry(None, "claimed", "not sold", True)


def test_what_was_changed_here_since_is_a_conflict_and_stays_unless_mine_is_chosen(eva, s):
    s.give("eva", "F1", "A", 5)
    content = filled(taken(eva), {("F1", "A"): {"points": 8}, ("F2", "A"): {"points": 4}})
    s.give("eva", "F1", "A", 6, version=1)
    found = compared(s, content)
    assert lots(found) == {("F1", "A"): CONFLICT, ("F2", "A"): NEW}
    with pytest.raises(Stale):  # nobody has chosen
        bring_back(s.member("eva"), brought=found.brought, chosen={})
    assert bring_back(s.member("eva"), brought=found.brought, chosen={("F1", "A"): -1}) == 1
    assert (stored()["F1", "A"][0], stored()["F2", "A"][0]) == (6, 4)
    found = compared(s, content)
    assert bring_back(s.member("eva"), brought=found.brought, chosen={("F1", "A"): 2}) == 1
    assert stored()["F1", "A"][0] == 8


def test_a_conflict_that_nobody_has_seen_stops_everything(eva, s):
    content = filled(taken(eva), {(leaf, vendor): {"points": 4} for leaf in ("F1", "T1") for vendor in "AB"})
    s.give("eva", "T1", "A", 6)
    s.give("eva", "T1", "B", 6)
    before, events = stored(), Event.objects.count()
    found = compared(s, content)
    first = found.changes[0].cell
    with pytest.raises(Stale):  # after the first one has been written
        bring_back(s.member("eva"), brought=found.brought, chosen={("T1", first.vendor.code): first.version})
    assert (stored(), Event.objects.count()) == (before, events)


def test_the_page_shows_both_keeps_what_is_here_and_lets_one_choose_mine(eva, s):
    s.give("eva", "F1", "A", 5)
    content = filled(taken(eva), {("F1", "A"): {"points": 8}})
    s.give("eva", "F1", "A", 6, version=1)
    text = {"brought": packed(compared(s, content).brought, s.member("eva"), Round.objects.get())}
    page = eva.post(f"{ADDRESS}write/", text)
    assert page.status_code == 409
    assert re.search(r'name="keep-F1-A" value="stored" checked', page.content.decode())
    s.give("eva", "F1", "A", 7, version=2)
    # The version that was seen is gone too.
    assert eva.post(f"{ADDRESS}write/", text | {"keep-F1-A": "2"}).status_code == 409
    assert stored()["F1", "A"][0] == 7
    assert eva.post(f"{ADDRESS}write/", text | {"keep-F1-A": "3"}).status_code == 302
    assert stored()["F1", "A"][0] == 8


def test_what_was_not_touched_outside_is_no_conflict(eva, s):
    s.give("eva", "F1", "A", 5, rationale="两行\n理由")
    content = taken(eva)
    s.give("eva", "F1", "A", 6, version=1)
    found = compared(s, content)
    assert (lots(found), found.older, found.same) == ({}, 1, 5)


@pytest.mark.parametrize(
    "texts",
    [
        {"points": 7.5},
        {"points": "7,5"},
        {"points": 11},
        {"points": -1},
        {"points": "N/A"},
        {"points": "约 7"},
        {"points": True},
        {"points": "=3+4"},
        {"points": 7, "level": "POC 验证"},
        {"points": 7, "level": "肯定"},
        {"points": 7, "na": "是", "why": "x"},
        {"na": "是"},
        {"na": "否"},
        {"points": 7, "why": "长" * 2001},
        {"points": 7, "why": "看\u202e过"},
    ],
    ids=str,
)
def test_one_cell_that_cannot_be_kept_stops_the_whole(eva, s, texts):
    found = compared(s, filled(taken(eva), {("F1", "A"): texts, ("F2", "A"): {"points": 4}}))
    assert lots(found) == {("F1", "A"): REFUSED, ("F2", "A"): NEW}
    assert all(found.changes[place].line.faults for place, lot in enumerate(lots(found).values()) if lot == REFUSED)
    with pytest.raises(ValidationError):
        bring_back(s.member("eva"), brought=found.brought, chosen={})
    assert stored() == {}


@pytest.mark.parametrize(("typed", "points"), [("７", 7), ("8分", 8), (10, 10), (0, 0), (" 5 ", 5), ("6.0", 6)])
def test_whole_points_are_read_however_they_are_typed(eva, s, typed, points):
    content = filled(taken(eva), {("F1", "A"): {"points": typed}})
    assert by_cell(content, s.member("eva"))["F1", "A"].given.score == points


def test_a_rationale_that_is_only_due_at_the_end_is_told_and_not_refused(eva, s):
    found = compared(s, filled(taken(eva), {("F1", "A"): {"points": 10}, ("F2", "A"): {"points": 5}}))
    assert (found.to_explain, found.may_be_written) == (1, True)


def test_points_taken_out_clear_the_cell(eva, s):
    s.give("eva", "F1", "A", 5)
    found = compared(s, filled(taken(eva), {("F1", "A"): {"points": None}}))
    bring_back(s.member("eva"), brought=found.brought, chosen={})
    assert stored()["F1", "A"][0] is None


def test_lines_may_be_sorted_and_left_out(eva, s):
    made = opened(filled(taken(eva), {("T1", "B"): {"points": 4}}))
    page = made.worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    page.delete_rows(2, len(rows))
    for row in rows[:2:-1]:
        page.append(row)
    found = compared(s, saved(made))
    assert (lots(found), found.left_out) == ({("T1", "B"): NEW}, 3)


def test_what_has_to_be_looked_at_comes_first(eva, s):
    s.give("eva", "F1", "B", 5)
    cells = {("F1", "A"): 4, ("F1", "B"): 6, ("F2", "B"): 4, ("T1", "B"): 99}
    content = filled(taken(eva), {place: {"points": points} for place, points in cells.items()})
    s.give("eva", "F2", "B", 5)
    found = compared(s, content)
    assert [change.lot for change in found.changes] == [REFUSED, CONFLICT, CHANGED, NEW]


def changed(column, text):
    def then(made):
        row = place(made, "F1", "A")
        made.worksheets[0].cell(row, column + 1).value = text

    return then


def twice(made):
    page = made.worksheets[0]
    page.append([cell.value for cell in page[2]])


def of_bare_line(made):
    made.worksheets[0].append(["F1", "", "", "A", "", 7])


TAMPERED = {
    "criterion": changed(taking.CODE, "F2"),
    "vendor": changed(taking.LETTER, "B"),
    "person": changed(taking.PERSON, "ed"),
    "round": changed(taking.ROUND, "2"),
    "round in words": changed(taking.ROUND, "x"),
    "selection": changed(taking.SELECTION, "S-0002"),
    "version": changed(taking.STATE, "v7-aaaaaaaaaaaa"),
    "version in words": changed(taking.STATE, "new"),
    "signature": changed(taking.SIGNATURE, "x" * 43),
    "signature of another key": changed(taking.SIGNATURE, Signer(key="other").signature("a")),
    "no signature": changed(taking.SIGNATURE, None),
    "a line twice": twice,
    "a line of one's own": of_bare_line,
}


@pytest.mark.parametrize("then", TAMPERED.values(), ids=TAMPERED)
def test_a_file_in_which_a_line_says_something_else_is_refused_as_a_whole(eva, s, then):
    made = opened(filled(taken(eva), {("F2", "B"): {"points": 4}}))
    then(made)
    with pytest.raises(ValidationError):
        read(saved(made), s.member("eva"))


def test_what_is_no_workbook_or_too_large_is_refused_by_name(eva):
    page = eva.post(f"{ADDRESS}preview/", upload(b"x" * (20 * 2**20 + 1)))
    assert page.status_code == 422 and "21 MB" in page.content.decode()
    page = eva.post(f"{ADDRESS}preview/", upload(b"%PDF-1.7 x"))
    assert page.status_code == 422 and "PDF" in page.content.decode()


def test_another_persons_file_is_refused_as_a_whole(eva, s, client):
    content = taken(eva)
    other = Client()
    other.force_login(s.member("ed").user)
    page = other.post(f"{ADDRESS}preview/", upload(content))
    assert page.status_code == 422
    assert "这份文件是他人的评分表" in page.content.decode()


def test_a_file_of_a_closed_round_is_refused_as_a_whole(eva, s):
    content = taken(eva)
    with pytest.raises(ValidationError) as fault:
        read(content, s.member("eva"), round=2)
    assert fault.value.code == "round"


def test_a_file_of_another_selection_is_refused_as_a_whole(eva, s):
    content = taken(eva)
    member = s.member("eva")
    member.selection.code = "S-0002"
    with pytest.raises(ValidationError) as fault:
        read(content, member)
    assert fault.value.code == "selection"


def test_a_table_that_was_never_taken_along_is_refused(s):
    with pytest.raises(ValidationError):
        read(book(["", "A"], ["F1", 7]), s.member("eva"))


def test_who_withdrew_and_what_is_no_longer_mine_is_named_and_left_out(eva, s):
    content = filled(taken(eva), {("F1", "A"): {"points": 4}, ("F1", "B"): {"points": 5}, ("F2", "A"): {"points": 6}})
    withdraw_vendor(s.vendors["B"], reason="厂商自己退出了这次选型", member=s.committee.chen)
    assign(s.member("eva"), criteria=[s.criteria["F1"]], by=s.member("chen"))
    found = compared(s, content)
    assert lots(found) == {("F1", "A"): NEW}
    assert sorted(found.skipped) == ["F1 · B", "F2 · A", "F2 · B", "T1 · A", "T1 · B"]


def test_a_submitted_sheet_is_not_changed_from_outside(eva, s):
    s.fill("eva")
    content = filled(taken(eva), {("F1", "A"): {"points": 5}})
    submit(s.member("eva"))
    text = {"brought": packed(compared(s, content).brought, s.member("eva"), Round.objects.get())}
    page = eva.post(f"{ADDRESS}write/", text)
    assert page.status_code == 422
    assert stored()["F1", "A"][0] == 6


def test_after_the_close_nothing_comes_back(eva, s):
    content = taken(eva)
    s.selection.phase = Phase.CLOSED
    s.selection.save()
    assert eva.post(f"{ADDRESS}preview/", upload(content)).status_code == 409
    assert eva.post(f"{ADDRESS}write/", {"brought": "x"}).status_code == 409


def test_what_travels_between_preview_and_writing_is_ones_own_and_signed(eva, s):
    round, found = Round.objects.get(), compared(s, filled(taken(eva), {("F1", "A"): {"points": 4}}))
    text = packed(found.brought, s.member("eva"), round)
    assert unpacked(text, s.member("eva"), round) == found.brought
    for odd, name in ((f"{text}x", "eva"), ("", "eva"), (text, "ed")):
        with pytest.raises(ValidationError):
            unpacked(odd, s.member(name), round)
    other = Round(pk=round.pk + 1)
    with pytest.raises(ValidationError):
        unpacked(text, s.member("eva"), other)


def test_a_preview_costs_as_many_queries_however_many_cells_there_are(eva, s):
    def count():
        content = taken(eva)
        with CaptureQueriesContext(connection) as seen:
            found = compared(s, content)
            packed(found.brought, s.member("eva"), Round.objects.get())
        return len(seen)

    count()
    few = count()
    s.grow(leaves=6, vendors=4)
    assert count() == few


def test_a_verb_asks_for_the_right_itself(s):
    member = join(s.selection, "olga", "observer")
    with pytest.raises(Exception, match="score"):
        bring_back(member, brought=brought_of([], "file"), chosen={})


def test_levels_by_hand_are_all_read_back(eva, s):
    content = taken(eva)
    for level in CHOSEN_BY_HAND:
        line = by_cell(filled(content, {("F1", "A"): {"points": 5, "level": level_name(level)}}), s.member("eva"))
        assert (line["F1", "A"].given.level, line["F1", "A"].faults) == (level, ())
