"""Time that passes only while nothing else is to do, so hours of waiting cost a test nothing."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from types import SimpleNamespace
from typing import Any

import pytest

from services.common import deadlines
from services.points.ledger.commands.group_commit import group_commit, preparation
from services.points.ledger.commands.group_commit.account_cache import AccountCache


class NothingWillHappen(AssertionError):
    """Everybody waits for somebody else: a future was left hanging."""


class _NoWaiting(selectors.DefaultSelector):
    """Where a loop would sleep until its next timer, that timer's time has come."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise NothingWillHappen
        self.now_s += max(0.0, timeout)
        return super().select(0)


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._no_waiting = _NoWaiting()
        super().__init__(self._no_waiting)

    def time(self) -> float:
        return self._no_waiting.now_s


def run(main: Coroutine[Any, Any, None]) -> None:
    """Run `main` in a loop whose time is virtual, and so is that of the ledger's writer."""
    with (
        asyncio.Runner(loop_factory=_Loop) as runner,
        pytest.MonkeyPatch.context() as patch,
    ):
        now_s = runner.get_loop().time
        for module in (group_commit, deadlines):
            patch.setattr(module, "time", SimpleNamespace(monotonic=now_s))
        patch.setattr(preparation, "AccountCache", lambda: AccountCache(now_s))
        runner.run(main)
