"""The one decision: what becomes of a wish. Pure, so a preview is the decision itself.

The checks come in this order. The first that refuses ends it; one that puts it off, until then:

    alive      the member is known and not erased; a wish with words of its own waits a little for
               a member who is not known yet, because they come by another feed
    fresh      the wish is not older than its message may be
    purpose    there is a message for it, by name or by a row of the matrix
    consent    the member agreed to the purpose on one of the message's channels
    profiling  a row that reads the member asks for consent to profiling, else the next is tried
    holdout    a share of members never hears marketing: the measure of all of it
    cap        not more messages of the purpose than its window may have
    pressure   fewer while too many members were touched on days running
    quiet      no message in the quiet hours of its purpose and channel, nor in the member's own
    window     a class of content is sent in its hours
    channel    one of the message's channels can take it, those that the member wants most first
    quota      the member allows a message of its template, WeCom one more in this month
    content    every placeholder is known, and the text fits

Service messages pass consent, profiling, holdout and cap unasked. Surveys pass the holdout.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.feedback.audience.domain import Purpose, Reached
from services.feedback.channels.domain import CONTACT_CHANNELS, WECOM
from services.feedback.experiments.domain.running import Running
from services.feedback.programme.domain import Text
from services.feedback.providers.domain.outgoing import MONTH_FULL
from services.feedback.reach.domain.caps import counting, free_from
from services.feedback.reach.domain.local_hours import (
    opens_at,
    share,
    shown_hours,
    shown_instant,
    spread,
)
from services.feedback.reach.domain.month import bounds
from services.feedback.reach.domain.passage import NO_GRANT, Roads, passage, quota_of
from services.feedback.reach.domain.pressure import Brake, shown_brake
from services.feedback.reach.domain.rendering import Filled, Unfit, language_of, render
from services.feedback.reach.domain.section import WECHAT, Cap, Message, Pressure, Reach, Row, Then
from services.feedback.reach.domain.wish import Wish

WORDS_EXPIRE_AFTER = timedelta(hours=72)
"""How long words of a wish's own may wait, such as those about an item of feedback."""
KNOWN_WITHIN = timedelta(minutes=5)
LOOK_AGAIN_AFTER = timedelta(seconds=20)

Judge = Callable[[str, Mapping[str, object]], bool]
"""Whether a condition holds for facts by root: `{"member": …, "occasion": …}`."""


class Outcome(StrEnum):
    """What became of a wish: on its way, put off, not done, or kept out as the measure."""

    SEND = "send"
    PUT_OFF = "hold"
    REFUSE = "refuse"
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its inputs by name, its limit, and from when it would pass (`until`)."""

    name: str
    passed: bool
    rule: str = ""
    inputs: tuple[tuple[str, str], ...] = ()
    limit: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """`text` is what a `send` says; `until` is when one that is put off is judged again."""

    outcome: Outcome
    checks: tuple[Check, ...]
    message: str = ""
    purpose: Purpose | None = None
    channel: str = ""
    until: datetime | None = None
    text: Text | None = None


@dataclass(frozen=True)
class Rules:
    """What a brand decides by: its section, its zone, the revision of its programme, and the
    experiments that divide members, as they stand."""

    brand: str
    reach: Reach
    zone: ZoneInfo
    revision: str = ""
    configured: frozenset[str] = frozenset()
    """The channels beside the inbox that the brand has a provider for."""
    judge: Judge = field(default=lambda when, facts: when == "true")
    experiments: Mapping[str, Running] = field(default_factory=dict)
    pressure: Sequence[tuple[Pressure, Brake]] = ()
    """The brakes that are pulled, because too many members were touched on days running."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The member of a wish; `reached` is None for one who is not known, or erased."""

    reached: Reached | None
    facts: Mapping[str, object] = field(default_factory=dict)
    left: Mapping[str, int] | None = None
    """How many messages the member allows, by asset; None where nobody can tell."""


def decide(wish: Wish, subject: Subject, rules: Rules, now: datetime) -> Decision:
    """What becomes of `wish` at `now`."""
    return _Judgement(wish, subject, rules, now).decision()


def decide_channel(wish: Wish, subject: Subject, rules: Rules, now: datetime) -> Decision:
    """What becomes of a wish that was sent, and that the channels of `wish.tried` did not take.

    Its message is the one that was decided on, by name; the checks are those of the channel alone.
    """
    return _Judgement(wish, subject, rules, now, channel_only=True).decision()


def choose(
    wish: Wish, subject: Subject, rules: Rules
) -> tuple[Message | None, tuple[tuple[Row, str], ...]]:
    """The message of a wish, and the rows before it with the reason why each was passed over."""
    reach = rules.reach
    if wish.words or wish.message:
        return message_of(wish, wish.message, rules), ()
    passed: list[tuple[Row, str]] = []
    facts = {"member": subject.facts, "occasion": wish.occasion.facts()}
    for row in reach.rows(wish.occasion.code, wish.occasion.lead_days):
        message = reach.messages[row.send]
        if row.reads_member and needs_consent(message) and not profiled(subject, reach):
            passed.append((row, "profiling"))
        elif row.when and not rules.judge(row.when, facts):
            passed.append((row, "condition"))
        else:
            return message, tuple(passed)
    return None, tuple(passed)


def message_of(wish: Wish, code: str, rules: Rules) -> Message | None:
    """The message of `code`: the wish's own words, or one of the programme."""
    if wish.words is None:
        return rules.reach.messages.get(code)
    return Message(
        wish.message,
        wish.words.name,
        Purpose.SERVICE,
        wish.words.text,
        expires_after=WORDS_EXPIRE_AFTER,
    )


def profiled(subject: Subject, reach: Reach) -> bool:
    """True for a member who agreed to be chosen by what they are."""
    reached = subject.reached
    return reached is not None and reached.agreed(
        Purpose.PROFILING, "all", service_granted=reach.service_granted
    )


def needs_consent(message: Message) -> bool:
    """True for a message that the membership does not need: who gets it agreed to it."""
    return message.purpose is not Purpose.SERVICE


class _Ends(Exception):
    """A check ended the decision."""

    def __init__(self, outcome: Outcome, check: Check) -> None:
        self.outcome = outcome
        self.check = check


class _Judgement:
    """One wish on its way through the checks."""

    def __init__(
        self,
        wish: Wish,
        subject: Subject,
        rules: Rules,
        now: datetime,
        *,
        channel_only: bool = False,
    ) -> None:
        self._wish, self._subject, self._rules, self._now = wish, subject, rules, now
        self._channel_only = channel_only
        self._message, self._passed_over = choose(wish, subject, rules)
        self._channel = ""
        self._text: Text | None = None

    def decision(self) -> Decision:
        checks: list[Check] = []
        try:
            for check in self._checks():
                checks.append(check)  # noqa: PERF402  # what ended it keeps those before
        except _Ends as end:
            until = end.check.until if end.outcome is Outcome.PUT_OFF else None
            return self._decided(end.outcome, (*checks, end.check), until)
        return replace(self._decided(Outcome.SEND, tuple(checks), None), text=self._text)

    def _decided(
        self, outcome: Outcome, checks: tuple[Check, ...], until: datetime | None
    ) -> Decision:
        code, purpose = "", None
        if self._message is not None:
            code, purpose = self._message.code, self._message.purpose
        return Decision(outcome, checks, code, purpose, self._channel, until)

    def _checks(self) -> Iterator[Check]:
        reached = self._subject.reached
        if reached is None:
            raise self._unknown()
        yield Check("alive", passed=True)
        yield self._fresh()
        message = self._message
        if message is None:
            inputs = (*self._rows(), ("occasion", self._wish.occasion.code))
            raise _refused("purpose", "no_row", inputs)
        yield Check(
            "purpose",
            True,
            "named" if self._wish.message else "matrix",
            (("message", message.code), ("purpose", message.purpose)),
        )
        if needs_consent(message) and not self._channel_only:
            yield self._consent(message, reached)
            yield self._profiling()
            yield from self._holdout(message, reached)
            yield from self._caps(message, reached)
            yield from self._pressure(message, reached)
        yield from self._quiet(message, reached)
        yield from self._window(message)
        yield Check("channel", passed=True, inputs=(("channel", self._channel),))
        yield from self._quota(message)
        yield self._content(message)

    def _unknown(self) -> _Ends:
        if self._wish.words is None or self._now >= self._wish.due + KNOWN_WITHIN:
            return _refused("alive", "not_known_or_erased")
        later = self._now + LOOK_AGAIN_AFTER
        return _Ends(Outcome.PUT_OFF, Check("alive", False, "not_known_yet", until=later))

    def _fresh(self) -> Check:
        due = self._wish.due
        longest = (
            self._message.expires_after
            if self._message
            else max(
                (each.expires_after for each in self._rules.reach.messages.values()),
                default=self._now - self._now,
            )
        )
        inputs = (("due", shown_instant(due)),)
        if self._now > due + longest:
            raise _refused("fresh", "too_late", inputs, limit=shown_instant(due + longest))
        return Check("fresh", True, "", inputs, shown_instant(due + longest))

    def _rows(self) -> tuple[tuple[str, str], ...]:
        rows = self._rules.reach.matrix
        return tuple((f"row_{rows.index(row) + 1}", reason) for row, reason in self._passed_over)

    def _consent(self, message: Message, reached: Reached) -> Check:
        said = {
            channel: reached.said(message.purpose, CONTACT_CHANNELS[channel])
            for channel in message.channels
        }
        inputs = tuple(
            (
                channel,
                "never_said"
                if word is None
                else f"{'given' if word.granted else 'withdrawn'} {shown_instant(word.at)}",
            )
            for channel, word in said.items()
        )
        if not any(word is not None and word.granted for word in said.values()):
            raise _refused("consent", message.purpose, inputs)
        return Check("consent", True, message.purpose, inputs)

    def _profiling(self) -> Check:
        wish = self._wish
        if wish.chosen_by_member and not profiled(self._subject, self._rules.reach):
            raise _refused("profiling", "journey" if wish.journey else "segment")
        return Check("profiling", True, "rows", self._rows())

    def _holdout(self, message: Message, reached: Reached) -> Iterator[Check]:
        percent = self._rules.reach.holdout_percent
        if message.purpose is not Purpose.MARKETING or not percent:
            return
        year = str(self._now.astimezone(self._rules.zone).year)
        bucket = share("holdout", f"{self._rules.brand}/{year}", reached.member_id)
        held_out = bucket * 100 < percent
        inputs = (("bucket_percent", f"{bucket * 100:.2f}"), ("year", year))
        check = Check("holdout", not held_out, "", inputs, f"{percent}%")
        if held_out:
            raise _Ends(Outcome.CONTROL, check)
        yield check

    def _caps(self, message: Message, reached: Reached) -> Iterator[Check]:
        for cap in self._rules.reach.caps:
            if cap.purpose is message.purpose:
                yield self._capped("cap", cap, reached)

    def _capped(
        self, name: str, cap: Cap, reached: Reached, inputs: tuple[tuple[str, str], ...] = ()
    ) -> Check:
        # One that is judged again, after a channel failed, has its place already.
        others = [each for each in reached.counted if each.touch_id != self._wish.id]
        taken = counting(cap, others, self._now, self._rules.zone)
        rule = f"{cap.times}/{cap.per} {'calendar' if cap.calendar else 'rolling'}"
        inputs = (("taken", str(len(taken))), *inputs)
        if len(taken) >= cap.times:
            until = free_from(cap, taken, self._now, self._rules.zone)
            raise _refused(name, rule, inputs, str(cap.times), until)
        return Check(name, True, rule, inputs, str(cap.times))

    def _pressure(self, message: Message, reached: Reached) -> Iterator[Check]:
        """A cap more for each brake that is pulled."""
        for rule, brake in self._rules.pressure:
            if rule.lowered.purpose is message.purpose:
                yield self._capped("pressure", rule.lowered, reached, shown_brake(rule, brake))

    def _quiet(self, message: Message, reached: Reached) -> Iterator[Check]:
        """Chooses the channel as well: the first that takes the message now."""
        rules = self._rules
        roads = Roads(rules.reach, rules.zone, rules.configured, self._now, self._subject.left)
        way = passage(message, reached, dict(self._wish.tried), roads)
        self._channel = way.channel
        if not way.channel:
            inputs = (*way.passed_over, ("left", "0"))
            if NO_GRANT in dict(way.passed_over).values():
                raise _refused("quota", quota_of(rules.reach, message, WECHAT), inputs)
            if MONTH_FULL in dict(way.passed_over).values():
                raise _refused("quota", WECOM, inputs, *bounds(self._now, rules.zone))
            raise _refused("channel", "no_channel", way.passed_over)
        inputs = (*way.passed_over, ("channel", way.channel))
        if way.quiet is None or way.until is None:
            yield Check("quiet", True, "", inputs)
            return
        rule = shown_hours(way.quiet)
        if way.quiet.then is Then.REFUSE:
            raise _refused("quiet", rule, inputs, until=way.until)
        at = way.until + spread(self._wish.id, way.quiet.spread)
        raise _Ends(Outcome.PUT_OFF, Check("quiet", False, rule, inputs, "", at))

    def _quota(self, message: Message) -> Iterator[Check]:
        asset = quota_of(self._rules.reach, message, self._channel)
        if asset:
            left = self._subject.left
            shown = "unknown" if left is None else str(left.get(asset, 0))
            yield Check("quota", True, asset, (("left", shown),))

    def _window(self, message: Message) -> Iterator[Check]:
        for window in self._rules.reach.windows:
            if window.kind != message.kind:
                continue
            opening = opens_at(window, self._now, self._rules.zone)
            if opening is not None:
                start, length = opening
                at = start + spread(self._wish.id, min(window.spread, length))
                raise _Ends(Outcome.PUT_OFF, Check("window", False, window.kind, (), "", at))
            yield Check("window", True, window.kind)

    def _content(self, message: Message) -> Check:
        words = self._wish.words
        # What a person wrote has no placeholders, and a brace in it is a brace.
        self._text = words.text if words else self._wish.occasion.fill(message.text)
        if self._text is None:
            raise _refused("content", "content_unfit", (("message", message.code),))
        rules, language = self._rules, language_of(self._subject.reached, self._subject.facts)
        filled = Filled(self._text, self._wish.occasion, language, self._now, rules.zone)
        try:
            render(message, filled, self._channel, rules.reach)
        except Unfit as unfit:
            inputs = (("channel", self._channel), ("field", unfit.field))
            raise _refused("content", "content_unfit", inputs) from None
        return Check("content", passed=True)


def _refused(
    name: str,
    rule: str,
    inputs: tuple[tuple[str, str], ...] = (),
    limit: str = "",
    until: datetime | None = None,
) -> _Ends:
    return _Ends(Outcome.REFUSE, Check(name, False, rule, inputs, limit, until))
