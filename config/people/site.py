"""The admin site, where only staff come in."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse

from config.people.forms import SignInForm


class Desk(AdminSite):
    login_form = SignInForm

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response = super().login(request, extra_context)
        form = (getattr(response, "context_data", None) or {}).get("form")
        return slowed(response, form) if form else response


def slowed(response: HttpResponse, form: Any) -> HttpResponse:
    """429 where ``form`` says that it is too early for another try."""
    if form.wait:
        response.status_code = 429
        response["Retry-After"] = str(max(1, round(form.wait.total_seconds())))
    return response
