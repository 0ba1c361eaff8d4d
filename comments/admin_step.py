"""A moderator calls a comment a small step, or says that it isn't one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from comments import steps
from comments.admin_beside import Desk, find

WISHES = {"yes": True, "no": False}


def step_view(request: HttpRequest, pk: int, desk: Desk) -> HttpResponse:
    comment = find(desk, request, pk)
    wish = WISHES.get(request.POST.get("is_step", ""))
    if wish is None:
        raise Http404
    if steps.mark(comment, wish):
        said = _("It is a small step.") if wish else _("It isn’t a small step.")
        desk.log_change(request, comment, said)
        messages.success(request, f"{comment}: {said}")
    else:
        messages.warning(request, _("%s: nothing was changed.") % comment)
    return redirect("admin:comments_comment_change", comment.pk)
