"""A card: a member with tiers, forecast and facts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.members.activities.domain.facts import Facts
from services.members.activities.domain.facts_now import FactsNow
from services.members.identities.domain.member import Member
from services.members.identities.domain.profile_section import profile_section
from services.members.programme.domain.rules import Rules
from services.members.segments.domain.rfm import RfmSection
from services.members.tiers.domain import tiers
from services.members.tiers.domain.forecast import Forecast, NextRun, forecast, run_after
from services.members.tiers.domain.held import held as held_tier
from services.members.tiers.domain.held import held_since, in_force
from services.members.tiers.domain.ladder import Basis, Ladder, Source, TierRule, ladders_of
from services.members.tiers.domain.standing import Standing
from services.members.tiers.domain.tiers import JudgementTime


@dataclass(frozen=True, slots=True)
class HeldTier:
    """A tier on a ladder, and since when; `until` is the last local day of a manual one."""

    ladder: Ladder
    tier: TierRule
    reached_at: datetime
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """`tiers` begins with the main ladder's, which `forecast` and `growth` are about.

    `birthday_changes_left`: in this year; None before the first birthday.
    Without ladders there is no forecast and `growth` is 0. Money in minor units of `currency`.
    """

    member: Member
    tiers: tuple[HeldTier, ...]
    forecast: Forecast | None
    growth: int
    facts: FactsNow
    birthday_changes_left: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class CardSources:
    """All that is kept of a member and shown on the card."""

    member: Member
    facts: Facts
    growth: Standing


def is_by_class(rules: Rules) -> bool:
    """True where forecasts are about a ladder of the basis rfm."""
    return any(ladder.main and ladder.basis is Basis.RFM for ladder in ladders_of(rules))


def card(sources: CardSources, rules: Rules, now: datetime, rfm: RfmSection | None = None) -> Card:
    """The card at `now`. `rfm`: what scores the member at the month's end, where `is_by_class`;
    None for one who is not scored."""
    member, facts, growth = sources.member, sources.facts, sources.growth
    today = rules.local_day(now)
    time = JudgementTime(now, today, rules.local_day(member.created_at), rules.zone)
    held, coming, counted = [], None, 0
    for ladder in ladders_of(rules):
        standing = growth if ladder.basis.source is Source.GROWTH else facts.standing
        position = standing.position(ladder, member.created_at, time.enrolled_on)
        manual = in_force(ladder, position, today)
        held.append(
            HeldTier(
                ladder,
                held_tier(ladder, position, today),
                held_since(ladder, position, today),
                manual.until if manual else None,
            )
        )
        if ladder.main:
            run = _next_run(ladder, facts, rfm, today) if ladder.basis is Basis.RFM else None
            coming = forecast(ladder, position, standing.amounts(ladder), time, run)
            counted = tiers.counted(ladder, standing.amounts(ladder), time)
    return Card(
        member=member,
        tiers=tuple(held),
        forecast=coming,
        growth=counted,
        facts=FactsNow.of(facts, today, now),
        birthday_changes_left=member.birthdays.left(
            member.profile.birthday, today.year, profile_section(rules)
        ),
        currency=rules.currency,
    )


def _next_run(ladder: Ladder, facts: Facts, rfm: RfmSection | None, today: date) -> NextRun | None:
    if rfm is None:
        return None
    judged_on = run_after(today)
    scores = rfm.scores(facts, judged_on - timedelta(days=1))
    if scores is None and not facts.standing.value_class:
        return None
    return NextRun(judged_on, ladder.place_of(scores.value_class if scores else ""))
