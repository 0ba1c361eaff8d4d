"""The admin's sidebar, an eighth of what a page there costs: remembered under all that
it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import template
from django.template import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@dataclass(frozen=True)
class Model:
    """What the sidebar tells of one; no address where this account may not go."""

    object_name: str
    name: str
    admin_url: str | None
    add_url: str | None


@dataclass(frozen=True)
class App:
    app_label: str
    name: str
    app_url: str
    models: tuple[Model, ...]


@register.simple_tag(takes_context=True)
def sidebar(context: RequestContext) -> SafeString:
    """As Django makes it, for the page that is shown."""
    listed = tuple(map(_app, context.get("available_apps") or ()))
    path = context["request"].path
    return _rendered(listed, _place(listed, path), get_language())


def _app(made: Mapping[str, Any]) -> App:
    models = tuple(map(_model, made["models"]))
    return App(made["app_label"], str(made["name"]), made["app_url"], models)


def _model(made: Mapping[str, Any]) -> Model:
    addresses = (made["admin_url"], made["add_url"])
    return Model(made["object_name"], str(made["name"]), *addresses)


def _place(apps: Iterable[App], path: str) -> str:
    """The address of the list that ``path`` belongs to, else of its app, else nothing.

    That is all that Django's template looks for in a path.
    """
    listed = [model.admin_url for app in apps for model in app.models]
    addresses = [*listed, *(app.app_url for app in apps)]
    return next((each for each in addresses if each and each in path), "")


# One for each account's duties and each list.
@lru_cache(maxsize=128)
def _rendered(apps: tuple[App, ...], place: str, language: str | None) -> SafeString:
    context = {"available_apps": apps, "request": {"path": place}}
    return render_to_string("admin/nav_sidebar.html", context)
