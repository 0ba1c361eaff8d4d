"""What stands beside the name of one who writes for this site. Pure."""

from typing import Protocol

from django.utils.translation import gettext as _


class Signed(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def author_id(self) -> int | None: ...
    @property
    def of_team(self) -> bool: ...


def badge_of(comment: Signed) -> str:
    if comment.author_id:
        return _("Author")
    if not comment.of_team:
        return ""
    team = _("Team")
    return team if comment.name != team else ""
