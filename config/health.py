"""/healthz: whether the site works, for machines that watch it."""

from collections.abc import Callable, Collection

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import ResolverMatch
from django.utils import timezone

from comments.watching import health
from comments.watching.one_at_a_time import OneAtATime

# Whoever asks hears within this time, also where a database or a disk keeps silent.
MOST_SECONDS = 2.0
# All checks; and for who sends readers to this process or waits for its start, those
# alone without which it can't serve them.
ADDRESSES = {"/healthz": tuple(health.CHECKS), "/healthz/web": health.TO_SERVE}
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


class HealthFirst:
    """Answer before all other middleware, so that a check depends on nothing but what
    it checks.

    So it comes over http where readers are redirected, and by any Host or none, as
    checks on the machine itself ask. Nothing in it depends on either, and it is the
    same for everybody: names of checks, no version, number, address or reason.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.looks = {
            address: OneAtATime(_looking(names), MOST_SECONDS)
            for address, names in ADDRESSES.items()
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        look = self.looks.get(request.path_info)
        if look is None:
            return self.get_response(request)
        # Django's log tells of a request by its route, which nothing else sets here.
        route = request.path_info.lstrip("/")
        request.resolver_match = ResolverMatch(self, (), {}, route=route)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"], headers=HEADERS)
        silent = dict.fromkeys(ADDRESSES[request.path_info], health.FAILED)
        return _answer(look() or silent)


def _looking(names: Collection[str]) -> Callable[[], dict[str, str]]:
    return lambda: health.look(timezone.now(), names)


def _answer(checks: dict[str, str]) -> JsonResponse:
    outcomes = set(checks.values())
    status = next(
        word for word in (health.FAILED, health.LATE, health.OK) if word in outcomes
    )
    return JsonResponse(
        {"status": status, "checks": checks},
        status=200 if status == health.OK else 503,
        headers=HEADERS,
    )
