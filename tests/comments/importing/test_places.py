import pytest

from comments.importing.places import Place, Posts, path_of, unambiguous

POSTS = Posts(
    by_slug={"the-pause": 1, "welcome": 2},
    by_title={"the pause": 1, "before you begin": 2},
    by_path={"/2019/05/stopping/": 1, "/?p=12": 2},
    by_choice={"/old/": 2},
)


@pytest.mark.parametrize(
    ("place", "key"),
    [
        (Place("the-pause"), 1),
        (Place("/posts/the-pause/"), 1),
        (Place("https://old.example/2019/05/The-Pause.html?x=1"), 1),
        (Place("https://old.example/2019/05/stopping"), 1),
        (Place("https://old.example/?p=12"), 2),
        (Place("https://old.example/x/", "Before you begin!"), 2),
        (Place("https://old.example/old", "The pause"), 2),
        (Place("/old/the-pause/"), 1),
        (Place("", "Elsewhere"), None),
        (Place("https://[broken"), None),
    ],
)
def test_place_is_told_by_choice_address_or_title(
    place: Place, key: int | None
) -> None:
    assert POSTS.find(place) == key


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://old.example", "/"),
        ("a%20b", "/a b/"),
        ("/x.html", "/x.html"),
        ("/x?y=1#z", "/x/?y=1"),
    ],
)
def test_path_is_as_a_page_would_be_asked_for(address: str, path: str) -> None:
    assert path_of(address) == path


def test_title_of_two_posts_tells_none() -> None:
    assert unambiguous([("One", 1), ("one.", 2), ("Two", 3), ("…", 4)]) == {"two": 3}
