"""Bring the tables to this version, and keep the triggers that guard the events."""

from typing import Any

from django.core.management.commands import migrate
from django.db import transaction

from selection import triggers


class Command(migrate.Command):
    def execute(self, *args: Any, **options: Any) -> str | None:
        with transaction.atomic(options["database"]):
            pass  # fails when another program holds the database: the checks would call it one without JSON
        return super().execute(*args, **options)

    def handle(self, *args: object, **options: Any) -> None:
        using = options["database"]
        if options["plan"] or options["check_unapplied"]:
            super().handle(*args, **options)
            return
        if triggers.are_due(using) and (absent := triggers.missing(using)):
            self.stderr.write(f"events were not guarded: {', '.join(absent)} had gone; made again")
        triggers.drop(using)  # SQLite renames no table that a trigger names
        try:
            super().handle(*args, **options)
        finally:
            if triggers.are_due(using):
                triggers.make(using)
