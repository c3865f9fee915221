"""What `make run` shows of members' data and of two members who may be one person."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from deploy.local import demo, demo_people
from services.common.auth import Caller, Role
from tessera.members.v1 import (
    members_pb2,
    merge_requests_pb2,
    privacy_pb2,
    privacy_pb2_grpc,
    reveals_pb2,
    reveals_pb2_grpc,
)
from tests.component.members.conftest import PHONE, Members
from tests.component.members.merging.asking import stub
from tests.scopes import EVERY_SCOPE


async def test_the_demo_shows_a_look_a_list_that_waits_and_a_request_to_merge(
    members: Members, keys_dir: Path
) -> None:
    numbers = (1, *demo_people.RECALLED, demo_people.ASKS, demo_people.HOLDS)
    for person in (demo.people()[number - 1] for number in numbers):
        await members.enrol(members_pb2.Identity(kind=PHONE, value=person.phone))
    folder: Any = SimpleNamespace(keys=keys_dir)
    port = int(members.running.address.rpartition(":")[2])
    await demo_people.show(folder, {"members": port})
    manager = Caller("tea", demo_people.ASKED_BY, Role.OPERATOR, None, EVERY_SCOPE)
    lists = reveals_pb2_grpc.RevealsStub(members.channel(manager))
    [waiting] = (await lists.ListReveals(reveals_pb2.ListRevealsRequest())).reveals
    assert waiting.state == reveals_pb2.REVEAL_STATE_WAITING
    asking = merge_requests_pb2.ListMergeRequestsRequest()
    [asked] = (await stub(members, manager).ListMergeRequests(asking)).merge_requests
    first = await members.enrol(members_pb2.Identity(kind=PHONE, value=demo.people()[0].phone))
    privacy = privacy_pb2_grpc.PrivacyStub(members.channel(manager))
    told = await privacy.ListDisclosures(privacy_pb2.ListDisclosuresRequest(member_id=first))
    assert len(told.disclosures) == 1
    assert asked.state == merge_requests_pb2.MERGE_REQUEST_STATE_WAITING
