from typing import Any

from django.core.management.base import BaseCommand

from comments.retention import empty_log, keep_clocks


class Command(BaseCommand):
    help = "Erase what is kept only for a time. The worker does it every hour."

    def handle(self, *args: Any, **options: Any) -> None:
        erased = {what: count for what, count in keep_clocks().items() if count}
        for what, count in erased.items():
            self.stdout.write(f"Clocks: {count} {what} erased")
        if not erased:
            self.stdout.write("Clocks: nothing has run out")
        if not empty_log():
            self.stderr.write(
                "Clocks: a long read kept the database's log from being emptied, so it "
                "may still hold erased words. The next run tries again."
            )
