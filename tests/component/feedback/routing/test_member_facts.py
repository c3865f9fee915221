"""Routing sees what members tells of the one who writes, where a condition names it."""

from copy import deepcopy

from services.common.mongo import Database
from tests.component.feedback.conftest import TEA, Feedback, submission, until
from tests.component.feedback.members_server import MembersFeedServer

ENGLISH = {
    "when": 'member.language == "en"',
    "category": "general",
    "priority": "general",
    "team": "english_desk",
}


async def test_a_condition_on_the_members_language_chooses_the_team(
    feedback: Feedback, members: tuple[MembersFeedServer, str], db: Database
) -> None:
    feed, _ = members
    document = deepcopy(TEA)
    document["feedback"]["routing"].insert(0, ENGLISH)
    await feed.publish("tea", document, version=2)
    await feed.tell_language("tea", "mem_en", "en")
    await feed.tell_language("tea", "mem_zh", "zh")

    async def is_known() -> bool:
        return await db["member_facts"].count_documents({}) == 2

    await until(is_known)
    teams = {}
    for member_id in ("mem_en", "mem_zh", "mem_untold"):
        sent = submission("Hello", request_id=f"r-{member_id}")
        teams[member_id] = (await feedback.member(member_id).SubmitFeedback(sent)).feedback.team
    assert teams["mem_en"] == "english_desk"
    # Another language, and none that is known: the condition is false.
    assert "english_desk" not in {teams["mem_zh"], teams["mem_untold"]}
