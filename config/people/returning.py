"""Back after a session ended in the middle of a text or a decision.

The page that asks to sign in again carries the words; afterwards a page shows what
would be sent, and only its button sends it. So no request of another site becomes an
act by somebody's mere signing in.
"""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as plain_csrf_failure

from config.people import kept_words
from config.people.forms import SignInForm
from config.people.kept_words import SESSION_KEY, KeptWords


def sign_in_again(
    request: HttpRequest, site: AdminSite, words: KeptWords
) -> HttpResponse:
    """The way back in, with ``words`` in its form, or in the session of somebody whose
    password is known already."""
    packed = words.pack()
    half = request.half_signed_in or request.user.is_authenticated  # type: ignore[attr-defined]
    if half and packed:
        request.session[SESSION_KEY] = packed
        return HttpResponseRedirect(f"{reverse('admin:login')}?next={_own_address()}")
    context = {
        **site.each_context(request),
        "title": _("Log in"),
        "form": SignInForm(request),
        "app_path": reverse("admin:login"),
        "next": _own_address(),
        "kept": packed,
        "ended": True,
        # Too long to go through a form once more: for copying.
        "to_copy": [] if packed else [value for _name, value in words.fields],
    }
    page = TemplateResponse(request, "admin/login.html", context)
    page.status_code = HTTPStatus.FORBIDDEN
    return page


def keep_for_later(request: HttpRequest) -> None:
    """Take the words that a sign-in brought along into its session."""
    packed = request.POST.get("kept", "")
    if kept_words.unpack(packed):
        request.session[SESSION_KEY] = packed


def kept(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Shows what would be sent (GET), sends it on or drops it (POST)."""
    words = kept_words.unpack(request.session.get(SESSION_KEY, ""))
    if request.method == "POST":
        request.session.pop(SESSION_KEY, None)
        if words and request.POST.get("_kept") == "send":
            # The browser sends the same fields there once more.
            return HttpResponseRedirect(words.path, preserve_request=True)
    if words is None or request.method == "POST":
        return HttpResponseRedirect(reverse("admin:index"))
    context = {
        **site.each_context(request),
        "title": _("Your words are kept"),
        "words": words,
    }
    return TemplateResponse(request, "admin/people/kept.html", context)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before its sender signed in anew, in another tab: its words come back
    for one more look."""
    words = None
    if kept_words.is_surely_ours(request):
        # Or what a sign-in page carried, when somebody signed in elsewhere first.
        carried = request.POST.get("kept", "")
        words = kept_words.of(request) or kept_words.unpack(carried)
    if words is None:
        return plain_csrf_failure(request, reason)
    packed = words.pack()
    if packed and admin.site.has_permission(request):
        request.session[SESSION_KEY] = packed
        return HttpResponseRedirect(_own_address())
    return sign_in_again(request, admin.site, words)


def _own_address() -> str:
    return reverse("admin:kept")
