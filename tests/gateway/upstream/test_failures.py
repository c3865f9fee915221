"""A service away costs its fields, not the query; nothing of ours leaks."""

import asyncio
from collections.abc import Callable

import grpc
import pytest
from graphql import GraphQLError

from gateway.core import errors
from gateway.http.graphql_endpoint import REQUEST_TIMEOUT_S
from gateway.upstream import clients
from services.common.errors import Refusal
from tests.gateway.conftest import Client
from tests.gateway.queries import CARD, CARDS
from tests.gateway.services import FakeBackend, Servers, member_id

As = Callable[..., Client]


async def test_points_away_costs_its_fields(as_: As, servers: Servers) -> None:
    await servers.stop_one("points")
    answer = await as_().ask(CARD)
    me = answer["data"]["me"]
    assert me["name"] == "tea 2"
    assert me["points"] is None
    assert me["entries"] is None
    assert me["feedback"]["edges"]
    assert sorted(error["path"][-1] for error in answer["errors"]) == ["entries", "points"]
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"UNAVAILABLE"}


async def test_points_back_is_answered_again(as_: As, servers: Servers) -> None:
    await servers.stop_one("points")
    assert "errors" in await as_().ask(CARD)
    await servers.start_one("points")
    for _ in range(50):
        answer = await as_().ask(CARD)
        if "errors" not in answer:
            return
    pytest.fail("points did not come back")


async def test_members_away_leaves_null_and_one_error(as_: As, servers: Servers) -> None:
    await servers.stop_one("members")
    answer = await as_().ask(CARD)
    assert answer["data"] == {"me": None}
    assert [error["path"] for error in answer["errors"]] == [["me"]]


async def test_a_service_that_hangs_costs_its_fields_in_time(
    as_: As, backend: FakeBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clients, "READ_TIMEOUT_S", 0.3)
    backend.hanging.add("BatchGetWallets")
    async with asyncio.timeout(REQUEST_TIMEOUT_S / 2):
        answer = await as_().ask(CARD)
    assert answer["data"]["me"]["name"] == "tea 2"
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"DEADLINE_EXCEEDED"}
    assert sorted(error["path"][-1] for error in answer["errors"]) == ["entries", "points"]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (grpc.StatusCode.CANCELLED, "DEADLINE_EXCEEDED"),
        (grpc.StatusCode.DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED"),
        (grpc.StatusCode.RESOURCE_EXHAUSTED, "OVERLOADED"),
        (grpc.StatusCode.UNAVAILABLE, "UNAVAILABLE"),
    ],
)
def test_a_call_that_fails_without_a_reason_still_has_a_code(
    status: grpc.StatusCode, code: str
) -> None:
    nothing = grpc.aio.Metadata()
    failed = grpc.aio.AioRpcError(status, nothing, nothing)
    received = errors.present(
        GraphQLError("x", original_error=failed), language="en", suggestions=False
    )
    assert (received.extensions or {})["code"] == code


async def test_of_fifty_cards_each_names_its_missing_parts(as_: As, backend: FakeBackend) -> None:
    backend.failing["BatchListMemberFeedback"] = lambda: Refusal("STORAGE_UNAVAILABLE")
    ids = [member_id(n) for n in range(50)]
    answer = await as_("operator").ask(CARDS, {"ids": ids})
    assert [each["feedback"] for each in answer["data"]["members"]] == [None] * 50
    assert sorted(error["path"][1] for error in answer["errors"]) == list(range(50))


async def test_an_unexpected_failure_is_masked_and_its_id_is_in_the_log(
    as_: As, backend: FakeBackend, capfd: pytest.CaptureFixture[str]
) -> None:
    backend.failing["BatchGetWallets"] = lambda: RuntimeError("secret of the database")
    answer = await as_().ask("{ me { name points { available } } }")
    assert answer["data"]["me"] == {"name": "tea 2", "points": None}
    (error,) = answer["errors"]
    assert (error["message"], error["path"]) == ("Internal error", ["me", "points"])
    assert "secret" not in str(answer)
    out = capfd.readouterr()
    assert error["extensions"]["errorId"] in out.out + out.err


@pytest.mark.parametrize(
    ("language", "message"), [("en", "No such member."), ("zh", "会员不存在。")]
)
async def test_a_refusal_is_in_the_callers_language(
    as_: As, backend: FakeBackend, language: str, message: str
) -> None:
    backend.failing["BatchGetMembers"] = lambda: Refusal("MEMBER_NOT_FOUND", "row 17 of shard 3")
    answer = await as_(language=language).ask("{ me { name } }")
    (error,) = answer["errors"]
    assert error["message"] == message
    assert error["extensions"]["code"] == "MEMBER_NOT_FOUND"
    assert error["extensions"]["messages"] == {"zh": "会员不存在。", "en": "No such member."}
    assert "shard" not in str(answer)
