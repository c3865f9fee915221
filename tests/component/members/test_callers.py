"""Each method of members answers no forged token, and no member about another member."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from services.common.auth import Caller, Role
from services.common.channel import connect
from services.members.wiring import PROTO_SERVICES
from tests.component.forged_tokens import forged
from tests.component.members.conftest import Members
from tests.component.readers import answers

MEMBER = Caller("tea", "user:mem_ada", Role.MEMBER, "mem_ada")


async def test_no_method_answers_a_forged_token(
    members: Members, keys_dir: Path, tmp_path: Path
) -> None:
    for token in forged(MEMBER, keys_dir, tmp_path / "keys"):
        channel = connect(members.running.address, issuer_token=partial(str, token))
        try:
            found = await answers(channel, PROTO_SERVICES)
        finally:
            await channel.close()
        assert {"EnrolMember", "RecordActivities", "MergeMembers", "CountActivation"} <= set(found)
        assert set(found.values()) == {"UNAUTHENTICATED"}, found


async def test_no_method_answers_a_member_about_another(members: Members) -> None:
    found = await answers(members.channel(MEMBER), PROTO_SERVICES, "mem_bob")
    assert {"BatchGetMembers", "RequestErasure", "ListTierDecisions"} <= set(found)
    assert set(found.values()) == {"PERMISSION_DENIED"}, found
