"""The machine is described, and not named."""

import platform
from pathlib import Path

import pytest

from bench.ratios.machine import describe, optimisation, processor, program


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("'--prefix=/opt' '--enable-shared'", "without profile-guided"),
        ("'--enable-optimizations'", "with profile-guided optimisation"),
        ("'--enable-optimizations' '--with-lto'", "link-time"),
    ],
)
def test_interpreter_built_without_optimisation_is_named(
    config: str, said: str
) -> None:
    assert said in optimisation(config)


def test_processor_is_named_by_its_model() -> None:
    assert processor("model\t\t: 85\nmodel name\t: Chip 9\nmodel name\t: x") == "Chip 9"
    assert processor("") == platform.machine()


def test_program_that_isnt_here_is_left_out() -> None:
    assert program("no-such-program") == ""


def test_description_holds_neither_host_nor_folder() -> None:
    told = "\n".join(describe(0.1))
    assert platform.node() not in told and str(Path.home()) not in told
    assert "load 0.1" in told and "Django 5" in told
