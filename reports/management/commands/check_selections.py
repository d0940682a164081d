"""Name every stored value that breaks a limit of the decision file: selection, place, value, limit."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from analysis.decision_file import check
from reports import document
from reports.places import broken
from selection import limits
from selection.models import Phase, Selection

SHOWN = 60  # characters of a value
UNFINISHED = (Phase.DEFINE, Phase.INVITE)  # here the next step still asks for what is missing


class Command(BaseCommand):
    help = "Name every stored value that the analysis would refuse; the exit code is 1 when there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        found = [line for selection in Selection.objects.order_by("code") for line in _lines(selection)]
        for line in found:
            self.stdout.write(line)
        if found:
            sys.exit(1)
        self.stdout.write("every value is within its limits")


def _lines(selection: Selection) -> list[str]:
    found = broken(selection)
    if found:
        return [f"{selection.code} · {one.where} · {one.field} · {_shown(one.value)} · {one.limit}" for one in found]
    if selection.phase in UNFINISHED:
        return []
    faults = check(document.build(selection)).faults
    return [f"{selection.code} · {fault.pointer} · {limits.message(fault)}" for fault in faults]


def _shown(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
