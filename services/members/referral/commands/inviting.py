"""A member's code, and accepting the invite of the one who has a code."""

from dataclasses import dataclass
from datetime import datetime

from services.common import audit
from services.members.context import MembersContext
from services.members.identities.domain.member import MemberNotFound
from services.members.programme.domain.rules import Rules
from services.members.referral.commands.unit import ReferralStore, ReferralUnit
from services.members.referral.domain.code import InviteCodeUnknown, in_form, new_code
from services.members.referral.domain.inviter import Inviter
from services.members.referral.domain.referral import (
    RING_MAX,
    InviteeNotNew,
    InviteOwnCode,
    InviteRefused,
    InviteRing,
    InviteTaken,
    InviteTooLate,
    Referral,
    ReferralsNotOffered,
)
from services.members.referral.domain.section import ReferralSection, referral_section
from services.members.transactions import Answered, Asked, took_effect

REFUSALS = {
    each.reason: each
    for each in (InviteOwnCode, InviteeNotNew, InviteTaken, InviteRing, InviteTooLate)
}


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The member says who invited them, by the code as it was typed."""

    request_id: str
    member_id: str
    code: str

    def asked(self) -> Asked:
        return Asked(self.request_id, ("accept_invite", self.member_id, self.code))


async def inviter_of(ctx: MembersContext[ReferralStore], brand: str, member_id: str) -> Inviter:
    """The member as an inviter, with the code that they have for ever. Raises MemberNotFound."""
    known = (await ctx.store.referrals.inviters(brand, [member_id])).get(member_id)
    if known is not None and known.code:
        return known

    async def work(unit: ReferralUnit) -> Inviter:
        if not await unit.identities.enrolled(brand, [member_id]):
            raise MemberNotFound(f"no member {member_id}")
        known = (await unit.referrals.inviters(brand, [member_id])).get(member_id)
        if known is not None and known.code:
            return known
        counted = known or Inviter(member_id)
        inviter = Inviter(member_id, new_code(), counted.qualified, counted.months)
        await unit.referrals.keep_inviter(brand, inviter)
        return inviter

    return await ctx.store.transact(work)


async def accept_invite(
    ctx: MembersContext[ReferralStore], brand: str, wish: Acceptance
) -> tuple[Referral, bool]:
    """The referral, and whether this request made it before.

    Raises MemberNotFound, ReferralsNotOffered, InviteCodeUnknown, InviteRefused, and a
    REQUEST_ID_REUSED refusal. A refusal that is the person's own is kept for operators.
    """
    section = await _section(ctx, brand)

    async def work(unit: ReferralUnit) -> tuple[Referral, bool]:
        asked = wish.asked()
        replayed = await took_effect(unit, brand, asked)
        if replayed:
            known = await _live(unit, brand, wish.member_id)
            if known is not None:
                return known, True
        now = ctx.clock.now()
        made = await _place(unit, section, now, brand, wish.member_id, wish.code)
        if made.is_live and not replayed:
            await unit.answers.remember(brand, [(asked, Answered(wish.member_id))])
            audit.changed(after={"inviter_id": made.inviter_id})
        return made, replayed

    made, replayed = await ctx.store.transact(work)
    if not made.is_live:
        until = section.claim if made.refusal == InviteTooLate.reason else None
        raise REFUSALS[made.refusal](None if until is None else await _ended(ctx, made, section))
    return made, replayed


async def invited_at_enrolment(
    ctx: MembersContext[ReferralStore], brand: str, member_id: str, code: str, *, created: bool
) -> str:
    """Why the invite of one who enrolled does not count; "" where it does. A repeat answers as the
    first time. The enrolment stands in any case."""
    rules = await ctx.rulebook.of(brand)
    return await ctx.store.transact(
        lambda unit: invited_in(
            unit, rules, ctx.clock.now(), brand, member_id, code, created=created
        )
    )


async def invited_in(
    unit: ReferralUnit,
    rules: Rules,
    now: datetime,
    brand: str,
    member_id: str,
    code: str,
    *,
    created: bool,
) -> str:
    """As `invited_at_enrolment`, within the transaction that enrols: a refusal writes nothing, or
    what operators read of it."""
    section = referral_section(rules)
    if section is None:
        return ReferralsNotOffered.reason
    try:
        made = await _place(unit, section, now, brand, member_id, code, created)
    except (InviteCodeUnknown, InviteRefused, MemberNotFound) as refusal:
        return refusal.reason
    return made.refusal


async def _section(ctx: MembersContext[ReferralStore], brand: str) -> ReferralSection:
    section = referral_section(await ctx.rulebook.of(brand))
    if section is None:
        raise ReferralsNotOffered("the programme has no section referral")
    return section


async def _ended(
    ctx: MembersContext[ReferralStore], made: Referral, section: ReferralSection
) -> datetime:
    async def work(unit: ReferralUnit) -> datetime:
        enrolled = await unit.identities.enrolled(made.brand, [made.invitee_id])
        return enrolled.get(made.invitee_id, made.accepted_at) + section.claim

    return await ctx.store.transact(work)


async def _place(
    unit: ReferralUnit,
    section: ReferralSection,
    now: datetime,
    brand: str,
    member_id: str,
    code: str,
    created: bool | None = None,
) -> Referral:
    """The referral of the member, new or known, or refused. `created`: what the enrolment said, or
    None where the member enters the code later. Raises as `accept_invite`."""
    enrolled_at = (await unit.identities.enrolled(brand, [member_id])).get(member_id)
    if enrolled_at is None:
        raise MemberNotFound(f"no member {member_id}")
    owner = await unit.referrals.inviter_with(brand, in_form(code))
    if owner is None:
        raise InviteCodeUnknown("no such code")
    inviter = (await unit.identities.survivors(brand, [owner])).get(owner, owner)
    if (known := await _live(unit, brand, member_id)) is not None:
        survivors = await unit.identities.survivors(brand, [known.inviter_id])
        if survivors.get(known.inviter_id, known.inviter_id) != inviter:
            raise InviteTaken()
        return known
    made = Referral(member_id, brand, inviter, now, section.terms)
    chain = await _chain(unit, brand, inviter)
    why = await why_not(unit, made, chain)
    if why is None and created is False:
        why = InviteeNotNew()
    if why is None and created is None and now > enrolled_at + section.claim:
        why = InviteTooLate()
    if why is not None:
        made = made.refused(why)
    await unit.referrals.keep(made)
    # Of any ring the last invite sees all others: the invitee is touched by each, and where they
    # could have invited anybody, so is the end of the chain above them.
    has_code = member_id in await unit.referrals.inviters(brand, [member_id])
    await unit.referrals.touch(brand, {member_id, chain[-1]} if has_code else {member_id})
    return made


async def why_not(
    unit: ReferralUnit, referral: Referral, chain: list[str] | None = None
) -> InviteRefused | None:
    """Why the referral can't count, as far as it is known by now. `chain`: the inviter, their
    inviter, and so on."""
    brand, invitee = referral.brand, referral.invitee_id
    survivors = await unit.identities.survivors(brand, [invitee, referral.inviter_id])
    person = survivors.get(invitee, invitee)
    inviter = survivors.get(referral.inviter_id, referral.inviter_id)
    accounts = await unit.referrals.people(brand, [person])
    if person == inviter:
        return InviteOwnCode()
    # Ids sort by the time at which they were made.
    if min(accounts) != invitee:
        return InviteeNotNew()
    members = await unit.identities.members(brand, [person])
    own = {identity for member in members.values() for identity in member.identities}
    former = await unit.identities.former_owners(brand, own)
    if any(owner not in accounts for owner in former.values()):
        return InviteeNotNew()
    above = await _chain(unit, brand, inviter) if chain is None else chain
    return InviteRing() if person in above else None


async def _chain(unit: ReferralUnit, brand: str, inviter: str) -> list[str]:
    """The inviter, who invited them, and so on, as far up as RING_MAX."""
    chain = [inviter]
    while len(chain) < RING_MAX:
        known = await _live(unit, brand, chain[-1])
        if known is None or known.inviter_id in chain:
            break
        survivors = await unit.identities.survivors(brand, [known.inviter_id])
        chain.append(survivors.get(known.inviter_id, known.inviter_id))
    return chain


async def _live(unit: ReferralUnit, brand: str, member_id: str) -> Referral | None:
    """The referral of the member, under any of their ids, that may count."""
    accounts = await unit.referrals.people(brand, [member_id])
    found = await unit.referrals.referrals(brand, accounts)
    return next((each for _, each in sorted(found.items()) if each.is_live), None)
