"""Forgetting kept pages when what they show changes.

Before the change is committed and again after. Between the two nothing is kept, for ten
seconds at most: so the page is right although it was rendered while the change was on
its way, and although its process dies between the commit and what should follow.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from guide.pagecache import nodes, purging
from guide.pagecache.generation import (
    CONVERSATIONS,
    EVERYTHING,
    Generation,
    Lease,
    slot_of,
)

RENEWED_AFTER_SECONDS = 1
_WRITES = re.compile(
    r"\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|TRUNCATE)\s+\"?(\w+)",
    re.IGNORECASE,
)
shown_tables: set[str] = set()


@cache
def generation() -> Generation:
    return Generation(file_path())


def file_path() -> Path | None:
    """Beside a file of SQLite's, where everybody finds it who finds that. On PostgreSQL
    ``nodes`` carries it to processes with another folder."""
    if connection.vendor != "sqlite":
        folder: Path = settings.VAR_DIR
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder / "pages"
    name = str(connection.settings_dict["NAME"])
    return None if "memory" in name else Path(f"{name}-pages")


def forget(post: int | None = None) -> None:
    """Forget the pages that show the conversation under the post with this key; without
    one, every page. TransactionManagementError outside a transaction: who changes what
    readers see must say so before it is committed.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "Pages are forgotten within the transaction that changes them."
        )
    slots = [EVERYTHING] if post is None else [slot_of(post), CONVERSATIONS]
    new = [slot for slot in slots if not _said(slot)]
    if new and purging.note(post):
        transaction.on_commit(purging.tell_at_once, robust=True)


def _said(slot: int) -> bool:
    """Whether this transaction had said so before; afterwards it has."""
    change = _on_its_way(slot)
    if change:
        change.go_on()
        return True
    transaction.on_commit(Change(slot).done, robust=True)
    return False


class Change:
    """One slot, from the first write of a transaction until after its commit."""

    def __init__(self, slot: int) -> None:
        self.slot = slot
        self.lease: Lease | None = None
        self.held_at = 0.0
        self.go_on()
        nodes.tell(slot, generation().machine)

    def go_on(self) -> None:
        """Each write says this, so that a lease outlives long transactions."""
        now = time.monotonic()
        if now > self.held_at + RENEWED_AFTER_SECONDS:
            self.lease = generation().hold(self.slot, self.lease)
            self.held_at = now

    def done(self) -> None:
        # In this order: what was rendered in between is old before it could be kept.
        generation().change(self.slot)
        generation().release(self.lease)


def _on_its_way(slot: int) -> Change | None:
    """What this transaction has said of ``slot``; not what was taken back with a
    savepoint, of which Django drops what was to follow the commit."""
    for waiting in connection.run_on_commit:
        change = getattr(waiting[1], "__self__", None)
        if isinstance(change, Change) and change.slot == slot:
            return change
    return None


def watch(*models: type[Model]) -> None:
    """Forget every page whenever a row of ``models`` is written, by whomever: forms,
    importers, bulk updates and migrations all pass here.

    For what nearly every page shows. Who changes a conversation says which instead.
    """
    shown_tables.update(model._meta.db_table for model in models)


def watch_connection(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """For Django's ``connection_created``."""
    if noticing not in connection.execute_wrappers:
        connection.execute_wrappers.append(noticing)


def noticing(
    execute: Callable[..., Any],
    sql: str,
    params: Any,
    many: bool,
    context: dict[str, Any],
) -> Any:
    """What Django calls around each statement (``connection.execute_wrapper``)."""
    found = _WRITES.match(sql)
    if found is None or found[1] not in shown_tables:
        return execute(sql, params, many, context)
    if connection.in_atomic_block:
        forget()
    elif connection.vendor == "sqlite":
        # Committed once its rows are read, which nothing tells: the lease runs out. It
        # begins anew when the lock, for which a write may wait, was had.
        purging.note(None)
        lease = generation().hold(EVERYTHING)
        done = execute(sql, params, many, context)
        generation().hold(EVERYTHING, lease)
        return done
    else:
        with transaction.atomic():
            return noticing(execute, sql, params, many, context)
    return execute(sql, params, many, context)
