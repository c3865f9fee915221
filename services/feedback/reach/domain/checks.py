"""The checks of a message, in their order: one list, by which it is decided on, given to its next
channel and handed over.

The first that refuses ends it; one that puts it off, until then:

    alive      the member is known and not erased; a wish with words of its own waits a little for
               a member who is not known yet, because they come by another feed
    fresh      the wish is not older than its message may be
    purpose    there is a message for it, by name or by a row of the matrix
    approved   the message is still what operators approved, where they did
    switched   the message is not switched off; it waits while it is
    consent    the member agreed to the purpose on one of the message's channels
    profiling  a row that reads the member asks for consent to profiling, else the next is tried
    holdout    a share of members never hears marketing: the measure of all of it
    cap        not more messages of the purpose than its window may have, by the member's own
               activity where the brand says so
    pressure   fewer while too many members were touched on days running
    quiet      no message in the quiet hours of its purpose and channel, nor in the member's own
    window     a class of content is sent in its hours
    channel    one of the message's channels can take it, those that the member wants most first
    quota      the member allows a message of its template, WeCom one more in this month
    content    every placeholder is known, and the text fits

Those from consent to pressure pass service messages unasked. Surveys pass the holdout. Members is
asked for consent again by whoever hands over, points for the quota.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Flag, auto

from services.feedback.audience.domain import Purpose
from services.feedback.channels.domain import CONTACT_CHANNELS, WECOM
from services.feedback.providers.domain.outgoing import MONTH_FULL
from services.feedback.reach.domain import switched_off
from services.feedback.reach.domain.caps import counting, free_from
from services.feedback.reach.domain.case import (
    Case,
    Check,
    Outcome,
    Rules,
    needs_consent,
    profiled,
)
from services.feedback.reach.domain.content import content_of
from services.feedback.reach.domain.local_hours import (
    opens_at,
    share,
    shown_hours,
    shown_instant,
    spread,
)
from services.feedback.reach.domain.month import bounds
from services.feedback.reach.domain.passage import NO_GRANT, passage, quiet_now, quota_of
from services.feedback.reach.domain.pressure import shown_brake
from services.feedback.reach.domain.rendering import Filled, Unfit, language_of, render
from services.feedback.reach.domain.section import WECHAT, Cap, Message, Then

KNOWN_WITHIN = timedelta(minutes=5)
LOOK_AGAIN_AFTER = timedelta(seconds=20)
NO_PROFILING, UNKNOWN = "no_profiling", "unknown"
"""Of a cap by activity: the level of a member who did not agree to profiling, and of one whom
nobody judged."""
Inputs = tuple[tuple[str, str], ...]


class Ends(Exception):
    """A check ended it."""

    def __init__(self, outcome: Outcome, check: Check) -> None:
        self.outcome = outcome
        self.check = check


class At(Flag):
    """When a check is made: at the decision, when a channel did not take the message and the next
    is looked for, and when it is handed over on its channel."""

    DECISION = auto()
    NEXT_CHANNEL = auto()
    HAND_OVER = auto()


@dataclass(frozen=True, slots=True)
class Rule:
    """A check, and when it is made."""

    check: Callable[[Case], Iterator[Check]]
    at: At
    passes_service: bool = False


def checks(case: Case, at: At) -> Iterator[Check]:
    """The checks that `case` passes, in order. Raises Ends for the first that it does not."""
    for rule in RULES:
        unasked = rule.passes_service and case.message and not needs_consent(case.message)
        if at in rule.at and not unasked:
            yield from rule.check(case)


def _alive(case: Case) -> Iterator[Check]:
    if case.subject.reached is not None:
        yield Check("alive", passed=True)
    elif case.wish.words is None or case.now >= case.wish.due + KNOWN_WITHIN:
        raise _refused("alive", "not_known_or_erased")
    else:
        later = case.now + LOOK_AGAIN_AFTER
        raise Ends(Outcome.PUT_OFF, Check("alive", False, "not_known_yet", until=later))


def _fresh(case: Case) -> Iterator[Check]:
    due = case.wish.due
    messages = [case.message] if case.message else case.rules.reach.messages.values()
    longest = max((each.expires_after for each in messages), default=timedelta())
    until = case.expires_at or due + longest
    inputs = (("due", shown_instant(due)),)
    if case.now > until:
        raise _refused("fresh", "too_late", inputs, limit=shown_instant(until))
    yield Check("fresh", True, "", inputs, shown_instant(until))


def _purpose(case: Case) -> Iterator[Check]:
    if case.message is None:
        raise _refused("purpose", "no_row", (*_rows(case), ("occasion", case.wish.occasion.code)))
    inputs = (("message", case.message.code), ("purpose", case.message.purpose))
    yield Check("purpose", True, "named" if case.wish.message else "matrix", inputs)


def _rows(case: Case) -> Inputs:
    rows = case.rules.reach.matrix
    return tuple((f"row_{rows.index(row) + 1}", reason) for row, reason in case.passed_over)


def _approved(case: Case) -> Iterator[Check]:
    if not case.wish.content:
        return
    message, inputs = case.message, (("message", case.wish.message),)
    if message is None or content_of(message, case.rules.reach) != case.wish.content:
        raise _refused("approved", "changed", inputs)
    yield Check("approved", True, "", inputs)


def _switched(case: Case) -> Iterator[Check]:
    """Nothing is told of a message that is on, as all are but for a time."""
    if case.message is None or case.wish.words:
        return iter(())
    check = switched_check(case.message, case.rules)
    if check is not None:
        until = case.now + switched_off.LOOK_AGAIN_AFTER
        raise Ends(Outcome.PUT_OFF, replace(check, until=until))
    return iter(())


def switched_check(message: Message, rules: Rules) -> Check | None:
    """The check that a message does not pass while it is switched off; None of one that is on."""
    off = rules.off.get(message.code)
    if off is None:
        return None
    inputs = (("since", shown_instant(off.at)), ("by", off.by), ("reason", off.reason))
    return Check("switched", False, off.message, inputs)


def _consent(case: Case) -> Iterator[Check]:
    purpose = case.said.purpose
    said = {
        channel: case.reached.said(purpose, CONTACT_CHANNELS[channel])
        for channel in case.said.channels
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
        raise _refused("consent", purpose, inputs)
    yield Check("consent", True, purpose, inputs)


def _profiling(case: Case) -> Iterator[Check]:
    if case.wish.chosen_by_member and not profiled(case.subject, case.rules.reach):
        raise _refused("profiling", "journey" if case.wish.journey else "segment")
    yield Check("profiling", True, "rows", _rows(case))


def _holdout(case: Case) -> Iterator[Check]:
    percent = case.rules.reach.holdout_percent
    if case.said.purpose is not Purpose.MARKETING or not percent:
        return
    year = str(case.now.astimezone(case.rules.zone).year)
    bucket = share("holdout", f"{case.rules.brand}/{year}", case.reached.member_id)
    held_out = bucket * 100 < percent
    inputs = (("bucket_percent", f"{bucket * 100:.2f}"), ("year", year))
    check = Check("holdout", not held_out, "", inputs, f"{percent}%")
    if held_out:
        raise Ends(Outcome.CONTROL, check)
    yield check


def _caps(case: Case) -> Iterator[Check]:
    for cap in case.rules.reach.caps:
        if cap.purpose is not case.said.purpose:
            continue
        if not cap.by_activity:
            yield _capped("cap", cap, case)
            continue
        # It reads the member, so that who did not agree to profiling has the cap of all.
        level = str(case.subject.facts.get("activity_level", ""))
        if not profiled(case.subject, case.rules.reach):
            level = NO_PROFILING
        own = replace(cap, times=cap.by_activity.get(level, cap.times))
        yield _capped("cap", own, case, (("activity_level", level or UNKNOWN),))


def _pressure(case: Case) -> Iterator[Check]:
    """A cap more for each brake that is pulled."""
    for rule, brake in case.rules.pressure:
        if rule.lowered.purpose is case.said.purpose:
            yield _capped("pressure", rule.lowered, case, shown_brake(rule, brake))


def _capped(name: str, cap: Cap, case: Case, inputs: Inputs = ()) -> Check:
    # One that is judged again, after a channel failed, has its place already.
    others = [each for each in case.reached.counted if each.touch_id != case.wish.id]
    taken = counting(cap, others, case.now, case.rules.zone)
    rule = f"{cap.times}/{cap.per} {'calendar' if cap.calendar else 'rolling'}"
    inputs = (("taken", str(len(taken))), *inputs)
    if len(taken) >= cap.times:
        until = free_from(cap, taken, case.now, case.rules.zone)
        raise _refused(name, rule, inputs, str(cap.times), until)
    return Check(name, True, rule, inputs, str(cap.times))


def _choose_channel(case: Case) -> Iterator[Check]:
    """The first channel that takes the message now; it is told behind the hours."""
    way = passage(case.said, case.reached, dict(case.wish.tried), case.roads)
    case.channel, case.channels_passed_over = way.channel, way.passed_over
    if not way.channel:
        inputs, reasons = (*way.passed_over, ("left", "0")), dict(way.passed_over).values()
        if NO_GRANT in reasons:
            asset = quota_of(case.rules.reach, case.said, WECHAT)
            raise _refused("quota", asset, inputs)
        if MONTH_FULL in reasons:
            raise _refused("quota", WECOM, inputs, *bounds(case.now, case.rules.zone))
        raise _refused("channel", "no_channel", way.passed_over)
    return iter(())


def _quiet(case: Case) -> Iterator[Check]:
    if case.message is None:
        return
    reached = case.subject.reached
    rest = None if reached is None else reached.prefers.rest
    quiet, until = quiet_now(case.message, case.channel, rest, case.roads)
    inputs = (*case.channels_passed_over, ("channel", case.channel))
    if quiet is None or until is None:
        yield Check("quiet", True, "", inputs)
        return
    if quiet.then is Then.REFUSE:
        raise _refused("quiet", shown_hours(quiet), inputs, until=until)
    at = until + spread(case.wish.id, quiet.spread)
    raise Ends(Outcome.PUT_OFF, Check("quiet", False, shown_hours(quiet), inputs, "", at))


def _window(case: Case) -> Iterator[Check]:
    for window in case.rules.reach.windows:
        if case.message is None or window.kind != case.message.kind:
            continue
        opening = opens_at(window, case.now, case.rules.zone)
        if opening is not None:
            start, length = opening
            at = start + spread(case.wish.id, min(window.spread, length))
            raise Ends(Outcome.PUT_OFF, Check("window", False, window.kind, (), "", at))
        yield Check("window", True, window.kind)


def _channel(case: Case) -> Iterator[Check]:
    yield Check("channel", passed=True, inputs=(("channel", case.channel),))


def _quota(case: Case) -> Iterator[Check]:
    asset = quota_of(case.rules.reach, case.said, case.channel)
    if asset:
        left = case.subject.left
        shown = "unknown" if left is None else str(left.get(asset, 0))
        yield Check("quota", True, asset, (("left", shown),))


def _content(case: Case) -> Iterator[Check]:
    words, message, rules = case.wish.words, case.said, case.rules
    # What a person wrote has no placeholders, and a brace in it is a brace.
    case.text = words.text if words else case.wish.occasion.fill(message.text)
    if case.text is None:
        raise _refused("content", "content_unfit", (("message", message.code),))
    language = language_of(case.subject.reached, case.subject.facts)
    link = rules.link(case.wish.id, case.channel)
    filled = Filled(case.text, case.wish.occasion, language, case.now, rules.zone, link)
    try:
        render(message, filled, case.channel, rules.reach)
    except Unfit as unfit:
        inputs = (("channel", case.channel), ("field", unfit.field))
        raise _refused("content", "content_unfit", inputs) from None
    yield Check("content", passed=True)


def _refused(
    name: str, rule: str, inputs: Inputs = (), limit: str = "", until: datetime | None = None
) -> Ends:
    return Ends(Outcome.REFUSE, Check(name, False, rule, inputs, limit, until))


_ALWAYS = At.DECISION | At.NEXT_CHANNEL | At.HAND_OVER
_CHOOSING = At.DECISION | At.NEXT_CHANNEL
RULES = (
    Rule(_alive, _CHOOSING),
    Rule(_fresh, _ALWAYS),
    Rule(_purpose, _CHOOSING),
    Rule(_approved, _ALWAYS),
    Rule(_switched, _ALWAYS),
    Rule(_consent, At.DECISION, passes_service=True),
    Rule(_profiling, At.DECISION, passes_service=True),
    Rule(_holdout, At.DECISION, passes_service=True),
    Rule(_caps, At.DECISION, passes_service=True),
    Rule(_pressure, At.DECISION, passes_service=True),
    Rule(_choose_channel, _CHOOSING),
    Rule(_quiet, _ALWAYS),
    Rule(_window, _ALWAYS),
    Rule(_channel, _CHOOSING),
    Rule(_quota, _CHOOSING),
    Rule(_content, _CHOOSING),
)
