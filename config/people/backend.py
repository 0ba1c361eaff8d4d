"""Accounts, loaded together with what their second factor asks for."""

from __future__ import annotations

from functools import cache

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django_otp.plugins.otp_totp.models import TOTPDevice

from config.people.models import SignInSettings
from guide.models import SiteSettings


class AccountBackend(ModelBackend):
    def get_user(self, user_id: int) -> User | None:
        """With ``device_key`` (None without a second factor), ``must_have_device`` and
        the ``site_name`` that an owner chose for the top of the page ("" without).

        One statement, since every page of the admin begins with it.
        """
        user = _accounts().filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None


@cache
def _accounts() -> QuerySet[User]:
    """The question, which takes longer to put together than to answer."""
    devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    required = SignInSettings.objects.filter(second_factor_required=True)
    chosen = SiteSettings.objects.filter(pk=1)
    return User.objects.annotate(
        device_key=Subquery(devices.order_by("pk").values("pk")[:1]),
        must_have_device=Exists(required),
        site_name=Coalesce(Subquery(chosen.values("neutral_name")), Value("")),
    )
