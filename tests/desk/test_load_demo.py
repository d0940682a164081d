"""The demo arrives as a committee would have left it: one selection decided, one in the middle of scoring."""

import json
from collections.abc import Iterator
from hashlib import sha256

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from analysis.decision_file import canonical_bytes
from reports.decision_file import export
from reports.models import Decision
from reports.proof.verification import verify_all
from reports.runs import is_stale, latest_run
from selection import ledger
from selection.models import ChainHead, Event, Phase, Selection, User

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Selection]:
    """Loaded once for this file, and gone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        yield Selection.objects.get(code="S-0007")
        transaction.set_rollback(True)


def test_the_finished_selection_is_decided(demo: Selection) -> None:
    decision = Decision.objects.get()
    assert (decision.selection, demo.phase) == (demo, Phase.DONE)
    assert decision.vendor is not None and decision.vendor.code == "A"
    assert decision.decided_by is not None and decision.decided_by.is_chair
    moved = Event.objects.get(type="selection.moved", chain__selection=demo)
    assert moved.reason == decision.reason
    assert decision.waivers is not None and [row["kind"] for row in decision.waivers] == ["no_clear_winner"]
    assert decision.run is not None
    assert moved.payload.body == {
        "from": "decide",
        "to": "done",
        "vendor": "A",
        "run": decision.run.number,
        "digest": decision.run.digest,
        "waivers": decision.waivers,
        "outcome": sha256(decision.outcome.encode()).hexdigest(),
    }


def test_reason_and_waiver_quote_the_snapshot_in_both_languages(demo: Selection) -> None:
    run = latest_run(demo)
    assert run is not None and not is_stale(run)
    results = run.results or {}
    said, total, cost = results["conclusion"], results["total"], results["cost"]
    assert (said["kind"], said["set"]) == ("no_clear_winner", ["A", "B"])
    odds, bar, lead = f"{100 * said['p_first']:.0f}%", f"{said['bar']:.0f}%", f"{said['lead']:.2f}"
    mine, other = cost["A"]["tco"] / 1_000_000, (cost["B"]["tco"] - cost["A"]["tco"]) / 1_000_000
    decision = Decision.objects.get()
    in_reason = [f"{total['A']:.2f} 分", f"{total['A']:.2f} points", f"{lead} 分", f"{lead} ahead"]
    in_reason += [f"{mine:.1f} 万元", f"CNY {mine / 100:.2f}M", f"{other:.1f} 万元", f"CNY {other * 10:.0f}k"]
    assert [words for words in in_reason if words not in decision.reason] == []
    (waiver,) = decision.waivers or []
    assert [
        words for words in (f"{lead} 分", f"{lead} points", f"{other:.1f} 万元") if words not in waiver["reason"]
    ] == []
    for text in (decision.reason, waiver["reason"]):
        assert [text.count(odds), text.count(bar)] == [2, 2]


def test_every_chain_is_intact(demo: Selection) -> None:
    assert [ledger.faults(head) for head in ChainHead.objects.all()] == [[]] * ChainHead.objects.count()
    assert [finding for verdict in verify_all() for finding in verdict.findings] == []


def test_the_decision_changes_no_input(demo: Selection) -> None:
    came = (settings.BASE_DIR / "fixtures" / "demo" / "S-0007.json").read_bytes()
    assert export.canonical(demo) == canonical_bytes(json.loads(came))


def test_pages_say_what_was_decided(demo: Selection, client: Client) -> None:
    client.force_login(User.objects.get(username="xu"))
    page = client.get("/s/S-0007/decision/")
    assert page.context["decision"] == Decision.objects.get()
    assert client.get("/s/S-0007/").context["outcome"].decision == Decision.objects.get()
