"""Replace the installation by a backup: `manage.py restore FILE`."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations

from installation.backup import Refused
from installation.restore import restore
from reports.proof.verification import verify_all


class Command(BaseCommand):
    help = "Check an archive, then put it in the place of the stopped installation."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    @no_translations
    def handle(self, *args: object, file: Path, **options: object) -> None:
        try:
            former = restore(file)
        except Refused as refusal:
            raise CommandError(f"{refusal}; nothing was changed") from refusal
        self.stdout.write(f"restored from {file}. What was there before is in {former}; delete it when all is well.")
        if found := [str(finding) for verdict in verify_all() for finding in verdict.findings]:
            told = "\n".join(found)
            raise CommandError(f"it was restored as it was, and its record does not fit what is stored:\n{told}")
