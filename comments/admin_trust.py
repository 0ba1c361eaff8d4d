"""Trust in one address, on its page: what the rules find, and a person's own word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import evidence, trust
from comments.models import Correspondent, DiscussionSettings, GivenTrust
from comments.trust import Terms

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# What the admin's log says of each word.
SAID: dict[str, StrPromise] = {
    "": _("Trust is left to the rules."),
    GivenTrust.ALWAYS: _("Trusted, whatever the rules find."),
    GivenTrust.NEVER: _("Not trusted, whatever the rules find."),
}


class TrustForm(forms.Form):
    given = forms.ChoiceField(
        label=_("Trust in this address"),
        required=False,
        choices=[
            ("", _("As the rules find it")),
            (GivenTrust.ALWAYS, _("Always, once the address is confirmed")),
            (GivenTrust.NEVER, _("Never")),
        ],
    )


@transaction.atomic
def give(writer: Correspondent, given: str) -> bool:
    """Keep a person's word about ``writer``; False where it was that already."""
    rows = Correspondent.objects.filter(pk=writer.pk)
    return bool(rows.exclude(given_trust=given).update(given_trust=given))


def trust_context(writer: Correspondent) -> dict[str, object]:
    """What the page of ``writer`` says of it."""
    terms = DiscussionSettings.load().terms()
    return {
        "terms": terms,
        "is_trusted": is_trusted(writer, terms),
        "trust_form": TrustForm(initial={"given": writer.given_trust}),
    }


def is_trusted(writer: Correspondent, terms: Terms) -> bool:
    """Whether what this writer proves to be theirs is shown at once under ``terms``."""
    if not (terms.on and writer.confirmed_at):
        return False
    standing = evidence.standing(writer)
    return trust.is_trusted(standing, terms, timezone.now())
