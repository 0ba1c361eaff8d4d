"""Inviting staff by a link that works once, for three days."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.people.forms import JoinForm
from config.people.models import Invitation

WORKS_FOR = timedelta(days=3)


def prepare(invitation: Invitation, by: Any, at: datetime | None = None) -> str:
    """Fill what a new ``invitation`` needs, unsaved; its token, which isn't kept."""
    token = secrets.token_urlsafe(32)
    invitation.made_by = by
    invitation.expires_at = (at or timezone.now()) + WORKS_FOR
    invitation.token_hash = _hash(token)
    return token


def link(token: str) -> str:
    """Under SITE_URL, whatever address the page was asked for by."""
    return settings.SITE_URL + reverse("people_invitation", args=[token])


def find(token: str, at: datetime | None = None) -> Invitation | None:
    return Invitation.objects.open(at).filter(token_hash=_hash(token)).first()


@transaction.atomic
def accept(
    invitation: Invitation, form: JoinForm, at: datetime | None = None
) -> User | None:
    """Make the account that ``form`` (valid) asks for. None where somebody was faster.

    IntegrityError where its name was taken meanwhile; the invitation stays open then.
    """
    at = at or timezone.now()
    found = Invitation.objects.filter(pk=invitation.pk)
    if not found.unused(at).update(used_at=at):
        return None
    user: User = form.save(commit=False)
    user.is_staff = True
    user.save()
    user.groups.set(invitation.groups.all())
    found.update(used_by=user)
    sentence = _("Used: %s joined.") % user
    LogEntry.objects.log_actions(
        user.pk, [invitation], CHANGE, sentence, single_object=True
    )
    return user


def revoke(invitation: Invitation, at: datetime | None = None) -> bool:
    """False where it didn't work any more."""
    at = at or timezone.now()
    found = Invitation.objects.filter(pk=invitation.pk).unused(at)
    return bool(found.update(revoked_at=at))


def _hash(token: str) -> str:
    # A token is too long to be guessed, so it needs no slow hash.
    return hashlib.sha256(token.encode()).hexdigest()
