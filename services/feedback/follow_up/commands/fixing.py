"""Announce fixes, tell everyone who reported, and keep the public notices."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.common.clock import Clock
from services.common.errors import Refusal
from services.common.ids import new_id
from services.common.text import checked, prose
from services.feedback.follow_up.domain.fix import (
    NOTICES_KEPT,
    Fix,
    Reach,
    fix_touches,
)
from services.feedback.items.domain.item import Feedback
from services.feedback.programme.domain import Text
from services.feedback.reach.domain.touch import Touch
from services.feedback.timers.domain import Timer

ID_PREFIX = "fix"
TITLE_CHARS_MAX = 60
TEXT_CHARS_MAX = 500
ID_CHARS_MAX = 128


@dataclass(frozen=True, slots=True)
class Request:
    """A write of an operator, as its caller sent it; `content` is its digest."""

    brand: str
    id: str
    content: bytes
    actor: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """A fix to be announced. Titles have 1-60 characters in each language, texts 1-500."""

    group: str
    title: Text
    text: Text
    is_public: bool


Tell = Callable[[Fix, Sequence[Feedback]], Sequence[Touch]]
"""The wishes for a slice of the items of a fix; it may run again after a lost race."""


class Fixes(Protocol):
    """Fixes of all brands; each call names one, and never shows another's."""

    async def announce(self, request: Request, fix: Fix) -> tuple[Fix, bool]:
        """Keep `fix` with the timer of its telling, once for the request: the fix, and whether that
        is a repeat. Raises FixAnnounced, and FEEDBACK_GROUP_NOT_FOUND and REQUEST_ID_REUSED
        refusals."""
        ...

    async def withdraw(self, request: Request, fix_id: str, now: datetime) -> tuple[Fix, bool]:
        """Withdraw the notice once for the request. Raises FIX_NOT_FOUND, REQUEST_ID_REUSED."""
        ...

    async def tell(self, timer: Timer, now: datetime, tell: Tell) -> bool:
        """In one transaction, delete `timer`, keep the wishes for the next slice of its fix, and
        set the timer again while there is more: whether it took the timer."""
        ...

    async def reach(self, brand: str, group: str) -> Reach | None:
        """How many the group concerns; None for one that is not known."""
        ...

    async def of_group(self, brand: str, group: str) -> Fix | None: ...

    async def page(self, brand: str, before: str, limit: int) -> Sequence[Fix]:
        """The latest fixes before the id `before`, or from the latest for ""."""
        ...

    async def notices(self, brand: str, since: datetime, before: str, limit: int) -> Sequence[Fix]:
        """As `page`, of fixes whose notice is public since `since` and not withdrawn."""
        ...


@dataclass(frozen=True)
class FixDesk:
    """What operators do with fixes."""

    fixes: Fixes
    clock: Clock

    async def preview(self, brand: str, group: str) -> tuple[Reach, Fix | None]:
        """How many would be told, and the fix that was announced already.

        Raises FEEDBACK_GROUP_NOT_FOUND and INVALID_ARGUMENT refusals.
        """
        group = checked("group", group, ID_CHARS_MAX, least=1)
        found = await self.fixes.reach(brand, group)
        if found is None:
            raise group_not_found(group)
        return found, await self.fixes.of_group(brand, group)

    async def announce(self, request: Request, asked: Announcement) -> tuple[Fix, bool]:
        """The fix, of which nobody is told yet, and whether that is a repeat.

        Raises FixAnnounced, and FEEDBACK_GROUP_NOT_FOUND, INVALID_ARGUMENT and REQUEST_ID_REUSED
        refusals.
        """
        fix = Fix(
            new_id(ID_PREFIX),
            request.brand,
            checked("group", asked.group, ID_CHARS_MAX, least=1),
            _both("title", asked.title, TITLE_CHARS_MAX),
            _both("text", asked.text, TEXT_CHARS_MAX),
            asked.is_public,
            self.clock.now(),
            request.actor,
        )
        return await self.fixes.announce(request, fix)

    async def withdraw(self, request: Request, fix_id: str) -> tuple[Fix, bool]:
        """The fix without its notice. Raises FIX_NOT_FOUND, INVALID_ARGUMENT, REQUEST_ID_REUSED."""
        fix_id = checked("fix_id", fix_id, ID_CHARS_MAX, least=1)
        return await self.fixes.withdraw(request, fix_id, self.clock.now())

    async def page(self, brand: str, before: str, size: int) -> Sequence[Fix]:
        """The latest fixes before the id `before`, one more than `size` where there are more."""
        return await self.fixes.page(brand, before, size + 1)

    async def notices(self, brand: str, before: str, size: int) -> Sequence[Fix]:
        """As `page`, of public notices that are shown now."""
        since = self.clock.now() - NOTICES_KEPT
        return await self.fixes.notices(brand, since, before, size + 1)


async def tell_reporters(fixes: Fixes, clock: Clock, timers: Sequence[Timer]) -> Sequence[Timer]:
    """Tell the next slice of reporters of each fix: which timers this worker took.

    Each fix has a transaction of its own, so that a large one is told in slices.
    """
    now = clock.now()

    def tell(fix: Fix, items: Sequence[Feedback]) -> Sequence[Touch]:
        return fix_touches(fix, items, now)

    return [timer for timer in timers if await fixes.tell(timer, now, tell)]


def group_not_found(group: str) -> Refusal:
    return Refusal("FEEDBACK_GROUP_NOT_FOUND", f"no group {group}", field="group")


def _both(field: str, text: Text, most: int) -> Text:
    return Text(
        checked(f"{field}.zh", text.zh, most, least=1, form=prose),
        checked(f"{field}.en", text.en, most, least=1, form=prose),
    )
