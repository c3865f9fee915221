"""What goes on after a call: votes of merged ideas move, and all who wanted an idea hear of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from services.common.leased_job import Lease, run_leased
from services.common.setting_aside import passes_by_itself
from services.common.telemetry import log
from services.feedback.ideas.commands.context import IdeasContext
from services.feedback.ideas.commands.store import Activities
from services.feedback.ideas.domain.notice import Notice
from services.feedback.ideas.domain.section import idea_plan
from services.feedback.programme.domain import Programme
from services.feedback.reach.commands.store import Touches
from services.feedback.reach.domain.section import Message, reach_section
from services.feedback.reach.domain.touch import Touch
from services.feedback.reach.domain.wish import Occasion, Wish, touch_id

SLICE = 200
NOTICES_AT_ONCE = 20
REFUSED_WAIT = timedelta(minutes=5)
LABEL = "co_creation"

_log = log("feedback.ideas")


class IdeaJob:
    """Moves votes and tells of ideas, on the worker with the lease."""

    def __init__(
        self,
        ctx: IdeasContext,
        touches: Touches,
        activities: Activities,
        lease: Lease,
        pause_s: float,
    ) -> None:
        self._ctx = ctx
        self._touches = touches
        self._activities = activities
        self._lease = lease
        self._pause_s = pause_s

    async def run(self) -> None:
        """Go on until cancelled."""
        await run_leased(self.work, self._lease, self._pause_s, _log, "ideas_wait")

    async def work(self) -> None:
        """Do what is due. It may stop anywhere and begin again."""
        await self._move_votes()
        for notice in await self._ctx.store.notices(self._ctx.clock.now(), NOTICES_AT_ONCE):
            if not await self._lease.acquire():
                return
            try:
                await self._tell(notice)
            except Exception as error:
                if passes_by_itself(error):
                    raise
                # One brand's notice that is refused stops no other.
                _log.error("notice_waits", brand=notice.brand, error=repr(error))
                await self._ctx.store.later(notice, self._ctx.clock.now() + REFUSED_WAIT)

    async def _move_votes(self) -> None:
        """Votes that can't move are told in the log, and keep nobody from hearing of an idea."""
        try:
            while await self._ctx.store.move_votes(SLICE) and await self._lease.acquire():
                pass
        except Exception as error:
            if passes_by_itself(error):
                raise
            _log.error("votes_wait", error=repr(error))

    async def _tell(self, notice: Notice) -> None:
        programme = await self._ctx.programmes.of(notice.brand) or Programme(notice.brand)
        message = _message(programme, notice)
        if notice.rewards or not notice.after:
            adopted = await self._ctx.store.proposers(notice)
            if notice.rewards:
                await self._activities.record(notice.brand, adopted, {LABEL: notice.use})
                notice = replace(notice, rewards=False)
                await self._ctx.store.keep(notice)
            await self._wish(notice, message, [each.member_id for each in adopted])
        while heard := await self._ctx.store.heard(notice, SLICE):
            await self._wish(notice, message, [member_id for _, member_id in heard])
            notice = replace(notice, after=heard[-1][0])
            await self._ctx.store.keep(notice)
            if not await self._lease.acquire():
                return
        await self._ctx.store.done(notice)

    async def _wish(
        self, notice: Notice, message: Message | None, member_ids: Sequence[str]
    ) -> None:
        if message is None or self._ctx.clock.now() > notice.at + message.expires_after:
            return
        occasion = Occasion(notice.occasion, to=notice.use, name=notice.name)
        touches = [
            Touch(
                Wish(
                    touch_id(notice.brand, notice.occasion, notice.id, member_id),
                    member_id,
                    occasion,
                    notice.at,
                    message.code,
                ),
                notice.at,
                wake_at=notice.at,
            )
            for member_id in dict.fromkeys(member_ids)
        ]
        if touches:
            await self._touches.wish(notice.brand, touches)


def _message(programme: Programme, notice: Notice) -> Message | None:
    """None where the programme in force has no message for it any more."""
    plan = programme.section(idea_plan).plan
    code = "" if plan is None else plan.messages.get(notice.use, "")
    return programme.section(reach_section).messages.get(code)
