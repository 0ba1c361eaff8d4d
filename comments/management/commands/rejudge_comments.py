from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from comments import evidence, moderation, rejudging
from comments.models import DiscussionSettings, Status

VERDICTS = ("pending", "spam", "concern")


class Command(BaseCommand):
    help = (
        "Look again, by the rules as they are now, at what waits: raise concerns and "
        "renew the reasons. Never approves anything or puts it away. --dry-run changes "
        "nothing and compares the rules with what people decided."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument(
            "--last", type=int, default=rejudging.LAST, help="how many decisions"
        )

    def handle(self, *args: Any, dry_run: bool, last: int, **options: Any) -> None:
        if dry_run:
            self.compare(max(last, 0))
        else:
            self.look_again()

    def compare(self, last: int) -> None:
        """Neither words nor names are printed: a terminal keeps what it shows."""
        result = rejudging.replay(last, timezone.now())
        self.stdout.write(f"{result.total} decisions whose words remain.")
        heads = "".join(f"{verdict:>10}" for verdict in VERDICTS)
        self.stdout.write(f"{'people':<16}{heads}")
        for decided in rejudging.DECIDED:
            counts = (result.counts[verdict, decided] for verdict in VERDICTS)
            row = "".join(f"{count:>10}" for count in counts)
            self.stdout.write(f"{decided:<16}{row}")
        for change in result.changes:
            codes = ", ".join(
                f"{sign.code} {sign.found}".strip() for sign in change.verdict.signs
            )
            self.stdout.write(
                f"comment {change.comment.pk}: people {change.decided}, "
                f"rules {change.verdict.status} ({codes})"
            )

    def look_again(self) -> None:
        settings = DiscussionSettings.load()
        limits = settings.limits(evidence.public_names())
        rules = evidence.rules_in_use(timezone.now())
        looked_at = changed = concerns = 0
        for comment, sealed in rejudging.waiting():
            verdict = rejudging.look_again(comment, sealed, rules, limits)
            looked_at += 1
            if moderation.look_again(comment, verdict):
                changed += 1
                comment.refresh_from_db(fields=["status"])
                concerns += comment.status == Status.CONCERN
        self.stdout.write(
            f"{looked_at} waiting comments looked at, {changed} with other reasons, "
            f"{concerns} raised as concerns."
        )
