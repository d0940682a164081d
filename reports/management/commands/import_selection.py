"""Read a decision file into a new selection."""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from analysis.decision_file import admit
from analysis.decision_file.vocabulary import MOST_BYTES
from reports.decision_file.intake import import_decision_file, message


class Command(BaseCommand):
    help = "Read a decision file into a new selection. A code that exists is refused; people arrive without accounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, file: Path, **options: object) -> None:
        data = _bytes_of(file)
        reading = admit(data)
        if reading.decision_file is None:
            for fault in reading.faults:
                self.stderr.write(json.dumps({"pointer": fault.pointer, "message": message(fault)}, ensure_ascii=False))
            raise CommandError(f"{file}: nothing was imported")
        try:
            selection = import_decision_file(reading.decision_file, file=data)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(selection.code)


def _bytes_of(file: Path) -> bytes:
    """No more of a file than is needed to see that it is too large."""
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)
