"""Write the whole installation into one file: `manage.py backup FILE`."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations

from installation.backup import SECRET_KEY, Refused, back_up
from reports.proof.verification import verify_all


class Command(BaseCommand):
    help = "Database, uploaded files and keys into one archive; the installation may be in use."
    requires_system_checks = []  # a fault elsewhere is no reason to keep no copy

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    @no_translations
    def handle(self, *args: object, file: Path, **options: object) -> None:
        try:
            manifest = back_up(file)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{file}: {len(manifest['contents'])} files, checked. Keep it as secret as the installation.")
        if SECRET_KEY not in manifest["contents"]:
            self.stdout.write("The secret key is set by SECRET_KEY and is not in it: keep that too.")
        if found := [str(finding) for verdict in verify_all() for finding in verdict.findings]:
            told = "\n".join(found)
            raise CommandError(f"{file} was written, but the record does not fit what is stored:\n{told}")
