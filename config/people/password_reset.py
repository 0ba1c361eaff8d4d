"""A new password by mail: Django's pages, one and the same answer for every address."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin

from config.people import limits
from config.people.forms import wait_sentence
from config.people.views import slowed
from guide import naming

logger = logging.getLogger(__name__)
MAILS_A_DAY = 5


class AskForm(PasswordResetForm):
    """``wait`` is set where this sender asked too often, whatever the address."""

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

    def get_users(self, email: str) -> list[User]:
        """Staff alone: nobody else signs in."""
        return [user for user in super().get_users(email) if user.is_staff]

    def save(self, **options: Any) -> None:  # type: ignore[override]
        """Send the link, beside the answer: how long that takes would tell who is
        known. An address gets five a day, so that nobody is buried in them."""
        site = urlsplit(getattr(settings, "MAIL_SITE_URL", "") or settings.SITE_URL)
        self.mails: list[EmailMessage] = []
        super().save(
            domain_override=site.netloc,
            use_https=site.scheme == "https",
            from_email=naming.mailbox(),
            subject_template_name="admin/people/reset_subject.txt",
            email_template_name="admin/people/reset_mail.txt",
            token_generator=options["token_generator"],
        )
        mails = self.mails if self.tried.tries_for_name <= MAILS_A_DAY else []
        in_background(lambda: send(mails))

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        subject = render_to_string(subject_template_name, context).strip()
        body = render_to_string(email_template_name, context)
        self.mails.append(EmailMessage(subject, body, from_email, [to_email]))


def in_background(act: Callable[[], None]) -> None:
    Thread(target=act, daemon=True).start()


def send(mails: list[EmailMessage]) -> None:
    for mail in mails:
        try:
            mail.send()
        except Exception as error:
            # The class alone: what a mail server refuses, it quotes with the address.
            logger.error("A reset could not be mailed (%s).", type(error).__name__)


class _Page(ContextMixin):
    """In the admin's look, outside of it."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = {**admin.site.each_context(self.request), "has_permission": False}
        own["is_nav_sidebar_enabled"] = False
        return own | super().get_context_data(**kwargs)


class Ask(_Page, auth_views.PasswordResetView):
    form_class = AskForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def form_invalid(self, form: Any) -> HttpResponse:
        return slowed(super().form_invalid(form), form)


class Asked(_Page, auth_views.PasswordResetDoneView):
    pass


class Choose(_Page, auth_views.PasswordResetConfirmView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        user = form.user
        LogEntry.objects.log_actions(
            user.pk, [user], CHANGE, _("New password by mail."), single_object=True
        )
        return response


class Chosen(_Page, auth_views.PasswordResetCompleteView):
    pass
