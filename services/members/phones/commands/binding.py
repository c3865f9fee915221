"""A number that is proven: bound to a member, or the way to find or enrol one."""

import hashlib
from dataclasses import dataclass
from typing import Protocol

from services.members.context import MembersContext
from services.members.identities.commands.enrolment import (
    Enrolled,
    Enrolment,
    EnrolmentUnit,
    enrol,
)
from services.members.identities.commands.linking import replace_identities
from services.members.identities.domain.identity import Identity, IdentityKind
from services.members.identities.domain.member import MemberNotFound
from services.members.phones.commands.store import PhoneCodesReader, ProvingUnit, SpendingUnit
from services.members.phones.domain.phone_code import (
    PhoneCode,
    PhoneCodeExpired,
    PhoneOfAnotherMember,
)
from services.members.transactions import Answered, Asked, Transactions, took_effect

_ID_CHARS = 40


class PhonesUnit(ProvingUnit, EnrolmentUnit, Protocol):
    """A transaction of these commands."""


class Codes(Protocol):
    """A storage that has codes."""

    @property
    def phone_codes(self) -> PhoneCodesReader: ...


class PhonesStore(Transactions[PhonesUnit], Protocol):
    """The storage of these commands."""

    @property
    def phone_codes(self) -> PhoneCodesReader: ...


Context = MembersContext[PhonesStore]


@dataclass(frozen=True, slots=True)
class Binding:
    """`phone` in E.164 becomes the member's, by its `code`, or by the `proof` of a service: then a
    repeat is known by that, and `phone` may be ""."""

    request_id: str
    member_id: str
    phone: str
    code: str
    proof: str = ""

    def asked(self) -> Asked:
        proven = ("proof", self.proof) if self.proof else (self.phone, self.code)
        return Asked(self.request_id, ("bind phone", self.member_id, *proven))


async def bind_phone(ctx: Context, brand: str, wish: Binding, secret: bytes) -> bool:
    """Bind the number; True when this request did that before.

    The number that the member had goes to their past. Where the number is another member's the code
    stays good, so that it opens that membership instead.
    Raises PhoneCodeExpired, PhoneCodeWrong, MemberNotFound, PhoneOfAnotherMember, TooManyIdentities
    and a REQUEST_ID_REUSED refusal.
    """
    asked = wish.asked()
    if await _was_done(ctx, brand, asked):
        return True
    if not wish.phone:
        raise PhoneCodeExpired("there is nothing to repeat")
    code = None if wish.proof else await proven(ctx, brand, wish.phone, wish.code, secret)
    phone = Identity(IdentityKind.PHONE, wish.phone)

    async def work(unit: PhonesUnit) -> bool:
        if await took_effect(unit, brand, asked):
            return True
        await spend(unit, brand, code)
        found = (await unit.identities.members(brand, [wish.member_id])).get(wish.member_id)
        if found is None:
            raise MemberNotFound(f"no member {wish.member_id}")
        owner = (await unit.identities.owners(brand, [phone])).get(phone, found.id)
        if owner != found.id:
            raise PhoneOfAnotherMember("the number is another member's")
        now = ctx.clock.now()
        had = Identity(IdentityKind.PHONE, found.phone)
        former = had if found.phone and had != phone else None
        await replace_identities(unit, found, found.relinked(phone, former, "", now), now)
        await unit.answers.remember(brand, [(asked, Answered(found.id))])
        return False

    return await ctx.store.transact(work)


async def enrol_by_phone(
    ctx: Context, brand: str, wish: Enrolment, phone: str, code: str, secret: bytes
) -> Enrolled:
    """The member of the number, found or enrolled as `wish` says, which has the number too.

    The code is spent first, under an id of this request: after a crash between the two the same
    request goes on. Raises PhoneCodeExpired, PhoneCodeWrong, and what `enrol` refuses.
    """
    # The caller's own id names the enrolment; a repeat is known by number and code as well.
    digest = hashlib.sha256(wish.request_id.encode()).hexdigest()[:_ID_CHARS]
    asked = Asked(f"phone-code/{digest}", ("prove phone", phone, code))
    if not await _was_done(ctx, brand, asked):
        shown = await proven(ctx, brand, phone, code, secret)

        async def work(unit: PhonesUnit) -> None:
            if not await took_effect(unit, brand, asked):
                await spend(unit, brand, shown)
                await unit.answers.remember(brand, [(asked, Answered(""))])

        await ctx.store.transact(work)
    [enrolled] = await enrol(ctx, brand, [wish])
    if isinstance(enrolled, Exception):
        raise enrolled
    return enrolled


async def _was_done(ctx: Context, brand: str, asked: Asked) -> bool:
    async def work(unit: PhonesUnit) -> bool:
        return await took_effect(unit, brand, asked)

    return await ctx.store.transact(work)


async def proven(
    ctx: MembersContext[Codes], brand: str, phone: str, code: str, secret: bytes
) -> PhoneCode:
    """The number's code, of which these are the digits. The try counts before it is judged.

    Raises PhoneCodeExpired and PhoneCodeWrong.
    """
    found = await ctx.store.phone_codes.spend_attempt(brand, phone, ctx.clock.now())
    if found is None:
        raise PhoneCodeExpired("no code is good now")
    found.check(secret, code)
    return found


async def spend(unit: SpendingUnit, brand: str, code: PhoneCode | None) -> None:
    """Spend the code, where there is one. Raises PhoneCodeExpired where another request did."""
    if code is not None and not await unit.phone_codes.spend(brand, code):
        raise PhoneCodeExpired("another request used it")
