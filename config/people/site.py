"""The admin site, where only staff come in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from config.people import kept_words, returning, second_factor, views
from config.people.forms import SignInForm
from guide import safety


class Desk(AdminSite):
    login_form = SignInForm

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Headed by the neutral name, as tabs and histories are everywhere."""
        name = getattr(request.user, "site_name", None)
        if name is None:  # nobody is signed in
            name = safety.of(request).names.neutral
        name = name or settings.SITE_NAME
        return {
            **super().each_context(request),
            "site_header": name,
            "site_title": name,
        }

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[Any]:
        """Made once for a page: Django asks for the sidebar and for the front page, and
        each time asks each model what this account may do there.
        """
        made = request.__dict__.setdefault("app_lists", {})
        if app_label not in made:
            made[app_label] = super().get_app_list(request, app_label)
        found: list[Any] = made[app_label]
        return found

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
        carried = {"kept": request.POST.get("kept", "")}
        response = super().login(request, carried | (extra_context or {}))
        if isinstance(response, HttpResponseRedirect):
            returning.keep_for_later(request)
        form = (getattr(response, "context_data", None) or {}).get("form")
        return views.slowed(response, form) if form else response

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As Django's, but a form that comes after its session ended isn't lost."""
        usual = super().admin_view(view, cacheable)

        def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request) and (words := kept_words.of(request)):
                return returning.sign_in_again(request, self, words)
            response: HttpResponse = usual(request, *args, **kwargs)
            return response

        return update_wrapper(keeping, view)

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
        kept = self.admin_view(partial(returning.kept, site=self))
        return [path("kept/", kept, name="kept"), *own, *super().get_urls()]

    def _for_staff(self, view: Callable[..., HttpResponse]) -> Any:
        """Also for those who still have to set up their second factor."""

        def inner(request: HttpRequest) -> HttpResponse:
            if super(Desk, self).has_permission(request):
                return view(request, site=self)
            login = reverse("admin:login")
            return HttpResponseRedirect(f"{login}?{urlencode({'next': request.path})}")

        return never_cache(update_wrapper(inner, view))
