"""Which offers a member has today, why not the others, and the words for it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.common.condition_facts import declared
from services.feedback.offers.domain.association import Answers, Learnt
from services.feedback.offers.domain.judging import (
    Hindrance,
    Judged,
    Subject,
    judge,
    proposed,
)
from services.feedback.offers.domain.reason import reason
from services.feedback.offers.domain.section import (
    Basis,
    Before,
    Item,
    OfferPlan,
    offer_plan,
)
from services.feedback.programme.domain import Programme, Text
from tests.example_programmes import example
from tests.paths import PROGRAMMES

TODAY = date(2026, 11, 30)
SERIES = {
    "coat": Text("外套", "coats"),
    "scarf": Text("围巾", "scarves"),
    "hat": Text("帽子", "hats"),
}
CASE_54 = Learnt(1_000, {"coat": 100, "scarf": 60, "hat": 400}, {("coat", "scarf"): 30})


def item(code: str, series: str = "", **more: Any) -> Item:
    return Item(code, Text(code, code), series or code, **more)


def plan(*items: Item, count: int = 3, explore: int = 0, **more: Any) -> OfferPlan:
    return OfferPlan(SERIES, {each.code: each for each in items}, {}, count, explore, **more)


def member(**more: Any) -> Subject:
    bought = {"coat": [TODAY - timedelta(days=40)]}
    known: dict[str, Any] = {"today": TODAY, "profiled": True, "bought": bought}
    return Subject("fashion", "mem_1", **{**known, **more})


def codes(judged: list[Judged]) -> list[str]:
    return [each.item.code for each in proposed(judged)]


def hindrances(judged: list[Judged]) -> dict[str, Hindrance]:
    return {each.item.code: each.hindrance for each in judged}


def always(each: Item) -> bool:
    return True


def test_case_54_tells_the_member_why() -> None:
    offers = plan(item("hat"), item("scarf"))
    judged = judge(offers, member(), CASE_54, always)
    assert codes(judged) == ["hat", "scarf"]
    scarf = judged[1]
    assert reason(offers, scarf) == (
        "买过外套的会员中 30% 也选了围巾（通常 6%）",
        "30% of the members who bought coats also took scarves (usually 6%)",
    )
    assert scarf.chance == pytest.approx(0.26)


def test_class_comes_before_chance_and_chance_times_margin_decides_within() -> None:
    scarf, hat = item("scarf", margin=1_000), item("hat", margin=100)
    assert codes(judge(plan(hat, scarf), member(), CASE_54, always)) == ["scarf", "hat"]
    first = replace(hat, priority=1)
    assert codes(judge(plan(scarf, first), member(), CASE_54, always)) == ["hat", "scarf"]


def test_without_consent_everyone_has_one_list_and_nothing_is_read() -> None:
    def read(each: Item) -> bool:
        raise AssertionError("a condition was asked")

    offers = plan(
        item("scarf", margin=9_999, priority=2),
        item("hat", priority=1),
        item("coat", when="member.age > 30"),
        item("more", "hat", before=Before("coat", 1, 180)),
        explore=50,
    )
    for id_ in ("mem_1", "mem_2", "mem_3"):
        subject = Subject("fashion", id_, TODAY, profiled=False)
        judged = judge(offers, subject, CASE_54, read)
        assert codes(judged) == ["hat", "scarf"]
        assert hindrances(judged)["coat"] is hindrances(judged)["more"] is Hindrance.PROFILING
        assert {each.basis for each in judged} == {Basis.EVERYONE}
        assert all(each.chance is None for each in judged)
    # What they themselves declined is left out all the same.
    declined = Subject("fashion", "mem_1", TODAY, declined=frozenset({"hat"}))
    assert codes(judge(offers, declined, CASE_54, read)) == ["scarf"]


def test_each_hindrance_is_told() -> None:
    bought = {"coat": [TODAY - timedelta(days=6)] * 2}
    offers = plan(
        item("closed", "hat", closes=TODAY - timedelta(days=1)),
        item("soon", "hat", opens=TODAY + timedelta(days=1)),
        item("declined", "hat"),
        item("coat"),
        item("coat_again", "coat", not_again_days=6),
        item("three", "hat", before=Before("coat", 3, 180)),
        item("two", "hat", before=Before("coat", 2, 180)),
        item("two_lately", "hat", before=Before("coat", 2, 6)),
        item("others", "hat"),
        item("last", "hat"),
        count=2,
    )
    subject = member(bought=bought, declined=frozenset({"declined"}))
    judged = judge(offers, subject, Learnt(), lambda each: each.code != "others")
    assert hindrances(judged) == {
        "closed": Hindrance.CLOSED,
        "soon": Hindrance.CLOSED,
        "declined": Hindrance.DECLINED,
        "coat": Hindrance.BOUGHT,
        "coat_again": Hindrance.NONE,
        "three": Hindrance.NOT_BOUGHT_ENOUGH,
        "two": Hindrance.NONE,
        "two_lately": Hindrance.NOT_BOUGHT_ENOUGH,
        "others": Hindrance.CONDITION,
        "last": Hindrance.BEHIND,
    }
    assert codes(judged) == ["coat_again", "two"]


def test_the_brands_own_pair_wins_and_names_its_kind() -> None:
    offers = replace(
        plan(item("scarf")),
        by_hand={("hat", "scarf"): Basis.SCENE, ("coat", "scarf"): Basis.STYLE},
    )
    [judged] = judge(offers, member(), CASE_54, always)
    assert judged.basis is Basis.STYLE
    assert judged.chance == pytest.approx(0.26)
    assert reason(offers, judged).zh == "您买过外套，围巾是同样的风格"


def test_a_rule_without_an_association_has_its_own_chance_and_words() -> None:
    learnt = replace(CASE_54, answers={"hat": Answers(80, 20)})
    own = item("hat", reason=Text("新品", "New"))
    offers = plan(own, item("coat", before=Before("coat", 1, 90)))
    hat, coat = judge(offers, member(), learnt, always)
    # (20 + 20 x 0.4) / 100.
    assert hat.basis is Basis.RULE
    assert hat.chance == pytest.approx(0.28)
    assert reason(offers, hat) == Text("新品", "New")
    assert reason(offers, coat).en == "You bought coats in the last 90 days"


def test_chance_chooses_the_last_place_on_its_share_of_days_and_the_same_all_day() -> None:
    offers = plan(item("hat"), item("scarf"), item("coat", not_again_days=0), count=2, explore=30)
    explored, seen = 0, set()
    for day in range(1_000):
        subject = member(today=TODAY + timedelta(days=day))
        judged = judge(offers, subject, CASE_54, always)
        assert judged == judge(offers, subject, CASE_54, always)
        [first, last] = proposed(judged)
        assert first.item.code == "hat"
        assert sorted(each.item.code for each in judged) == ["coat", "hat", "scarf"]
        if last.basis is Basis.EXPLORED:
            explored += 1
            seen.add(last.item.code)
            assert last.association is None
    assert 250 < explored < 350
    assert len(seen) == 1  # Only one is behind the two.


@given(st.permutations(["hat", "scarf", "coat"]), st.integers(0, 50))
def test_whatever_the_programmes_order_the_same_offers_are_judged_once(
    order: list[str], explore: int
) -> None:
    offers = plan(*map(item, order), count=2, explore=explore)
    judged = judge(offers, member(), CASE_54, always)
    assert sorted(each.item.code for each in judged) == ["coat", "hat", "scarf"]
    assert len(proposed(judged)) == 2


@pytest.mark.parametrize("brand", sorted(path.stem for path in PROGRAMMES.glob("*.yaml")))
def test_no_offer_of_an_example_knows_a_price(brand: str) -> None:
    """No member pays more for the same offer by profiling: neither offer nor condition has money
    that a member pays."""
    section = example(brand).get("offers", {})
    for each in section.get("items", ()):
        for word in ("price", "amount", "discount", "percent", "coupon"):
            assert word not in json.dumps({k: v for k, v in each.items() if k != "name"})


def test_no_condition_on_an_offer_may_see_money() -> None:
    facts = declared()["offers.item"].facts
    named = {f"{root}.{name}" for root, names in facts.items() for name in names}
    assert not [each for each in named if "minor" in each or "price" in each or "spent" in each]
    schema = json.loads(
        (PROGRAMMES.parents[1] / "protos/tessera/programme/v1/offers.schema.json").read_text()
    )
    fields = schema["properties"]["items"]["items"]["properties"]
    money = {name for name in fields if "minor" in name or "price" in name}
    assert money == {"margin_minor"}  # What it brings the brand, not what a member pays.


def test_a_brand_without_the_section_proposes_nothing() -> None:
    assert offer_plan(Programme("tea")) == OfferPlan()
    assert judge(OfferPlan(), member(), Learnt(), always) == []
