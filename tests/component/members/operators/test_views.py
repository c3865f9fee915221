"""An operator keeps screens of the console under names, for themselves or for the team."""

import asyncio

from services.common.auth import Caller, Role
from services.common.mongo import Database
from services.members.operators.domain import VIEWS_MAX
from tessera.members.v1 import views_pb2 as pb
from tessera.members.v1 import views_pb2_grpc
from tests.component.members.conftest import Members, refused

LIST = pb.ListViewsRequest()


def desk(members: Members, who: str, brand: str = "tea") -> "views_pb2_grpc.ViewsAsyncStub":
    """An operator without any scope."""
    return views_pb2_grpc.ViewsStub(members.channel(Caller(brand, who, Role.OPERATOR)))


def wish(
    name: str, request_id: str = "", address: str = "/feedback?show=waiting", team: bool = False
) -> pb.SaveViewRequest:
    given = request_id or f"save-{name}"
    return pb.SaveViewRequest(request_id=given, name=name, address=address, team=team)


async def names(stub: "views_pb2_grpc.ViewsAsyncStub") -> list[str]:
    return [view.name for view in (await stub.ListViews(LIST)).views]


async def test_views_are_the_operators_own_or_the_teams(members: Members) -> None:
    ann, bob, other = desk(members, "ann"), desk(members, "bob"), desk(members, "ann", "retail")
    own = (await ann.SaveView(wish("mine"))).view
    await ann.SaveView(wish("ours", team=True))
    seen = await names(ann), await names(bob), await names(other)
    assert seen == (["mine", "ours"], ["ours"], [])
    # The same name is another view of another person, and the same one of the same person.
    await bob.SaveView(wish("mine", "b-1"))
    kept = (await ann.SaveView(wish("mine", "a-2", "/feedback?z=1&show=%E8%8C%B6"))).view
    assert (kept.id, kept.address) == (own.id, "/feedback?show=%E8%8C%B6&z=1")
    assert await names(ann) == ["mine", "ours"]
    assert (await bob.ListViews(LIST)).views[0].address == own.address


async def test_nobody_changes_or_deletes_what_another_person_saved(members: Members) -> None:
    ann, bob = desk(members, "ann"), desk(members, "bob")
    ours = (await ann.SaveView(wish("ours", team=True))).view
    why = await refused(bob.SaveView(wish("ours", "b-1", team=True)))
    assert why.reason == "VIEW_NOT_YOURS"
    gone = pb.DeleteViewRequest(request_id="d-1", view_id=ours.id)
    why = await refused(bob.DeleteView(gone))
    assert (why.reason, why.field) == ("VIEW_NOT_YOURS", "view_id")
    assert await names(bob) == ["ours"]
    await ann.DeleteView(gone)
    assert await names(bob) == []


async def test_a_repeat_takes_effect_once(members: Members, db: Database) -> None:
    ann = desk(members, "ann")
    answers = await asyncio.gather(*(ann.SaveView(wish("late")) for _ in range(5)))
    assert len({answer.view.id for answer in answers}) == 1
    assert sum(not answer.replayed for answer in answers) == 1
    gone = pb.DeleteViewRequest(request_id="d-1", view_id=answers[0].view.id)
    assert not (await ann.DeleteView(gone)).replayed
    assert (await ann.DeleteView(gone)).replayed
    again = await ann.SaveView(wish("late"))
    assert (again.replayed, again.view.name) == (True, "late")
    assert await db.saved_views.count_documents({}) == 0
    why = await refused(ann.SaveView(wish("late", address="/figures")))
    assert why.reason == "REQUEST_ID_REUSED"


WRONG = [
    (wish("x" * 41), "name"),
    (wish(" "), "name"),
    *(
        (wish("x", address=address), "address")
        for address in (
            "",
            "https://elsewhere",
            "//elsewhere/x",
            "/feedback?q=13800000000",
            "/feedback?a%20b=1",
            "/feedback?show",
            "/feedback?a=",
            "/feedback?a=1&a=2",
            "/feedback?a=" + "x" * 201,
            "/feedback?" + "&".join(f"n{n}=1" for n in range(13)),
            "/feedback?a=" + "%20" * 700,
            "/" + "x" * 40 + "/" + "x" * 40,
        )
    ),
    (pb.SaveViewRequest(address="/feedback", name="x"), "request_id"),
]


async def test_what_is_wrong_is_named_by_its_field(members: Members) -> None:
    ann = desk(members, "ann")
    for sent, field in WRONG:
        why = await refused(ann.SaveView(sent))
        assert (why.reason, why.field) == ("INVALID_ARGUMENT", field)
    assert await names(ann) == []


async def test_an_owner_has_so_many_views_and_no_more(members: Members, db: Database) -> None:
    ann = desk(members, "ann")
    for team in (False, True):
        first = (await ann.SaveView(wish("v", f"first-{team}", team=team))).view
        kept = await db.saved_views.find_one({"_id": first.id})
        assert kept is not None
        more = [{**kept, "_id": f"{first.id}-{n}", "name": f"v{n}"} for n in range(VIEWS_MAX - 1)]
        await db.saved_views.insert_many(more)
        why = await refused(ann.SaveView(wish("more", f"more-{team}", team=team)))
        assert why.reason == "VIEWS_FULL"
        again = await ann.SaveView(wish("v", f"again-{team}", team=team))
        assert again.view.id == first.id
    assert len((await ann.ListViews(LIST)).views) == 2 * VIEWS_MAX


async def test_only_operators_have_views(members: Members) -> None:
    member_id = await members.enrol()
    for caller in (
        Caller("tea", f"user:{member_id}", Role.MEMBER, member_id),
        Caller("tea", "pos", Role.CHANNEL),
    ):
        stub = views_pb2_grpc.ViewsStub(members.channel(caller))
        assert (await refused(stub.ListViews(LIST))).reason == "PERMISSION_DENIED"
