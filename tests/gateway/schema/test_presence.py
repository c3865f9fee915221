"""Presence in GraphQL: one call, for operators."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]


async def test_an_operator_reads_with_others_by_one_call(as_: As, backend: FakeBackend) -> None:
    ask = '{ feedbackReaders(feedbackId: "fdb_1") }'
    assert await as_("operator").data(ask) == {"feedbackReaders": ["bob", "cai"]}
    assert backend.calls == {"ListReaders": 1}


async def test_an_id_of_something_else_is_refused_before_any_call(
    as_: As, backend: FakeBackend
) -> None:
    answer = await as_("operator").ask('{ feedbackReaders(feedbackId: "?") }')
    [error] = answer["errors"]
    assert error["extensions"]["code"] == "INVALID_ARGUMENT"
    assert error["extensions"]["field"] == "feedbackId"
    assert not backend.calls
