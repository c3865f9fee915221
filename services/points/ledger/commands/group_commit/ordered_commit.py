"""Commits of one writer in the order of their ids: so a watcher knows what it has had of them."""

from __future__ import annotations

from services.common.ids import IdSequence
from services.points.ledger.commands.store import LedgerStore
from services.points.ledger.domain.batch import (
    BatchTooLarge,
    LostRace,
    RequestSeen,
    Unwritable,
    Writes,
)


async def commit_in_line(store: LedgerStore, line: IdSequence, writes: Writes) -> None:
    """Commit `writes`, whose ids are the last of `line`; one at a time. Raises as `commit`."""
    try:
        await store.commit(writes)
    except (LostRace, RequestSeen, BatchTooLarge, Unwritable):
        raise
    except BaseException:
        # Its answer got lost: it may still be written, after what comes next.
        line.begin()
        raise
