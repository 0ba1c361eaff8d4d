import pytest
from cryptography.fernet import Fernet
from django.db import connection

from comments import fields
from comments.models import Correspondent
from tests.make import make_comment

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


@pytest.mark.django_db
def test_database_holds_no_address() -> None:
    make_comment(email="wren@example.org")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM comments_correspondent")
        stored = " ".join(map(str, cursor.fetchone()))
    assert "wren" not in stored and "example" not in stored


@pytest.mark.django_db
def test_address_comes_back() -> None:
    make_comment(email="wren@example.org")
    assert Correspondent.objects.get().email == "wren@example.org"


def test_lookup_hash_counts_case_as_one() -> None:
    assert fields.lookup_hash("Wren@example.org") == fields.lookup_hash(
        "wren@example.org"
    )


def test_lookup_hash_needs_the_key() -> None:
    assert fields.lookup_hash("a@example.org", OLD) != fields.lookup_hash(
        "a@example.org", NEW
    )


def test_lookup_hash_does_not_come_from_the_secret_key(settings) -> None:  # type: ignore[no-untyped-def]
    before = fields.lookup_hash("a@example.org")
    settings.SECRET_KEY = "another" * 10
    assert fields.lookup_hash("a@example.org") == before


def test_wrong_key_reads_nothing(settings) -> None:  # type: ignore[no-untyped-def]
    stored = fields.encrypt("wren@example.org")
    settings.ADDRESS_KEYS = [NEW]
    with pytest.raises(fields.UnreadableAddress):
        fields.decrypt(stored)


def test_older_keys_still_read(settings) -> None:  # type: ignore[no-untyped-def]
    settings.ADDRESS_KEYS = [OLD]
    stored = fields.encrypt("wren@example.org")
    settings.ADDRESS_KEYS = [NEW, OLD]
    assert fields.decrypt(stored) == "wren@example.org"
