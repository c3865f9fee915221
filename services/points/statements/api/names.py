"""The names of what postings name by code, as statements, entries and events tell them."""

from __future__ import annotations

from services.points.benefits.domain.section import benefit_names, grant_names
from services.points.brand_events.domain.section import event_names
from services.points.check_in.domain.check_in_posting import BONUS_NAME, BONUS_RULE
from services.points.coupons.domain.section import coupon_names
from services.points.earning.domain.earning_rules import earning_rules, multiplier_names
from services.points.grants.domain.grant import GRANT_NAME, GRANT_RULE
from services.points.ledger.api.causes import NO_NAMES, Names, NamesOf
from services.points.lottery.domain.draw_posting import LOTTERY_NAME, LOTTERY_RULE
from services.points.programme.commands import Programmes
from services.points.rewards.domain.catalogue import reward_names
from services.points.tasks.domain.chain import task_section
from services.points.tasks.domain.streak import streak_section
from services.points.wake_up.domain.section import wake_up_names


def names_in(programmes: Programmes) -> NamesOf:
    """The names of rules and rewards in the programme that is in memory."""

    def names_of(brand: str) -> Names:
        programme = programmes.known(brand)
        if programme is None:
            return NO_NAMES
        try:
            own = {BONUS_RULE: BONUS_NAME, GRANT_RULE: GRANT_NAME, LOTTERY_RULE: LOTTERY_NAME}
            own |= {**grant_names(programme), **wake_up_names(programme)}
            play = {**task_section(programme).names, **streak_section(programme).names}
            rules = {**own, **play, **earning_rules(programme).names}
            return Names(
                rules,
                reward_names(programme),
                coupon_names(programme),
                benefit_names(programme),
                multiplier_names(programme),
                event_names(programme),
            )
        except Exception:
            # Publishing has read every section. Were one unreadable even so, the feed of all brands
            # must not stop for the sake of a name.
            return NO_NAMES

    return names_of
