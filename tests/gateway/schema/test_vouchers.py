"""Vouchers in GraphQL: members see where theirs was used, operators take them at the desk."""

from collections.abc import Callable

from tests.gateway.conftest import Client

As = Callable[..., Client]

REDEEM = """mutation($input: RedeemVoucherInput!) { redeemVoucher(input: $input) {
  voucher { code state storeId usedAt } replayed userErrors { code message { en } }
} }"""


async def test_a_member_sees_where_and_when_a_voucher_was_used(as_: As) -> None:
    confirm = """mutation { confirmRedemption(input: {requestId: "c1", redemptionId: "rdm_1"}) {
      redemption { voucher { code state expiresOn usedAt storeId } } } }"""
    answer = await as_().data(confirm)
    voucher = answer["confirmRedemption"]["redemption"]["voucher"]
    assert (voucher["code"], voucher["state"], voucher["storeId"]) == ("V-1", "USED", "s1")
    assert voucher["expiresOn"] == "2026-04-03"
    assert voucher["usedAt"] is not None


async def test_an_operator_looks_a_voucher_up_and_an_unknown_code_is_null(as_: As) -> None:
    desk = as_("operator")
    query = (
        '{ known: voucher(code: "V-1") { state rewardName } other: voucher(code: "V-2") { code } }'
    )
    answer = await desk.data(query)
    assert answer["known"] == {"state": "ISSUED", "rewardName": "饮品"}
    assert answer["other"] is None


async def test_an_operator_takes_a_voucher_or_is_told_that_it_was_used(as_: As) -> None:
    desk = as_("operator")
    wish = {"input": {"requestId": "u1", "code": "V-1", "storeId": "s1"}}
    done = (await desk.data(REDEEM, wish))["redeemVoucher"]
    assert (done["voucher"]["state"], done["voucher"]["storeId"]) == ("USED", "s1")
    wish["input"]["code"] = "V-2"
    (refused,) = (await desk.data(REDEEM, wish))["redeemVoucher"]["userErrors"]
    assert refused["code"] == "VOUCHER_USED"
    assert "used before" in refused["message"]["en"]


async def test_an_operator_lists_what_a_store_took(as_: As) -> None:
    query = """{ storeVouchers(storeId: "s1", usedFrom: "2026-03-04T00:00:00Z") {
      edges { node { code storeId redemptionId } } pageInfo { hasNextPage } } }"""
    answer = (await as_("operator").data(query))["storeVouchers"]
    assert [edge["node"]["storeId"] for edge in answer["edges"]] == ["s1"]
    assert not answer["pageInfo"]["hasNextPage"]
