from pathlib import Path
from random import Random

from bench.wordpress import COMMENTS_A_POST, export
from guide.importing.wordpress.export import parts, read_site


def test_what_is_measured_is_an_export(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text("".join(export(0.1, Random(1))))  # noqa: S311
    assert read_site(path).prefix == "wordpress:large.example"
    posts = len(list(parts(path, {"item"})))
    comments = len(list(parts(path, {"wp:comment"}, without=())))
    assert posts == 2 and comments == posts * COMMENTS_A_POST
