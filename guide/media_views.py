"""The files of pictures, whatever store they lie in."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from guide.image_names import ImageName

A_YEAR_SECONDS = 365 * 24 * 3600


def _tag(request: HttpRequest, name: str) -> str | None:
    """Nothing where there is no such file, so that one that went is never "unchanged".

    Only what has the form of a picture's name reaches the store.
    """
    known = ImageName.parse(name) and default_storage.exists(name)
    return f'"{name}"' if known else None


@require_safe
@cache_control(public=True, max_age=A_YEAR_SECONDS, immutable=True)
@condition(etag_func=_tag)
def image(request: HttpRequest, name: str) -> FileResponse:
    parsed = ImageName.parse(name)
    if parsed is None:
        raise Http404
    try:
        file = default_storage.open(name)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file, filename=name, content_type=parsed.content_type)
