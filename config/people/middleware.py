"""Who has given a password but no code yet is nobody."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from config.people import second_factor


class SecondFactorMiddleware:
    """Sets ``request.half_signed_in`` to who still has to give a code (else None).

    Everything after it sees a stranger there, whatever it asks of a user.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        half = None
        # Elsewhere no cookie comes, and nobody is asked for.
        if request.path.startswith("/admin/"):
            user = request.user
            if user.is_authenticated and not second_factor.is_proved(request, user):
                half, request.user = user, AnonymousUser()
        request.half_signed_in = half  # type: ignore[attr-defined]
        return self.get_response(request)
