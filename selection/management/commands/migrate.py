"""Bring the tables to this version, and keep the triggers that guard the events."""

from django.core.management.commands import migrate
from django.db import transaction

from selection import triggers


class Command(migrate.Command):
    def execute(self, *args: object, database: str, **options: object) -> str | None:
        with transaction.atomic(database):
            pass  # fails when another program holds the database: the checks would call it one without JSON
        return super().execute(*args, database=database, **options)

    def handle(self, *args: object, database: str, **options: object) -> None:
        if options["plan"] or options["check_unapplied"]:
            super().handle(*args, database=database, **options)
            return
        if triggers.are_due(database) and (absent := triggers.missing(database)):
            self.stderr.write(f"events were not guarded: {', '.join(absent)} had gone; made again")
        triggers.drop(database)  # SQLite renames no table that a trigger names
        try:
            super().handle(*args, database=database, **options)
        finally:
            if triggers.are_due(database):
                triggers.make(database)
