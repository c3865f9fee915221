"""Lotteries in GraphQL: members draw, operators see counts, everyone sees odds and seeds."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]

DRAW = """mutation($input: DrawLotteryInput!) { drawLottery(input: $input) {
  draw { id lottery number roll drawn reason voucherCode voucherExpiresOn seed
    prize { code name(lang: EN) kind voucherDays amount } odds { prize oddsPpm } }
  replayed userErrors { code field } } }"""
LOTTERY = """query($member: ID) { lottery(code: "spring", memberId: $member) {
  name(lang: EN) ticketAsset open draws perDay pity { after prize }
  prizes { oddsPpm left given instead terms { code } } commitments { day commitment seed }
  standing { tickets drawsLeft losses } } }"""


async def test_a_member_sees_odds_commitments_and_tickets_and_no_counts(
    as_: As, backend: FakeBackend
) -> None:
    found = (await as_().data(LOTTERY))["lottery"]
    assert found["standing"] == {"tickets": 2, "drawsLeft": 2, "losses": 1}
    assert found["prizes"] == [
        {"oddsPpm": 500_000, "left": 0, "given": None, "instead": None, "terms": {"code": "drink"}}
    ]
    assert (found["draws"], found["perDay"]) == (None, None)
    assert [day["seed"] for day in found["commitments"]] == [None, None]
    assert [method for method, *_ in backend.requests] == ["GetLottery"]


async def test_an_operator_sees_what_was_given(as_: As) -> None:
    desk = as_("operator")
    found = (await desk.data(LOTTERY))["lottery"]
    assert (found["draws"], found["prizes"][0]["given"], found["standing"]) == (9, 4, None)
    found = (await desk.data(LOTTERY, {"member": member_id(2)}))["lottery"]
    assert found["standing"]["tickets"] == 2
    listed = "{ lotteries { edges { node { code draws standing { tickets } } } } }"
    (edge,) = (await desk.data(listed))["lotteries"]["edges"]
    assert edge["node"] == {"code": "spring", "draws": 9, "standing": None}


async def test_a_draw_is_made_once_or_refused_with_a_code(as_: As) -> None:
    wish = {"requestId": "d1", "lottery": "spring"}
    done = (await as_().data(DRAW, {"input": wish}))["drawLottery"]
    assert done == {
        "draw": {
            "id": "drw_1",
            "lottery": "spring",
            "number": 1,
            "roll": 1,
            "drawn": "drink",
            "reason": "DRAWN",
            "voucherCode": "2A3B4C5D6E",
            "voucherExpiresOn": "2026-04-03",
            "seed": None,
            "prize": {
                "code": "drink",
                "name": "A drink",
                "kind": "VOUCHER",
                "voucherDays": 30,
                "amount": None,
            },
            "odds": [{"prize": "drink", "oddsPpm": 500_000}],
        },
        "replayed": False,
        "userErrors": [],
    }
    assert (await as_().data(DRAW, {"input": wish}))["drawLottery"]["replayed"]
    wish |= {"requestId": "d2", "lottery": "none"}
    refused = (await as_().data(DRAW, {"input": wish}))["drawLottery"]
    assert (refused["draw"], refused["userErrors"]) == (
        None,
        [{"code": "LOTTERY_NOT_FOUND", "field": "lottery"}],
    )


async def test_draws_are_listed_in_pages_the_newest_first(as_: As) -> None:
    query = """query($after: String) { draws(first: 2, after: $after, ofLottery: "spring") {
      edges { node { number drawn reason prize { code } } }
      pageInfo { hasNextPage endCursor } } }"""
    page = (await as_().data(query))["draws"]
    assert [edge["node"]["number"] for edge in page["edges"]] == [3, 2]
    assert page["edges"][1]["node"] == {
        "number": 2,
        "drawn": None,
        "reason": "NO_PRIZE",
        "prize": None,
    }
    rest = (await as_().data(query, {"after": page["pageInfo"]["endCursor"]}))["draws"]
    assert [edge["node"]["number"] for edge in rest["edges"]] == [1]
    assert not rest["pageInfo"]["hasNextPage"]


async def test_odds_and_seeds_are_told_to_everyone(as_: As) -> None:
    query = """{ lotteryOdds(code: "spring") { code firstDay pity { after }
        prizes { code name(lang: EN) oddsPpm soldOut } }
      lotterySeeds(code: "spring") { edges { node { day commitment seed } } } }"""
    found = await as_().data(query)
    assert found["lotteryOdds"]["prizes"] == [
        {"code": "drink", "name": "A drink", "oddsPpm": 500_000, "soldOut": True}
    ]
    seeds = [edge["node"]["seed"] for edge in found["lotterySeeds"]["edges"]]
    assert seeds == [None, None, "ab"]
