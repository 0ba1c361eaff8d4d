"""Under which name somebody of the team replies."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from comments import text
from guide.models import Author

NAME_MAX = 80


@dataclass(frozen=True)
class Signature:
    name: str
    author: Author | None = None


def signature(account: User) -> Signature:
    """The author to whom ``account`` is linked, else its own name, else the team.

    Never a user name, which is half of what signs in, nor anything like an address.
    """
    author = Author.objects.filter(account=account).first()
    if author:
        return Signature(author.name, author)
    name = " ".join(text.tidy(account.get_full_name()).split())
    if not text.visible_length(name) or text.is_contact(name):
        return Signature(_("Team"))
    return Signature(Truncator(name).chars(NAME_MAX))
