"""An item goes to the adviser of its member first, and says so; messages name the adviser."""

from copy import deepcopy
from typing import Any

from services.common.mongo import Database
from tessera.feedback.v1 import feedback_pb2 as pb
from tessera.members.v1 import events_pb2
from tests.component.feedback.conftest import NOON, TEA, Feedback, submission, until
from tests.component.feedback.members_server import MembersFeedServer

TEAM = "quality"


def document() -> dict[str, Any]:
    changed: dict[str, Any] = deepcopy(TEA)
    name = {"zh": "安安", "en": "Ann"}
    changed["advisers"] = [{"person": "ann", "name": name, "items_max": 2, "away": []}]
    feedback = changed["feedback"]
    feedback["routing"] = [{"when": "true", "category": "c", "priority": "complex", "team": TEAM}]
    feedback["teams"] = [
        {"code": TEAM, "name": name, "people": ["bob"], "assign": "least_load"},
    ]
    feedback["messages"] = {"resolved": {"zh": "{adviser}已处理", "en": "Done by {adviser}."}}
    return changed


async def advise(feed: MembersFeedServer, member_id: str, person: str, second: int) -> None:
    changed = events_pb2.AdviserChanged(person=person)
    changed.since_time.FromSeconds(int(NOON.timestamp()) + second)
    await feed.tell("tea", member_id, adviser_changed=changed)


async def test_the_adviser_gets_items_until_their_load_is_full(
    feedback: Feedback, members: tuple[MembersFeedServer, str], db: Database
) -> None:
    feed, _ = members
    await feed.publish("tea", document(), version=2)
    await advise(feed, "mem_1", "ann", 2)
    # An older event that comes late changes nothing.
    await advise(feed, "mem_1", "stranger", 1)
    await advise(feed, "mem_2", "stranger", 1)
    await feed.tell_language("tea", "mem_2", "en")

    async def is_known() -> bool:
        version = await db["programmes"].find_one({"_id": "tea"})
        told = await db["member_facts"].count_documents({"language": "en"})
        return told == 1 and version is not None and "advisers" in str(version["document"])

    await until(is_known)

    async def sent(number: int, member_id: str = "mem_1") -> pb.Feedback:
        asked = submission("茶里有异物", request_id=f"r-{number}")
        made = (await feedback.member(member_id).SubmitFeedback(asked)).feedback
        request = pb.GetFeedbackRequest(feedback_id=made.id)
        return (await feedback.operator().GetFeedback(request)).feedback

    first, second, third = [await sent(number) for number in range(3)]
    assert [each.assignee for each in (first, second, third)] == ["ann", "ann", "bob"]
    assert first.timeline[-1].note == "the adviser of the member"
    assert third.timeline[-1].note == "the adviser of the member, ann, has 2 open items"
    # Whom the programme does not name is no adviser here.
    other = await sent(9, "mem_2")
    assert (other.assignee, other.timeline[-1].note) == ("bob", "")
    said = []
    for item in (first, other):
        move = pb.MoveFeedbackRequest(
            request_id=item.id, feedback_id=item.id, state=pb.FEEDBACK_STATE_RESOLVED
        )
        moved = (await feedback.operator().MoveFeedback(move)).feedback
        said.append(moved.timeline[-1].message)
    assert said == ["安安已处理", "我们的客服已处理"]
