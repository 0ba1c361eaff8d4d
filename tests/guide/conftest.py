from pathlib import Path

import pytest

from tests.guide.texts import write_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One that holds the small guide of ``texts``."""
    write_files(tmp_path)
    return tmp_path
