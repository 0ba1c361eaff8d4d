"""Did this form come from our own page? Decided by what browsers say of themselves.

Readers' pages carry no cookie, so there is no session to ride on and no CSRF token;
this keeps other sites from sending a visitor's words here all the same. See
``docs/threat-model.md``.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest


def is_cross_site(request: HttpRequest) -> bool:
    """True where the browser says that another site's page sent this.

    A client that says nothing passes here: its form's stamp decides.
    """
    site = request.headers.get("Sec-Fetch-Site", "").lower()
    if site == "same-origin":
        return False
    origin = request.headers.get("Origin")
    if origin is not None:
        try:
            return urlsplit(origin).netloc.lower() != request.get_host().lower()
        except ValueError:
            return True
    return site in ("cross-site", "same-site")
