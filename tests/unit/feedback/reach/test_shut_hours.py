"""A message that waited on its way keeps the hours in which it is handed over."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from services.feedback.audience.domain import Purpose, Rest
from services.feedback.channels.domain import INBOX
from services.feedback.providers.domain.outgoing import Answer, Kind
from services.feedback.reach.commands.context import ReachContext
from services.feedback.reach.commands.handing_over import hand_over
from services.feedback.reach.commands.sending import send_touches
from services.feedback.reach.commands.store import Change
from services.feedback.reach.domain.decision import Decision, Rules, Subject, decide, decide_channel
from services.feedback.reach.domain.handing import answered, handed
from services.feedback.reach.domain.passage import Roads
from services.feedback.reach.domain.section import Quiet, Sms, Then, Window
from services.feedback.reach.domain.shut_hours import is_shut, rested
from services.feedback.reach.domain.touch import HandedOver, State, Touch
from services.feedback.timers.domain import Timer
from tests.unit.feedback.reach.samples import local, message, rules, subject, wish
from tests.unit.feedback.reach.test_commands import Members, context

EVENING, NIGHT = local("2026-12-01 20:58"), local("2026-12-01 22:10")
MORNING = local("2026-12-02 08:00")
MESSAGES = (
    message("news", channels=("sms", "inbox"), kind="offer"),
    message("receipt", Purpose.SERVICE, channels=("sms", "inbox")),
)


def brand(then: Then = Then.PUT_OFF, *windows: Window) -> Rules:
    quiet = Quiet(Purpose.MARKETING, 21 * 60, 8 * 60, then, channel="sms")
    return rules(*MESSAGES, sms=Sms("【茶饮】"), quiet=(quiet,), windows=windows)


def planned(by: Rules, code: str = "news") -> Touch:
    asked = wish(EVENING, code)
    made = Touch(asked, EVENING).decided(decide(asked, subject(), by, EVENING), EVENING, "r1")
    assert (made.state, made.channel) == (State.PLANNED, "sms")
    return replace(made, expires_at=EVENING + timedelta(hours=24))


def again(touch: Touch, by: Rules, now: datetime, who: Subject | None = None) -> Touch:
    named = replace(touch.wish, message=touch.message)
    return rested(touch, decide_channel(named, who or subject(), by, now), now)


def shut(by: Rules, code: str, now: datetime) -> bool:
    return is_shut(by.reach.messages[code], "sms", None, roads(by, now))


def roads(by: Rules, now: datetime) -> Roads:
    return Roads(by.reach, by.zone, by.configured, now)


def test_quiet_hours_and_windows_are_of_their_purpose_channel_and_class() -> None:
    quiet, noon = brand(), Window("offer", ((12 * 60, 13 * 60),), timedelta())
    assert (shut(quiet, "news", EVENING), shut(quiet, "news", NIGHT)) == (False, True)
    assert not shut(quiet, "receipt", NIGHT)
    assert not is_shut(MESSAGES[0], INBOX, None, roads(quiet, NIGHT))
    at_noon = rules(*MESSAGES, windows=(noon,))
    assert shut(at_noon, "news", EVENING)
    assert not shut(at_noon, "news", local("2026-12-01 12:30"))
    assert not shut(at_noon, "receipt", EVENING)


@pytest.mark.parametrize(
    ("then", "state", "channel"),
    [
        (Then.PUT_OFF, State.PUT_OFF, "sms"),
        (Then.NEXT_CHANNEL, State.PLANNED, "inbox"),
        (Then.REFUSE, State.REFUSED, "sms"),
    ],
)
def test_it_waits_goes_by_another_channel_or_ends_as_the_rule_says(
    then: Then, state: State, channel: str
) -> None:
    by = brand(then)
    touch = again(planned(by), by, NIGHT)
    assert (touch.state, touch.channel) == (state, channel)
    assert touch.wake_at == (MORNING if then is Then.PUT_OFF else None)
    assert touch.checks[-1].passed == (then is Then.NEXT_CHANNEL)
    assert (touch.ended_at is None) == (then is not Then.REFUSE)


@pytest.mark.parametrize("then", list(Then))
def test_one_that_its_provider_may_have_goes_by_no_other_channel(then: Then) -> None:
    def next_channel(tried: Touch) -> Decision:
        raise NotImplementedError

    by = brand(then)
    lost = replace(planned(by), purpose=Purpose.SERVICE)
    lost = answered(handed(lost, EVENING), Answer(Kind.LOST, "no_answer"), EVENING, next_channel)
    expected = State.PUT_OFF if then is Then.PUT_OFF else State.UNKNOWN
    assert again(lost, by, NIGHT).state is expected


def test_one_whose_member_is_gone_meanwhile_ends() -> None:
    by = brand()
    gone = again(planned(by), by, NIGHT, Subject(None))
    assert (gone.state, gone.checks[-1].name, gone.text) == (State.REFUSED, "alive", None)


class Shut(Members):
    """The planned touches of one member, none of which may be handed over."""

    async def planned(self, timers: Sequence[Timer]) -> Sequence[tuple[str, Touch]]:
        return [("tea", self.touches[timer.key]) for timer in timers]

    async def settle(
        self, brand: str, touch_id: str, change: Change, states: Collection[State] = ()
    ) -> None:
        assert set(states) == {State.PLANNED}
        self.touches[touch_id] = change(self.touches[touch_id], self.reached)

    async def mark_handed(
        self, timers: Sequence[Timer], marked: Sequence[tuple[str, Touch]], answer_due: datetime
    ) -> tuple[Sequence[Timer], Collection[str]]:
        assert not timers
        assert not marked
        return [], ()

    async def hand_over(
        self, timers: Sequence[Timer], ended: Sequence[HandedOver]
    ) -> Sequence[Timer]:
        assert not timers
        assert not ended
        return []


@pytest.mark.parametrize(
    ("work", "channel"), [(send_touches, "sms"), (hand_over, INBOX)], ids=["provider", "inbox"]
)
async def test_nothing_is_handed_over_in_quiet_hours(
    work: Callable[[ReachContext, Sequence[Timer]], Awaitable[Sequence[Timer]]], channel: str
) -> None:
    # The tea brand's marketing rests from 22:00 to 08:00.
    ctx, _ = context(None, NIGHT)
    waiting = Shut(subject().reached)
    touch = replace(planned(brand()), message="we_miss_you", channel=channel)
    waiting.touches = {touch.id: touch}
    timer = Timer("tea", "reach_send", touch.id, EVENING)
    assert await work(replace(ctx, touches=waiting), [timer]) == [timer]
    held = waiting.touches[touch.id]
    assert (held.state, held.wake_at, held.attempts) == (State.PUT_OFF, MORNING, ())


def test_the_member_s_own_hours_are_kept_too_and_the_inbox_wakes_nobody() -> None:
    own, now = Rest(12 * 60, 14 * 60), local("2026-12-01 13:00")
    by = brand()
    assert not shut(by, "receipt", now)
    receipt = by.reach.messages["receipt"]
    assert is_shut(receipt, "sms", own, roads(by, now))
    assert not is_shut(receipt, INBOX, own, roads(by, now))
    assert not is_shut(receipt, "sms", own, roads(by, local("2026-12-01 14:00")))
