"""The application that a web server runs, beyond what it answers."""

import gc
import importlib

import pytest


@pytest.mark.django_db
def test_garbage_of_requests_is_not_weighed_against_what_stays() -> None:
    from config import wsgi

    gc.unfreeze()
    importlib.reload(wsgi)
    assert gc.get_freeze_count() > 10_000
