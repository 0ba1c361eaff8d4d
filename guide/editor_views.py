"""What the editor of a text asks in the background. The answers are JSON."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from guide import editor, from_html
from guide.image_form import InsertedImageForm
from guide.models import Image

TEXTS = ("author", "guide", "page", "post", "question")


def _only_for_writers(request: HttpRequest) -> None:
    """PermissionDenied for who may write none of the texts."""
    verbs = [f"guide.{verb}_{text}" for verb in ("add", "change") for text in TEXTS]
    if not any(map(request.user.has_perm, verbs)):
        raise PermissionDenied


@require_POST
def preview(request: HttpRequest) -> JsonResponse:
    """Fields ``text``, its ``format``, and ``question``, ``anchor`` and ``answer`` of
    each question."""
    _only_for_writers(request)
    fields = (request.POST.getlist(name) for name in ("question", "anchor", "answer"))
    asked = [editor.Asked(*each) for each in zip(*fields, strict=False)]
    text, written_in = (request.POST.get(name, "") for name in ("text", "format"))
    return JsonResponse(asdict(editor.preview(text, asked, written_in=written_in)))


@require_POST
def paste(request: HttpRequest) -> JsonResponse:
    """The field ``html`` of a clipboard as Markdown."""
    _only_for_writers(request)
    found = from_html.to_markdown(request.POST.get("html", ""))
    told = editor.told_lost(found.lost)
    return JsonResponse({"markdown": found.markdown.strip("\n"), "told": told})


@require_POST
def picture(request: HttpRequest) -> JsonResponse:
    """Keep the file ``picture``; the line for the text has ``alt`` as it was sent, even
    where the same picture is here with other words."""
    if not request.user.has_perm("guide.add_image"):
        raise PermissionDenied
    form = InsertedImageForm(request.POST, request.FILES)
    if not form.is_valid():
        told = " ".join(str(each) for errors in form.errors.values() for each in errors)
        return JsonResponse({"told": told}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    image = Image.keep(form.cleaned_data["picture"], form.cleaned_data["alt"])
    image.alt = form.cleaned_data["alt"]
    return JsonResponse({"line": image.markdown})
