"""The live preview: words come in, safe HTML goes back, nothing stays."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from comments import answers, origins, previews, ratelimit

allowance = previews.Allowance()


@csrf_exempt
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """A piece of a page, for script. What it refuses has no words: nobody reads them,
    and script then keeps what it showed last."""
    if refusal := answers.unread(request):
        return refusal
    if origins.is_cross_site(request):
        return _piece("", HTTPStatus.FORBIDDEN)
    if not allowance.takes(ratelimit.network_address(request)):
        return _piece("", HTTPStatus.TOO_MANY_REQUESTS)
    html = previews.of_words(request.POST.get("comment", ""))
    if html is None:
        return _piece("", HTTPStatus.UNPROCESSABLE_ENTITY)
    return _piece(html)


def _piece(html: str, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    return HttpResponse(html, status=status, headers=headers)
