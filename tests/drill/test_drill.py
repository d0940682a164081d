"""Is every kind of tampering found and named, and nobody accused who did nothing?"""

import re
import sys
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import translation

from analysis.decision_file import canonical_bytes
from desk.starting import from_earlier, from_file
from reports.decision_file import export
from reports.proof.unproved import CHECKED
from reports.proof.verification import KINDS, lines, verify, verify_all, verify_site
from selection import triggers
from selection.models import ChainHead, Member, Selection
from tests.drill import fields, installation, sheet
from tests.drill.tamperings import QUICK, SITE, TAMPERINGS

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Loaded once for this file; what somebody wrote down of each chain before anything happened."""
    with django_db_blocker.unblock(), transaction.atomic():
        installation.load()
        yield {head.selection.code: (head.sequence, head.hash) for head in ChainHead.objects.exclude(selection=None)}
        transaction.set_rollback(True)


def found(code, receipts):
    if code == SITE:
        return verify_site().findings
    selection = Selection.objects.get(code=code)
    return verify(selection, witness=receipts[code]).findings


def tampered(name, receipts):
    """What verify finds after the tampering, which is undone at the end."""
    act = TAMPERINGS[name]
    with transaction.atomic():
        triggers.drop()
        act.do()
        if act.kind != "trigger":
            triggers.make()
        findings = found(act.code, receipts)
        transaction.set_rollback(True)
    installation.put_file_back()
    return findings


def is_named(name, findings):
    act = TAMPERINGS[name]
    return any(one.kind == act.kind and one.place.startswith(act.place) for one in findings)


@pytest.mark.services
def test_nobody_is_accused_who_did_nothing(loaded):
    verdicts = verify_all()
    assert [(one.code, [str(finding) for finding in one.findings], one.unproved) for one in verdicts] == [
        ("site", [], []),
        ("S-0007", [], []),
        ("S-0008", [], []),
    ]
    assert [one.code for one in verdicts if not one.since] == []


@pytest.mark.services
def test_copy_and_import_of_what_is_stored_accuse_nobody(loaded):
    with transaction.atomic():
        chair = Member.objects.select_related("user").filter(selection__code="S-0007", is_chair=True).first()
        copied = from_earlier(chair, actor=chair.user, with_committee=True, name_zh="另一次", name_en="")
        brought = from_file(canonical_bytes(export.build(chair.selection)), actor=chair.user)
        verdicts = [verify_site(), verify(copied), verify(brought)]
        transaction.set_rollback(True)
    assert [(str(finding), one.unproved) for one in verdicts for finding in one.findings] == []


@pytest.mark.parametrize("name", QUICK)
@pytest.mark.services
def test_tampering_is_found_and_named(loaded, name):
    findings = tampered(name, loaded)
    assert is_named(name, findings), [str(one) for one in findings]


@pytest.mark.campaign
@pytest.mark.services
def test_every_kind_of_tampering_is_found_and_named(loaded):
    """The whole drill, with its figures; the sheet is written anew."""
    told = {name: tampered(name, loaded) for name in TAMPERINGS}
    found = [name for name, findings in told.items() if findings]
    named = [name for name, findings in told.items() if is_named(name, findings)]
    outside = [name for name in TAMPERINGS if TAMPERINGS[name].kind == "head"]
    rows = [f"{name:50} {', '.join(f'{one.kind} {one.place}' for one in told[name][:2])}" for name in TAMPERINGS]
    figures = f"{connection.vendor}: {len(told)} kinds, {len(found)} found, {len(named)} named"
    print("\n".join([*rows, f"{figures}, {len(outside)} of them by a receipt alone"]), file=sys.stderr)
    assert [name for name in TAMPERINGS if name not in named] == []
    assert [one for verdict in verify_all() for one in verdict.findings] == []
    sheet.SHEET.write_text(sheet.text(), encoding="utf-8")


def test_sheet_of_the_documents_lists_the_whole_drill():
    assert sheet.SHEET.read_text(encoding="utf-8") == sheet.text()
    told = sheet.SHEET.with_name("integrity.md").read_text(encoding="utf-8")
    assert re.findall(r"(\d+) kinds", told) == [str(len(TAMPERINGS))]


def test_notes_name_every_kind_of_finding_and_no_other():
    told = sheet.SHEET.with_name("integrity.md").read_text(encoding="utf-8").partition("## What verify looks at")[2]
    rows = re.findall(r"^\| (`[^|]+) \|", told, re.MULTILINE)
    assert {kind for row in rows for kind in re.findall(r"`(\w+)`", row)} == set(KINDS)


@pytest.mark.long_services
def test_every_field_is_replayed_or_stands_in_a_list_that_says_why_not(loaded):
    with transaction.atomic():
        fields.complete()
        parts, wrong = fields.parts_by_table(), []
        for name in fields.names():
            asked = parts.get(fields.table_of(name), [])
            now = fields.held(asked)
            then = fields.after_change(name, lambda asked=asked: fields.held(asked)) if asked else None
            if (then in (None, now)) != fields.is_listed(name):
                wrong.append(name)
        transaction.set_rollback(True)
    assert " ".join(wrong) == ""


@pytest.mark.campaign
@pytest.mark.services
def test_of_the_fields_that_are_not_replayed_verify_sees_those_that_it_checks(loaded):
    def is_seen(name):
        return bool([one for verdict in fields.after_change(name, verify_all) or () for one in verdict.findings])

    listed = [name for name in fields.names() if fields.is_listed(name)]
    wrong = [name for name in listed if is_seen(name) != fields.is_among(name, CHECKED)]
    assert " ".join(wrong) == ""


@pytest.mark.parametrize("name", [name for name in QUICK if TAMPERINGS[name].kind == "head"])
@pytest.mark.services
def test_without_the_receipt_it_would_not_be_found(loaded, name):
    act = TAMPERINGS[name]
    with transaction.atomic():
        with triggers.lifted():
            act.do()
        findings = verify(Selection.objects.get(code=act.code)).findings
        transaction.set_rollback(True)
    assert findings == []


@pytest.mark.services
def test_command_speaks_the_same_in_both_languages(loaded):
    said = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            output = StringIO()
            call_command("verify", stdout=output)
            said[language] = output.getvalue()
    assert said["en"] == said["zh-hans"]
    assert said["en"].endswith("no findings\n")
    assert list(lines(verify_all())) == said["en"].splitlines()
