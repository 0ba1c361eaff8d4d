from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comments import keys
from comments.fields import UnreadableAddress


class Command(BaseCommand):
    help = (
        "Store every address under the first of ADDRESS_KEYS. Put the new key in front "
        "of the old one, restart, run this, then take the old one out."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        try:
            for count in keys.rotate():
                done += count
                self.stdout.write(f"{done} addresses stored anew")
        except UnreadableAddress as error:
            raise CommandError(
                f"{error} Add the key it was stored with; what is done stays done."
            ) from None
        self.stdout.write("Every address is under the first key now.")
        left = keys.rules_under_older_keys().count()
        if left:
            self.stdout.write(
                f"Rules about an address that isn't stored here: {left}. They end with "
                "the key they were made under; write them anew to keep them."
            )
