"""Consents between protos and domain."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from google.protobuf.timestamp_pb2 import Timestamp

from services.common import text
from services.common.auth import Caller, Role
from services.common.errors import invalid
from services.members.consent.domain.consents import Consents
from services.members.consent.domain.declaration import (
    GIVEN_BY_CHARS_MAX,
    PROOF_CHARS_MAX,
    REASON_CHARS_MAX,
    REASON_CHARS_MIN,
    VERSION_CHARS_MAX,
    Circumstances,
    ContactChannel,
    Declaration,
    Purpose,
    Recorded,
)
from services.members.consent.domain.section import ConsentSection, ConsentText
from tessera.members.v1 import consents_pb2 as pb

GIVEN_MAX = 20
"""Consents that are given with one enrolment."""
CHANNELS_MAX = len(ContactChannel)
PURPOSES = {pb.ConsentPurpose.Value(f"CONSENT_PURPOSE_{p.name}"): p for p in Purpose}
CHANNELS = {pb.ContactChannel.Value(f"CONTACT_CHANNEL_{c.name}"): c for c in ContactChannel}
PURPOSE_NUMBERS = {purpose: number for number, purpose in PURPOSES.items()}
CHANNEL_NUMBERS = {channel: number for number, channel in CHANNELS.items()}


def to_purpose(number: pb.ConsentPurpose.ValueType, field: str = "purpose") -> Purpose:
    """The purpose. Refuses INVALID_ARGUMENT."""
    if number not in PURPOSES:
        raise invalid(field, "one of the known purposes")
    return PURPOSES[number]


def to_channels(
    numbers: Sequence[pb.ContactChannel.ValueType], field: str = "channels"
) -> tuple[ContactChannel, ...]:
    """The contact channels, ALL for none. Refuses INVALID_ARGUMENT."""
    if len(numbers) > CHANNELS_MAX:
        raise invalid(field, f"at most {CHANNELS_MAX}")
    if any(number not in CHANNELS for number in numbers):
        raise invalid(field, "known contact channels")
    if len(set(numbers)) < len(numbers):
        raise invalid(field, "each once")
    return tuple(CHANNELS[number] for number in numbers) or (ContactChannel.ALL,)


def to_declarations(
    purpose: Purpose,
    channels: Iterable[ContactChannel],
    *,
    version: str | None,
    given_by: str,
    at: datetime,
) -> tuple[Declaration, ...]:
    """A declaration for each channel: given for a `version`, withdrawn for None."""
    granted = version is not None
    return tuple(
        Declaration(purpose, channel, granted, version or "", given_by, at) for channel in channels
    )


def to_given(
    messages: Sequence[pb.GivenConsent], given_by: str, at: datetime
) -> tuple[Declaration, ...]:
    """Consents given together with an enrolment. Refuses INVALID_ARGUMENT."""
    if len(messages) > GIVEN_MAX:
        raise invalid("consents", f"at most {GIVEN_MAX}")
    given: list[Declaration] = []
    for index, message in enumerate(messages):
        field = f"consents[{index}]."
        purpose = to_purpose(message.purpose, f"{field}purpose")
        channels = to_channels(message.channels, f"{field}channels")
        version = text.checked(f"{field}version", message.version, VERSION_CHARS_MAX)
        given += to_declarations(purpose, channels, version=version, given_by=given_by, at=at)
    return tuple(given)


def to_instant(message: Timestamp) -> datetime:
    """The instant. Refuses INVALID_ARGUMENT for one that no calendar has."""
    try:
        return message.ToDatetime(UTC)
    except (ValueError, OverflowError) as error:
        raise invalid("occur_time", "an instant") from error


def to_reason(caller: Caller, reason: str) -> str:
    """The reason, which operators have to give. Refuses INVALID_ARGUMENT."""
    least = REASON_CHARS_MIN if caller.role is Role.OPERATOR else 0
    return text.checked("reason", reason, REASON_CHARS_MAX, least=least)


def to_given_by(given_by: str) -> str:
    """The channel by which the member said so. Refuses INVALID_ARGUMENT."""
    return text.checked("given_by", given_by, GIVEN_BY_CHARS_MAX, least=1)


def to_circumstances(caller: Caller, reason: str = "", proof: str = "") -> Circumstances:
    """How a declaration of `caller` comes here. Refuses INVALID_ARGUMENT."""
    checked = text.checked("proof", proof, PROOF_CHARS_MAX)
    return Circumstances(caller.role.value, caller.subject, reason, checked)


def from_consents(consents: Consents, section: ConsentSection) -> list[pb.Consent]:
    """The consents as a card shows them."""
    messages = []
    for each in consents.shown(section):
        version = each.by.version if each.by else ""
        message = pb.Consent(
            purpose=PURPOSE_NUMBERS[each.purpose],
            channel=CHANNEL_NUMBERS[each.channel],
            granted=each.granted,
            version=version,
            text=from_text(section.text(each.purpose, version)),
            asked=from_text(section.asked(each.purpose)),
        )
        if each.by is not None:
            message.occur_time.FromDatetime(each.by.at)
        messages.append(message)
    return messages


def from_text(text: ConsentText | None) -> pb.ConsentText | None:
    if text is None:
        return None
    message = pb.ConsentText(version=text.version, url=text.url)
    message.text.zh, message.text.en = text.zh, text.en
    return message


def from_recorded(
    recorded: Recorded, section: ConsentSection, *, by_staff: bool
) -> pb.ConsentDeclaration:
    """A declaration of the history; who recorded it, and why, is for staff."""
    said, how = recorded.said.declaration, recorded.said.circumstances
    message = pb.ConsentDeclaration(
        id=recorded.id,
        purpose=PURPOSE_NUMBERS[said.purpose],
        channel=CHANNEL_NUMBERS[said.channel],
        granted=said.granted,
        version=said.version,
        text=from_text(section.text(said.purpose, said.version)),
        given_by=said.given_by,
        role=how.role,
        recorded_by=how.subject if by_staff else "",
        reason=how.reason if by_staff else "",
        proof=how.proof,
        programme_version=recorded.programme_version,
    )
    message.occur_time.FromDatetime(said.at)
    message.record_time.FromDatetime(recorded.at)
    return message
