"""Recording what members said: the declaration, what counts after it, and the event, at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from services.common import audit
from services.common.errors import Refusal
from services.common.ids import new_id
from services.members.consent.domain.consents import NO_CONSENTS, Consents
from services.members.consent.domain.declaration import Circumstances, Declaration, Recorded, Said
from services.members.consent.domain.section import consents_of
from services.members.context import MembersContext
from services.members.events.commands import PublishingUnit
from services.members.events.domain import ConsentChanged, MemberEvent
from services.members.programme.domain.rules import Rules
from services.members.transactions import Answered, AnsweringUnit, Asked, Transactions, took_effect


class ConsentsReader(Protocol):
    """Reads what counts now: always from the database."""

    async def consents(self, brand: str, ids: Collection[str]) -> Mapping[str, Consents]:
        """By member, of those who ever said anything."""


class DeclarationsReader(Protocol):
    """Reads all that a member ever said."""

    async def declarations(
        self, brand: str, member_id: str, *, before: str, size: int
    ) -> Sequence[Recorded]:
        """The latest record first, from behind the id `before`."""


class ConsentsUnit(ConsentsReader, Protocol):
    """This room's part of a transaction."""

    async def keep(
        self, brand: str, consents: Mapping[str, Consents], recorded: Sequence[Recorded]
    ) -> None:
        """Write what counts now by member, and add declarations. A race for a member is lost, and
        the transaction runs again."""


class ConsentingUnit(PublishingUnit, Protocol):
    """A transaction in which members say something."""

    @property
    def consents(self) -> ConsentsUnit: ...


class KnownMembers(Protocol):
    """Knows which members there are."""

    async def enrolled(self, brand: str, ids: Collection[str]) -> Mapping[str, datetime]:
        """When each was enrolled, of those that exist."""


class DeclaringUnit(ConsentingUnit, AnsweringUnit, Protocol):
    """A transaction that records what one member said."""

    @property
    def identities(self) -> KnownMembers: ...


@dataclass(frozen=True, slots=True)
class ConsentChange:
    """A request that gives or withdraws a purpose, on some contact channels.

    `told_at`: the time in the request, "" for none; so a repeat is one, whenever it comes.
    """

    request_id: str
    member_id: str
    declarations: tuple[Declaration, ...]
    told_at: str
    circumstances: Circumstances

    def asked(self) -> Asked:
        said = sorted(
            f"{each.purpose.value}/{each.channel.value}/{each.granted}/{each.version}/{each.given_by}"
            for each in self.declarations
        )
        how = self.circumstances
        content = ("consent", self.member_id, self.told_at, how.reason, how.proof, *said)
        return Asked(self.request_id, content)


async def change_consent(
    ctx: MembersContext[Transactions[DeclaringUnit]], brand: str, change: ConsentChange
) -> bool:
    """Record what a member said; True when this request did that before.

    Raises ConsentNotAsked, ConsentVersionUnknown, and MEMBER_NOT_FOUND and REQUEST_ID_REUSED
    refusals.
    """
    rules = await ctx.rulebook.of(brand)

    async def work(unit: DeclaringUnit) -> bool:
        asked = change.asked()
        if await took_effect(unit, brand, asked):
            return True
        # After the answer: a text that went since the first attempt refuses no repeat.
        for each in change.declarations:
            if each.granted:
                consents_of(rules).check(each.purpose, each.version)
        if not await unit.identities.enrolled(brand, [change.member_id]):
            raise Refusal("MEMBER_NOT_FOUND", f"no member {change.member_id}", field="member_id")
        said = [Said(change.member_id, each, change.circumstances) for each in change.declarations]
        await record(unit, brand, said, rules, ctx.clock.now())
        told = {f"{each.purpose}.{each.channel}": _word(each) for each in change.declarations}
        audit.changed(after=told)
        await unit.answers.remember(brand, [(asked, Answered(change.member_id))])
        return False

    return await ctx.store.transact(work)


async def record(
    unit: ConsentingUnit, brand: str, said: Sequence[Said], rules: Rules, now: datetime
) -> None:
    """Within a transaction: keep `said`, what counts after it, and publish what that changed."""
    if not said:
        return
    known = await unit.consents.consents(brand, {each.member_id for each in said})
    consents: dict[str, Consents] = {}
    for each in said:
        before = consents.get(each.member_id) or known.get(each.member_id, NO_CONSENTS)
        consents[each.member_id] = before.after([each.declaration])
    recorded = [Recorded(new_id("cns"), each, rules.version, now) for each in said]
    await unit.consents.keep(brand, consents, recorded)
    events: list[MemberEvent] = [
        _changed(member_id, declaration)
        for member_id, after in consents.items()
        for declaration in after.new_in(known.get(member_id, NO_CONSENTS))
    ]
    await unit.events.publish(brand, events, now)


async def replace_consents(
    unit: ConsentingUnit, brand: str, member_id: str, consents: Consents, now: datetime
) -> None:
    """Within a transaction: let `consents` count for a member, who said nothing for it, and publish
    what that changed. A consent that counts no more is told as withdrawn `now`, so that no reader
    takes an older one for the latest."""
    known = (await unit.consents.consents(brand, [member_id])).get(member_id, NO_CONSENTS)
    if consents == known:
        return
    await unit.consents.keep(brand, {member_id: consents}, [])
    ended = [
        replace(each, granted=False, version="", at=now)
        for subject, each in known.held.items()
        if each.granted and not ((after := consents.held.get(subject)) and after.granted)
    ]
    given = [each for each in consents.new_in(known) if each.granted]
    told = [_changed(member_id, each) for each in (*ended, *given)]
    await unit.events.publish(brand, told, now)


def _changed(member_id: str, declaration: Declaration) -> ConsentChanged:
    return ConsentChanged(
        member_id=member_id,
        purpose=declaration.purpose.value,
        channel=declaration.channel.value,
        granted=declaration.granted,
        version=declaration.version,
        at=declaration.at,
    )


def _word(declaration: Declaration) -> str:
    return f"granted {declaration.version}" if declaration.granted else "withdrawn"
