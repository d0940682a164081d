"""Say how the first administrator is created, while nobody has an account: the code that the page asks for."""

from django.core.management.base import BaseCommand

from selection import accounts, console


class Command(BaseCommand):
    help = "Print the start code, which the first visit asks for at another address than this machine's own."

    def handle(self, *args: object, **options: object) -> None:
        if accounts.is_empty():
            self.stdout.write("first visit: create the administrator")
            self.stdout.write(f"start code: {console.start_code()}")
