"""The forecast of a main ladder of the basis rfm: what the run of the month's end will decide."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.members.activities.domain.activity import Activity, Order
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.facts import Facts
from services.members.activities.domain.purchase import NO_PURCHASE, Purchase
from services.members.cards.commands.cards import one
from services.members.cards.domain import CardSources, card, is_by_class
from services.members.consent.domain.consents import Consents
from services.members.consent.domain.declaration import ContactChannel, Declaration, Purpose
from services.members.identities.domain.member import Member
from services.members.identities.domain.profile import Profile
from services.members.programme.domain.rules import Rules
from services.members.segments.domain.rfm import rfm_section
from services.members.tiers.domain import tiers
from services.members.tiers.domain.forecast import Forecast
from services.members.tiers.domain.ladder import ladders_of
from services.members.tiers.domain.standing import Standing
from services.members.tiers.domain.tiers import JudgementTime, LadderPosition
from tests.unit.members.activities.told_world import NOON as WORLD_NOON
from tests.unit.members.activities.told_world import World

TODAY, NOW = date(2026, 11, 30), datetime(2026, 11, 30, 4, tzinfo=UTC)
ENROLLED_AT = datetime(2026, 1, 1, tzinfo=UTC)
RUN_ON = date(2026, 12, 1)


def name(code: str) -> dict[str, str]:
    return {"zh": code, "en": code}


def rules(downgrade: str = "to_balance") -> Rules:
    written = [
        {"code": code, "name": name(code), "reach": place, "classes": [f"c{place}"][:place]}
        for place, code in enumerate(("casual", "promising", "loyal"))
    ]
    ladder = {"code": "habit", "main": True, "basis": "rfm", "downgrade": downgrade}
    ladder |= {"window": {"kind": "lifetime"}, "tiers": written}
    classes = {f"r{r}m{m}": f"c{r - 1}" for r in (1, 2, 3) for m in (1, 2, 3)}
    rfm = {"recency_days": [10, 40], "orders": [2, 4], "spent_minor": [300, 900]}
    document = {"ladders": [ladder], "rfm": rfm | {"classes": classes}}
    return Rules(1, ZoneInfo("Asia/Shanghai"), "CNY", "CN", document)


def sources(tier: str, *days_ago: int) -> CardSources:
    facts = Facts()
    for ago in days_ago:
        facts.count(NO_PURCHASE, Purchase(1, 100), TODAY - timedelta(days=ago), TODAY)
    facts.standing.positions["habit"] = LadderPosition(tier, ENROLLED_AT, ENROLLED_AT.date())
    member = Member("mem_1", "retail", (), Profile(), "pos", ENROLLED_AT)
    return CardSources(member, facts, Standing())


@pytest.mark.parametrize("downgrade", ["to_balance", "one_down", "none"])
@pytest.mark.parametrize("tier", ["casual", "promising", "loyal"])
@pytest.mark.parametrize("days_ago", [1, 30, 200])
def test_what_is_expected_is_what_the_run_then_decides(
    downgrade: str, tier: str, days_ago: int
) -> None:
    written, known = rules(downgrade), sources(tier, days_ago)
    section = rfm_section(written)
    assert section is not None
    coming = card(known, written, NOW, section).forecast
    assert coming is not None
    assert (coming.judged_on, coming.to_next, coming.to_keep) == (RUN_ON, None, 0)
    scores = section.scores(known.facts, TODAY)
    assert scores is not None
    standing = known.facts.standing
    standing.value_class = scores.value_class
    [ladder] = ladders_of(written)
    time = JudgementTime(NOW, RUN_ON, ENROLLED_AT.date(), written.zone)
    position = standing.positions["habit"]
    after, _ = tiers.after_run(ladder, position, standing.amounts(ladder), time, on=TODAY)
    assert coming.expected_tier == after.tier


def test_recency_is_that_of_the_month_s_end() -> None:
    section = rfm_section(rules())
    early = datetime(2026, 11, 1, 4, tzinfo=UTC)
    # Ordered on 20 October: 12 days ago, and 41 days before the end of November.
    coming = card(sources("loyal", 41), rules(), early, section).forecast
    assert coming is not None
    assert (coming.judged_on, coming.expected_tier) == (RUN_ON, "casual")


def test_who_is_not_scored_is_not_judged() -> None:
    assert is_by_class(rules())
    not_judged = Forecast(None, "promising", 0, None, "casual")
    assert card(sources("casual", 1), rules(), NOW).forecast == not_judged, "no profiling"
    assert card(sources("casual"), rules(), NOW, rfm_section(rules())).forecast == not_judged


async def test_a_card_s_forecast_is_by_the_cut_points_and_not_of_who_refused_profiling() -> None:
    world = World({**rules().document, "timezone": "Asia/Shanghai", "currency": "CNY"})
    paid = Order("o1", "CNY", 100, ())
    await world.record(
        Activity("pos", "o1", "mem_1", ActivityType.ORDER, WORLD_NOON, "", paid, {}, b"o1")
    )

    async def judged_on() -> date | None:
        coming = (await one(world.ctx, "tea", "mem_1")).forecast
        assert coming is not None
        return coming.judged_on

    assert await judged_on() == RUN_ON
    about = Purpose.PROFILING, ContactChannel.ALL
    refusal = Declaration(*about, granted=False, version="", given_by="app", at=WORLD_NOON)
    consents = Consents({about: refusal})
    await world.store.transact(lambda unit: unit.consents.keep("tea", {"mem_1": consents}, []))
    assert await judged_on() is None


def test_who_gave_all_orders_back_since_the_last_run_is_judged_without_a_class() -> None:
    known = sources("loyal")
    known.facts.standing.value_class = "c2"
    coming = card(known, rules(), NOW, rfm_section(rules())).forecast
    assert coming == Forecast(None, "", 0, RUN_ON, "casual")
