"""Tags of journeys, asked of the members service as feedback asks it."""

from pathlib import Path

from services.common.auth import TokenIssuer
from services.common.brand_tokens import BrandTokens
from services.common.channel import connect
from services.feedback.journeys.adapters import DeedDoors
from services.feedback.journeys.domain.deed import Deed, Tagging
from tessera.members.v1 import members_pb2
from tests.component.members.conftest import NOON, Members


async def test_each_is_set_once_and_a_refusal_stops_no_other(
    members: Members, keys_dir: Path
) -> None:
    member_id = await members.enrol()
    channel = connect(members.running.address)
    doors = DeedDoors(channel, channel, BrandTokens(TokenIssuer(keys_dir), "feedback"))

    def deed(number: int, whose: str, *add: str, remove: tuple[str, ...] = ()) -> Deed:
        does = Tagging(add, remove)
        return Deed(f"deed_{number}", whose, "ent_1", "first_week", "note", NOON, does)

    deeds = [
        deed(1, member_id, "student", "less_sugar"),
        deed(2, "mem_stranger", "student"),
        deed(3, member_id, "nothing"),
        deed(4, member_id, remove=("less_sugar",)),
    ]
    told = {"deed_1": "", "deed_2": "MEMBER_NOT_FOUND", "deed_3": "TAG_UNKNOWN", "deed_4": ""}
    assert await doors.do("tea", deeds) == told
    assert await doors.do("tea", deeds) == told
    assert await doors.do("tea", [deed(1, member_id, "tasting_panel")]) == {"deed_1": ""}
    request = members_pb2.BatchGetMembersRequest(member_ids=[member_id], tags=True)
    card = (await members.as_operator().BatchGetMembers(request)).members[0]
    assert [(each.tag.code, each.set_by) for each in card.tags] == [("student", "feedback")]
    await channel.close()
