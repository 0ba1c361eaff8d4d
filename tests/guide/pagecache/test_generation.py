"""Values that say which kept pages are out of date, and leases on them."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from guide.pagecache import generation as subject
from guide.pagecache.generation import EVERYTHING, LEASES, Generation, slot_of

POST = slot_of(7)


@pytest.fixture
def ours() -> Generation:
    return Generation(None)


def test_a_change_is_another_value_each_time(ours: Generation) -> None:
    seen = set()
    for _ in range(100):
        ours.change(POST)
        seen.add(ours.values[POST])
    assert len(seen) == 100


def test_a_change_leaves_the_other_slots_alone(ours: Generation) -> None:
    before = ours.snapshot()
    ours.change(POST)
    after = ours.snapshot()
    changed = [slot for slot in range(len(after)) if before[slot] != after[slot]]
    assert changed == [POST]


def test_a_snapshot_stays_as_it_was(ours: Generation) -> None:
    before = ours.snapshot()
    ours.change(EVERYTHING)
    assert before[EVERYTHING] != ours.values[EVERYTHING]


def test_every_post_has_a_slot_beside_the_common_ones() -> None:
    slots = {slot_of(key) for key in range(1, 5000)}
    assert min(slots) == 2
    assert max(slots) == subject.SLOTS - 1


def test_what_is_held_is_held_until_it_is_released(ours: Generation) -> None:
    lease = ours.hold(POST)
    assert ours.is_held([POST])
    ours.release(lease)
    assert not ours.is_held([POST])


def test_holding_changes_the_value_too(ours: Generation) -> None:
    before = ours.snapshot()
    ours.hold(POST)
    assert ours.values[POST] != before[POST]


def test_a_lease_on_everything_holds_each_page(ours: Generation) -> None:
    ours.hold(EVERYTHING)
    assert ours.is_held([POST])


def test_a_lease_on_one_post_holds_no_other(ours: Generation) -> None:
    ours.hold(POST)
    assert not ours.is_held([slot_of(8)])


def test_two_leases_on_one_slot_are_released_one_by_one(ours: Generation) -> None:
    first, second = ours.hold(POST), ours.hold(POST)
    ours.release(first)
    assert ours.is_held([POST])
    ours.release(second)
    assert not ours.is_held([POST])


def test_a_lease_runs_out(ours: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.monotonic_ns()
    ours.hold(POST)
    later = now + (subject.LEASE_SECONDS + 1) * 1_000_000_000
    monkeypatch.setattr(time, "monotonic_ns", lambda: later)
    assert not ours.is_held([POST])


def test_a_lease_from_before_a_restart_of_the_machine_is_none(
    ours: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours.hold(POST)
    monkeypatch.setattr(time, "monotonic_ns", lambda: 5)
    assert not ours.is_held([POST])


def test_going_on_with_a_lease_takes_no_second_place(ours: Generation) -> None:
    lease = None
    for _ in range(LEASES * 2):
        lease = ours.hold(POST, lease)
    ours.release(lease)
    assert not ours.is_held([POST])


def test_where_all_leases_are_taken_nothing_is_kept(ours: Generation) -> None:
    for _ in range(LEASES):
        ours.hold(POST)
    assert ours.hold(POST) is None
    assert ours.is_held([slot_of(8)])


def test_a_lease_that_ran_out_and_was_given_on_isn_t_released(
    ours: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = ours.hold(POST)
    later = time.monotonic_ns() + 11 * 1_000_000_000
    monkeypatch.setattr(time, "monotonic_ns", lambda: later)
    ours.hold(POST)
    ours.release(mine)
    assert ours.is_held([POST])


def test_who_else_maps_the_file_sees_a_change_at_once(tmp_path: Path) -> None:
    ours, theirs = (Generation(tmp_path / "pages") for _ in range(2))
    before = ours.snapshot()
    theirs.hold(9)
    assert ours.values[9] != before[9]
    assert ours.is_held([9])


def test_who_comes_later_finds_the_same_machine(tmp_path: Path) -> None:
    first, second = (Generation(tmp_path / "pages") for _ in range(2))
    assert first.machine == second.machine != 0


def test_nobody_else_may_read_the_file(tmp_path: Path) -> None:
    Generation(tmp_path / "pages")
    assert (tmp_path / "pages").stat().st_mode & 0o777 == 0o600


def test_a_file_that_can_t_be_made_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        Generation(tmp_path / "nowhere" / "pages")


def test_who_is_not_root_gives_nothing_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sandbox may end a process that so much as tries."""
    tried: list[int] = []
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(os, "fchown", lambda *owner: tried.append(owner[0]))
    Generation(tmp_path / "pages").change(3)
    assert not tried


def test_root_gives_it_to_the_owner_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "fchown", lambda _file, *owner: given.append(owner))
    Generation(tmp_path / "pages")
    around = tmp_path.stat()
    assert given == [(around.st_uid, around.st_gid)]
