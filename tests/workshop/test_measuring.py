"""``./dev bench`` hands its arguments on, and the answer back."""

from pathlib import Path

import pytest

from tests.workshop.conftest import Ask

STUB = "import sys\nprint(*sys.argv[1:])\nsys.exit(int(sys.argv[-1]))\n"


@pytest.mark.usefixtures("lent")
@pytest.mark.parametrize("code", [0, 1])
def test_arguments_go_in_and_the_code_comes_out(
    ask: Ask, tree: Path, code: int
) -> None:
    (tree / "bench").mkdir()
    (tree / "bench" / "__main__.py").write_text(STUB)
    answer = ask("bench", "--comments", str(code))
    assert answer.returncode == code
    assert f"--comments {code}" in answer.stdout
