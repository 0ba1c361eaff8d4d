"""What is checked of people who sign in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from config.people import limits


def wait_sentence(wait: timedelta) -> str:
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return ngettext(
        "There were many tries. Please wait %(minutes)d minute, then try once more.",
        "There were many tries. Please wait %(minutes)d minutes, then try once more.",
        minutes,
    ) % {"minutes": minutes}


class SignInForm(AdminAuthenticationForm):
    """``wait`` is set where it is too early for another try; the password isn't looked
    at then."""

    wait = timedelta()

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("username")
        if not (name and self.cleaned_data.get("password")):
            return super().clean()
        assert self.request  # noqa: S101 (the site's login view gives it)
        tried = limits.count("sign-in", self.request, name)
        if tried.wait:
            self.wait = tried.wait
            raise ValidationError(wait_sentence(tried.wait), code="wait")
        cleaned = super().clean()
        limits.forgive(tried)
        return cleaned
