"""Memory is what processes hold, what they share counted once."""

import os
import subprocess
import sys

from bench.ratios.memory import children, of_rollup

TOLD = "55b0-7ffd ---p 00000000 00:00 0  [rollup]\nRss:   91 kB\nPss:      42 kB\n"


def test_share_of_a_process_is_read() -> None:
    assert of_rollup(TOLD) == 42 * 1024


def test_process_that_has_ended_holds_nothing() -> None:
    assert of_rollup("") == 0


def test_children_are_found() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE
    ) as child:
        assert child.pid in children(os.getpid())
        child.kill()
