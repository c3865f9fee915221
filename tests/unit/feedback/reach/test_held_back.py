"""A message that waited on its way is judged once more when it is handed over."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.audience.domain import Preferences, Purpose, Rest
from services.feedback.channels.domain import INBOX
from services.feedback.providers.domain.outgoing import Answer, Kind
from services.feedback.reach.commands.context import ReachContext
from services.feedback.reach.commands.handing_over import hand_over
from services.feedback.reach.commands.sending import send_touches
from services.feedback.reach.commands.store import Change
from services.feedback.reach.domain.case import Case, Outcome, Rules, Subject
from services.feedback.reach.domain.decision import Decision, decide, decide_channel, may_go
from services.feedback.reach.domain.handing import answered, handed, held_back
from services.feedback.reach.domain.section import Quiet, Sms, Then, Window
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
    decision = decide_channel(named, who or subject(), by, now, touch.expires_at)
    return held_back(touch, decision, now)


def goes(
    by: Rules, code: str, now: datetime, channel: str = "sms", rest: Rest | None = None
) -> bool:
    who = subject(prefers=Preferences(rest=rest))
    said = by.reach.messages[code]
    return may_go(Case(wish(EVENING, code), who, by, now, said, channel=channel))


def test_quiet_hours_and_windows_are_of_their_purpose_channel_and_class() -> None:
    quiet, noon = brand(), Window("offer", ((12 * 60, 13 * 60),), timedelta())
    assert (goes(quiet, "news", EVENING), goes(quiet, "news", NIGHT)) == (True, False)
    assert goes(quiet, "receipt", NIGHT)
    assert goes(quiet, "news", NIGHT, INBOX)
    at_noon = rules(*MESSAGES, windows=(noon,))
    assert not goes(at_noon, "news", EVENING)
    assert goes(at_noon, "news", local("2026-12-02 12:30"))
    assert goes(at_noon, "receipt", EVENING)


def test_one_that_is_too_late_ends_as_such_with_the_checks_that_it_passed() -> None:
    by = brand()
    touch = replace(planned(by), expires_at=EVENING + timedelta(minutes=1))
    late = EVENING + timedelta(minutes=2)
    ended = again(touch, by, late)
    assert (ended.state, ended.text) == (State.REFUSED, None)
    assert (ended.checks[:-1], ended.checks[-1].rule) == (touch.checks, "too_late")


@given(
    code=st.sampled_from(["news", "receipt"]),
    minutes=st.integers(0, 24 * 60 - 1),
    then=st.sampled_from(list(Then)),
    rest=st.none() | st.builds(Rest, st.integers(0, 1439), st.integers(0, 1439)),
    opens=st.integers(0, 1380),
)
def test_a_message_that_is_decided_on_may_be_handed_over_at_that_instant(
    code: str, minutes: int, then: Then, rest: Rest | None, opens: int
) -> None:
    now = local("2026-12-01 00:00") + timedelta(minutes=minutes)
    by = brand(then, Window("offer", ((opens, opens + 60),), timedelta()))
    who = subject(prefers=Preferences(rest=rest))
    asked = wish(now, code)
    decision = decide(asked, who, by, now)
    case = Case(asked, who, by, now, by.reach.messages[code], channel=decision.channel)
    assert may_go(case) == (decision.outcome is Outcome.SEND)


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
    own, now, by = Rest(12 * 60, 14 * 60), local("2026-12-01 13:00"), brand()
    assert goes(by, "receipt", now)
    assert not goes(by, "receipt", now, rest=own)
    assert goes(by, "receipt", now, INBOX, own)
    assert goes(by, "receipt", local("2026-12-01 14:00"), rest=own)
