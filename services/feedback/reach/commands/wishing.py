"""Wishes from what members tells: each occasion that the programme has a row for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import Counter

from services.common.telemetry import log
from services.feedback.reach.commands.context import ReachContext, rules_of
from services.feedback.reach.domain.case import Rules
from services.feedback.reach.domain.touch import Touch
from services.feedback.reach.domain.wish import Occasion, Wish, touch_id

WITHOUT_PROGRAMME = Counter(
    "tessera_occasions_without_programme_total",
    "Occasions of members whose brand had no programme that could be read: they bring no message.",
)

_log = log("feedback.reach")


@dataclass(frozen=True, slots=True)
class Happened:
    """An occasion of a member, told by the event `source_id` of `at`.

    `activity` has the facts of the activity that it was; None for what is no activity.
    """

    brand: str
    member_id: str
    occasion: Occasion
    at: datetime
    source_id: str
    activity: Mapping[str, object] | None = None


async def wish(ctx: ReachContext, happened: Sequence[Happened]) -> None:
    """Wish for the messages that these occasions may bring; a repeat changes nothing."""
    for brand in sorted({each.brand for each in happened}):
        rules = await rules_of(ctx, brand)
        of_brand = [each for each in happened if each.brand == brand]
        if not rules.revision:
            # Nothing can be said yet, and nobody comes back to it: the brand should know why.
            WITHOUT_PROGRAMME.inc(len(of_brand))
            _log.warning("occasions_without_programme", brand=brand, occasions=len(of_brand))
        touches = [
            touch
            for each in of_brand
            if (touch := _touch(each, rules, ctx.clock.now())) is not None
        ]
        if touches:
            await ctx.touches.wish(brand, touches)


def _touch(happened: Happened, rules: Rules, now: datetime) -> Touch | None:
    occasion, reach = happened.occasion, rules.reach
    rows = reach.rows(occasion.code, occasion.lead_days)
    if not rows:
        return None
    longest = max(reach.messages[row.send].expires_after for row in rows)
    if now > happened.at + longest:
        return None
    id_ = touch_id(happened.brand, occasion.code, happened.source_id, happened.member_id)
    wish = Wish(id_, happened.member_id, occasion, happened.at)
    wake_at = happened.at + reach.wait(occasion.code, occasion.lead_days)
    return Touch(wish, happened.at, wake_at=wake_at)
