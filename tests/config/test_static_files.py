"""Readers load the smallest files that there can be; the first start is quick."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from config.settings import BASE_DIR
from config.static_files import StaticFiles, drop_others, named_in


@pytest.mark.parametrize(
    ("name", "endings"),
    [
        ("css/site.css", {".br", ".gz"}),
        ("css/admin/queue.css", {".br", ".gz"}),
        ("admin/css/base.css", {".gz"}),
    ],
)
def test_brotli_is_for_all_but_what_django_brings(
    tmp_path: Path, settings: Any, name: str, endings: set[str]
) -> None:
    settings.STATIC_ROOT = tmp_path
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text("body { color: black; }\n" * 100)
    storage = StaticFiles(location=str(tmp_path), base_url="/static/")
    made = {Path(compressed).suffix for _, compressed in storage.compress_files([name])}
    assert made == endings == {each.suffix for each in path.parent.iterdir()} - {".css"}


def test_what_no_page_names_goes_in_all_its_forms(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    for name in ("css/new.css", "css/new.css.gz", "css/old.css", "css/old.css.br"):
        (tmp_path / name).touch()
    paths = {"css/site.css": "css/new.css"}
    (tmp_path / "staticfiles.json").write_text(json.dumps({"paths": paths}))
    drop_others(tmp_path, named_in(tmp_path))
    left = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"new.css", "new.css.gz", "staticfiles.json"}


def test_signs_are_there_for_browsers_that_know_no_words_for_them() -> None:
    css = (BASE_DIR / "static/css/site.css").read_text()
    spoken = re.findall(r'^ *content: (".*") / ".*";$', css, re.MULTILINE)
    assert spoken
    for sign in spoken:
        assert re.search(rf'content: {sign};\n *content: {sign} / "', css), sign
