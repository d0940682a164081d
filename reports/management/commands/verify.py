"""Does the record prove what is stored? `manage.py verify [CODE]` ends with 0 when it does."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from reports.verification import lines, verify, verify_all
from selection.models import Selection


class Command(BaseCommand):
    help = "Compare tables and files with the chains of events; exit code 0, 1 with findings, 2 for a wrong call."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", nargs="?", help="one selection; without it the site and every selection")

    @no_translations
    def handle(self, *args: Any, code: str | None, **options: Any) -> None:
        verdicts = verify_all() if code is None else [verify(_selection(code))]
        for line in lines(verdicts):
            self.stdout.write(line)
        if any(verdict.findings for verdict in verdicts):
            sys.exit(1)


def _selection(code: str) -> Selection:
    try:
        return Selection.objects.get(code=code)
    except Selection.DoesNotExist as error:
        raise CommandError(f"there is no selection with the code {code}", returncode=2) from error
