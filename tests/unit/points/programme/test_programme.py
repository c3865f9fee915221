"""Programmes as points read them."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import pytest

from services.common.brand_config import ProgrammeUnreadable
from services.common.cel import compile_condition
from services.points.activities.domain.standing import Standing, Tier
from services.points.earning.domain.earning_rules import earning_rules
from services.points.programme.commands import ProgrammeMissing, Programmes
from services.points.programme.domain.programme import Programme, parse
from services.points.programme.domain.published import ProgrammePublished
from services.points.sections import SECTIONS
from tests.activities import NOON, PLAIN, document, tea
from tests.fakes_points import FakeProgrammeStore
from tests.paths import PROGRAMMES


@pytest.mark.parametrize("name", sorted(path.stem for path in PROGRAMMES.glob("*.yaml")))
def test_every_example_can_be_read(name: str) -> None:
    programme = parse(name, 1, document(name), compile_condition)
    for section in SECTIONS:
        section(programme)
    assert earning_rules(programme).rules
    assert "POINTS" in programme.assets


def test_tiers_are_those_of_the_main_ladder() -> None:
    assert [(tier.code, tier.rank) for tier in tea().tiers] == [
        ("basic", 0),
        ("silver", 1),
        ("gold", 2),
        ("diamond", 3),
    ]


def test_a_tier_is_rated_as_this_version_rates_it() -> None:
    told_before = Standing("mem_ada", Tier("gold", 1, 120))
    assert tea().tier_of(told_before) == Tier("gold", 2, 130)
    of_another_ladder = Standing("mem_ada", Tier("royal", 9, 200))
    assert tea().tier_of(of_another_ladder) == of_another_ladder.tier


class CountingStore(FakeProgrammeStore):
    """Counts what is read."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: Counter[str] = Counter()

    async def load(self, brand: str) -> ProgrammePublished | None:
        self.reads[brand] += 1
        await asyncio.sleep(0)
        return await super().load(brand)


async def test_a_thousand_who_ask_at_once_read_once() -> None:
    store = CountingStore()
    await store.publish(ProgrammePublished("tea", 1, document("tea"), NOON))
    programmes = Programmes(store, compile_condition, SECTIONS)
    got = await asyncio.gather(*(programmes.get("tea") for _ in range(1_000)))
    assert store.reads["tea"] == 1
    assert len({id(programme) for programme in got}) == 1


async def test_what_is_published_here_counts_at_once() -> None:
    programmes = Programmes(FakeProgrammeStore(), compile_condition, SECTIONS)
    with pytest.raises(ProgrammeMissing):
        await programmes.get("tea")
    for version in (1, 2):
        published = ProgrammePublished("tea", version, document("tea"), NOON)
        await programmes.publish(published)
        assert (await programmes.get("tea")).version == version


async def test_an_unreadable_programme_leaves_the_one_in_force() -> None:
    programmes = Programmes(FakeProgrammeStore(), compile_condition, SECTIONS)
    await programmes.publish(ProgrammePublished("retail", 1, PLAIN, NOON))
    with pytest.raises(ProgrammeUnreadable):
        await programmes.publish(ProgrammePublished("retail", 2, {"currency": "GBP"}, NOON))
    assert (await programmes.get("retail")).version == 1


RULE = PLAIN["earning"]["rules"][0]
REWARD = {"code": "tea", "name": {"zh": "茶", "en": "Tea"}, "kind": "product", "price": 1}


@pytest.mark.parametrize(
    "section",
    [
        {"earning": {"rules": [RULE | {"when": "activity."}]}},
        {"earning": {"rules": [RULE | {"rounding": "sideways"}]}},
        {"earning": {"campaigns": [{"code": "spring", "percent": 200, "from": "spring"}]}},
        {"earning": "none"},
        {"refunds": {"policy": "generous"}},
        {"rewards": {"items": [REWARD | {"kind": "secret"}]}},
        {"rewards": {"items": [{"code": "tea"}]}},
        {"ladders": [{"main": True, "tiers": [{}]}]},
    ],
    ids=lambda section: "-".join(section),
)
async def test_a_section_that_its_room_cannot_read_refuses_the_publication(
    section: dict[str, Any],
) -> None:
    programmes = Programmes(FakeProgrammeStore(), compile_condition, SECTIONS)
    await programmes.publish(ProgrammePublished("retail", 1, PLAIN, NOON))
    with pytest.raises(ProgrammeUnreadable):
        await programmes.publish(ProgrammePublished("retail", 2, PLAIN | section, NOON))
    assert (await programmes.get("retail")).version == 1


async def test_a_section_is_parsed_once_a_version() -> None:
    parsed: list[int] = []

    def versions(programme: Programme) -> str:
        parsed.append(programme.version)
        return f"section of {programme.version}"

    programmes = Programmes(FakeProgrammeStore(), compile_condition, SECTIONS)
    for version in (1, 2):
        await programmes.publish(ProgrammePublished("retail", version, PLAIN, NOON))
        for _ in range(3):
            section = (await programmes.get("retail")).section(versions)
            assert section == f"section of {version}"
    assert parsed == [1, 2]
