"""Load the shipped industry templates: `manage.py load_content`, safe to repeat."""

from django.core.management.base import BaseCommand

from criteria import content


class Command(BaseCommand):
    help = "Publish the shipped industry templates that this database does not have yet."

    def handle(self, *args: object, **options: object) -> None:
        for line in content.load():
            if options["verbosity"]:
                self.stdout.write(line)
