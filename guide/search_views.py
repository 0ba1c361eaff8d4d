"""The page that finds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guide import finding, words
from guide.models import Guide, Topic

# As large as a key can be.
LAST = 2**63 - 1
TOPICS_SHOWN = 40


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """``?q=``, with ``&page=`` for more texts or ``&before=`` for more comments."""
    query = words.query(request.GET.get("q", ""))
    page, before = (_number(request.GET.get(name, "")) for name in ("page", "before"))
    texts = talk = finding.NOTHING
    if not before:
        texts = finding.texts(query, page or 1)
    if not page:
        talk = finding.talk(query, before or LAST)
    context = {
        "asked": query.asked,
        "has_terms": bool(query.terms),
        "texts": texts,
        "talk": talk,
        "is_further": bool(page or before),
    }
    if not (texts.hits or talk.hits):
        context["guide"] = Guide.objects.first()
        context["topics"] = list(Topic.objects.written_about()[:TOPICS_SHOWN])
    return render(request, "guide/search.html", context)


def _number(words: str) -> int:
    """What ``words`` of an address say; 0 where that is no number."""
    if not (words.isascii() and words.isdecimal() and len(words) < 20):
        return 0
    return min(int(words), LAST)
