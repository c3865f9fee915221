"""Back-tests of ladders in GraphQL: an operator asks for one and reads who would stand where."""

from collections.abc import Callable

from gateway.core.ids import to_global
from tests.gateway.conftest import Client

As = Callable[..., Client]
START = """mutation($input: StartTierBacktestInput!) { startTierBacktest(input: $input) {
  backtest { id state cost { pointsNow } } userErrors { code field } } }"""
READ = """query($id: ID) { tierBacktest(id: $id) { state members
  ladders { ladder { name } rise fall riseAtOnce
    moves { fromTier { code } toTier { name } members } }
  cost { spend { minorUnits } pointsNow pointsDraft worth { minorUnits currencyCode } }
  benefits { benefit now draft } sample { memberId fromTier toTier reason counted threshold } } }"""


async def test_an_operator_asks_for_a_back_test_and_reads_who_moves_where(as_: As) -> None:
    ann = as_("operator")
    given = {"requestId": "r-1", "sourceYaml": "a: 1"}
    started = (await ann.data(START, {"input": given}))["startTierBacktest"]
    assert started["backtest"] == {"id": "tbt_1", "state": "QUEUED", "cost": None}
    found = (await ann.data(READ))["tierBacktest"]
    assert found["ladders"] == [
        {
            "ladder": {"name": "成长"},
            "rise": 20,
            "fall": 0,
            "riseAtOnce": 5,
            "moves": [{"fromTier": {"code": "silver"}, "toTier": {"name": "金卡"}, "members": 20}],
        }
    ]
    assert found["cost"]["worth"] == {"minorUnits": 2, "currencyCode": "CNY"}
    [why] = found["sample"]
    assert why == {
        "memberId": to_global("Member", "mem_3"),
        "fromTier": "silver",
        "toTier": "gold",
        "reason": "UPGRADE",
        "counted": 700,
        "threshold": 600,
    }


async def test_a_draft_that_is_none_is_refused_and_a_test_that_is_none_is_null(as_: As) -> None:
    ann = as_("operator")
    given = {"requestId": "r-1", "sourceYaml": "broken"}
    refused = (await ann.data(START, {"input": given}))["startTierBacktest"]
    assert refused["userErrors"] == [{"code": "PROGRAMME_INVALID", "field": "sourceYaml"}]
    assert (await ann.data(READ, {"id": "tbt_2"}))["tierBacktest"] is None
