"""The preview of a refund as a message."""

from services.members.activities.commands.refund_preview import RefundedTier, RefundPreview
from services.members.programme.domain.rules import Rules
from services.members.tiers.api.decisions import from_judged
from services.members.tiers.api.ladders import to_text
from tessera.members.v1 import activities_pb2 as pb


def refund_preview_message(preview: RefundPreview) -> pb.PreviewRefundResponse:
    """A tier for each ladder."""
    return pb.PreviewRefundResponse(
        tiers=[_tier(each, preview.rules) for each in preview.tiers],
        order_awaited=preview.order_awaited,
    )


def _tier(refunded: RefundedTier, rules: Rules) -> pb.RefundedTier:
    return pb.RefundedTier(
        ladder=refunded.ladder.code,
        ladder_name=to_text(refunded.ladder),
        before=refunded.before.code,
        before_name=to_text(refunded.before),
        after=refunded.after.code,
        after_name=to_text(refunded.after),
        basis=refunded.ladder.basis.value,
        counted_before=refunded.counted_before,
        counted_after=refunded.counted_after,
        reach=refunded.before.reach,
        decision=from_judged(refunded.judged, rules) if refunded.judged else None,
    )
