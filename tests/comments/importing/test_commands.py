"""``import_disqus`` and ``import_comments``, from file to rows."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from comments.importing.bringing import posts_here
from comments.importing.places import Place
from comments.models import Comment, Correspondent, OutboxMail, Status, Subscription
from guide.models import Imported, OldPath, Post
from tests.comments.importing.test_isso import made
from tests.make import make_post

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parents[2] / "data" / "comments"
DISQUS = FILES / "disqus.xml"
CSV = """id,post,date,text,parent
1,the-pause,2024-05-31,One.,
2,the-pause,2024-06-01,Two.,1
"""


@pytest.fixture
def post() -> Post:
    return make_post(slug="the-pause", title="The pause")


def run(command: str, path: Path, *options: str) -> str:
    out = StringIO()
    call_command(command, path, *options, stdout=out)
    return out.getvalue()


def table(tmp_path: Path, text: str = CSV) -> Path:
    path = tmp_path / "comments.csv"
    path.write_text(text, encoding="utf-8")
    return path


def row(report: str) -> list[int]:
    """What became of comments: created, updated, unchanged, skipped."""
    found = re.search(r"^comments +(\d+) +(\d+) +(\d+) +(\d+)$", report, re.M)
    assert found
    return [int(count) for count in found.groups()]


def test_disqus_goes_beneath_its_posts(post: Post) -> None:
    report = run("import_disqus", DISQUS)
    assert row(report) == [5, 0, 0, 2]
    assert "comments, 1: deleted there" in report
    assert "No post here fits https://lantern.example/nowhere/ (comments: 1)." in report
    assert Comment.objects.filter(post=post).count() == 5


def test_replies_hang_where_they_hung_and_orphans_begin_threads(post: Post) -> None:
    run("import_disqus", DISQUS)
    wren, hazel, juniper = (
        Comment.objects.get(text__startswith=words)
        for words in ("The kettle", "Thank you", "Me too")
    )
    assert (wren.parent, hazel.parent, juniper.parent) == (None, wren, hazel)
    assert Comment.objects.get(text__startswith="Answer to what").parent is None


def test_addresses_come_unconfirmed_and_get_no_mail(post: Post) -> None:
    run("import_disqus", DISQUS)
    [writer] = Correspondent.objects.all()
    assert (writer.email, writer.confirmed_at) == ("wren@example.org", None)
    assert not OutboxMail.objects.exists() and not Subscription.objects.exists()


def test_network_addresses_stay_behind(post: Post) -> None:
    run("import_disqus", DISQUS)
    assert set(Comment.objects.values_list("sender", flat=True)) == {""}


def test_second_run_changes_nothing(post: Post) -> None:
    run("import_disqus", DISQUS)
    before = list(Comment.objects.order_by("pk").values())
    assert row(run("import_disqus", DISQUS)) == [0, 0, 5, 2]
    assert list(Comment.objects.order_by("pk").values()) == before


def test_later_export_brings_what_is_new(post: Post, tmp_path: Path) -> None:
    run("import_comments", table(tmp_path))
    later = table(tmp_path, CSV + "3,the-pause,2024-06-02,Three.,2\n")
    assert row(run("import_comments", later)) == [1, 0, 2, 0]
    new = Comment.objects.get(text="Three.")
    assert new.parent is None  # what it replies to still waits


def test_dry_run_says_what_a_run_would_do(post: Post) -> None:
    told = run("import_disqus", DISQUS, "--dry-run")
    assert not Comment.objects.exists() and not Imported.objects.exists()
    assert told == run("import_disqus", DISQUS) + "A dry run: nothing has changed.\n"


def test_place_is_chosen_by_hand(post: Post) -> None:
    choice = "https://lantern.example/nowhere=the-pause"
    report = run("import_disqus", DISQUS, "--post", choice)
    assert row(report) == [6, 0, 0, 1]
    assert "No post here fits" not in report


def test_isso_goes_beneath_its_posts(post: Post, tmp_path: Path) -> None:
    report = run("import_comments", made(tmp_path / "comments.db"))
    assert row(report) == [3, 0, 0, 1]
    waiting = Comment.objects.get(status=Status.PENDING)
    assert (waiting.name, waiting.text) == ("Anonymous", "Me too.")
    assert waiting.parent == Comment.objects.get(name="Wren")


def test_sources_keep_the_same_ids_apart(post: Post, tmp_path: Path) -> None:
    run("import_comments", table(tmp_path))
    report = run("import_comments", table(tmp_path), "--source", "old-blog")
    assert row(report) == [2, 0, 0, 0]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            CSV + "3,the-pause,never,So.,\n",
            "comments.csv: Row ending in line 4: “never”",
        ),
        (CSV + "1,the-pause,2024-06-02,So.,\n", "comments.csv: .* is there twice"),
        ("", "comments.csv: Row 1 lacks “id”"),
    ],
)
def test_bad_file_changes_nothing(
    post: Post, tmp_path: Path, text: str, sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        run("import_comments", table(tmp_path, text))
    assert not Comment.objects.exists()


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="It can’t be opened"):
        run("import_comments", tmp_path / "none.csv")


@pytest.mark.parametrize("choice", ["the-pause", "=the-pause", "/old/=nowhere"])
def test_choice_that_names_no_post_is_told(post: Post, choice: str) -> None:
    with pytest.raises(CommandError, match="isn’t an address, an equals sign and"):
        run("import_disqus", DISQUS, "--post", choice)


def test_posts_are_known_by_their_old_paths_too(
    post: Post, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    OldPath.objects.lead("/2019/05/stopping", post)
    with django_assert_num_queries(2):
        posts = posts_here([])
    assert posts.find(Place("https://old.example/2019/05/stopping/")) == post.pk
