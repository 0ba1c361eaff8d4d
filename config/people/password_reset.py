"""A new password by mail: one and the same answer for every address, and a link whose
page changes nothing until its form is sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django.views.generic.base import ContextMixin

from comments import outbox
from comments.models import OutboxMail
from config.people import limits
from config.people.forms import wait_sentence
from config.people.views import slowed

MAILS_A_DAY = 5


class AskForm(forms.Form):
    """``wait`` is set where this sender asked too often, whatever the address."""

    email = forms.EmailField(
        label=gettext_lazy("Email"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    wait = timedelta()

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        self.tried = limits.count("reset", self.request, email)
        if self.tried.wait:
            self.wait = self.tried.wait
            raise ValidationError(wait_sentence(self.wait), code="wait")
        return email

    def send(self, at: datetime | None = None) -> None:
        """Let the link go to whoever of the staff has the address. It gets five a day,
        so that nobody is buried in them."""
        if self.tried.tries_for_name <= MAILS_A_DAY:
            email = self.cleaned_data["email"]
            at = at or timezone.now()
            outbox.queue_to_address(OutboxMail.Kind.RESET, email, at)


class _Page(ContextMixin):
    """In the admin's look, outside of it."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return _outside(self.request) | super().get_context_data(**kwargs)


class Ask(_Page, auth_views.PasswordResetView):
    form_class = AskForm  # type: ignore[assignment]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form: Any) -> HttpResponse:
        form.send()
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        return slowed(super().form_invalid(form), form)


class Asked(_Page, auth_views.PasswordResetDoneView):
    pass


# Its answers come without a referrer, and so its form with "Origin: null". Where it
# came from isn't asked: the token is the authority.
@csrf_exempt
@sensitive_post_parameters("new_password1", "new_password2")
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
    """A form (GET), a new password (POST), once. Nobody is signed in by it, and no
    session holds the token, which stays in the address."""
    user = account(uidb64, token)
    if user is None:
        return _closed(request)
    form = SetPasswordForm(user, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"title": _("A new password"), "form": form, "account": user}
        return _page(request, "admin/people/reset_choose.html", context)
    if not _save(form, uidb64, token):
        return _closed(request)
    return HttpResponseRedirect(reverse("password_reset_complete"))


class Chosen(_Page, auth_views.PasswordResetCompleteView):
    pass


def account(uidb64: str, token: str, lock: bool = False) -> User | None:
    """Whose password ``token`` may set, within a day and until one was set."""
    try:
        key = int(urlsafe_base64_decode(uidb64))
        users = User.objects.select_for_update() if lock else User.objects.all()
        user = users.filter(pk=key, is_active=True, is_staff=True).first()
    except (ValueError, OverflowError):
        return None
    return user if default_token_generator.check_token(user, token) else None


@transaction.atomic
def _save(form: Any, uidb64: str, token: str) -> bool:
    """False where somebody else was faster: then the password is another already."""
    user = account(uidb64, token, lock=True)
    if user is None:
        return False
    form.user = user
    form.save()
    LogEntry.objects.log_actions(
        user.pk, [user], CHANGE, _("New password by mail."), single_object=True
    )
    return True


def _closed(request: HttpRequest) -> HttpResponse:
    """The same for a link that was used, has expired, or never was."""
    context = {"title": _("This link has had its time")}
    return _page(request, "admin/people/reset_closed.html", context, HTTPStatus.GONE)


def _page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    return render(request, template, _outside(request) | context, status=status)


def _outside(request: HttpRequest) -> dict[str, Any]:
    own = {**admin.site.each_context(request), "has_permission": False}
    return own | {"is_nav_sidebar_enabled": False}
