"""Badges as a wallet has them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from services.points.badges.commands import badge_statuses
from services.points.badges.domain.status import BadgeStatus
from services.points.context import PointsContext
from tessera.points.v1 import badges_pb2 as pb


@dataclass(frozen=True, slots=True)
class BadgesApi:
    """Badges for the wallets of members."""

    ctx: PointsContext

    async def statuses(
        self, brand: str, member_ids: Collection[str]
    ) -> Mapping[str, pb.MemberBadges]:
        """The badges of each member; none where the programme has no section."""
        found = await badge_statuses(self.ctx, brand, member_ids)
        return {
            member_id: pb.MemberBadges(badges=[_message(status) for status in statuses])
            for member_id, statuses in found.items()
        }


def _message(status: BadgeStatus) -> pb.MemberBadge:
    badge = status.badge
    message = pb.MemberBadge(
        code=badge.code,
        image_url=badge.image_url,
        held=status.held,
        done=status.done,
        of=badge.times,
    )
    message.name.zh, message.name.en = badge.name
    if badge.description:
        message.description.zh, message.description.en = badge.description
    if status.had:
        message.since.FromDatetime(status.had.since)
        if status.had.until:
            message.until.FromDatetime(status.had.until)
    return message
