"""Members between protos and domain."""

from dataclasses import asdict
from datetime import datetime

from services.common.errors import invalid
from services.common.text import compared, line
from services.members.cards.api.facts import fill_facts
from services.members.cards.domain import Card, HeldTier
from services.members.events.domain import NO_ORIGIN, Origin, UtmWords
from services.members.identities.commands.identities import normalised
from services.members.identities.domain import masking
from services.members.identities.domain.identity import (
    IDENTITIES_PER_REQUEST_MAX,
    Identity,
    IdentityKind,
)
from services.members.identities.domain.member import Member
from services.members.identities.domain.profile import Address, Gender, Profile
from services.members.tiers.api.decisions import tier_name
from services.members.tiers.domain.forecast import Forecast
from services.members.tiers.domain.ladder import Ladder
from tessera.members.v1 import members_pb2 as pb

_KIND_PREFIX = "IDENTITY_KIND_"
_KINDS = {pb.IdentityKind.Value(_KIND_PREFIX + kind.name): kind for kind in IdentityKind}
_NUMBERS = {kind: number for number, kind in _KINDS.items()}
_GENDERS = {
    pb.GENDER_UNSPECIFIED: Gender.UNKNOWN,
    pb.GENDER_FEMALE: Gender.FEMALE,
    pb.GENDER_MALE: Gender.MALE,
    pb.GENDER_OTHER: Gender.OTHER,
}
_GENDER_NUMBERS = {gender: number for number, gender in _GENDERS.items()}


def to_identity(message: pb.Identity, region: str, field: str) -> Identity:
    """The identity in its one form. Raises PhoneInvalid and INVALID_ARGUMENT refusals."""
    return normalised(_KINDS.get(message.kind), message.value, region, field)


def to_identities(request: pb.EnrolMemberRequest, region: str) -> tuple[Identity, ...]:
    """The identities of a wish to enrol, 1 to 8."""
    if not 1 <= len(request.identities) <= IDENTITIES_PER_REQUEST_MAX:
        raise invalid("identities", f"1 to {IDENTITIES_PER_REQUEST_MAX}")
    return tuple(
        to_identity(message, region, f"identities[{index}]")
        for index, message in enumerate(request.identities)
    )


def to_profile(message: pb.Profile) -> Profile:
    """The profile with its texts in their form, not yet checked. Refuses unknown enum values."""
    if message.gender not in _GENDERS:
        raise invalid("profile.gender", "one of the known values")
    sent = message.address
    return Profile(
        name=line(message.name),
        birthday=compared(message.birthday),
        language=message.language,
        gender=_GENDERS[message.gender],
        address=Address(
            country=line(sent.country),
            province=line(sent.province),
            city=line(sent.city),
            district=line(sent.district),
            street=line(sent.street),
            postal_code=line(sent.postal_code),
        ),
        preferences={code: line(value) for code, value in message.preferences.items()},
    )


def to_origin(message: pb.Origin) -> Origin:
    """The origin with its texts in their form, not yet checked."""
    utm = message.utm
    words = (utm.source, utm.medium, utm.campaign, utm.term, utm.content)
    return Origin(line(message.source), UtmWords(*map(line, words)), compared(message.store_code))


def from_origin(origin: Origin) -> pb.Origin:
    utm = pb.Utm(**origin.utm._asdict()) if any(origin.utm) else None
    return pb.Origin(source=origin.source, utm=utm, store_code=origin.store_code)


def from_profile(profile: Profile) -> pb.Profile:
    message = pb.Profile(
        name=profile.name,
        birthday=profile.birthday,
        language=profile.language,
        gender=_GENDER_NUMBERS[profile.gender],
        preferences=profile.preferences,
    )
    if profile.address != Address():
        message.address.CopyFrom(pb.Address(**asdict(profile.address)))
    return message


def from_card(card: Card, *, clear: bool, own: bool = False) -> pb.Member:
    """The card, with personal data masked unless `clear`; the member's own tells no origin."""
    member = card.member
    profile = member.profile if clear else masking.profile(member.profile)
    message = pb.Member(
        id=member.id,
        name=profile.name,
        phone=member.phone if clear or not member.phone else masking.phone(member.phone),
        identities=_identities(member, clear=clear),
        tiers=[_tier(held) for held in card.tiers],
        growth=card.growth,
        etag=member.etag,
        language=profile.language,
        profile=from_profile(profile),
        birthday_changes_left=card.birthday_changes_left,
        past_identities=_past_identities(member, clear=clear),
    )
    message.create_time.FromDatetime(member.created_at)
    if card.forecast is not None:
        message.forecast.CopyFrom(_forecast(card.forecast, card.tiers[0].ladder, card.currency))
    fill_facts(message.facts, card.facts)
    if member.origin != NO_ORIGIN and not own:
        message.origin.CopyFrom(from_origin(member.origin))
    return message


def _identities(member: Member, *, clear: bool) -> list[pb.Identity]:
    return [
        _identity(i, member.since.get(i, member.created_at), None, clear=clear)
        for i in member.identities
    ]


def _past_identities(member: Member, *, clear: bool) -> list[pb.Identity]:
    return [_identity(*one, clear=clear) for one in reversed(member.past)]


def _identity(
    identity: Identity, since: datetime | None, until: datetime | None, *, clear: bool
) -> pb.Identity:
    shown = identity.value if clear else masking.identity(identity)
    message = pb.Identity(kind=_NUMBERS[identity.kind], value=shown)
    if since is not None:
        message.since_time.FromDatetime(since)
    if until is not None:
        message.until_time.FromDatetime(until)
    return message


def _tier(held: HeldTier) -> pb.Tier:
    tier = held.tier
    message = pb.Tier(
        ladder=held.ladder.code,
        code=tier.code,
        multiplier_percent=tier.multiplier_percent,
        rank=tier.rank,
        manual_until=held.until.isoformat() if held.until else "",
    )
    message.name.zh = tier.name_zh
    message.name.en = tier.name_en
    message.ladder_name.zh = held.ladder.name_zh
    message.ladder_name.en = held.ladder.name_en
    message.reach_time.FromDatetime(held.reached_at)
    return message


def _forecast(forecast: Forecast, ladder: Ladder, currency: str) -> pb.Forecast:
    return pb.Forecast(
        growth_to_next=forecast.to_next,
        growth_to_keep=forecast.to_keep,
        judged_on=forecast.judged_on.isoformat() if forecast.judged_on else "",
        expected_tier=forecast.expected_tier,
        next_tier=forecast.next_tier,
        expected_tier_name=tier_name(ladder, forecast.expected_tier),
        next_tier_name=tier_name(ladder, forecast.next_tier),
        basis=ladder.basis.value,
        currency_code=currency,
    )
