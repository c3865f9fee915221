"""Touches and inbox messages as protos."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp

from services.common.errors import invalid
from services.feedback.channels.domain import InboxMessage
from services.feedback.programme.domain import Text
from services.feedback.reach.commands.channels import ChannelState
from services.feedback.reach.commands.opting_out import OptOut
from services.feedback.reach.commands.reading import Previewed
from services.feedback.reach.commands.switching import ListedMessage
from services.feedback.reach.domain.case import Check
from services.feedback.reach.domain.explanation import check_text
from services.feedback.reach.domain.pressure import Brake
from services.feedback.reach.domain.section import Pressure
from services.feedback.reach.domain.touch import STATES, Attempt, State, Touch
from tessera.feedback.v1 import reach_pb2 as pb
from tessera.types.v1 import types_pb2

OCCASION_CODES: Mapping[int, str] = {
    number: name.removeprefix("OCCASION_CODE_").lower()
    for name, number in pb.OccasionCode.items()
    if number
}
"""The codes of occasions as the matrix writes them."""
_OCCASIONS = {
    code: pb.OccasionCode.Value(f"OCCASION_CODE_{code.upper()}") for code in OCCASION_CODES.values()
}


def state_of(number: int, field: str) -> State:
    """Raises INVALID_ARGUMENT for a state that is not set or not known."""
    if not number or number not in pb.TouchState.values():
        raise invalid(field, "not a state of a touch")
    names: Mapping[int, str] = {value: name for name, value in pb.TouchState.items()}
    return State(names[number].removeprefix("TOUCH_STATE_").lower())


def occasion_of(number: int, field: str) -> str:
    """The code; "" for none. Raises INVALID_ARGUMENT for one that is not known."""
    if number and number not in OCCASION_CODES:
        raise invalid(field, "not an occasion")
    return OCCASION_CODES.get(number, "")


def touch_message(touch: Touch) -> pb.Touch:
    return pb.Touch(
        id=touch.id,
        member_id=touch.wish.member_id,
        occasion=_OCCASIONS.get(touch.wish.occasion.code, pb.OCCASION_CODE_UNSPECIFIED),
        state=_state(touch.state),
        message=touch.message,
        message_name=text_message(touch.name),
        purpose=_purpose(touch.purpose),
        channel=touch.channel,
        checks=[check_message(each) for each in touch.checks],
        text=text_message(touch.text),
        programme_revision=touch.revision,
        wish_time=stamp(touch.wished_at),
        decide_time=stamp(touch.decided_at),
        wake_time=stamp(touch.wake_at),
        end_time=stamp(touch.ended_at),
        feedback_id=touch.wish.occasion.feedback_id,
        journey=touch.wish.journey,
        step=touch.wish.step,
        broadcast_id=touch.wish.broadcast,
        attempts=[attempt_message(each) for each in touch.attempts],
        send_time=stamp(touch.send_at),
    )


def attempt_message(attempt: Attempt) -> pb.TouchAttempt:
    return pb.TouchAttempt(
        number=attempt.number,
        channel=attempt.channel,
        time=stamp(attempt.at),
        answer=attempt.answer,
        code=attempt.code,
        words=attempt.words,
    )


def channel_message(channel: ChannelState) -> pb.MessageChannel:
    failure = channel.counts.failure
    return pb.MessageChannel(
        code=channel.code,
        configured=channel.configured,
        messages=channel.messages,
        counts=[
            pb.TouchStateCount(state=_state(state), count=count)
            for state, count in channel.counts.by_state
        ],
        pause_end_time=stamp(channel.paused_until),
        latest_failure=None if failure is None else attempt_message(failure),
    )


def listed_message(listed: ListedMessage) -> pb.ProgrammeMessage:
    """A message of the programme as operators see it."""
    message, off = listed.message, listed.off
    told = None
    if off is not None:
        told = pb.MessageSwitchedOff(
            switch_time=stamp(off.at), by=off.by, reason=off.reason, instead=off.instead
        )
    return pb.ProgrammeMessage(
        code=message.code,
        name=text_message(message.name),
        purpose=_purpose(message.purpose),
        channels=message.channels,
        switched_off=told,
    )


def brake_message(rule: Pressure, brake: Brake | None) -> pb.PressureBrake:
    """A brake as operators see it."""
    message = pb.PressureBrake(
        days=rule.days,
        percent=rule.percent,
        recover_percent=rule.recover_percent,
        lowered_times=rule.lowered.times,
        lowered_per=rule.lowered.per.value,
    )
    if brake is not None:
        message.day = brake.measured.day.isoformat()
        message.touched, message.reachable = brake.measured.touched, brake.measured.reachable
        message.lowered_since = brake.since.isoformat() if brake.since else ""
        message.calm_days = brake.calm_days
    return message


def preview_message(previewed: Previewed, member_id: str, occasion: str) -> pb.Touch:
    decision = previewed.decision
    return pb.Touch(
        member_id=member_id,
        occasion=_OCCASIONS.get(occasion, pb.OCCASION_CODE_UNSPECIFIED),
        state=_state(STATES[decision.outcome]),
        message=decision.message,
        message_name=text_message(previewed.name),
        purpose=_purpose(decision.purpose),
        channel=decision.channel,
        checks=[check_message(each) for each in decision.checks],
        text=text_message(decision.text),
        programme_revision=previewed.revision,
        wish_time=stamp(previewed.at),
        decide_time=stamp(previewed.at),
        wake_time=stamp(decision.until),
    )


def inbox_message(message: InboxMessage) -> pb.InboxMessage:
    return pb.InboxMessage(
        id=message.id,
        message=message.message,
        name=text_message(message.name),
        text=text_message(message.text),
        why=text_message(message.why),
        purpose=_purpose(message.purpose),
        send_time=stamp(message.sent_at),
        read_time=stamp(message.read_at),
        feedback_id=message.feedback_id,
    )


def stamp(at: datetime | None) -> Timestamp | None:
    if at is None:
        return None
    made = Timestamp()
    made.FromDatetime(at)
    return made


def check_message(check: Check) -> pb.TouchCheck:
    return pb.TouchCheck(
        name=check.name,
        passed=check.passed,
        rule=check.rule,
        inputs=[pb.TouchInput(name=name, value=value) for name, value in check.inputs],
        limit=check.limit,
        until_time=stamp(check.until),
        text=text_message(check_text(check)),
    )


def _state(state: State) -> pb.TouchState.ValueType:
    return pb.TouchState.Value(f"TOUCH_STATE_{state.value.upper()}")


def _purpose(purpose: str | None) -> pb.MessagePurpose.ValueType:
    return pb.MessagePurpose.Value(f"MESSAGE_PURPOSE_{(purpose or 'unspecified').upper()}")


def text_message(text: Text | None) -> types_pb2.LocalizedText | None:
    return None if text is None else types_pb2.LocalizedText(zh=text.zh, en=text.en)


def opt_out_message(about: OptOut) -> pb.OptOut:
    return pb.OptOut(
        purpose=pb.MessagePurpose.Value(f"MESSAGE_PURPOSE_{about.purpose.upper()}"),
        channel=about.channel,
        withdrawn=about.withdrawn,
    )
