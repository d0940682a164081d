"""Empty every table, those of the events too."""

from typing import Any

from django.core.management.commands import flush

from selection import triggers


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        with triggers.lifted(options["database"]):
            super().handle(**options)
