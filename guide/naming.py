"""What the site is called: by its title to who reads, by a neutral name elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Of every name: it goes into the headers of mails and the names of files.
LONGEST = 60


@dataclass(frozen=True)
class Names:
    """``title`` heads the pages; ``neutral`` is what tabs, histories, mails, feeds and
    files tell. ``tagline`` says in a sentence what is read here, or is empty."""

    title: str
    neutral: str
    tagline: str = ""

    @classmethod
    def chosen(cls, title: str, neutral: str, tagline: str) -> Names:
        """What an owner chose; what the site was set up with where that is empty."""
        neutral = neutral or settings.SITE_NAME
        return cls(title or neutral, neutral, tagline)


def as_set_up() -> Names:
    return Names.chosen("", "", "")


def load() -> Names:
    """As saved last; in one query, so a page asks ``safety`` instead."""
    # Not at the top: the model checks its names by what is said here.
    from guide.models import SiteSettings

    rows = SiteSettings.objects.filter(pk=1)
    row = rows.values_list("title", "neutral_name", "tagline").first()
    return Names.chosen(*row) if row else as_set_up()


def mailbox() -> str:
    """What mail comes from: the neutral name, at the address that was set up."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    # Without a choice of the owner's the operator may have named it otherwise.
    names = load()
    name = name if names.neutral == settings.SITE_NAME else names.neutral
    return str(Address(display_name=name, addr_spec=address))


def validate_name(name: str) -> None:
    """ValidationError where it can't stand in a header: a line break, say."""
    if not name.isprintable():
        raise ValidationError(
            _("Letters, digits and usual signs on one line, please."), code="name"
        )
