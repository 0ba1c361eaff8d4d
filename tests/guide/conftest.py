from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from tests.guide.texts import write_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One that holds the small guide of ``texts``."""
    write_files(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def empty_store() -> None:
    """No test finds what another has stored."""
    folders, files = default_storage.listdir("")
    for name in [*folders, *files]:
        default_storage.delete(name)
