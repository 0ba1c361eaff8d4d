"""The page that an invitation's link opens."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth import login
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from config.people import invitations
from config.people.forms import JoinForm
from config.people.models import Invitation


@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """A form (GET), an account and signed in (POST)."""
    invitation = invitations.find(token)
    if invitation is None:
        return _closed(request)
    form = JoinForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, invitation, form)
    try:
        user = invitations.accept(invitation, form)
    except IntegrityError:
        form.add_error("username", _("Somebody took this name just now."))
        return _form(request, invitation, form)
    if user is None:
        return _closed(request)
    login(request, user)
    return HttpResponseRedirect(reverse("admin:index"))


def _form(request: HttpRequest, invitation: Invitation, form: JoinForm) -> HttpResponse:
    context = {
        "title": _("Welcome"),
        "form": form,
        "groups": [group.name for group in invitation.groups.all()],
    }
    return _page(request, "admin/people/join.html", context, 200)


def _closed(request: HttpRequest) -> HttpResponse:
    """The same for a link that was used, has expired, or never was."""
    context = {"title": _("This link opens nothing")}
    return _page(request, "admin/people/link_closed.html", context, 404)


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int
) -> HttpResponse:
    own = {**admin.site.each_context(request), "has_permission": False}
    response = render(request, template, own | context, status=status)
    response["Cache-Control"] = "no-store"
    # Not no-referrer: browsers would send "Origin: null" with the form. This names
    # the host at most, never the token.
    response["Referrer-Policy"] = "strict-origin"
    return response
