"""The forms of posts and pages at the desk, as a browser has and sends them."""

import re
from datetime import datetime
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from guide.models import Page, Post
from guide.text_values import ROWS, Text


def address(text: Text | type[Text], view: str, *more: int) -> str:
    own = [text.pk] if isinstance(text, (Post, Page)) else []
    return reverse(f"admin:guide_{text._meta.model_name}_{view}", args=[*own, *more])


def form_of(text: Text, **fields: Any) -> dict[str, Any]:
    """What the form sends without having said where it began."""
    given: dict[str, Any] = {}
    for field in text._meta.concrete_fields:
        value = field.value_from_object(text)
        if isinstance(value, datetime):
            given |= {f"{field.name}_0": f"{value:%Y-%m-%d}"}
            given |= {f"{field.name}_1": f"{value:%H:%M:%S}"}
        elif field.editable and value is not None and value is not False:
            given[field.name] = value
    for field in text._meta.many_to_many if text.pk else []:
        given[field.name] = [row.pk for row in getattr(text, field.name).all()]
    for name in ROWS[type(text)]:
        given |= rows_of(text, name)
    return given | fields


def rows_of(text: Text, name: str) -> dict[str, Any]:
    rows = list(getattr(text, name).all()) if text.pk else []
    given = {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": len(rows)}
    for number, row in enumerate(rows):
        for field in row._meta.concrete_fields:
            given[f"{name}-{number}-{field.name}"] = field.value_from_object(row)
    return given


def opened(client: Client, text: Text, **fields: Any) -> dict[str, Any]:
    """The form as it was opened now, with what it says of itself."""
    page = client.get(address(text, "change")).content.decode()
    return form_of(text) | hidden(page) | fields


def hidden(page: str) -> dict[str, str]:
    """What the form says of itself."""
    found = re.findall(r'<input type="hidden" name="(_\w+)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in found}


def save(client: Client, text: Text, form: dict[str, Any]) -> Any:
    return client.post(address(text, "change"), form)
