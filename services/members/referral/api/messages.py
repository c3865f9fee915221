"""Referrals as messages."""

from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp

from services.members.referral.domain.referral import Referral, State
from tessera.members.v1 import referrals_pb2 as pb

_STATES = {each: pb.ReferralState.Value(f"REFERRAL_STATE_{each.name}") for each in State}


def from_referral(referral: Referral, *, own: bool) -> pb.Referral:
    """A referral; `own`: for a member, without the ids of others and of orders."""
    return pb.Referral(
        invitee_id="" if own else referral.invitee_id,
        inviter_id="" if own else referral.inviter_id,
        state=_STATES[referral.state],
        refusal=referral.refusal,
        accept_time=_stamp(referral.accepted_at),
        settle_time=_stamp(referral.settles_at),
        qualify_time=_stamp(referral.qualified_at),
        capped=referral.capped,
        order="" if own else referral.order,
    )


def _stamp(instant: datetime | None) -> Timestamp | None:
    if instant is None:
        return None
    stamp = Timestamp()
    stamp.FromDatetime(instant)
    return stamp
