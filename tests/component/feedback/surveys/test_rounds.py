"""The month's round: so many members are asked by lot, once, wherever it is stopped."""

from datetime import timedelta
from typing import Any

from services.common.clock import ManualClock
from services.common.mongo import Database
from services.common.watch import Feed
from services.feedback.fact_store.storage import MongoMemberFacts
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Publication
from services.feedback.sections import SECTIONS
from services.feedback.surveys.api.messages import SurveyWire
from services.feedback.surveys.commands import offering
from services.feedback.surveys.commands.context import SurveysContext
from services.feedback.surveys.commands.offering import go_round
from services.feedback.surveys.domain.member import MemberChange
from services.feedback.surveys.storage.offers import MongoSurveys
from services.feedback.wiring import migrate
from tests.component.feedback.conftest import NOON
from tests.example_programmes import example
from tests.fakes_feedback import FakeProgrammeStore


async def test_a_round_asks_so_many_members_by_lot_and_goes_on_where_it_stopped(
    db: Database, monkeypatch: Any
) -> None:
    monkeypatch.setattr(offering, "SLICE", 7)
    await migrate(db)
    clock = ManualClock(NOON)
    programmes = Programmes(FakeProgrammeStore(), SECTIONS)
    document = example("fashion")
    document["surveys"][0] |= {"sample": {"per_month": 30}, "trigger": {"on": "schedule", "day": 5}}
    await programmes.keep(Publication("fashion", "1", document))
    store = MongoSurveys(db, Feed(db), SurveyWire(), clock)
    ctx = SurveysContext(store, programmes, MongoMemberFacts(db), clock)
    await store.know([MemberChange("fashion", f"mem_{n}", NOON) for n in range(80)])
    # Nobody of another brand is asked.
    await store.know([MemberChange("tea", f"tea_{n}", NOON) for n in range(9)])

    async def offered() -> set[str]:
        kept = await db.survey_offers.find({}).to_list(None)
        assert len(kept) == len({each["member_id"] for each in kept})
        return {each["member_id"] for each in kept}

    slices = 0

    async def twice() -> bool:
        nonlocal slices
        slices += 1
        return slices <= 2

    async def always() -> bool:
        return True

    await go_round(ctx, always)
    assert not await offered()  # the 5th is not yet
    clock.advance(timedelta(days=4))
    await go_round(ctx, twice)
    assert len(await offered()) == 14
    await go_round(ctx, always)
    march = await offered()
    assert len(march) == 30
    await go_round(ctx, always)
    assert await offered() == march
    # A month later others have their turn: those of March wait for 180 days.
    clock.advance(timedelta(days=31))
    await go_round(ctx, always)
    april = await offered() - march
    assert len(april) == 30
    clock.advance(timedelta(days=31))
    await go_round(ctx, always)
    assert len(await offered()) == 80
    events = await db.events.count_documents({"type": "survey"})
    assert events == 80
