"""Write a selection's decision file to standard output or to a file."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports import filing, leaving
from selection.models import Selection


class Command(BaseCommand):
    help = "Write a selection's inputs as a decision file (canonical JSON)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code")
        parser.add_argument("--output", type=Path, help="the file to write; without it, standard output")

    def handle(self, *args: object, code: str, output: Path | None, **options: object) -> None:
        selection = Selection.objects.filter(code=code).first()
        if selection is None:
            raise CommandError(f"there is no selection with the code {code}")
        data = leaving.take_decision_file(selection)
        if output:
            filing.keep(output, data)
        else:
            sys.stdout.buffer.write(data)
