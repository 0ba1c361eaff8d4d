"""The page that finds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guide import finding, words
from guide.models import Guide, Topic
from guide.row_keys import BIGGEST_KEY, key_in

TOPICS_SHOWN = 40


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """``?q=``, with ``&page=`` for more texts or ``&before=`` for more comments."""
    query = words.query(request.GET.get("q", ""))
    page, before = (key_in(request.GET.get(name, "")) for name in ("page", "before"))
    texts = talk = finding.NOTHING
    if not before:
        texts = finding.texts(query, page or 1)
    if not page:
        talk = finding.talk(query, before or BIGGEST_KEY)
    context = {
        "asked": query.asked,
        "has_terms": bool(query.terms),
        "texts": texts,
        "talk": talk,
        "is_further": bool(page or before),
    }
    if not (texts.hits or talk.hits):
        context["guide"] = Guide.objects.cover_first().first()
        context["topics"] = list(Topic.objects.written_about()[:TOPICS_SHOWN])
    return render(request, "guide/search.html", context)
