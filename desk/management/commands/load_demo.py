"""Fill an empty installation with the demo: two selections and their people."""

import json
from argparse import ArgumentParser
from datetime import datetime, time, timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from analysis.decision_file import read
from analysis.decision_file.typed import Text
from desk import printed
from poc.models import Plan
from reports.deciding.decision import decide
from reports.decision_file.intake import import_decision_file, message
from reports.proof import replay
from reports.runs import execute, request_run
from scoring.models import Round, Score, Sheet
from selection.models import Member, Phase, Selection, User

DEMO = settings.BASE_DIR / "fixtures" / "demo"
PHASES = {"S-0007": Phase.DECIDE, "S-0008": Phase.SCORE}


class PersonRow(TypedDict):
    username: str
    password: str
    name: Text
    title: Text
    department: str
    site_admin: bool
    language: str


class DecisionRow(TypedDict):
    selection: str
    member: str
    vendor: str
    reason: str
    waivers: dict[str, str]


class Command(BaseCommand):
    help = "Load the demo into an installation without people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there are people already")

    def handle(self, *args: object, if_empty: bool, **options: object) -> None:
        if User.objects.exists():
            if if_empty:
                return
            raise CommandError("the demo is loaded into an installation without people only")
        call_command("load_content", verbosity=options["verbosity"])
        with transaction.atomic():
            rows: list[PersonRow] = json.loads((DEMO / "people.json").read_bytes())
            people = {row["username"]: _person(row) for row in rows}
            passwords = {username: printed.give(user) for username, user in people.items()}
            for user in people.values():
                user.save()
            loaded = {code: _load(code, phase, people) for code, phase in PHASES.items()}
            replay.baseline()
        printed.keep(passwords)
        decisions: list[DecisionRow] = json.loads((DEMO / "decisions.json").read_bytes())
        for row in decisions:
            _conclude(loaded[row["selection"]], row)


def _person(row: PersonRow) -> User:
    user = User(
        username=row["username"],
        department=row["department"],
        is_site_admin=row["site_admin"],
        language=row["language"],
    )
    user.name_zh, user.name_en = row["name"]["zh"], row["name"]["en"]
    user.title_zh, user.title_en = row["title"]["zh"], row["title"]["en"]
    return user


def _load(code: str, phase: str, people: dict[str, User]) -> Selection:
    reading = read((DEMO / f"{code}.json").read_bytes())
    if reading.decision_file is None:
        raise CommandError("\n".join(f"{code}{fault.pointer}: {message(fault)}" for fault in reading.faults))
    selection = import_decision_file(reading.decision_file, people=people)
    Selection.objects.filter(pk=selection.pk).update(phase=phase, is_demo=True, sealed_at=timezone.now())
    if phase == Phase.SCORE:
        _open(selection)
    else:
        _dates(selection)
    replay.baseline(selection)
    selection.refresh_from_db()
    return selection


def _open(selection: Selection) -> None:
    """The open round closes in two days, at six in the evening of the selection's zone; the POC is under way."""
    zone = ZoneInfo(selection.zone)
    day = timezone.now().astimezone(zone).date() + timedelta(days=2)
    closes = datetime.combine(day, time(18), zone)
    Selection.objects.filter(pk=selection.pk).update(scoring_closes_at=closes, decision_date=day + timedelta(days=9))
    Round.objects.filter(selection=selection).update(closed_at=None)
    organisers = selection.members.filter(Q(is_chair=True) | Q(is_procurement=True), is_evaluator=False)
    organisers.update(prices_seen_at=timezone.now())  # they wrote the costs
    monday = day - timedelta(days=day.weekday())
    Plan.objects.filter(selection=selection).update(start=monday, end=monday + timedelta(days=18))


def _dates(selection: Selection) -> None:
    """The people of a finished round had submitted their sheets."""
    for round in selection.rounds.all():
        scorers = Member.objects.filter(pk__in=Score.objects.filter(round=round).values("member"))
        Sheet.objects.bulk_create(Sheet(round=round, member=member, submitted_at=round.closed_at) for member in scorers)


def _conclude(selection: Selection, row: DecisionRow) -> None:
    """The numbers of a finished selection, then what its people made of them."""
    run, _ = request_run(selection)
    execute(run.pk)
    member = selection.members.get(key=row["member"])
    vendor = selection.vendors.get(code=row["vendor"])
    decide(selection, member=member, vendor=vendor, reason=row["reason"], waivers=row["waivers"])
