from typing import Any

from django.core.management.base import BaseCommand

from comments.retention import keep_clocks


class Command(BaseCommand):
    help = "Erase what is kept only for a time. ./dev run does it every hour."

    def handle(self, *args: Any, **options: Any) -> None:
        for what, count in keep_clocks().items():
            self.stdout.write(f"Clocks: {count} {what} erased")
