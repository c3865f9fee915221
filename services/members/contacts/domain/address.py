"""The address of a member for a contact channel, and who gets none."""

from dataclasses import dataclass
from enum import Enum, auto

from services.members.consent.domain.consents import Consents
from services.members.consent.domain.declaration import ContactChannel, Purpose
from services.members.consent.domain.section import ConsentSection
from services.members.identities.domain.identity import IdentityKind
from services.members.identities.domain.member import Member

MESSAGE_PURPOSES = frozenset({Purpose.SERVICE, Purpose.MARKETING, Purpose.SURVEY})
"""The purposes that a message may have."""
_KINDS = {
    ContactChannel.SMS: IdentityKind.PHONE,
    ContactChannel.PHONE: IdentityKind.PHONE,
    ContactChannel.WECHAT: IdentityKind.WECHAT_OPENID,
    ContactChannel.WECOM: IdentityKind.WECOM_EXTERNAL_ID,
    ContactChannel.APP_PUSH: IdentityKind.APP_ID,
    ContactChannel.EMAIL: IdentityKind.EMAIL,
    ContactChannel.IN_CAR: IdentityKind.IN_CAR,
}
_BY_MEMBER_ID = frozenset({ContactChannel.IN_APP, ContactChannel.WEBHOOK})


class ContactRefusal(Enum):
    """The reason why no address is given."""

    NO_CONSENT = auto()
    NO_ADDRESS = auto()
    ERASED = auto()
    NO_MEMBER = auto()


@dataclass(frozen=True, slots=True)
class WantedContact:
    """A member to be reached, for a purpose, by a contact channel."""

    member_id: str
    purpose: Purpose
    channel: ContactChannel


@dataclass(frozen=True, slots=True)
class KnownMembers:
    """Members at one instant. None in `members`: the member is erased; absent: there is none."""

    members: dict[str, Member | None]
    consents: dict[str, Consents]


def resolve(
    wanted: WantedContact, known: KnownMembers, section: ConsentSection
) -> str | ContactRefusal:
    """The address in clear, or the reason why none is given."""
    if wanted.member_id not in known.members:
        return ContactRefusal.NO_MEMBER
    member = known.members[wanted.member_id]
    if member is None:
        return ContactRefusal.ERASED
    consents = known.consents.get(wanted.member_id, Consents())
    if not consents.granted(wanted.purpose, wanted.channel, section):
        return ContactRefusal.NO_CONSENT
    return _address(member, wanted.channel) or ContactRefusal.NO_ADDRESS


def _address(member: Member, channel: ContactChannel) -> str:
    if channel in _BY_MEMBER_ID:
        return member.id
    kind = _KINDS[channel]
    return next((each.value for each in member.identities if each.kind is kind), "")
