"""The services that the gateway is measured over answer as the real ones would."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bench import stub_services
from bench.stub_services import member_id
from services.common.auth import (
    GATEWAY_AUDIENCE,
    SERVICES_AUDIENCE,
    Caller,
    Role,
    TokenIssuer,
    Unauthenticated,
)
from services.common.errors import Refusal
from tessera.feedback.v1 import feedback_pb2
from tessera.members.v1 import members_pb2
from tessera.points.v1 import wallets_pb2


def anyone(context: Any, ids: Iterable[str]) -> None:
    """Authorises everything."""


class Call:
    """The context of a call with a token."""

    def __init__(self, token: str) -> None:
        self._token = token

    def invocation_metadata(self) -> tuple[tuple[str, str], ...]:
        return (("authorization", f"Bearer {self._token}"),)


def test_stubs_check_tokens_and_the_members_they_may_read(keys_dir: Path) -> None:
    authorise = stub_services.authoriser(keys_dir)
    own = Caller("tea", "app", Role.MEMBER, member_id(1))
    several = Caller("tea", "app", Role.MEMBER, reads_for=frozenset({member_id(1), member_id(2)}))
    for caller, audience in (
        (own, SERVICES_AUDIENCE),
        (own, GATEWAY_AUDIENCE),
        (several, SERVICES_AUDIENCE),
    ):
        token = TokenIssuer(keys_dir, audience=audience).mint(caller, timedelta(minutes=1))
        authorise(Call(token), [member_id(1)])
        with pytest.raises(Refusal):
            authorise(Call(token), [member_id(1), member_id(3)])
        with pytest.raises(Unauthenticated):
            authorise(Call(token[:-8] + "AAAAAAAA"), [member_id(1)])


async def test_members_are_answered_once_each_and_the_missing_are_named() -> None:
    answer = stub_services.members_service(range(3), anyone)
    request = members_pb2.BatchGetMembersRequest(member_ids=[member_id(2), "mem_nobody"])
    response = members_pb2.BatchGetMembersResponse.FromString(
        await answer(request.SerializeToString(), None)
    )
    assert [member.id for member in response.members] == [member_id(2)]
    assert response.missing_ids == ["mem_nobody"]
    assert response.members[0].tiers[0].code == "gold"
    assert not response.members[0].forecast.HasField("growth_to_next")


async def test_wallets_have_as_many_entries_as_were_asked_for() -> None:
    answer = stub_services.wallets_service(range(3), anyone)
    for size in (0, 2, 100):
        request = wallets_pb2.BatchGetWalletsRequest(
            member_ids=[member_id(0), member_id(1)], entries_size=size
        )
        response = wallets_pb2.BatchGetWalletsResponse.FromString(
            await answer(request.SerializeToString(), None)
        )
        assert [wallet.member_id for wallet in response.wallets] == [member_id(0), member_id(1)]
        for wallet in response.wallets:
            assert len(wallet.entries) == min(size, stub_services.ENTRIES)
            assert wallet.has_more_entries == (size < stub_services.ENTRIES)
            points = wallet.points
            assert points.available == points.posted - points.held - points.pending


async def test_feedback_is_the_newest_of_each_member() -> None:
    answer = stub_services.feedback_service(range(3), anyone)
    request = feedback_pb2.BatchListMemberFeedbackRequest(member_ids=[member_id(1)], size=2)
    response = feedback_pb2.BatchListMemberFeedbackResponse.FromString(
        await answer(request.SerializeToString(), None)
    )
    (listed,) = response.members
    assert len(listed.feedback) == 2
    assert listed.has_more
    assert listed.feedback[0].create_time.seconds > listed.feedback[1].create_time.seconds
