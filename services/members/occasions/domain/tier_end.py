"""The end of the window by which a tier is judged, where the tier will not be kept."""

from datetime import date

from services.members.events.domain import LocalizedName, TierEnd
from services.members.tiers.domain.amounts import Amounts
from services.members.tiers.domain.forecast import forecast
from services.members.tiers.domain.held import held
from services.members.tiers.domain.ladder import Ladder, TierRule
from services.members.tiers.domain.tiers import JudgementTime, LadderPosition


def tier_end(
    ladder: Ladder, position: LadderPosition, amounts: Amounts, time: JudgementTime, on: date
) -> TierEnd | None:
    """What the member loses who is judged on the local day `on`, if nothing is earned until then;
    None for who keeps the tier, and for who is judged on another day."""
    coming = forecast(ladder, position, amounts, time)
    now, then = held(ladder, position, time.today), ladder.tier(coming.expected_tier)
    if coming.judged_on != on or then.rank >= now.rank:
        return None
    return TierEnd(
        ladder=ladder.code,
        main=ladder.main,
        tier=now.code,
        tier_name=_name(now),
        expected_tier=then.code,
        expected_tier_name=_name(then),
        to_keep=coming.to_keep,
        basis=ladder.basis.value,
    )


def _name(tier: TierRule) -> LocalizedName:
    return LocalizedName(tier.name_zh, tier.name_en)
