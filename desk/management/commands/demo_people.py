"""Say how to sign in to the demo: one line a person, `sign in: USER PASSWORD ROLE`."""

from django.core.management.base import BaseCommand

from desk import printed
from selection.models import User


class Command(BaseCommand):
    help = "Print the demo people whose printed password still opens their account."

    def handle(self, *args: object, **options: object) -> None:
        passwords = printed.settle()
        people = User.objects.in_bulk(passwords, field_name="username")
        for username, password in passwords.items():
            self.stdout.write(f"sign in: {username} {password} {_roles(people[username])}")


def _roles(user: User) -> str:
    """What the person is in any demo selection, and on the site."""
    held = {role for member in user.memberships.filter(selection__is_demo=True) for role in member.roles}
    return ",".join(sorted(held | ({"site-admin"} if user.is_site_admin else set()))) or "member"
