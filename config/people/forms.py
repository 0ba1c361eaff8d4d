"""What is checked of people who sign in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import UserCreationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from config.people import limits, second_factor


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


class CodeForm(forms.Form):
    """A code of ``user``'s app or paper. ``wait`` as in SignInForm."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Six digits from your app, or one of your paper codes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True}
        ),
    )
    wait = timedelta()

    def __init__(self, request: HttpRequest, user: Any, *args: Any) -> None:
        super().__init__(*args)
        self.request, self.user = request, user

    def clean(self) -> dict[str, Any]:
        code = self.cleaned_data.get("code")
        if not code:
            return self.cleaned_data
        tried = limits.count("code", self.request, self.user.get_username())
        if tried.wait:
            self.wait = tried.wait
            raise ValidationError(wait_sentence(tried.wait), code="wait")
        if not self.is_right(code):
            raise ValidationError(
                _(
                    "That wasn’t it. An app’s code changes every half minute, and each "
                    "code works once; after several wrong ones, wait a little."
                ),
                code="wrong",
            )
        limits.forgive(tried)
        return self.cleaned_data

    def is_right(self, code: str) -> bool:
        return second_factor.verify(self.user, code)


class ConfirmForm(CodeForm):
    """The first code of a device that is being set up; ``paper_codes`` once right."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The six digits that the app shows now."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )
    paper_codes: list[str] = []

    def is_right(self, code: str) -> bool:
        self.paper_codes = second_factor.confirm(self.user, code)
        return bool(self.paper_codes)


class ProofForm(CodeForm):
    """Password and code, before something of the second factor changes."""

    field_order = ["password", "code"]
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Six digits from your app, or one of your paper codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )

    def is_right(self, code: str) -> bool:
        password = self.cleaned_data.get("password", "")
        return self.user.check_password(password) and super().is_right(code)


class JoinForm(UserCreationForm):
    """A name and a password, chosen by somebody who was invited."""
