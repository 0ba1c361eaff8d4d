from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comments.wordlists import BadWords, load_words


class Command(BaseCommand):
    help = (
        "Load the words that may show somebody at risk. May run twice; leaves alone "
        "what was changed or deleted in the admin."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = load_words()
        except (BadWords, OSError, KeyError) as error:
            raise CommandError(f"The words can't be loaded: {error}") from None
        self.stdout.write(f"Words: {count} loaded")
