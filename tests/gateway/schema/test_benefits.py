"""Benefits: on a card without a call more, and used at a desk."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.queries import CARD_FIELDS
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]

STATUS = "benefits { code name(lang: EN) left of per until }"
USE = """mutation($input: UseBenefitInput!) { useBenefit(input: $input) {
  use { id benefit { code name(lang: ZH) } storeId reversedAt } replayed
  userErrors { code field } } }"""
REVERSE = """mutation($input: ReverseBenefitUseInput!) { reverseBenefitUse(input: $input) {
  use { id reversedAt } replayed userErrors { code field } } }"""
READS = {"BatchGetMembers": 1, "BatchGetWallets": 1, "BatchListMemberFeedback": 1}


async def test_a_card_with_benefits_is_still_one_call_to_each_service(
    as_: As, backend: FakeBackend
) -> None:
    me = (await as_().data("{ me { " + CARD_FIELDS + STATUS + " } }"))["me"]
    assert backend.calls == READS
    assert me["benefits"] == [
        {
            "code": "size_upgrade",
            "name": "Free size upgrade",
            "left": 1,
            "of": 2,
            "per": "MONTH",
            "until": "2026-03-31",
        },
        {
            "code": "new_flavours",
            "name": "New flavours first",
            "left": None,
            "of": None,
            "per": None,
            "until": None,
        },
    ]


async def test_a_card_without_benefits_does_not_ask_for_them(as_: As, backend: FakeBackend) -> None:
    await as_().data("{ me { " + CARD_FIELDS + " } }")
    (asked,) = [request for name, _, request in backend.requests if name == "BatchGetWallets"]
    assert not asked.benefits


async def test_an_operator_uses_a_benefit_and_gives_it_back(as_: As, backend: FakeBackend) -> None:
    staff = as_("operator")
    given = {"requestId": "r1", "memberId": member_id(3), "benefit": "size_upgrade"}
    used = (await staff.data(USE, {"input": {**given, "storeId": "s1"}}))["useBenefit"]
    assert used == {
        "use": {
            "id": "bnu_1",
            "benefit": {"code": "size_upgrade", "name": "免费升杯"},
            "storeId": "s1",
            "reversedAt": None,
        },
        "replayed": False,
        "userErrors": [],
    }
    (asked,) = [request for name, _, request in backend.requests if name == "UseBenefit"]
    assert (asked.member_id, asked.store_id) == (member_id(3), "s1")
    back = {"requestId": "r2", "useId": "bnu_1", "storeId": "s1"}
    done = (await staff.data(REVERSE, {"input": back}))["reverseBenefitUse"]
    assert (done["use"]["id"], done["use"]["reversedAt"] is None) == ("bnu_1", False)
    back["storeId"] = "s2"
    done = (await staff.data(REVERSE, {"input": back}))["reverseBenefitUse"]
    assert done["userErrors"] == [{"code": "BENEFIT_USE_NOT_REVERSIBLE", "field": "useId"}]


async def test_what_is_used_up_is_a_user_error(as_: As) -> None:
    given = {"requestId": "r1", "memberId": member_id(3), "benefit": "limousine", "storeId": "s"}
    refused = (await as_("operator").data(USE, {"input": given}))["useBenefit"]
    assert refused["use"] is None
    assert refused["userErrors"] == [{"code": "BENEFIT_USED_UP", "field": "benefit"}]


async def test_members_list_their_uses(as_: As) -> None:
    query = "{ benefitUses { edges { node { id storeId usedAt memberId } } } }"
    (edge,) = (await as_().data(query))["benefitUses"]["edges"]
    assert (edge["node"]["id"], edge["node"]["storeId"]) == ("bnu_1", "s1")
