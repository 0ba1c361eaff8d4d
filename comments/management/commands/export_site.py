from pathlib import Path
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from comments.exporting.site import FolderInUse, export_site
from comments.fields import UnreadableAddress
from comments.models import Correspondent


class Command(BaseCommand):
    help = (
        "Write the whole site to a new folder: posts and pages as Markdown, pictures, "
        "comments as JSON, and all of it as WordPress's own format."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--addresses-for",
            metavar="ACCOUNT",
            help="With the commenters' addresses, for an account that may see them. "
            "It is logged.",
        )

    def handle(
        self, *args: Any, folder: Path, addresses_for: str | None, **options: Any
    ) -> None:
        account = self.allowed(addresses_for) if addresses_for else None
        try:
            counts = export_site(folder, with_addresses=account is not None)
        except FolderInUse as error:
            raise CommandError(str(error)) from None
        except UnreadableAddress:
            raise CommandError(
                "An address can't be read: it was stored with a key that ADDRESS_KEYS "
                "no longer holds. Nothing was written."
            ) from None
        except OSError as error:
            raise CommandError(
                f"{folder} can't be written: {error.strerror}."
            ) from None
        if account:
            self.log(account)
        for name, count in counts.items():
            self.stdout.write(f"{count:>8} {name}")

    def allowed(self, name: str) -> User:
        account = User.objects.filter(username=name).first()
        if not account or not account.has_perm("comments.view_address"):
            raise CommandError(f"{name!r} is no account that may see addresses.")
        return account

    def log(self, account: User) -> None:
        LogEntry.objects.create(
            user=account,
            content_type=ContentType.objects.get_for_model(Correspondent),
            object_repr=_("Exported the site with all addresses"),
            action_flag=CHANGE,
        )
