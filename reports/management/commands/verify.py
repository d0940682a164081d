"""Does the record prove what is stored? `manage.py verify [CODE]` ends with 0 when it does."""

import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError, no_translations

from reports.proof.verification import lines, verify, verify_all
from selection.ledger import SHORT
from selection.models import Selection


class Command(BaseCommand):
    help = "Compare tables and files with the chains of events; exit code 0, 1 with findings, 2 for a wrong call."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", nargs="?", help="one selection; without it the site and every selection")
        parser.add_argument("--head", help="what a receipt or the foot of a page says: 12:3f4a9b0c1d2e5f60")

    @no_translations
    def handle(self, *args: object, code: str | None, head: str | None, **options: object) -> None:
        witness = _witness(head, code) if head else None
        verdicts = verify_all() if code is None else [verify(_selection(code), witness=witness)]
        for line in lines(verdicts):
            self.stdout.write(line)
        if any(verdict.findings for verdict in verdicts):
            sys.exit(1)


def _selection(code: str) -> Selection:
    try:
        return Selection.objects.get(code=code)
    except Selection.DoesNotExist as error:
        raise CommandError(f"there is no selection with the code {code}", returncode=2) from error


def _witness(head: str, code: str | None) -> tuple[int, str]:
    # As a receipt prints it: in groups of four.
    sequence, colon, digest = "".join(head.lower().split()).partition(":")
    is_hash = len(digest) >= SHORT and not set(digest) - set("0123456789abcdef")
    if code is None or not (colon and is_hash and sequence.isascii() and sequence.isdecimal() and len(sequence) < 10):
        raise CommandError("--head takes CODE and the sequence, a colon and the hash of one event", returncode=2)
    return int(sequence), digest
