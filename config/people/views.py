"""The pages around the second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from config.people import second_factor
from config.people.forms import CodeForm, ConfirmForm, ProofForm


def onward(request: HttpRequest) -> str:
    """Where somebody who signs in wanted to go, if it is here; else the front page."""
    wanted = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(
        REDIRECT_FIELD_NAME, ""
    )
    here = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if here else reverse("admin:index")


def slowed(response: HttpResponse, form: Any) -> HttpResponse:
    """429 where ``form`` says that it is too early for another try."""
    if form.wait:
        response.status_code = 429
        response["Retry-After"] = str(max(1, round(form.wait.total_seconds())))
    return response


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Asks for the code, after the password."""
    user = request.half_signed_in  # type: ignore[attr-defined]
    if user is None:
        return HttpResponseRedirect(onward(request))
    if request.POST.get("verb") == "leave":
        return leave(request)
    form = CodeForm(request, user, request.POST or None)
    device = second_factor.device_of(user)
    if device and request.method == "POST" and form.is_valid():
        second_factor.prove(request, device)
        return HttpResponseRedirect(onward(request))
    context = {
        **site.each_context(request),
        "title": _("One more step"),
        "form": form,
        "next": onward(request),
    }
    page = TemplateResponse(request, "admin/people/code.html", context)
    return slowed(page, form)


def leave(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponseRedirect(reverse("admin:login"))


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def own_second_factor(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """One's own: set up, renew the paper codes, turn off."""
    verbs: dict[str, Callable[[HttpRequest, AdminSite], HttpResponse]] = {
        "begin": begin,
        "confirm": confirm,
        "renew": renew,
        "turn_off": turn_off,
    }
    verb = request.POST.get("verb", "")
    if verb == "leave":
        return leave(request)
    return verbs.get(verb, show)(request, site)


def show(
    request: HttpRequest, site: AdminSite, form: Any = None, verb: str = ""
) -> HttpResponse:
    """The state of it; ``form`` is what was wrong of ``verb``."""
    user: Any = request.user
    device = second_factor.device_of(user)
    new = None if device else second_factor.new_device_of(user)
    context = {
        **site.each_context(request),
        "title": _("Second factor"),
        "is_on": device is not None,
        "is_due": second_factor.is_missing(user),
        "paper_codes_left": second_factor.paper_codes_left(user) if device else 0,
        "drawing": second_factor.drawing(new) if new else "",
        "secret": second_factor.secret_words(new) if new else "",
        "confirm_form": form if verb == "confirm" else ConfirmForm(request, user),
        "proof_form": form
        if verb in ("renew", "turn_off")
        else ProofForm(request, user),
        "has_error": form is not None,
    }
    page = TemplateResponse(request, "admin/people/second_factor.html", context)
    return slowed(page, form) if form else page


def begin(request: HttpRequest, site: AdminSite) -> HttpResponse:
    second_factor.begin(request.user)
    return HttpResponseRedirect(reverse("admin:second_factor"))


def confirm(request: HttpRequest, site: AdminSite) -> HttpResponse:
    form = ConfirmForm(request, request.user, request.POST)
    if not form.is_valid():
        return show(request, site, form, "confirm")
    device = second_factor.device_of(request.user)
    if device:
        second_factor.prove(request, device)
    return show_paper_codes(request, site, form.paper_codes)


def renew(request: HttpRequest, site: AdminSite) -> HttpResponse:
    form = ProofForm(request, request.user, request.POST)
    if not form.is_valid():
        return show(request, site, form, "renew")
    codes = second_factor.renew_paper_codes(request.user)
    return show_paper_codes(request, site, codes)


def turn_off(request: HttpRequest, site: AdminSite) -> HttpResponse:
    form = ProofForm(request, request.user, request.POST)
    if not form.is_valid():
        return show(request, site, form, "turn_off")
    user: Any = request.user
    second_factor.remove(user, by=user)
    return HttpResponseRedirect(reverse("admin:second_factor"))


def show_paper_codes(
    request: HttpRequest, site: AdminSite, codes: list[str]
) -> HttpResponse:
    """This once: they are in no other page."""
    context = {
        **site.each_context(request),
        # The device was made in this very request.
        "has_permission": True,
        "title": _("Your ten paper codes"),
        "codes": codes,
    }
    return TemplateResponse(request, "admin/people/paper_codes.html", context)
