"""What operators do to members and programmes stands in the audit log."""

import asyncio
from datetime import timedelta

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from services.common.audit_api import audit_command
from services.common.audit_log import AuditLog
from services.common.auth import Caller, Role
from services.common.mongo import Database
from services.members.wiring import PROTO_SERVICES
from tessera.members.v1 import (
    activities_pb2,
    advisers_pb2,
    backtests_pb2,
    consents_pb2,
    contacts_pb2,
    groups_pb2,
    merging_pb2,
    merging_pb2_grpc,
    privacy_pb2,
    programmes_pb2,
    referrals_pb2,
    segments_pb2,
    sessions_pb2,
    stores_pb2,
    tags_pb2,
    tiers_pb2,
    views_pb2,
)
from tessera.members.v1 import members_pb2 as pb
from tessera.members.v1.activities_pb2_grpc import ActivitiesStub
from tessera.members.v1.advisers_pb2_grpc import AdvisersStub
from tessera.members.v1.backtests_pb2_grpc import TierBacktestsStub
from tessera.members.v1.consents_pb2_grpc import ConsentsStub
from tessera.members.v1.contacts_pb2_grpc import ContactsStub
from tessera.members.v1.groups_pb2_grpc import GroupsStub
from tessera.members.v1.members_pb2_grpc import MembersStub
from tessera.members.v1.merging_pb2_grpc import MergingStub
from tessera.members.v1.privacy_pb2_grpc import PrivacyStub
from tessera.members.v1.programmes_pb2_grpc import ProgrammesStub
from tessera.members.v1.referrals_pb2_grpc import ReferralsStub
from tessera.members.v1.segments_pb2_grpc import SegmentsStub
from tessera.members.v1.sessions_pb2_grpc import LoginsStub
from tessera.members.v1.stores_pb2_grpc import StoresStub
from tessera.members.v1.tags_pb2_grpc import TagsStub
from tessera.members.v1.tiers_pb2_grpc import TiersStub
from tessera.members.v1.views_pb2_grpc import ViewsStub
from tessera.types.v1 import types_pb2
from tests.component.audited import check_audited, entries
from tests.component.members.audited_clients import clients
from tests.component.members.audited_groups import leave_group, owner_of_group
from tests.component.members.audited_member_files import member_files
from tests.component.members.audited_merge_requests import merge_requests
from tests.component.members.audited_reveals import reveals
from tests.component.members.audited_search import searches
from tests.component.members.conftest import (
    NOON,
    Members,
    activity,
    enrolment,
    phone,
    recording,
    refused,
)
from tests.paths import PROGRAMMES
from tests.scopes import EVERY_SCOPE

ANN = Caller("tea", "ann", Role.OPERATOR, scopes=EVERY_SCOPE)
NAME = "欧阳娜娜"
STORE = stores_pb2.Store(
    code="SH001", name=types_pb2.LocalizedText(zh="店"), city="上海", zone="Asia/Shanghai"
)
EXEMPT = dict.fromkeys(
    (
        # Audited in programme/test_second_operator.py.
        "approvals.Approvals.Approve",
        "approvals.Approvals.Reject",
        "members.Sessions.StartSession",
        "members.Sessions.RefreshSession",
        "members.Sessions.EndSession",
        "members.Clients.AuthenticateClient",
        "members.Clients.EndClientTokens",
        "members.Contacts.ResolveContacts",
        "members.Phones.TakePhoneCode",
        # By members and channels too, and by no operator.
        "members.Phones.SendPhoneCode",
        "members.Phones.BindPhone",
        "members.MergeRequests.RequestMerge",
        "members.Phones.EnrolByPhone",
    ),
    "only services call it",
)


async def undo_last_merge(
    staff: "merging_pb2_grpc.MergingAsyncStub", survivor: str
) -> merging_pb2.UndoMergeResponse:
    listed = await staff.ListMerges(merging_pb2.ListMergesRequest(of_member_id=survivor))
    return await staff.UndoMerge(
        merging_pb2.UndoMergeRequest(
            request_id="m2", merge_id=listed.merges[0].id, reason="two people"
        )
    )


async def accept_invite(
    channel: grpc.aio.Channel, invitee: str, inviter: str
) -> referrals_pb2.AcceptInviteResponse:
    staff = ReferralsStub(channel)
    own = await staff.GetInvite(referrals_pb2.GetInviteRequest(member_id=inviter))
    return await staff.AcceptInvite(
        referrals_pb2.AcceptInviteRequest(request_id="r1", member_id=invitee, code=own.invite.code)
    )


async def test_an_operators_refund_has_its_order_and_reason(members: Members) -> None:
    member_id = await members.enrol()
    staff = ActivitiesStub(members.channel(ANN))
    await staff.RecordActivities(recording(activity(member_id, "o1", NOON, 3_000)))
    back = activity(member_id, "r1", NOON, 1_000, refund=True, order_id="o1")
    asked = activities_pb2.RecordActivitiesRequest(activities=[back], reason="cold tea")
    await staff.RecordActivities(asked)
    await staff.RecordActivities(asked)
    found = await entries(members.channel(ANN), action="members.Activities.RecordActivities")
    assert [e.reason for e in found] == ["cold tea", ""]
    told = {each.name: each.value for each in found[0].after}
    assert (told["order_id"], told["total_minor"], told["type"]) == ("o1", "1000", "refund")
    asked.reason = "no"
    with pytest.raises(grpc.aio.AioRpcError, match="INVALID_ARGUMENT"):
        await staff.RecordActivities(asked)


async def test_every_method_that_writes_leaves_an_entry(members: Members, db: Database) -> None:
    channel = members.channel(ANN)
    staff, programmes = MembersStub(channel), ProgrammesStub(channel)
    identity = phone()
    member_id, survivor = await members.enrol(), await members.enrol()
    source = (PROGRAMMES / "tea.yaml").read_text("utf-8") + "\n# again"
    change = pb.UpdateMemberRequest(request_id="u1", member_id=member_id)
    change.profile.name = NAME
    change.update_mask.paths.append("name")
    reveal = pb.RevealMemberRequest(member_id=member_id, reason="lost parcel")
    member = members.channel(Caller("tea", "her", Role.MEMBER, member_id))
    own = privacy_pb2.RequestErasureRequest(request_id="e0", member_id=member_id)
    await PrivacyStub(member).RequestErasure(own)
    await check_audited(
        channel,
        PROTO_SERVICES,
        {
            "members.Members.EnrolMember": lambda: staff.EnrolMember(
                enrolment(identity, name=NAME)
            ),
            "members.Members.BatchEnrolMembers": lambda: staff.BatchEnrolMembers(
                pb.BatchEnrolMembersRequest(requests=[enrolment(), enrolment()])
            ),
            "members.Members.UpdateMember": lambda: staff.UpdateMember(change),
            "members.Members.ChangeIdentities": lambda: staff.ChangeIdentities(
                pb.ChangeIdentitiesRequest(request_id="i1", member_id=member_id, link=phone())
            ),
            "members.Members.RevealMember": lambda: staff.RevealMember(reveal),
            **reveals(members, channel, survivor),
            "members.Activities.RecordActivities": lambda: ActivitiesStub(channel).RecordActivities(
                recording(activity(member_id, "o1", NOON, 3_000))
            ),
            "members.Consents.GiveConsent": lambda: ConsentsStub(channel).GiveConsent(
                consents_pb2.GiveConsentRequest(
                    request_id="c1",
                    member_id=member_id,
                    purpose=consents_pb2.CONSENT_PURPOSE_MARKETING,
                    version="2026-03",
                    given_by="console",
                    reason="said so on the phone",
                )
            ),
            "members.Consents.WithdrawConsent": lambda: ConsentsStub(channel).WithdrawConsent(
                consents_pb2.WithdrawConsentRequest(
                    request_id="c2",
                    member_id=member_id,
                    purpose=consents_pb2.CONSENT_PURPOSE_MARKETING,
                    given_by="console",
                    reason="asked for it",
                )
            ),
            "members.Contacts.SetContactPreferences": lambda: ContactsStub(
                channel
            ).SetContactPreferences(
                contacts_pb2.SetContactPreferencesRequest(
                    request_id="c3", member_id=member_id, reason="asked for it"
                )
            ),
            "members.Privacy.RequestErasure": lambda: PrivacyStub(channel).RequestErasure(
                privacy_pb2.RequestErasureRequest(
                    request_id="e1", member_id=member_id, reason="asked by letter"
                )
            ),
            "members.Privacy.CancelErasure": lambda: PrivacyStub(channel).CancelErasure(
                privacy_pb2.CancelErasureRequest(
                    request_id="e2", member_id=member_id, reason="asked by letter"
                )
            ),
            "members.Merging.MergeMembers": lambda: MergingStub(channel).MergeMembers(
                merging_pb2.MergeMembersRequest(
                    request_id="m1",
                    from_member_id=member_id,
                    into_member_id=survivor,
                    reason="one person",
                )
            ),
            "members.Merging.UndoMerge": lambda: undo_last_merge(MergingStub(channel), survivor),
            "members.Programmes.PublishProgramme": lambda: programmes.PublishProgramme(
                programmes_pb2.PublishProgrammeRequest(
                    request_id="p1", source_yaml=source, note="spring"
                )
            ),
            "members.Programmes.RollbackProgramme": lambda: programmes.RollbackProgramme(
                programmes_pb2.RollbackProgrammeRequest(request_id="p2", version=1, note="back")
            ),
            "members.Stores.UpsertStore": lambda: StoresStub(channel).UpsertStore(
                stores_pb2.UpsertStoreRequest(request_id="s1", store=STORE)
            ),
            "members.Referrals.AcceptInvite": lambda: accept_invite(channel, survivor, member_id),
            "members.Groups.JoinGroup": lambda: GroupsStub(channel).JoinGroup(
                groups_pb2.JoinGroupRequest(
                    request_id="gr1", member_id=survivor, kind="store_group", store_id="SH001"
                )
            ),
            "members.Groups.SetGroupRole": lambda: owner_of_group(channel, survivor),
            "members.Groups.LeaveGroup": lambda: leave_group(channel, survivor),
            "members.Segments.SaveSegment": lambda: SegmentsStub(channel).SaveSegment(
                segments_pb2.SaveSegmentRequest(
                    request_id="g1",
                    segment=segments_pb2.Segment(
                        code="fresh",
                        name=types_pb2.LocalizedText(en="Fresh"),
                        when="stats.orders > 0",
                    ),
                )
            ),
            "members.Segments.RunRfm": lambda: SegmentsStub(channel).RunRfm(
                segments_pb2.RunRfmRequest(request_id="g3")
            ),
            "members.Segments.DeleteSegment": lambda: SegmentsStub(channel).DeleteSegment(
                segments_pb2.DeleteSegmentRequest(request_id="g2", code="fresh")
            ),
            "members.Tags.ChangeTags": lambda: TagsStub(channel).ChangeTags(
                tags_pb2.ChangeTagsRequest(
                    request_id="t1",
                    member_id=member_id,
                    set=[tags_pb2.TagToSet(code="student")],
                    reason="showed a card",
                )
            ),
            "members.Advisers.SetAdviser": lambda: AdvisersStub(channel).SetAdviser(
                advisers_pb2.SetAdviserRequest(
                    request_id="a1", member_id=survivor, person="op-chen", reason="guest of honour"
                )
            ),
            "members.Logins.EndAllLogins": lambda: LoginsStub(channel).EndAllLogins(
                sessions_pb2.EndAllLoginsRequest(
                    request_id="l1", member_id=survivor, reason="lost the phone"
                )
            ),
            **member_files(channel),
            **merge_requests(members, channel),
            **clients(channel),
            **searches(channel, NAME),
            "members.Views.SaveView": lambda: ViewsStub(channel).SaveView(
                views_pb2.SaveViewRequest(request_id="v1", name="Late", address="/feedback")
            ),
            "members.Views.DeleteView": lambda: ViewsStub(channel).DeleteView(
                views_pb2.DeleteViewRequest(request_id="v2", view_id="viw_gone")
            ),
            "members.TierBacktests.StartTierBacktest": lambda: TierBacktestsStub(
                channel
            ).StartTierBacktest(
                backtests_pb2.StartTierBacktestRequest(request_id="x0", source_yaml=source)
            ),
            "members.Tiers.GrantTier": lambda: TiersStub(channel).GrantTier(
                tiers_pb2.GrantTierRequest(
                    request_id="x1",
                    member_id=survivor,
                    ladder="growth",
                    tier="gold",
                    until="2026-03-31",
                    reason="guest of the year",
                )
            ),
            "members.Tiers.EndTier": lambda: TiersStub(channel).EndTier(
                tiers_pb2.EndTierRequest(
                    request_id="x2", member_id=survivor, ladder="growth", reason="a mistake"
                )
            ),
            "members.Stores.UpsertStores": lambda: StoresStub(channel).UpsertStores(
                stores_pb2.UpsertStoresRequest(request_id="s2", stores=[STORE])
            ),
        },
        EXEMPT,
        dict.fromkeys(("members.Privacy.RequestErasure", "members.Reveals.RequestReveal"), "asked"),
    )
    told = {entry.action.rpartition(".")[2]: entry for entry in reversed(await entries(channel))}
    assert (told["PublishProgramme"].reason, told["PublishProgramme"].before[0].value) == (
        "spring",
        "1",
    )
    assert [(pair.name, pair.value) for pair in told["WithdrawConsent"].after] == [
        ("marketing.*", "withdrawn"),
        ("member_ids", member_id),
    ]
    assert told["UpdateMember"].objects[-1].value == "name"
    # Names of fields, and no value of one.
    kept = str(await db.audit.find({}).to_list(None))
    assert not [each for each in (NAME, identity.value) if each in kept]
    assert await AuditLog(db).prove("tea", 0, 100) == (48, None)


async def test_entries_are_found_by_operator_action_and_time_within_the_brand(
    members: Members,
) -> None:
    channel, other = (
        members.channel(ANN),
        members.channel(Caller("tea", "bob", ANN.role, None, ANN.scopes)),
    )
    for number, staff in enumerate([channel, other, channel]):
        members.clock.advance(timedelta(hours=1))
        member = pb.RevealMemberRequest(member_id=await members.enrol(), reason=f"number {number}")
        await MembersStub(staff).RevealMember(member)
    revealed = [
        entry.reason for entry in await entries(channel, action="members.Members.RevealMember")
    ]
    assert revealed == ["number 2", "number 1", "number 0"]
    assert [entry.reason for entry in await entries(channel, subject="bob")] == ["number 1"]
    assert not await entries(channel, action="members.Members.UpdateMember")
    assert [e.reason for e in await entries(channel, before_sequence=3)] == ["number 0", ""]
    then = Timestamp()
    then.FromDatetime(NOON + timedelta(hours=2))
    assert [e.reason for e in await entries(channel, from_time=then)] == ["number 2", "number 1"]
    assert [e.reason for e in await entries(channel, until_time=then)] == ["number 0", ""]
    retail = members.channel(Caller("retail", "ann", Role.OPERATOR, scopes=EVERY_SCOPE))
    assert [e.action for e in await entries(retail)] == ["members.Programmes.PublishProgramme"]
    reader = members.channel(Caller("tea", "eve", Role.OPERATOR, scopes=EVERY_SCOPE - {"audit"}))
    assert (await refused(entries(reader))).metadata["scope"] == "audit:read"
    till = members.channel(Caller("tea", "pos", Role.CHANNEL))
    assert (await refused(entries(till))).reason == "PERMISSION_DENIED"


@pytest.mark.parametrize("harm", ["changed", "dropped", "swapped", "cut off"])
async def test_a_row_that_somebody_touched_is_named(
    members: Members, db: Database, harm: str, capsys: pytest.CaptureFixture[str]
) -> None:
    staff = members.as_operator()
    member_id = await members.enrol()
    for number in range(4):
        await staff.RevealMember(
            pb.RevealMemberRequest(member_id=member_id, reason=f"number {number}")
        )
    log = AuditLog(db)
    assert await audit_command(log, ["verify"]) == 0
    assert await audit_command(log, ["verify", "nobody"]) == 2
    third, fourth = "tea/audit/000000000003", "tea/audit/000000000004"
    if harm == "changed":
        await db.audit.update_one({"_id": third}, {"$set": {"body.reason": "other"}})
    elif harm == "dropped":
        await db.audit.delete_one({"_id": third})
    elif harm == "swapped":
        [one, two] = [(await db.audit.find_one({"_id": each})) or {} for each in (third, fourth)]
        await db.audit.update_one({"_id": third}, {"$set": {"body": two["body"]}})
        await db.audit.update_one({"_id": fourth}, {"$set": {"body": one["body"]}})
    else:
        await db.audit.delete_many({"_id": {"$gte": third, "$lt": "tea/audit0"}})
    capsys.readouterr()
    assert await audit_command(log, ["verify", "tea"]) == 1
    assert "2 entries are proven, then tea audit 3: it is" in capsys.readouterr().out
    # In slices too.
    assert (await log.prove("tea", 0, 2)) == (2, None)
    proven, fault = await log.prove("tea", 2, 2)
    assert proven == 2
    assert fault is not None


async def test_operators_at_the_same_time_get_a_chain_without_holes(
    members: Members, db: Database
) -> None:
    staff = members.as_operator()
    await asyncio.gather(*(staff.EnrolMember(enrolment()) for _ in range(12)))
    assert await AuditLog(db).prove("tea", 0, 100) == (13, None)
