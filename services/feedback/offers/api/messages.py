"""Next offers as messages."""

from collections.abc import Mapping
from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp

from services.feedback.offers.commands.proposing import Proposal
from services.feedback.offers.domain.association import Association
from services.feedback.offers.domain.judging import Hindrance, Judged
from services.feedback.offers.domain.reason import reason
from services.feedback.offers.domain.record import Figure
from services.feedback.offers.domain.section import Basis, Item, OfferPlan
from services.feedback.programme.domain import Text
from tessera.feedback.v1 import offers_pb2 as pb
from tessera.types.v1 import types_pb2

_BASES = {each: pb.NextOfferBasis.Value(f"NEXT_OFFER_BASIS_{each.name}") for each in Basis}
_HINDRANCES: Mapping[Hindrance, pb.NextOfferHindrance.ValueType] = {
    Hindrance.NONE: pb.NEXT_OFFER_HINDRANCE_UNSPECIFIED,
    **{
        each: pb.NextOfferHindrance.Value(f"NEXT_OFFER_HINDRANCE_{each.name}")
        for each in Hindrance
        if each is not Hindrance.NONE
    },
}


def offer_message(proposal: Proposal, judged: Judged) -> pb.NextOffer:
    """An offer with its reason, and what of the member's own it stands on."""
    plan, item = proposal.plan, judged.item
    offer = pb.NextOffer(
        code=item.code,
        name=_text(item.name),
        series=item.series,
        reason=_text(reason(plan, judged)),
        basis=_BASES[judged.basis],
    )
    own = _own_series(judged)
    days = proposal.subject.bought.get(own, ())
    if days:
        offer.from_series = own
        offer.from_name.CopyFrom(_text(plan.series[own]))
        offer.from_orders = len(days)
        offer.from_day = days[-1].isoformat()
    return offer


def _own_series(judged: Judged) -> str:
    """The series of the member's orders that the reason speaks of; "" where it speaks of none."""
    if judged.association is not None:
        return judged.association.from_series
    before = judged.item.before
    return before.series if before is not None and judged.basis is Basis.RULE else ""


def judged_message(proposal: Proposal, judged: Judged) -> pb.JudgedOffer:
    """An offer, and why it is proposed or not."""
    return pb.JudgedOffer(
        offer=offer_message(proposal, judged),
        hindrance=_HINDRANCES[judged.hindrance],
        chance=judged.chance,
        priority=judged.item.priority,
    )


def figure_message(item: Item, figure: Figure) -> pb.OfferFigure:
    """How an offer was taken."""
    return pb.OfferFigure(
        code=item.code,
        name=_text(item.name),
        series=item.series,
        shown=figure.shown,
        declined=figure.declined,
        taken=figure.taken,
        explored=figure.explored,
        explored_taken=figure.explored_taken,
    )


def association_message(plan: OfferPlan, found: Association) -> pb.Association:
    """What is bought together."""
    low, high = found.interval or (None, None)
    return pb.Association(
        from_series=found.from_series,
        from_name=_text(plan.series[found.from_series]),
        to_series=found.to_series,
        to_name=_text(plan.series[found.to_series]),
        basis=_BASES[found.basis],
        from_members=found.from_members,
        to_members=found.to_members,
        both=found.both,
        confidence=found.confidence,
        low=low,
        high=high,
        base=found.base,
        lift=found.lift,
    )


def stamp(at: datetime | None) -> Timestamp | None:
    """The instant as protobuf has it; None for none."""
    if at is None:
        return None
    told = Timestamp()
    told.FromDatetime(at)
    return told


def _text(text: Text) -> types_pb2.LocalizedText:
    return types_pb2.LocalizedText(zh=text.zh, en=text.en)
