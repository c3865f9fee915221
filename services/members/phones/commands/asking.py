"""Making a code, within the limits, and giving it to whoever sends it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from services.common.audit import Action
from services.common.ids import new_id
from services.members.context import MembersContext
from services.members.events.domain import PhoneCodeAsked
from services.members.phones.commands.store import AskingUnit, PhoneCodesReader
from services.members.phones.domain.phone_code import (
    PhoneCode,
    PhoneCodeExpired,
    PhoneCodeLimitReached,
)
from services.members.phones.domain.section import PhoneCodesSection, phone_codes_of
from services.members.programme.domain.rules import Rules
from services.members.transactions import Answered, Asked, Transactions, took_effect

COUNTED = timedelta(days=2)
"""How long a count is kept: until its local day is over everywhere."""
TAKEN = "members.Phones.TakePhoneCode"
REASON = "a code is handed to the SMS provider"


class AuditLog(Protocol):
    async def append(self, brand: str, action: Action) -> None:
        """Keep an action, for ever."""


class AskingStore(Transactions[AskingUnit], Protocol):
    """The storage of these commands."""

    @property
    def phone_codes(self) -> PhoneCodesReader: ...


@dataclass(frozen=True, slots=True)
class CodeWish:
    """A wish for a code. `phone` in E.164; `address` and `member_id` are "" where unknown."""

    request_id: str
    phone: str
    language: str
    address: str
    member_id: str

    def asked(self) -> Asked:
        """The address is no part of it: whoever repeats may come by another one."""
        content = ("phone code", self.phone, self.language, self.member_id)
        return Asked(self.request_id, content)


@dataclass(frozen=True, slots=True)
class Sent:
    """Until when a code is good, when the next may come, and whether the wish was sent before."""

    ends_at: datetime
    again: timedelta
    replayed: bool


Context = MembersContext[AskingStore]


async def ask_code(ctx: Context, brand: str, wish: CodeWish) -> Sent:
    """Make a code, and tell by an event that it is to be sent.

    Raises PhoneCodesNotOffered, PhoneCodeTooSoon, PhoneCodeLimitReached, and a REQUEST_ID_REUSED
    refusal.
    """
    rules = await ctx.rulebook.of(brand)
    section = phone_codes_of(rules)
    now = ctx.clock.now()
    work = partial(_ask, brand=brand, wish=wish, rules=rules, section=section, now=now)
    return await ctx.store.transact(work)


async def _ask(
    unit: AskingUnit,
    brand: str,
    wish: CodeWish,
    rules: Rules,
    section: PhoneCodesSection,
    now: datetime,
) -> Sent:
    asked = wish.asked()
    repeated = await took_effect(unit, brand, asked)
    former = await unit.phone_codes.current(brand, wish.phone)
    if repeated:
        return Sent(now if former is None else former.ends_at, section.again, replayed=True)
    if former is not None:
        former.check_again(section.again, now)
    limits = (
        ("phone", wish.phone, section.phone_day),
        ("address", wish.address, section.address_day),
        ("member", wish.member_id, section.address_day),
        ("brand", brand, section.brand_day),
    )
    day = rules.local_day(now)
    for per, value, limit in limits:
        # A refusal undoes the counts: the transaction ends without effect.
        if value and await unit.phone_codes.count(brand, day, per, value, now + COUNTED) > limit:
            raise PhoneCodeLimitReached(per)
    code = PhoneCode(
        *(new_id("phc"), wish.phone, wish.language, now, now + section.life),
        attempts_left=section.attempts,
    )
    await unit.phone_codes.keep(brand, code, now + max(section.life, section.again))
    await unit.answers.remember(brand, [(asked, Answered(""))])
    await unit.events.publish(brand, [PhoneCodeAsked(code.id)], now)
    return Sent(code.ends_at, section.again, replayed=False)


@dataclass(frozen=True, slots=True)
class Taking:
    """Service `actor` asks for a code to hand it over."""

    brand: str
    actor: str
    role: str
    code_id: str


async def take_code(
    ctx: Context, audit: AuditLog, taking: Taking, secret: bytes
) -> tuple[PhoneCode, str]:
    """The code and the text of its SMS. Raises PhoneCodesNotOffered and PhoneCodeExpired."""
    section = phone_codes_of(await ctx.rulebook.of(taking.brand))
    found = await ctx.store.phone_codes.by_id(taking.brand, taking.code_id, ctx.clock.now())
    if found is None:
        raise PhoneCodeExpired("no such code, or it is over")
    action = Action(
        subject=taking.actor,
        role=taking.role,
        scopes=(),
        action=TAKEN,
        reason=REASON,
        objects=(("code_id", found.id),),
    )
    await audit.append(taking.brand, action)
    return found, section.text(found.language, found.digits(secret))
