"""Rules read through a small cache."""

from typing import Any

import pytest

from services.members.programme.commands.rulebook import RuleBook
from services.members.programme.domain.programme import ProgrammeMissing
from services.members.programme.domain.rules import NO_RULES, Rules
from services.members.tiers.domain.daily_totals import KEPT_DAYS
from services.members.tiers.domain.ladder import Source, kept_days, ladders_of, ladders_on
from tests.example_programmes import example as read_example
from tests.fakes_members import FakeProgrammes


def example(brand: str) -> dict[str, Any]:
    document: dict[str, Any] = read_example(brand)
    return document


async def test_a_brand_without_a_programme_has_no_ladders_until_it_publishes_one() -> None:
    programmes = FakeProgrammes()
    rulebook = RuleBook(programmes)
    assert await rulebook.of("tea") is NO_RULES
    with pytest.raises(ProgrammeMissing):
        await rulebook.required("tea")
    programmes.publish("tea", example("tea"))
    assert (await rulebook.required("tea")).currency == "CNY"
    assert await rulebook.of("retail") is NO_RULES


async def test_a_version_is_read_once_and_a_newer_one_when_it_must_be() -> None:
    programmes = FakeProgrammes(tea=example("tea"))
    rulebook = RuleBook(programmes)
    first = await rulebook.of("tea")
    version = programmes.publish("tea", example("car"))
    assert await rulebook.of("tea") is first
    newer = await rulebook.at_least("tea", version)
    assert (newer.version, await rulebook.of("tea")) == (version, newer)


async def test_the_same_version_is_not_read_again() -> None:
    rulebook = RuleBook(FakeProgrammes(tea=example("tea")), fresh_s=0)
    assert await rulebook.of("tea") is await rulebook.of("tea")


@pytest.mark.parametrize("brand", ["car", "fashion", "retail", "tea"])
async def test_the_main_ladder_of_every_example_comes_first(brand: str) -> None:
    rules = await RuleBook(FakeProgrammes(**{brand: example(brand)})).of(brand)
    assert [ladder.main for ladder in ladders_of(rules)][:1] == [True]
    assert all(ladder.lowest.reach == 0 for ladder in ladders_of(rules))
    assert kept_days(rules) >= KEPT_DAYS
    counted = [*ladders_on(rules, Source.GROWTH), *ladders_on(rules, Source.PURCHASES)]
    assert set(counted) == set(ladders_of(rules))


async def test_a_section_is_parsed_once_a_version() -> None:
    parsed: list[str] = []

    def currency(rules: Rules) -> str:
        parsed.append(rules.document["currency"])
        return parsed[-1]

    programmes = FakeProgrammes(tea=example("tea"))
    rulebook = RuleBook(programmes, fresh_s=0)
    for _ in range(2):
        assert (await rulebook.of("tea")).section(currency) == "CNY"
    assert parsed == ["CNY"]
    programmes.publish("tea", example("tea"))
    assert (await rulebook.of("tea")).section(currency) == "CNY"
    assert parsed == ["CNY", "CNY"]
