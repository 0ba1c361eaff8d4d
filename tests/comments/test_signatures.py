import pytest
from django.contrib.auth.models import User

from comments.signatures import Signature, signature
from tests.make import make_author, make_moderator

pytestmark = pytest.mark.django_db


def test_account_of_an_author_signs_as_that_author() -> None:
    account = make_moderator(first_name="Somebody", last_name="Else")
    author = make_author(name="Amanda Erin", account=account)
    assert signature(account) == Signature("Amanda Erin", author)


def test_other_account_signs_with_its_full_name() -> None:
    account = make_moderator(first_name=" Wren", last_name="Fields ")
    assert signature(account) == Signature("Wren Fields")


@pytest.mark.parametrize(
    "name", ["", "  ", "wren@example.org", "example.org", "\u3164", "\x07"]
)
def test_no_name_or_an_address_signs_as_the_team(name: str) -> None:
    account = User(username="wren@example.org", first_name=name)
    account.save()
    assert signature(account) == Signature("Team")


def test_very_long_name_fits() -> None:
    account = make_moderator(first_name="W" * 150, last_name="F" * 150)
    assert len(signature(account).name) == 80
