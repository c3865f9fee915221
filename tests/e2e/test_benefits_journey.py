"""A tier that is reached brings its benefit; a desk hands one over, and gives it back."""

from typing import Any

from tests.e2e.brand import Brand, unique
from tests.e2e.running_suite import until
from tests.e2e.test_rewards_journey import with_points

BENEFITS = "{ me { benefits { code left of until } } }"
USE = """mutation($input: UseBenefitInput!) { useBenefit(input: $input) {
  use { id benefit { name(lang: EN) } reversedAt } userErrors { code } } }"""
REVERSE = """mutation($input: ReverseBenefitUseInput!) { reverseBenefitUse(input: $input) {
  use { reversedAt } userErrors { code } } }"""
USES = "{ benefitUses { edges { node { id storeId reversedAt } } } }"


async def test_a_tier_brings_a_benefit_that_a_desk_hands_over(tea: Brand) -> None:
    person = await with_points(tea, 1_000)
    shown = await until(lambda: person.front.ask(BENEFITS), lambda me: bool(me and me["benefits"]))
    counted, other = shown["benefits"]
    assert (counted["code"], counted["left"], counted["of"]) == ("size_upgrade", 2, 2)
    assert (other["code"], other["left"]) == ("new_flavours", None)

    async def use() -> Any:
        given = {"requestId": unique("use"), "memberId": person.id, "benefit": "size_upgrade"}
        return await tea.staff.ask(USE, input={**given, "storeId": "store-01"})

    first = await use()
    assert first["use"]["benefit"]["name"] == "Free size upgrade"
    await use()
    assert (await use())["userErrors"] == [{"code": "BENEFIT_USED_UP"}]
    back = {"requestId": unique("back"), "useId": first["use"]["id"], "storeId": "store-01"}
    assert (await tea.staff.ask(REVERSE, input=back))["use"]["reversedAt"]
    assert (await person.front.ask(BENEFITS))["benefits"][0]["left"] == 1
    uses = (await person.front.ask(USES))["edges"]
    assert [edge["node"]["reversedAt"] is None for edge in uses] == [True, False]
