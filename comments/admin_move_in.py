"""A page of the admin that brings in a site from WordPress: choose its file, see what
would come of it, then say yes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from comments.importing import kept_files
from comments.importing.sites import bring_in
from guide.importing.files import BadFile, refusal
from guide.importing.report import Report
from guide.importing.running import Run

# Nobody waits for an answer longer than that takes. The command takes any size.
MOST_MEGABYTES = 20
NEEDED = [
    *(f"guide.add_{model}" for model in ("author", "page", "post", "topic")),
    "comments.add_comment",
]


class ExportForm(forms.Form):
    export = forms.FileField(
        label=_("Export of WordPress"),
        help_text=_(
            "The file that WordPress makes under Tools, Export, “All content”: it ends "
            "in .xml. For the pictures to come along, pack it into a ZIP together with "
            "the folder wp-content/uploads. At most %(most)d MB; what is larger is "
            "brought in by the command import_wordpress."
        )
        % {"most": MOST_MEGABYTES},
        widget=forms.FileInput(
            attrs={"accept": ".xml,.zip,text/xml,application/xml,application/zip"}
        ),
    )

    def clean_export(self) -> UploadedFile:
        export: UploadedFile = self.cleaned_data["export"]
        if (export.size or 0) > MOST_MEGABYTES * 1_000_000:
            sentence = _("It is larger than %(most)d MB.")
            raise ValidationError(sentence, params={"most": MOST_MEGABYTES})
        return export


@require_http_methods(["GET", "HEAD", "POST"])
def move_in(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)  # noqa: S101 (admin_view lets nobody else in)
    if not user.has_perms(NEEDED):
        raise PermissionDenied
    if "kept" in request.POST:
        return _bring_in(request, user)
    form = ExportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _look(request, user, form)
    return _page(request, form=form)


def _look(request: HttpRequest, user: User, form: ExportForm) -> HttpResponse:
    """What would come of it, and the button that does it."""
    path, words = kept_files.keep(form.cleaned_data["export"], user.pk)
    try:
        report = _run(path, dry_run=True)
    except (BadFile, DatabaseError) as error:
        path.unlink()
        name = form.cleaned_data["export"].name
        form.add_error("export", refusal(Path(name), error))
        return _page(request, form=form)
    return _page(request, report=report, kept=words)


def _bring_in(request: HttpRequest, user: User) -> HttpResponse:
    path = kept_files.take(request.POST["kept"], user.pk)
    if path is None:
        form = ExportForm()
        gone = gettext(
            "The file isn’t here any more, or is being brought in already. Look at the "
            "posts; if they aren’t there, choose it again."
        )
        return _page(request, form=form, gone=gone)
    try:
        report = _run(path, dry_run=False)
    except (BadFile, DatabaseError) as error:
        return _page(request, form=ExportForm(), gone=refusal(Path("WordPress"), error))
    finally:
        path.unlink(missing_ok=True)
    return _page(request, report=report)


def _run(path: Path, *, dry_run: bool) -> Report:
    run = Run(dry_run)
    # Beside it are others that were sent, so its pictures are in it or nowhere.
    bring_in(path, None, run, most_megabytes=MOST_MEGABYTES)
    return run.report


def _page(request: HttpRequest, **shown: Any) -> HttpResponse:
    context = admin.site.each_context(request) | {
        "title": _("Bring in a site from WordPress"),
        **shown,
    }
    return TemplateResponse(request, "admin/comments/move_in.html", context)
