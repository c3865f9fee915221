"""Contacts between protos and domain."""

from datetime import datetime

from services.common import text
from services.common.errors import invalid
from services.members.activities.domain.activity import MEMBER_ID_CHARS_MAX
from services.members.consent.api.messages import (
    CHANNEL_NUMBERS,
    CHANNELS,
    to_channels,
    to_purpose,
)
from services.members.consent.domain.declaration import ContactChannel
from services.members.contacts.domain.address import (
    MESSAGE_PURPOSES,
    ContactRefusal,
    WantedContact,
)
from services.members.contacts.domain.preferences import Preferences, QuietHours, checked
from tessera.members.v1 import contacts_pb2 as pb

WANTED_MAX = 100
_ZONE_CHARS_MAX = 64
_REFUSALS = {
    refusal: pb.ContactRefusal.Value(f"CONTACT_REFUSAL_{refusal.name}")
    for refusal in ContactRefusal
}


def to_wanted(message: pb.WantedContact, field: str) -> WantedContact:
    """A member to be reached. Refuses INVALID_ARGUMENT."""
    if not 1 <= len(message.member_id) <= MEMBER_ID_CHARS_MAX:
        raise invalid(f"{field}.member_id", f"1 to {MEMBER_ID_CHARS_MAX} characters")
    purpose = to_purpose(message.purpose, f"{field}.purpose")
    if purpose not in MESSAGE_PURPOSES:
        raise invalid(f"{field}.purpose", "a message is for service, marketing or a survey")
    channel = CHANNELS.get(message.channel, ContactChannel.ALL)
    if channel is ContactChannel.ALL:
        raise invalid(f"{field}.channel", "a known contact channel, and not ALL")
    return WantedContact(message.member_id, purpose, channel)


def from_resolved(contact: str | ContactRefusal) -> pb.ResolvedContact:
    if isinstance(contact, ContactRefusal):
        return pb.ResolvedContact(refusal=_REFUSALS[contact])
    return pb.ResolvedContact(address=contact)


def to_preferences(message: pb.ContactPreferences, now: datetime) -> Preferences:
    """The preferences. Raises PreferencesInvalid; refuses INVALID_ARGUMENT."""
    field = "preferences.channels"
    channels = to_channels(message.channels, field) if message.channels else ()
    quiet = None
    if message.HasField("quiet_hours"):
        hours = message.quiet_hours
        zone_field = "preferences.quiet_hours.time_zone"
        zone = text.checked(zone_field, hours.time_zone, _ZONE_CHARS_MAX)
        quiet = QuietHours(getattr(hours, "from"), hours.until, zone)
    return checked(Preferences(channels, quiet, message.language, now))


def from_preferences(preferences: Preferences) -> pb.ContactPreferences:
    """The preferences as a card shows them."""
    message = pb.ContactPreferences(
        channels=[CHANNEL_NUMBERS[channel] for channel in preferences.channels],
        language=preferences.language,
    )
    quiet = preferences.quiet
    if quiet is not None:
        setattr(message.quiet_hours, "from", quiet.from_time)
        message.quiet_hours.until = quiet.until_time
        message.quiet_hours.time_zone = quiet.zone
    message.update_time.FromDatetime(preferences.at)
    return message
