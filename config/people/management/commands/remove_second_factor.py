from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.people import second_factor


class Command(BaseCommand):
    help = "Remove the second factor of somebody who has lost it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="The name they sign in with.")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no account named {name!r}.")
        if not second_factor.remove(user):
            raise CommandError(f"{name} has no second factor.")
        self.stdout.write(f"{name} signs in with the password alone now.")
