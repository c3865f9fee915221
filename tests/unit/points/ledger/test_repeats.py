"""The worked rules of the ledger: requests that come again, and records that change with them."""

from __future__ import annotations

import pytest

from services.points.ledger.domain.posting import Posted, Refused
from services.points.ledger.domain.record import Body, RecordKind
from tests.builders import (
    earn,
    spend,
)
from tests.unit.points.ledger.ledger_world import ANN, DAY, World


@pytest.fixture
def world() -> World:
    return World()


# --- idempotency ---


async def test_the_same_request_gets_the_first_answer(world: World) -> None:
    request = earn(ANN, 5, request_id="r")
    first = await world.post(request)
    world.clock.advance(400 * DAY)
    again = await world.post(request)
    assert (again.posting, again.replayed) == (first.posting, True)


async def test_the_same_id_with_other_content_is_refused(world: World) -> None:
    await world.post(earn(ANN, 5, request_id="r"))
    refused = await world.refusal(earn(ANN, 6, request_id="r"))
    assert refused == ("REQUEST_ID_REUSED", "request_id")


async def test_who_spent_the_last_points_is_not_refused_when_asking_again(world: World) -> None:
    await world.post(earn(ANN, 5), spend(ANN, 5, request_id="last"))
    assert (await world.post(spend(ANN, 5, request_id="last"))).replayed


async def test_a_request_twice_in_one_batch_is_one_posting(world: World) -> None:
    request, other = earn(ANN, 5, request_id="r"), earn(ANN, 6, request_id="r")
    first, second, third = await world.ledger.post_all([request, request, other])
    assert isinstance(first, Posted)
    assert isinstance(second, Posted)
    assert (first.replayed, second.replayed) == (False, True)
    assert isinstance(third, Refused)
    assert await world.available() == 5


async def test_an_id_that_was_refused_may_be_used_again(world: World) -> None:
    await world.refusal(spend(ANN, 5, request_id="r"))
    await world.post(earn(ANN, 5))
    assert not (await world.post(spend(ANN, 5, request_id="r"))).replayed


async def test_two_brands_may_use_one_id(world: World) -> None:
    await world.post(earn(ANN, 5, request_id="r"))
    assert not (await world.post(earn(ANN, 6, request_id="r", brand="retail"))).replayed


# --- records ---

ORDER: RecordKind[Body] = RecordKind("order", lambda brand, body: body)
CAP: RecordKind[Body] = RecordKind("cap", lambda brand, body: body)


async def test_a_record_changes_with_its_posting_or_not_at_all(world: World) -> None:
    order = ORDER.record("1", 0, {"total": 5})
    await world.refusal(spend(ANN, 5, records=(order,)))
    await world.post(earn(ANN, 5, records=(order,)))
    assert await world.ledger.record("tea", ORDER, "1") == ({"total": 5}, 1)
    assert await world.ledger.record("retail", ORDER, "1") is None
    refused = await world.refusal(earn(ANN, 5, records=(order,)))
    assert refused[0] == "RECORD_CHANGED"


async def test_in_one_batch_a_record_changes_once_under_one_version(world: World) -> None:
    requests = [earn(ANN, 5, records=(CAP.record("1", 0, {"n": n}),)) for n in range(3)]
    results = await world.ledger.post_all(requests)
    assert [isinstance(result, Posted) for result in results] == [True, False, False]
    assert await world.ledger.record("tea", CAP, "1") == ({"n": 0}, 1)
