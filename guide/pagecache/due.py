"""When a page is another one though nobody changes anything: a post comes due, and at
midnight the form has the stamp of a new day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from guide.models import Post


def midnight(at: datetime) -> datetime:
    """The next one, in UTC."""
    begins = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return begins + timedelta(days=1)


class NextPost:
    """When the next post comes due, asked anew only where posts have changed."""

    def __init__(self) -> None:
        self._known: tuple[int, datetime | None] | None = None

    def after(self, at: datetime, value: int, *, is_held: bool) -> datetime | None:
        """The first moment after ``at``; None where no post is to come.

        ``value`` is what stood for the posts before this is asked; what is found while
        they change isn't remembered.
        """
        known = self._known
        if known and known[0] == value and (known[1] is None or known[1] > at):
            return known[1]
        coming = Post.objects.filter(published_at__gt=at).order_by("published_at")
        moment = coming.values_list("published_at", flat=True).first()
        self._known = None if is_held else (value, moment)
        return moment
