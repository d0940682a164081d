"""Empty every table, those of the events too."""

from django.core.management.commands import flush

from selection import triggers


class Command(flush.Command):
    def handle(self, **options: object) -> None:
        database = options["database"]
        assert isinstance(database, str)
        with triggers.lifted(database):
            super().handle(**options)
