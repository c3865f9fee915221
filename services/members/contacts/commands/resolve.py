"""Giving addresses: once the audit log has the reason, and where consent holds even then."""

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.common.audit import Action
from services.members.consent.commands import ConsentsReader
from services.members.consent.domain.section import consents_of
from services.members.contacts.domain.address import (
    ContactRefusal,
    KnownMembers,
    WantedContact,
    resolve,
)
from services.members.context import MembersContext
from services.members.identities.domain.member import Member

RESOLVED = "members.Contacts.ResolveContacts"


class AuditLog(Protocol):
    async def append(self, brand: str, action: Action) -> None:
        """Keep an action, for ever."""


class AddressBook(Protocol):
    """Opens members, past all that a process remembers."""

    async def openable(self, brand: str, ids: Collection[str]) -> Mapping[str, Member | None]:
        """Those that exist, by id; None for one whose key is destroyed."""


class ContactStore(Protocol):
    """The storage that addresses are resolved from."""

    @property
    def identities(self) -> AddressBook: ...
    @property
    def consents(self) -> ConsentsReader: ...


@dataclass(frozen=True, slots=True)
class Resolution:
    """Service `actor` asks for addresses, for a message and a reason."""

    brand: str
    actor: str
    role: str
    wanted: tuple[WantedContact, ...]
    message_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """An address or a refusal for each wanted, in order, as it was at that instant."""

    contacts: tuple[str | ContactRefusal, ...]
    at: datetime


async def resolve_contacts(
    ctx: MembersContext[ContactStore], audit: AuditLog, asked: Resolution
) -> Resolved:
    """The addresses for which consent holds.

    They are looked up twice. The log has to say how many were given before they are; it may be slow
    while others write it; and whoever withdraws meanwhile must not be reached.
    """
    first = await _look_up(ctx, asked.brand, asked.wanted)
    await audit.append(asked.brand, _action(asked, first))
    given = [wanted for wanted, each in zip(asked.wanted, first, strict=True) if _is_given(each)]
    at = ctx.clock.now()
    again = iter(await _look_up(ctx, asked.brand, given))
    return Resolved(tuple(next(again) if _is_given(each) else each for each in first), at)


async def _look_up(
    ctx: MembersContext[ContactStore], brand: str, wanted: Sequence[WantedContact]
) -> list[str | ContactRefusal]:
    ids = {each.member_id for each in wanted}
    rules, members, consents = await asyncio.gather(
        ctx.rulebook.of(brand),
        ctx.store.identities.openable(brand, ids),
        ctx.store.consents.consents(brand, ids),
    )
    known = KnownMembers(dict(members), dict(consents))
    return [resolve(each, known, consents_of(rules)) for each in wanted]


def _is_given(contact: str | ContactRefusal) -> bool:
    return isinstance(contact, str)


def _action(asked: Resolution, contacts: Sequence[str | ContactRefusal]) -> Action:
    about = Counter(f"{each.purpose}.{each.channel}" for each in asked.wanted)
    became = Counter(
        each.name.lower() if isinstance(each, ContactRefusal) else "given" for each in contacts
    )
    return Action(
        subject=asked.actor,
        role=asked.role,
        scopes=(),
        action=RESOLVED,
        reason=asked.reason,
        objects=(
            ("message_id", asked.message_id),
            *((name, str(count)) for name, count in sorted(about.items())),
        ),
        after=tuple((name, str(count)) for name, count in sorted(became.items())),
    )
