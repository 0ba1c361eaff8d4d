import pytest
from django.db import IntegrityError, transaction

from guide.models import OldPath
from guide.models.old_paths import normal
from tests.make import make_page, make_post


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/2019/05/my-post/", "/2019/05/my-post/"),
        ("https://blog.example/2019/05/my-post/#more", "/2019/05/my-post/"),
        ("https://blog.example/?p=123", "/?p=123"),
        ("/2019/%C3%BCber-uns/", "/2019/über-uns/"),
        ("my-post", ""),
        ("/two%0Alines/", ""),
        ("https://[broken/", ""),
        ("", ""),
    ],
)
def test_address_becomes_a_path_of_this_site(address: str, path: str) -> None:
    assert normal(address) == path


@pytest.mark.django_db
def test_address_leads_to_what_it_was_given_last() -> None:
    post, page = make_post(), make_page()
    OldPath.objects.lead("/2019/my-post/", post)
    OldPath.objects.lead("/2019/my-post/", page)
    assert OldPath.objects.get().target == page


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["no-path", "/" + "a" * 500])
def test_what_is_no_address_leads_nowhere(address: str) -> None:
    assert OldPath.objects.lead(address, make_post()) is None
    assert not OldPath.objects.exists()


@pytest.mark.django_db
def test_old_path_leads_to_exactly_one() -> None:
    for targets in ({}, {"post": make_post(), "page": make_page()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OldPath.objects.create(path="/somewhere/", **targets)
