"""The storage and the neighbours that the commands need."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from services.common.clock import Clock
from services.common.written_once import Sent
from services.feedback.audience.domain import Reached
from services.feedback.providers.domain.outgoing import Answer, Outgoing
from services.feedback.reach.domain.handing import AT_PROVIDER
from services.feedback.reach.domain.opt_out import OptOutLinks
from services.feedback.reach.domain.pressure import Measured, PressureState
from services.feedback.reach.domain.quota_use import Use
from services.feedback.reach.domain.resolved import Resolved
from services.feedback.reach.domain.switched_off import SwitchedOff, Switches
from services.feedback.reach.domain.touch import (
    ChannelCounts,
    HandedOver,
    Judged,
    Resending,
    State,
    Touch,
    TouchFilter,
)
from services.feedback.timers.domain import Timer

Judge = Callable[[str, str, Reached | None, Sequence[Touch]], Awaitable[Judged]]
"""Judges the open touches of a brand's member; it may run again after a lost race."""


Change = Callable[[Touch, Reached | None], Touch]
"""A touch after its provider's answer; the member is None who was erased meanwhile. The very same
touch changes nothing."""


class Touches(Protocol):
    """Touches of all brands; each call names one, and never shows another's."""

    async def wish(self, brand: str, touches: Sequence[Touch]) -> None:
        """Keep new touches with their timers; those that are known already change nothing."""
        ...

    async def judge(self, timers: Sequence[Timer], now: datetime, judge: Judge) -> Sequence[Timer]:
        """In one transaction take `timers`, judge the due touches of their members, and keep what
        became of them: which timers it took."""
        ...

    async def planned(self, timers: Sequence[Timer]) -> Sequence[tuple[str, Touch]]:
        """The touches of `timers` that wait to be handed over, each with its brand."""
        ...

    async def hand_over(
        self, timers: Sequence[Timer], ended: Sequence[HandedOver]
    ) -> Sequence[Timer]:
        """In one transaction take `timers` and keep the ends of their touches, with the messages
        in the inbox; none for a member who was erased meanwhile."""
        ...

    async def mark_handed(
        self, timers: Sequence[Timer], marked: Sequence[tuple[str, Touch]], answer_due: datetime
    ) -> tuple[Sequence[Timer], Collection[str]]:
        """In one transaction take `timers` and keep that their touches are with their providers,
        whose answers are lost from `answer_due` on: which timers it took, and the ids of the
        touches, without those that were no longer planned."""
        ...

    async def settle(
        self,
        brand: str,
        touch_id: str,
        change: Change,
        states: Collection[State] = AT_PROVIDER,
    ) -> None:
        """Keep what `change` makes of a touch in one of `states`; one that is in no such stays."""
        ...

    async def resend(self, again: Resending, clock: Clock) -> tuple[Touch, bool]:
        """Let a touch be judged again, with its entry of the audit log: the touch, and whether the
        request is a repeat. Raises TOUCH_NOT_FOUND, TOUCH_NOT_RESENDABLE and REQUEST_ID_REUSED."""
        ...

    async def channel_counts(self, brand: str, since: datetime) -> Sequence[ChannelCounts]:
        """What became of the latest touches that were wished for since then, by channel."""
        ...

    async def find(self, brand: str, touch_id: str) -> Touch | None: ...

    async def page(
        self, brand: str, only: TouchFilter, before: str, limit: int
    ) -> Sequence[tuple[str, Touch]]:
        """The newest touches before the place `before`, or from the newest for "", each with its
        place."""
        ...


class Audience(Protocol):
    """The copy of members that messages need."""

    async def of(self, brand: str, member_id: str) -> Reached | None:
        """A member; None for one that is not known, or erased."""
        ...


class Contacts(Protocol):
    """The members service, asked at the moment of handing over."""

    async def resolve(
        self, brand: str, purpose: str, channel: str, message: str, member_ids: Sequence[str]
    ) -> Mapping[str, Resolved]:
        """The address of each member for `purpose` by the contact channel. At most 100 members."""
        ...


class Providers(Protocol):
    """The companies that carry messages."""

    def configured(self, brand: str) -> frozenset[str]:
        """The channels that the brand has a provider for."""
        ...

    def paused_until(self, brand: str, channel: str) -> datetime | None:
        """Until when a provider that failed is left alone by this process."""
        ...

    async def send(self, brand: str, message: Outgoing) -> Answer:
        """Hand `message` over within LONGEST_S. Raises nothing."""
        ...

    async def asked(self, brand: str, channel: str, task_id: str, *, stop: bool) -> Answer:
        """What became of a task of staff, stopped before for `stop`: ACCEPTED when it was sent,
        REFUSED when the customer did not get it, RETRY with NOT_CONFIRMED while nobody confirmed
        it; all else means that nobody can tell now. Raises nothing."""
        ...


class Links(Protocol):
    """The links below messages."""

    async def links(self) -> OptOutLinks | None:
        """What makes and knows them; None where the suite has no address for members."""
        ...


class Quotas(Protocol):
    """Where a member's permissions for messages are counted, in the ledger of points, and the
    messages of WeCom by month."""

    async def left(
        self, brand: str, member_id: str, assets: Collection[str]
    ) -> Mapping[str, int] | None:
        """How many messages a member allows, by asset; None while points cannot be asked."""
        ...

    async def hold(self, brand: str, use: Use) -> bool:
        """Set one permission aside: False where there is none. A repeat changes nothing. Raises
        what passes by itself while points is away."""
        ...

    async def end(self, brand: str, use: Use) -> None:
        """Take a permission that was set aside, give it back, or end all of its kind, as `use.end`
        says. A repeat changes nothing. Raises what passes by itself."""
        ...


class PressureStore(Protocol):
    """How many members were touched on days running, and the brakes of brands."""

    async def of(self, brand: str) -> PressureState:
        """The brakes as they were judged last."""
        ...

    async def keep(self, brand: str, state: PressureState) -> None:
        """Keep the brakes after another day."""
        ...

    async def wake(self, brand: str) -> None:
        """Let the brakes of a brand be judged soon; a repeat changes nothing."""
        ...

    async def measure(
        self, brand: str, day: date, lengths: Collection[int], zone: ZoneInfo
    ) -> Sequence[Measured]:
        """For each length, how many members were touched on each of so many days ending with
        `day`, of those who agreed to marketing."""
        ...


class SwitchStore(Protocol):
    """The messages that are switched off, of all brands."""

    async def of(self, brand: str) -> Switches:
        """Those of a brand."""
        ...

    async def switch(
        self, write: Sent, code: str, off: SwitchedOff | None
    ) -> tuple[SwitchedOff | None, bool]:
        """Switch a message off, or on again for None, once for the request: as it is after it, and
        whether that is a repeat. One that is off stays off by whoever was first."""
        ...


class TakenTimers(Protocol):
    """Timers whose effect is elsewhere."""

    async def take(self, timers: Sequence[Timer]) -> Sequence[Timer]:
        """Delete those that are there as they were read: which they are."""
        ...
