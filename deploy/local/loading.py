"""Loads the demo brand into a running suite, through the same gRPC calls as every channel."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import grpc

from deploy.local import demo_groups, demo_referrals, demo_rfm, ports, tokens
from deploy.local.demo import (
    BRAND,
    DAYS_BACK,
    ZONE,
    Person,
    activities,
    adviser_for,
    birthdays,
    guest_of_honour,
    people,
    preferences,
    programmes,
    tags,
    withdrawal,
)
from deploy.local.demo_stores import stores
from deploy.local.folder import Folder
from deploy.local.problem import StartProblem
from services.common import auth, channel
from services.common.errors import reason_of
from tessera.members.v1 import (
    activities_pb2,
    activities_pb2_grpc,
    advisers_pb2_grpc,
    consents_pb2_grpc,
    contacts_pb2_grpc,
    members_pb2,
    members_pb2_grpc,
    programmes_pb2,
    programmes_pb2_grpc,
    stores_pb2,
    stores_pb2_grpc,
    tags_pb2_grpc,
    tiers_pb2_grpc,
)
from tessera.points.v1 import (
    benefits_pb2,
    benefits_pb2_grpc,
    grants_pb2,
    grants_pb2_grpc,
    rewards_pb2,
    rewards_pb2_grpc,
    transfers_pb2,
    transfers_pb2_grpc,
    vouchers_pb2,
    vouchers_pb2_grpc,
    wallets_pb2,
    wallets_pb2_grpc,
)
from tessera.types.v1 import types_pb2

BATCH = 500
BATCH_TIMEOUT_S = 30.0
"""On a machine that is busy a batch takes longer than the usual 10 s."""
SETTLED_TIMEOUT_S = 15.0
SETTLED_POLL_S = 0.5
DRINK_PRICE = 200
GIVER = 5
"""Of those who have points for a drink, the one who gives some away."""
RICH_AMONG = 40
"""Among so many demo members some have points for a drink. The first one is the README's."""


async def load(folder: Folder, addresses: Mapping[str, int], *, again: bool = False) -> int:
    """Publishes missing programmes, and loads stores and demo members, unless they are loaded.

    Returns the number of activities recorded. Raises StartProblem when a call is refused.
    """
    for brand, source in programmes().items():
        async with open_channel(folder, addresses, "operator", brand=brand) as operator:
            await _publish(operator, brand, source)
            await _open_stores(operator, brand)
    everyone = people()
    async with open_channel(folder, addresses, "channel") as pos:
        # The last member is enrolled at the end, so its presence means that all are loaded.
        if not again and await _find(pos, everyone[-1]):
            return 0
        now = await _loaded_at(pos, everyone[0])
        ids = await _enrol(pos, everyone[:-1], now)
        await _tell_birthdays(pos, ids)
        recorded = await _record(pos, list(activities(ids, now)))
        await _say(pos, folder, addresses, ids[1])
        await demo_referrals.invite(pos, ids)
        await demo_groups.join(pos, ids)
        async with open_channel(folder, addresses, "operator") as operator:
            tiers: tiers_pb2_grpc.TiersAsyncStub = tiers_pb2_grpc.TiersStub(operator)
            await tiers.GrantTier(guest_of_honour(ids[2], now))
            await advisers_pb2_grpc.AdvisersStub(operator).SetAdviser(adviser_for(ids[4]))
            await demo_rfm.score(operator)
        await _enrol(pos, everyone[-1:], now)
        return recorded


async def first_member(folder: Folder, addresses: Mapping[str, int]) -> str:
    """The id of the first demo member. Raises StartProblem when there is none."""
    async with open_channel(folder, addresses, "channel") as pos:
        found = await _find(pos, people()[0])
    if found is None:
        raise StartProblem("The demo members are not loaded: `make seed`.")
    return found


async def ids_of(
    folder: Folder, addresses: Mapping[str, int], numbers: Iterable[int]
) -> dict[int, str]:
    """The ids of demo members by number; of those who are loaded."""
    async with open_channel(folder, addresses, "channel") as pos:
        found = {n: await _find(pos, people()[n - 1]) for n in numbers}
    return {number: member_id for number, member_id in found.items() if member_id}


async def until_points_follow(folder: Folder, addresses: Mapping[str, int], member_id: str) -> None:
    """Returns when the orders just loaded have become points, or after 15 s if they do not."""
    request = wallets_pb2.BatchGetWalletsRequest(member_ids=[member_id])
    deadline = time.monotonic() + SETTLED_TIMEOUT_S
    before = 0
    async with open_channel(folder, addresses, "channel", service="points") as pos:
        stub: wallets_pb2_grpc.WalletsAsyncStub = wallets_pb2_grpc.WalletsStub(pos)
        while time.monotonic() < deadline:
            wallets = (await stub.BatchGetWallets(request)).wallets
            entries = wallets[0].points.sequence if wallets else 0
            if entries == before > 0:
                return
            before = entries
            await asyncio.sleep(SETTLED_POLL_S)


async def show_vouchers(
    folder: Folder, addresses: Mapping[str, int], points_needed: int = DRINK_PRICE
) -> None:
    """Two demo members have a voucher for a drink: one can be taken, the other was, at a store.

    Three others had the daily special, so that the catalogue tells how many are left today, and
    the first has three lottery tickets for points. Another one gave points to the first of them.
    """
    async with (
        open_channel(folder, addresses, "channel") as to_members,
        open_channel(folder, addresses, "channel", service="points") as pos,
    ):
        found = [await _find(to_members, person) for person in people()[1:RICH_AMONG]]
        ids = [member_id for member_id in found if member_id]
        stub: wallets_pb2_grpc.WalletsAsyncStub = wallets_pb2_grpc.WalletsStub(pos)
        wallets = await stub.BatchGetWallets(wallets_pb2.BatchGetWalletsRequest(member_ids=ids))
        rich = [one.member_id for one in wallets.wallets if one.points.available >= points_needed]
        codes = [await _voucher(pos, member_id) for member_id in rich[:2]]
        for member_id in rich[2:5]:
            await _at_once(pos, member_id, "daily_special", "special")
        for member_id in rich[:1]:
            await _at_once(pos, member_id, "three_tickets", "tickets")
        desk: vouchers_pb2_grpc.VouchersAsyncStub = vouchers_pb2_grpc.VouchersStub(pos)
        for code in codes[1:]:
            await desk.RedeemVoucher(
                vouchers_pb2.RedeemVoucherRequest(
                    request_id="demo-voucher-use", code=code, store_id="store-01"
                )
            )
        if len(rich) > GIVER:
            gifts: transfers_pb2_grpc.GiftsAsyncStub = transfers_pb2_grpc.GiftsStub(pos)
            await gifts.GivePoints(
                transfers_pb2.GivePointsRequest(
                    request_id=f"demo-gift-{rich[GIVER]}-{rich[0]}",
                    member_id=rich[GIVER],
                    receiver_id=rich[0],
                    amount=20,
                )
            )


async def show_coupons(
    folder: Folder, addresses: Mapping[str, int], member_id: str, types: Sequence[str]
) -> None:
    """The member holds a coupon of each of `types`; the same ones at every call."""
    async with open_channel(folder, addresses, "operator", service="points") as desk:
        stub: grants_pb2_grpc.GrantsAsyncStub = grants_pb2_grpc.GrantsStub(desk)
        gifts = [
            grants_pb2.GrantItem(
                request_id=f"demo-coupon-{each}",
                member_id=member_id,
                coupon_type=each,
                reason="Part of the demo.",
            )
            for each in types
        ]
        await stub.Grant(grants_pb2.GrantRequest(grants=gifts))


async def show_benefit(
    folder: Folder, addresses: Mapping[str, int], member_id: str, benefit: str
) -> None:
    """The member's tier gives `benefit`, and a store handed it over once; once at every call."""
    request = wallets_pb2.BatchGetWalletsRequest(member_ids=[member_id], benefits=True)
    deadline = time.monotonic() + SETTLED_TIMEOUT_S
    async with open_channel(folder, addresses, "channel", service="points") as pos:
        wallets: wallets_pb2_grpc.WalletsAsyncStub = wallets_pb2_grpc.WalletsStub(pos)
        stub: benefits_pb2_grpc.BenefitsAsyncStub = benefits_pb2_grpc.BenefitsStub(pos)
        while time.monotonic() < deadline:
            (wallet,) = (await wallets.BatchGetWallets(request)).wallets
            if any(each.code == benefit for each in wallet.benefits.benefits):
                await stub.UseBenefit(
                    benefits_pb2.UseBenefitRequest(
                        request_id="demo-benefit-use",
                        member_id=member_id,
                        benefit=benefit,
                        store_id="store-01",
                    )
                )
                return
            await asyncio.sleep(SETTLED_POLL_S)


async def _voucher(pos: grpc.aio.Channel, member_id: str) -> str:
    """The code of the member's voucher for a drink; the same at every call."""
    stub: rewards_pb2_grpc.RewardsAsyncStub = rewards_pb2_grpc.RewardsStub(pos)
    held = await stub.RedeemReward(
        rewards_pb2.RedeemRewardRequest(
            request_id=f"demo-redeem-{member_id}", member_id=member_id, reward_code="free_drink"
        )
    )
    done = await stub.ConfirmRedemption(
        rewards_pb2.ConfirmRedemptionRequest(
            request_id=f"demo-confirm-{member_id}", redemption_id=held.redemption.id
        )
    )
    return done.redemption.voucher.code


async def _at_once(pos: grpc.aio.Channel, member_id: str, reward: str, wish: str) -> None:
    """The member has an immediate reward; once, however often this is called."""
    stub: rewards_pb2_grpc.RewardsAsyncStub = rewards_pb2_grpc.RewardsStub(pos)
    await stub.RedeemReward(
        rewards_pb2.RedeemRewardRequest(
            request_id=f"demo-{wish}-{member_id}", member_id=member_id, reward_code=reward
        )
    )


def open_channel(
    folder: Folder,
    addresses: Mapping[str, int],
    role: str,
    *,
    brand: str = BRAND,
    service: str = "members",
) -> grpc.aio.Channel:
    """A channel to a service, for a caller of the brand in that role."""
    issuer = auth.TokenIssuer(folder.keys)
    source = issuer.source(tokens.caller(role=role, brand=brand))
    return channel.connect(f"{ports.HOST}:{addresses[service]}", issuer_token=source)


async def _publish(operator: grpc.aio.Channel, brand: str, source: str) -> None:
    stub: programmes_pb2_grpc.ProgrammesAsyncStub = programmes_pb2_grpc.ProgrammesStub(operator)
    try:
        await stub.GetProgramme(programmes_pb2.GetProgrammeRequest())
    except grpc.aio.AioRpcError as error:
        if not _is_refused(error, "PROGRAMME_MISSING"):
            raise
        await stub.PublishProgramme(
            programmes_pb2.PublishProgrammeRequest(
                request_id=f"demo-programme-{brand}",
                source_yaml=source,
                note="The example, loaded because the database was empty.",
            )
        )


async def _open_stores(operator: grpc.aio.Channel, brand: str) -> None:
    """Load the brand's stores, once: what an operator has changed since stays."""
    stub: stores_pb2_grpc.StoresAsyncStub = stores_pb2_grpc.StoresStub(operator)
    answer = await stub.UpsertStores(
        stores_pb2.UpsertStoresRequest(request_id=f"demo-stores-{brand}", stores=stores(brand))
    )
    for result in answer.results:
        if result.reason:
            raise StartProblem(
                f"The demo store {result.code} was refused ({result.reason}: {result.message}):"
                " look at `make logs NAME=members`."
            )


async def _find(pos: grpc.aio.Channel, person: Person) -> str | None:
    stub: members_pb2_grpc.MembersAsyncStub = members_pb2_grpc.MembersStub(pos)
    identity = members_pb2.Identity(
        kind=members_pb2.IdentityKind.IDENTITY_KIND_PHONE, value=person.phone
    )
    try:
        found = await stub.FindMember(members_pb2.FindMemberRequest(identity=identity))
    except grpc.aio.AioRpcError as error:
        if _is_refused(error, "MEMBER_NOT_FOUND"):
            return None
        raise
    return found.member.id


def _is_refused(error: grpc.aio.AioRpcError, reason: str) -> bool:
    refusal = reason_of(error)
    return refusal is not None and refusal.reason == reason


async def _enrol(pos: grpc.aio.Channel, some: list[Person], now: datetime) -> dict[int, str]:
    stub: members_pb2_grpc.MembersAsyncStub = members_pb2_grpc.MembersStub(pos)
    requests = [person.enrolment(now) for person in some]
    answer = await stub.BatchEnrolMembers(
        members_pb2.BatchEnrolMembersRequest(requests=requests), timeout=BATCH_TIMEOUT_S
    )
    for person, result in zip(some, answer.results, strict=True):
        if result.reason:
            raise StartProblem(
                f"The demo member {person.name} was refused ({result.reason}: {result.message}):"
                " look at `make logs NAME=members`."
            )
    return {p.number: result.member_id for p, result in zip(some, answer.results, strict=True)}


async def _loaded_at(pos: grpc.aio.Channel, first: Person) -> datetime:
    """When the people are loaded, or were: all days count from there, so that nothing is told twice
    when it is done again."""
    member_id = await _find(pos, first)
    if member_id is None:
        return datetime.now(UTC).replace(microsecond=0)
    stub: members_pb2_grpc.MembersAsyncStub = members_pb2_grpc.MembersStub(pos)
    asked = members_pb2.BatchGetMembersRequest(member_ids=[member_id])
    [member] = (await stub.BatchGetMembers(asked)).members
    return member.create_time.ToDatetime(UTC) + timedelta(days=DAYS_BACK)


async def _tell_birthdays(pos: grpc.aio.Channel, ids: Mapping[int, str]) -> None:
    """Some people have their birthday today: a gift shows. A birthday that is there stays."""
    stub: members_pb2_grpc.MembersAsyncStub = members_pb2_grpc.MembersStub(pos)
    for told in birthdays(ids, datetime.now(ZONE).date()):
        asked = members_pb2.BatchGetMembersRequest(member_ids=[told.member_id])
        [member] = (await stub.BatchGetMembers(asked)).members
        if not member.HasField("birthday_changes_left"):
            await stub.UpdateMember(told)


async def _say(
    pos: grpc.aio.Channel, folder: Folder, addresses: Mapping[str, int], member_id: str
) -> None:
    """What the first person says of messages, and what staff noted about them."""
    consents: consents_pb2_grpc.ConsentsAsyncStub = consents_pb2_grpc.ConsentsStub(pos)
    await consents.WithdrawConsent(withdrawal(member_id))
    async with open_channel(folder, addresses, "operator") as operator:
        contacts: contacts_pb2_grpc.ContactsAsyncStub = contacts_pb2_grpc.ContactsStub(operator)
        await contacts.SetContactPreferences(preferences(member_id))
        tagging: tags_pb2_grpc.TagsAsyncStub = tags_pb2_grpc.TagsStub(operator)
        await tagging.ChangeTags(tags(member_id))


async def _record(pos: grpc.aio.Channel, some: list[types_pb2.Activity]) -> int:
    stub: activities_pb2_grpc.ActivitiesAsyncStub = activities_pb2_grpc.ActivitiesStub(pos)
    some.sort(key=lambda activity: activity.occur_time.ToMilliseconds())
    for start in range(0, len(some), BATCH):
        answer = await stub.RecordActivities(
            activities_pb2.RecordActivitiesRequest(activities=some[start : start + BATCH]),
            timeout=BATCH_TIMEOUT_S,
        )
        for result in answer.results:
            if result.reason:
                raise StartProblem(
                    f"The demo activity {result.event_id} was refused ({result.reason}:"
                    f" {result.message}): look at `make logs NAME=members`."
                )
    return len(some)
