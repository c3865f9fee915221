"""What codes are kept in."""

from datetime import date, datetime
from typing import Protocol

from services.members.events.commands import PublishingUnit
from services.members.identities.commands.linking import LinkingUnit
from services.members.phones.domain.phone_code import PhoneCode
from services.members.transactions import AnsweringUnit


class PhoneCodesUnit(Protocol):
    """This room's part of a transaction."""

    async def current(self, brand: str, phone: str) -> PhoneCode | None:
        """The number's latest code, good or not; None when it is long over."""

    async def keep(self, brand: str, code: PhoneCode, until: datetime) -> None:
        """Keep the code in the place of the number's former one, at least until then."""

    async def count(self, brand: str, day: date, per: str, value: str, until: datetime) -> int:
        """Count one more code of that day for a `value`, such as an address; how many it has."""

    async def spend(self, brand: str, code: PhoneCode) -> bool:
        """Take the code away; False where another request has spent or replaced it."""


class AskingUnit(AnsweringUnit, PublishingUnit, Protocol):
    """A transaction that makes codes."""

    @property
    def phone_codes(self) -> PhoneCodesUnit: ...


class SpendingUnit(Protocol):
    """A transaction that spends a code."""

    @property
    def phone_codes(self) -> PhoneCodesUnit: ...


class ProvingUnit(LinkingUnit, SpendingUnit, Protocol):
    """A transaction in which a code takes effect."""


class PhoneCodesReader(Protocol):
    """Outside of transactions."""

    async def spend_attempt(self, brand: str, phone: str, now: datetime) -> PhoneCode | None:
        """Spend an attempt of the number's code that is good at `now`; the code after that. It is
        spent whatever becomes of the caller. None where no code, or no attempt, is left."""

    async def by_id(self, brand: str, code_id: str, now: datetime) -> PhoneCode | None:
        """The code of that id that is good at `now`."""
