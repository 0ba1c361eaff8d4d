import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from guide.images import encode
from guide.models import Image
from tests.make import (
    make_author,
    make_guide,
    make_image,
    make_page,
    make_post,
    make_question,
)
from tests.pictures import made

pytestmark = pytest.mark.django_db


def stored() -> set[str]:
    return set(default_storage.listdir("")[1])


def all_files(image: Image) -> set[str]:
    return {str(name) for name in image.name.all_files()}


def test_row_and_files_are_kept_together() -> None:
    image = make_image(size=(420, 40))
    assert (image.width, image.height, image.name.ending) == (420, 40, "jpg")
    assert stored() == all_files(image)
    assert len(stored()) == 6


def test_same_picture_again_is_the_row_that_is_there() -> None:
    first = make_image(alt="A lantern")
    default_storage.delete(str(first.name))
    assert make_image(alt="Another").alt == "A lantern"
    assert stored() == all_files(first) - {str(first.name)}  # Nothing is written again.


def test_what_a_crash_left_is_written_anew() -> None:
    name = encode(io.BytesIO(made()), 0).name
    default_storage.save(str(name), ContentFile(b"half of"))
    image = make_image()
    with default_storage.open(str(image.name)) as file:
        assert file.read(3) == b"\xff\xd8\xff"
    assert stored() == all_files(image)


def test_no_row_without_its_files(monkeypatch: Any) -> None:
    def full(*args: Any) -> None:
        raise OSError

    monkeypatch.setattr(default_storage, "save", full)
    with pytest.raises(OSError):  # noqa: PT011
        make_image()
    assert not Image.objects.exists()


@pytest.mark.parametrize("at_once", [True, False])
def test_files_go_with_the_row(
    at_once: bool, django_capture_on_commit_callbacks: Any
) -> None:
    image, other = make_image(), make_image(colour="red")
    with django_capture_on_commit_callbacks(execute=True):
        if at_once:
            Image.objects.filter(pk=image.pk).delete()
        else:
            image.delete()
        assert stored() == all_files(image) | all_files(other)
    assert stored() == all_files(other)


def test_files_stay_where_erasing_fails(
    django_capture_on_commit_callbacks: Any,
) -> None:
    image = make_image()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        image.delete()
        transaction.set_rollback(True)
    assert stored() == all_files(image)


def test_files_stay_where_the_picture_is_back_meanwhile(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_image().delete()
        again = make_image()
    assert stored() == all_files(again)


def test_line_for_a_text_names_it() -> None:
    image = make_image(alt="A lantern: lit!")
    assert image.markdown == f"![A lantern: lit!](/media/{image.name})"


def test_it_knows_where_it_is_shown(django_assert_num_queries: Any) -> None:
    image = make_image()
    text = f"Words.\n\n{image.markdown}"
    rows = [
        make_post(body=text, published_at=None),
        make_page(body=text),
        make_guide(opening=text),
        make_author(bio=text),
    ]
    make_post(body=make_image(colour="red").markdown)
    with django_assert_num_queries(4):
        assert image.used_in() == rows


def test_answer_that_shows_it_is_found_on_its_post() -> None:
    image = make_image()
    first = make_question(answer=image.markdown)
    make_question(post=first.post, answer=image.markdown)
    assert image.used_in() == [first.post]
