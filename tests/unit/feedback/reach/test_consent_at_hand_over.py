"""Consent counts at the moment of handing over, whatever was decided before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from services.feedback.audience.domain import Purpose
from services.feedback.channels.domain import INBOX
from services.feedback.programme.domain import Text
from services.feedback.reach.commands.handing_over import hand_over
from services.feedback.reach.domain.resolved import Resolved
from services.feedback.reach.domain.touch import HandedOver, State, Touch
from services.feedback.timers.domain import Timer
from tests.unit.feedback.reach.samples import local, subject, wish
from tests.unit.feedback.reach.test_commands import Members, context

QUEUED, SLICE = 1_000, 100
NOON = local("2026-12-01 12:00:00")
SAID = Text("好", "good")


class Queue(Members):
    """Touches of marketing that are planned, one for each member, and what became of them."""

    def __init__(self) -> None:
        super().__init__(subject().reached)
        self.ended: list[HandedOver] = []
        for number in range(QUEUED):
            asked = replace(wish(NOON, "we_miss_you", f"tch_{number}"), member_id=f"mem_{number}")
            self.touches[asked.id] = Touch(
                asked,
                NOON,
                State.PLANNED,
                message="we_miss_you",
                name=SAID,
                purpose=Purpose.MARKETING,
                channel=INBOX,
                text=SAID,
                why=SAID,
                expires_at=NOON + timedelta(hours=24),
            )

    async def planned(self, timers: Sequence[Timer]) -> Sequence[tuple[str, Touch]]:
        return [("tea", self.touches[timer.key]) for timer in timers]

    async def hand_over(
        self, timers: Sequence[Timer], ended: Sequence[HandedOver]
    ) -> Sequence[Timer]:
        self.ended += ended
        return timers


class Withdrawn:
    """Members, all of whom withdrew from noon on."""

    def __init__(self, members: Sequence[str] = ()) -> None:
        self.agree = frozenset(members)

    async def resolve(
        self, brand: str, purpose: str, channel: str, message: str, member_ids: Sequence[str]
    ) -> Mapping[str, Resolved]:
        return {
            each: Resolved("", "" if each in self.agree else "no_consent") for each in member_ids
        }


async def test_case_10_of_all_that_is_queued_none_goes_once_their_consent_is_withdrawn() -> None:
    queue = Queue()
    ctx, _ = context(None, NOON)
    ctx = replace(ctx, touches=queue, contacts=Withdrawn(["mem_7"]))
    ids = list(queue.touches)
    for start in range(0, QUEUED, SLICE):
        timers = [Timer("tea", "reach_hand_over", each, NOON) for each in ids[start:][:SLICE]]
        assert await hand_over(ctx, timers) == timers
    assert len(queue.ended) == QUEUED
    gone = [each for each in queue.ended if each.message is not None]
    # One did not withdraw, so that the others are not refused for another reason.
    assert [each.touch.wish.member_id for each in gone] == ["mem_7"]
    refused = [each for each in queue.ended if each.message is None]
    assert all(each.free for each in refused)
    assert {(each.touch.state, each.touch.text) for each in refused} == {(State.REFUSED, None)}
    last = {(each.touch.checks[-1].name, each.touch.checks[-1].rule) for each in refused}
    assert last == {("consent", "at_hand_over")}
