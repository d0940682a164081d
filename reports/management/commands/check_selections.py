"""Name everything stored that no decision file can hold: selection, place, value, limit."""

import sys

from django.core.management.base import BaseCommand

from reports.limits.mending import unmendable
from reports.limits.places import broken
from reports.limits.years import off_plan
from selection.models import Selection

SHOWN = 60  # characters of a value


class Command(BaseCommand):
    help = "Name every stored value that the analysis would refuse; the exit code is 1 when there is one."

    def handle(self, *args: object, **options: object) -> None:
        found = [line for selection in Selection.objects.order_by("code") for line in _lines(selection)]
        for line in found:
            self.stdout.write(line)
        if found:
            sys.exit(1)
        self.stdout.write("every value is within its limits")


def _lines(selection: Selection) -> list[str]:
    values = [f"{one.where} · {one.field} · {_shown(one.value)} · {one.limit}" for one in broken(selection)]
    found = [*values, *(f"{one.where} · {one.limit}" for one in off_plan(selection))] or unmendable(selection)
    return [f"{selection.code} · {line}" for line in found]


def _shown(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
