"""What the Ledger service does beside translating."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any, cast

import pytest

from services.common.auth import Caller, Role, set_caller
from services.common.watch import Arrived, Feed
from services.points.ledger.api.ledger import LedgerApi
from tessera.points.v1 import ledger_pb2 as pb


class EndlessFeed:
    """Signs of life for ever; knows whether somebody still listens."""

    listened = False

    async def watch(self, after: str, **_: Any) -> AsyncGenerator[Arrived, None]:
        self.listened = True
        try:
            while True:
                yield Arrived([], after)
        finally:
            self.listened = False


@pytest.fixture
def feed() -> EndlessFeed:
    return EndlessFeed()


async def test_a_watcher_who_leaves_ends_the_stream_of_the_database_at_once(
    feed: EndlessFeed,
) -> None:
    nothing: Any = None
    api = LedgerApi(
        nothing, nothing, cast(Feed, feed), nothing, nothing, nothing, nothing, nothing, b""
    )
    set_caller(Caller("tea", "members", Role.SERVICE))
    watching = api.Watch(pb.WatchRequest(), nothing)
    await anext(watching)
    assert feed.listened
    await watching.aclose()
    assert not feed.listened
