"""The least that Django does for a request: a view of 13 bytes, and no middleware."""

import secrets

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    SECRET_KEY=secrets.token_hex(),
)


def hello(request: HttpRequest) -> HttpResponse:
    # Without a length the server would send it in pieces.
    return HttpResponse("Hello, world!", headers={"Content-Length": "13"})


urlpatterns = [path("", hello)]
application = get_wsgi_application()
