"""Readers load the smallest files that there can be; the first start is quick."""

from pathlib import Path
from typing import Any

import pytest

from config.static_files import StaticFiles


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
