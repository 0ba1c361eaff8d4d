from typing import Any

from django.core.management.base import BaseCommand

from comments.screening.handbook import table


class Command(BaseCommand):
    help = "Print the table of rules that docs/moderating.md holds, as Markdown."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(table())
