"""Wishes to enrol, read from their messages."""

from collections.abc import Sequence
from datetime import datetime

from services.common import text
from services.common.auth import Caller, require_channel
from services.common.errors import is_refusal
from services.common.idempotency import check_request_id
from services.common.timestamps import sent_instant
from services.members.cards.api.messages import to_identities, to_origin, to_profile
from services.members.consent.api.messages import to_circumstances, to_given
from services.members.consent.domain.occurrence import as_told, occurred
from services.members.context import MembersContext
from services.members.identities.commands import enrolment
from services.members.identities.commands.enrolment import Enrolled, Enrolment, EnrolmentUnit
from services.members.identities.commands.profiles import profile_rules
from services.members.identities.domain.member import CHANNEL_CHARS_MAX
from services.members.identities.domain.origin import checked_origin
from services.members.identities.domain.profile import checked
from services.members.programme.domain.rules import Rules
from services.members.referral.domain.code import SENT_CHARS_MAX
from services.members.transactions import Transactions
from tessera.members.v1 import members_pb2 as pb


def to_enrolment(
    request: pb.EnrolMemberRequest, rules: Rules, now: datetime, caller: Caller
) -> Enrolment:
    """A valid wish.

    Raises PhoneInvalid, ProfileInvalid, PreferenceUnknown, OriginInvalid and INVALID_ARGUMENT.
    """
    channel = text.checked("channel", request.channel, CHANNEL_CHARS_MAX, least=1)
    require_channel(channel)
    return Enrolment(
        request_id=check_request_id(request.request_id),
        identities=to_identities(request, rules.region),
        profile=checked(to_profile(request.profile), profile_rules(rules, now)),
        channel=channel,
        consents=to_given(request.consents, channel, occurred(None, now)),
        how=to_circumstances(caller),
        origin=checked_origin(to_origin(request.origin)),
        invite_code=text.checked("invite_code", request.invite_code, SENT_CHARS_MAX),
        enrolled_at=_enrolled_at(request, now),
    )


def _enrolled_at(request: pb.EnrolMemberRequest, now: datetime) -> datetime | None:
    told = sent_instant(request, "enrol_time")
    return None if told is None else as_told(told, now, "enrol_time")


async def enrol_all(
    ctx: MembersContext[Transactions[EnrolmentUnit]],
    caller: Caller,
    requests: Sequence[pb.EnrolMemberRequest],
) -> list[Enrolled | Exception]:
    """The result of each request, in order: one that can't be read hinders no other."""
    rules = await ctx.rulebook.of(caller.brand)
    now = ctx.clock.now()
    wishes: list[Enrolment] = []
    unread: dict[int, Exception] = {}
    for index, request in enumerate(requests):
        try:
            wishes.append(to_enrolment(request, rules, now, caller))
        except Exception as refusal:
            if not is_refusal(refusal):
                raise
            unread[index] = refusal
    enrolled = iter(await enrolment.enrol(ctx, caller.brand, wishes))
    return [unread[n] if n in unread else next(enrolled) for n in range(len(requests))]


def from_enrolled(enrolled: Enrolled | Exception) -> pb.EnrolMemberResult:
    """One result of a batch. The message of a refusal begins with its field."""
    if isinstance(enrolled, Enrolled):
        return pb.EnrolMemberResult(member_id=enrolled.member_id, created=enrolled.created)
    field = getattr(enrolled, "field", "")
    return pb.EnrolMemberResult(
        reason=enrolled.reason,  # type: ignore[attr-defined]
        message=f"{field}: {enrolled}" if field else str(enrolled),
    )
