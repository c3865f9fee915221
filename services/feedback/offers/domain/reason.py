"""Why a member sees an offer, in two languages."""

from services.feedback.offers.domain.association import Association
from services.feedback.offers.domain.judging import Judged
from services.feedback.offers.domain.section import Basis, OfferPlan
from services.feedback.programme.domain import Text

EVERYONE = Text(
    "向所有未开启个性化推荐的会员展示", "Shown to every member without personal suggestions"
)
EXPLORED = Text("随机为您挑选", "Picked for you at random")
BY_RULE = Text("品牌为您推荐", "The brand suggests it to you")


def reason(plan: OfferPlan, judged: Judged) -> Text:
    """The sentence beside the offer."""
    if judged.basis is Basis.EVERYONE:
        return EVERYONE
    if judged.basis is Basis.EXPLORED:
        return EXPLORED
    if judged.association is not None:
        return _together(plan, judged.association)
    item = judged.item
    if item.reason is not None:
        return item.reason
    if item.before is not None:
        bought = plan.series[item.before.series]
        return Text(
            f"您近 {item.before.days} 天买过{bought.zh}",
            f"You bought {bought.en} in the last {item.before.days} days",
        )
    return BY_RULE


def _together(plan: OfferPlan, found: Association) -> Text:
    (from_zh, from_en), (to_zh, to_en) = (
        plan.series[found.from_series],
        plan.series[found.to_series],
    )
    match found.basis:
        case Basis.SCENE:
            return Text(
                f"您买过{from_zh}，同一场合常配{to_zh}",
                f"You bought {from_en}: {to_en} suits the same occasion",
            )
        case Basis.NEED:
            return Text(
                f"您买过{from_zh}，{to_zh}满足同样的需要",
                f"You bought {from_en}: {to_en} answers the same need",
            )
        case Basis.STYLE:
            return Text(
                f"您买过{from_zh}，{to_zh}是同样的风格",
                f"You bought {from_en}: {to_en} is of the same style",
            )
    often, usually = _percent(found.confidence or 0.0), _percent(found.base)
    return Text(
        f"买过{from_zh}的会员中 {often} 也选了{to_zh}（通常 {usually}）",
        f"{often} of the members who bought {from_en} also took {to_en} (usually {usually})",
    )


def _percent(share: float) -> str:
    return f"{round(100 * share)}%"
