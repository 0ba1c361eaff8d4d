"""The step card's page. What a browser does with it is in tests/browser."""

import re
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def card(client: Client) -> str:
    return client.get("/step-card/").content.decode()


def test_card_could_not_be_sent(client: Client) -> None:
    page = card(client)
    assert "<form" not in page and " name=" not in page.split("<main")[1]


def test_no_browser_remembers_what_is_typed_or_has_it_checked(client: Client) -> None:
    fields = re.findall(r"<textarea[^>]*>", card(client))
    assert len(fields) == 3
    for field in fields:
        assert 'autocomplete="off"' in field and 'spellcheck="false"' in field


def test_no_browser_keeps_the_page(client: Client) -> None:
    assert client.get("/step-card/")["Cache-Control"] == "no-store"


def test_buttons_wait_for_the_script(client: Client) -> None:
    tools = re.findall(r'<div id="card_tools"([^>]*)>', card(client))
    assert tools == [" hidden"]


def test_card_asks_only_what_every_page_asks(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        client.get("/step-card/")


def test_nothing_is_sent_to_the_card(client: Client) -> None:
    assert client.post("/step-card/", {"step": "x"}).status_code == 405


def test_card_names_its_source(client: Client) -> None:
    assert "Gollwitzer" in card(client) and "(2006)" in card(client)
