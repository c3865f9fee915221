"""Deciding on posts to groups, and reading them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.common.errors import invalid
from services.common.ids import new_id
from services.common.text import checked
from services.feedback.audience.domain import Purpose
from services.feedback.group_posts.domain.asked import Decide, Request, Wanted
from services.feedback.group_posts.domain.post import (
    NO_STORE,
    Before,
    GroupStore,
    Measure,
    Post,
    Touched,
    begins,
    day_begins,
    decide_post,
    is_promotion,
    local_day,
    measured,
    waits_for_closing,
)
from services.feedback.items.commands.known_stores import KnownStores
from services.feedback.reach.commands.context import ReachContext, known_message, rules_of
from services.feedback.reach.domain.case import Rules
from services.feedback.reach.domain.section import Message

ID_PREFIX = "gpo"
CODE_CHARS_MAX, ID_CHARS_MAX = 48, 128


class Groups(Protocol):
    """The members service, which says who is in a group."""

    async def members(self, brand: str, group_id: str) -> Sequence[str]:
        """Those in the group. Raises GROUP_NOT_FOUND."""
        ...

    async def store(self, brand: str, group_id: str) -> str:
        """The code of the group's store; "" for a club. Raises GROUP_NOT_FOUND."""
        ...


class Posts(Protocol):
    """Posts of all brands; each call names one, and never shows another's."""

    async def before(self, wanted: Wanted) -> Before:
        """What was posted and said before."""
        ...

    async def touched(self, brand: str, begins: Mapping[int, datetime]) -> Mapping[int, Touched]:
        """What the days had that began then, by their number."""
        ...

    async def post(self, request: Request, wanted: Wanted, decide: Decide) -> tuple[Post, bool]:
        """Decide and keep it once for the request, behind all others of the brand: the post, and
        whether that is a repeat. Raises REQUEST_ID_REUSED."""
        ...

    async def page(self, brand: str, group_id: str, before: str, limit: int) -> Sequence[Post]:
        """The latest posts before the id `before`, or from the latest for ""; those of all groups
        for the group ""."""
        ...


@dataclass(frozen=True)
class GroupPostDesk:
    """What operators do with posts to groups."""

    posts: Posts
    groups: Groups
    reach: ReachContext
    stores: KnownStores

    async def preview(self, brand: str, group_id: str, message: str) -> Post:
        """The decision as of now. Raises INVALID_ARGUMENT, MESSAGE_NOT_FOUND, GROUP_NOT_FOUND."""
        wanted, decide = await self._asked(brand, group_id, message, "")
        return decide(await self.posts.before(wanted))

    async def post(self, request: Request, group_id: str, message: str) -> tuple[Post, bool]:
        """The decision, kept, and whether that is a repeat. Raises INVALID_ARGUMENT,
        MESSAGE_NOT_FOUND, GROUP_NOT_FOUND and REQUEST_ID_REUSED."""
        wanted, decide = await self._asked(request.brand, group_id, message, request.actor)
        return await self.posts.post(request, wanted, decide)

    async def page(self, brand: str, group_id: str, before: str, size: int) -> Sequence[Post]:
        group_id = checked("group_id", group_id, ID_CHARS_MAX)
        return await self.posts.page(brand, group_id, before, size + 1)

    async def shares(self, brand: str) -> Sequence[Measure]:
        """The shares of the programme in force, as they are now."""
        rules, now = await rules_of(self.reach, brand), self.reach.clock.now()
        shares = rules.reach.shares
        touched = await self.posts.touched(brand, begins(shares, now, rules.zone))
        return [measured(each, touched[each.days]) for each in shares]

    async def _asked(
        self, brand: str, group_id: str, code: str, actor: str
    ) -> tuple[Wanted, Decide]:
        group_id = checked("group_id", group_id, ID_CHARS_MAX, least=1)
        code = checked("message", code, CODE_CHARS_MAX, least=1)
        rules, now = await rules_of(self.reach, brand), self.reach.clock.now()
        message = _message(rules, code)
        members = await self.groups.members(brand, group_id)
        if not members:
            raise invalid("group_id", "nobody is in this group")
        day = local_day(now, rules.zone)
        since = begins(rules.reach.shares, now, rules.zone)
        today = day_begins(day, rules.zone)
        store = NO_STORE
        if waits_for_closing(message, rules):
            store = await self._store(brand, group_id, now)
        wanted = Wanted(brand, group_id, members, day, today, since)

        def decide(before: Before) -> Post:
            return Post(
                new_id(ID_PREFIX) if actor else "",
                brand,
                group_id,
                code,
                message.name,
                message.purpose,
                is_promotion(message),
                len(members),
                decide_post(message, len(members), before, rules, now, store),
                rules.revision,
                actor,
                now,
            )

        return wanted, decide

    async def _store(self, brand: str, group_id: str, now: datetime) -> GroupStore:
        code = await self.groups.store(brand, group_id)
        known = (await self.stores.known(brand, [code])).get(code) if code else None
        if known is None:
            return GroupStore(code)
        return GroupStore(code, known.hours.is_open(now), known.hours.open_until(now))


def _message(rules: Rules, code: str) -> Message:
    """A message of the programme; a survey is for one member, and not for groups."""
    messages = rules.reach.messages.items()
    fit = {each: message for each, message in messages if message.purpose is not Purpose.SURVEY}
    return known_message(fit, code)
