"""The admin site, where only staff come in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from config.people import second_factor, views
from config.people.forms import SignInForm


class Desk(AdminSite):
    login_form = SignInForm

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff, who have given their code and set up what they must."""
        return super().has_permission(request) and not second_factor.is_missing(
            request.user
        )

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method == "GET" and (step := self._next_step(request)):
            return HttpResponseRedirect(
                f"{step}?{urlencode({'next': views.onward(request)})}"
            )
        response = super().login(request, extra_context)
        form = (getattr(response, "context_data", None) or {}).get("form")
        return views.slowed(response, form) if form else response

    def _next_step(self, request: HttpRequest) -> str:
        """The page that somebody has to pass who gave the right password."""
        if request.half_signed_in:  # type: ignore[attr-defined]
            return reverse("admin:code")
        if super().has_permission(request) and second_factor.is_missing(request.user):
            return reverse("admin:second_factor")
        return ""

    def get_urls(self) -> list[URLResolver | URLPattern]:
        own: list[URLResolver | URLPattern] = [
            path(
                "login/code/", never_cache(partial(views.code, site=self)), name="code"
            ),
            path(
                "second-factor/",
                self._for_staff(views.own_second_factor),
                name="second_factor",
            ),
        ]
        return own + super().get_urls()

    def _for_staff(self, view: Callable[..., HttpResponse]) -> Any:
        """Also for those who still have to set up their second factor."""

        def inner(request: HttpRequest) -> HttpResponse:
            if super(Desk, self).has_permission(request):
                return view(request, site=self)
            login = reverse("admin:login")
            return HttpResponseRedirect(f"{login}?{urlencode({'next': request.path})}")

        return never_cache(update_wrapper(inner, view))
