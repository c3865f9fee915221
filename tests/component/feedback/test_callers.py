"""Each method of feedback answers no forged token, and no member about another member."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from services.common.auth import Caller, Role
from services.common.channel import connect
from services.feedback.wiring import PROTO_SERVICES
from tests.component.feedback.conftest import Feedback
from tests.component.forged_tokens import forged
from tests.component.readers import answers

MEMBER = Caller("tea", "user:mem_ada", Role.MEMBER, "mem_ada")


async def test_no_method_answers_a_forged_token(
    feedback: Feedback, keys_dir: Path, tmp_path: Path
) -> None:
    for token in forged(MEMBER, keys_dir, tmp_path / "keys"):
        channel = connect(feedback.running.address, issuer_token=partial(str, token))
        try:
            found = await answers(channel, PROTO_SERVICES)
        finally:
            await channel.close()
        assert {"SubmitFeedback", "CreateEndpoint", "ListInbox", "TakeReceipts"} <= set(found)
        assert set(found.values()) == {"UNAUTHENTICATED"}, found


async def test_no_method_answers_a_member_about_another(feedback: Feedback) -> None:
    found = await answers(feedback._channel(MEMBER), PROTO_SERVICES, "mem_bob")
    assert {"AnswerSurvey", "ListInbox", "VoteIdea", "ShowNextOffers"} <= set(found)
    assert set(found.values()) == {"PERMISSION_DENIED"}, found
