"""`changesSince` gives the changes of a member since a token, each once."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.app import Gateway
from gateway.core.ids import to_global
from gateway.guards.rate_limit import RateLimiter
from gateway.schema.changes.catch_up import PAGE, PAGES_MAX
from gateway.schema.changes.changes_since import SINCE_COST
from gateway.schema.changes.resume_point import (
    LATE_MS_MAX,
    UNKNOWN,
    ResumePoint,
    TimePosition,
    mark,
    read_resume_point,
)
from gateway.upstream.event_hub import PointsMoved, points_moved
from services.common.cache import Pour
from services.common.errors import Refusal
from tessera.feedback.v1 import feedback_pb2
from tessera.members.v1 import members_pb2
from tessera.points.v1 import ledger_pb2
from tests.gateway.conftest import Client
from tests.gateway.services import NOW_S, FakeBackend, at, entry, feedback_item, member_id

As = Callable[..., Client]

SINCE = """query($token: String, $first: Int! = 20) { changesSince(token: $token, first: $first) {
  token hasMore entries { sequence } tierChanges {
    ladder { code } main fromTier { code } toTier { code name } multiplier reason }
  feedback { id } points { available } } }"""


def _told(posting: ledger_pb2.Posting) -> list[PointsMoved]:
    return [moved for _, moved in points_moved(ledger_pb2.WatchResponse(postings=[posting]))]


def _hold(owner: str, change: int, asset: str = "POINTS") -> ledger_pb2.HoldMove:
    return ledger_pb2.HoldMove(hold_id="rdm_1", owner=owner, asset=asset, change=change)


def test_points_that_are_only_set_aside_are_a_change() -> None:
    holds = [_hold("mem_1", 100), _hold("reward:tea", 1, "STOCK")]
    assert _told(ledger_pb2.Posting(brand="tea", holds=holds)) == [PointsMoved("mem_1", None, 100)]


def test_a_hold_that_is_taken_is_one_change_with_its_entry() -> None:
    taken = entry("mem_1", 3)
    posting = ledger_pb2.Posting(brand="tea", entries=[taken], holds=[_hold("mem_1", -100)])
    assert _told(posting) == [PointsMoved("mem_1", taken, -100)]


def test_a_change_has_the_fields_of_its_posting() -> None:
    posting = ledger_pb2.Posting(
        id="pst_1",
        brand="tea",
        kind=ledger_pb2.POSTING_KIND_EARN,
        effective_time=at(-5),
        record_time=at(0),
        metadata={"rule": "spend"},
        entries=[ledger_pb2.Entry(owner="mem_1", asset="POINTS", amount=5, sequence=1)],
    )
    moved = _told(posting)[0].entry
    assert moved is not None
    assert (moved.posting_id, moved.kind, moved.sequence) == ("pst_1", posting.kind, 1)
    assert (moved.effective_time, moved.record_time) == (at(-5), at(0))
    assert dict(moved.metadata) == {"rule": "spend"}


def test_growth_and_the_houses_own_accounts_are_no_change_of_points() -> None:
    entries = [
        ledger_pb2.Entry(owner="mem_1", asset="GROWTH", amount=5),
        ledger_pb2.Entry(owner="house:issued", asset="POINTS", amount=-5),
    ]
    assert _told(ledger_pb2.Posting(brand="tea", entries=entries)) == []


async def _since(client: Client, token: str | None, first: int = 20) -> Any:
    return (await client.data(SINCE, {"token": token, "first": first}))["changesSince"]


def _decision(from_tier: str, to_tier: str, seconds: int) -> members_pb2.TierDecision:
    return members_pb2.TierDecision(
        ladder="growth", from_tier=from_tier, to_tier=to_tier, decide_time=at(seconds)
    )


async def test_without_a_token_there_is_one_to_begin_with(as_: As, backend: FakeBackend) -> None:
    begun = await _since(as_(), None)
    assert (begun["entries"], begun["tierChanges"], begun["feedback"]) == ([], [], [])
    assert begun["points"] == {"available": 87}
    assert (await _since(as_(), begun["token"]))["entries"] == []


async def test_entries_since_a_token_come_oldest_first_in_pages(
    as_: As, backend: FakeBackend
) -> None:
    begun = await _since(as_(), None)
    backend.written = 12
    page = await _since(as_(), begun["token"], 3)
    assert ([e["sequence"] for e in page["entries"]], page["hasMore"]) == ([8, 9, 10], True)
    page = await _since(as_(), page["token"], 3)
    assert ([e["sequence"] for e in page["entries"]], page["hasMore"]) == ([11, 12], False)


async def test_changes_of_a_tier_since_a_token_come_as_one(as_: As, backend: FakeBackend) -> None:
    backend.decisions = [_decision("", "basic", 1)]
    begun = await _since(as_(), None)
    backend.decisions[:0] = [_decision("silver", "gold", 9), _decision("basic", "silver", 5)]
    received = await _since(as_(), begun["token"])
    assert received["tierChanges"] == [
        {
            "ladder": {"code": "growth"},
            "main": True,
            "fromTier": {"code": "basic"},
            "toTier": {"code": "gold", "name": "gold"},
            "multiplier": 1.3,
            "reason": "OTHER",
        }
    ]
    assert (await _since(as_(), received["token"]))["tierChanges"] == []


async def test_items_that_changed_since_a_token_come(as_: As) -> None:
    point = ResumePoint(
        points=7, tiers=TimePosition(0), feedback=TimePosition(NOW_S * 1000 + LATE_MS_MAX - 2_000)
    )
    received = await _since(as_(), point.text())
    assert len(received["feedback"]) == 1


async def test_changes_of_a_service_that_is_away_come_next_time(
    as_: As, backend: FakeBackend
) -> None:
    before = ResumePoint(points=5, tiers=TimePosition(0), feedback=TimePosition(0))
    backend.failing["BatchGetWallets"] = lambda: Refusal("STORAGE_UNAVAILABLE")
    answer = await as_().ask(SINCE, {"token": before.text()})
    assert answer["data"]["changesSince"]["entries"] is None
    assert len(answer["data"]["changesSince"]["feedback"]) == 4
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"STORAGE_UNAVAILABLE"}
    backend.failing.clear()
    received = await _since(as_(), answer["data"]["changesSince"]["token"])
    assert [e["sequence"] for e in received["entries"]] == [6, 7]
    assert received["feedback"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        "nonsense",
        "cGxhY2U6MS4y",
        "cGxhY2U6MS4yLngx",
        "cGxhY2U6LTEuLg==",
        "cGxhY2U6MS4yLjMuNC41",
        "cGxhY2U6Li4xfno=",
    ],
)
async def test_a_token_that_is_none_is_refused(as_: As, backend: FakeBackend, wrong: str) -> None:
    answer = await as_().ask(SINCE, {"token": wrong})
    assert answer["data"] == {"changesSince": None}
    assert answer["errors"][0]["extensions"]["code"] == "PAGE_TOKEN_INVALID"
    assert not backend.calls


def test_a_resume_point_is_read_as_it_was_written() -> None:
    late = TimePosition(2**52).after([mark(2**52 + 5, "a", 1), mark(2**52 - 29_000, "b", 2)])
    for point in (
        UNKNOWN,
        ResumePoint(0, TimePosition(0), TimePosition(0)),
        ResumePoint(7, None, TimePosition(2**53)),
        ResumePoint(feedback=late, asked_at=1),
    ):
        assert read_resume_point(point.text(), "token") == point


async def test_nothing_is_lost_between_a_first_token_and_a_service_that_was_away(
    as_: As, backend: FakeBackend
) -> None:
    begun_at = datetime.now(UTC)
    for method in ("BatchGetWallets", "BatchListMemberFeedback", "ListTierDecisions"):
        backend.failing[method] = lambda: Refusal("STORAGE_UNAVAILABLE")
    answer = await as_().ask(SINCE, {"token": None})
    begun = answer["data"]["changesSince"]
    assert (begun["entries"], begun["tierChanges"], begun["feedback"]) == (None, None, None)
    backend.failing.clear()
    # What happened long before is no news; what happened meanwhile is.
    after = begun_at + timedelta(seconds=1)
    backend.entries_at = {8: after, 9: after}
    backend.written = 9
    backend.items = [_item("new", after), _item("old", begun_at - timedelta(minutes=5))]
    backend.decisions = [_decision("silver", "gold", 0)]
    backend.decisions[0].decide_time.FromDatetime(after)
    received = await _since(as_(), begun["token"])
    assert [entry["sequence"] for entry in received["entries"]] == [8, 9]
    assert [change["toTier"]["code"] for change in received["tierChanges"]] == ["gold"]
    assert [item["id"] for item in received["feedback"]] == [to_global("Feedback", "fb_new")]
    again = await _since(as_(), received["token"])
    assert (again["entries"], again["tierChanges"], again["feedback"]) == ([], [], [])


async def test_a_part_that_stays_away_comes_from_the_time_of_the_first_question(
    as_: As, backend: FakeBackend
) -> None:
    backend.failing["BatchGetWallets"] = lambda: Refusal("STORAGE_UNAVAILABLE")
    token = None
    for _ in range(3):
        answer = await as_().ask(SINCE, {"token": token})
        token = answer["data"]["changesSince"]["token"]
    backend.failing.clear()
    backend.entries_at = {n: datetime.now(UTC) for n in range(8, 151)}
    backend.written = 150
    received = await _since(as_(), token, 100)
    assert [entry["sequence"] for entry in received["entries"]] == list(range(8, 108))
    assert received["hasMore"]


async def test_a_slow_write_comes_once_though_later_ones_came_before(
    as_: As, backend: FakeBackend
) -> None:
    now = datetime.now(UTC)
    backend.items = [_item("second", now)]
    begun = await _since(as_(), None)
    # It took its time before the second one, and was written behind it.
    backend.items = [_item("second", now), _item("first", now - timedelta(milliseconds=900))]
    received = await _since(as_(), begun["token"])
    assert [item["id"] for item in received["feedback"]] == [to_global("Feedback", "fb_first")]
    assert (await _since(as_(), received["token"]))["feedback"] == []


def _item(name: str, at: datetime) -> feedback_pb2.Feedback:
    item = feedback_item(member_id(2), 1)
    item.id = f"fb_{name}"
    item.timeline[0].time.FromDatetime(at)
    return item


class _Paid:
    """Buckets that take every cost, and count it."""

    def __init__(self) -> None:
        self.points = 0.0

    async def pour(self, pours: Sequence[Pour]) -> list[float]:
        self.points += sum(each.amount_us for each in pours)
        return [0.0] * len(pours)

    async def close(self) -> None:
        """Nothing is open."""


async def test_who_has_a_long_past_read_pays_for_it(
    as_: As, backend: FakeBackend, gateway: Gateway
) -> None:
    paid = _Paid()
    # So many points a minute that a point is a microsecond.
    gateway.rate_limiter = RateLimiter(paid, per_caller=60_000_000, per_address=0)
    backend.written = 950
    query = "query($token: String) { changesSince(token: $token, first: 1) { token } }"
    await as_().data(query, {"token": ResumePoint(asked_at=1).text()})
    assert backend.calls["BatchGetWallets"] > PAGES_MAX
    assert paid.points >= PAGE * PAGES_MAX
    paid.points = 0
    await as_().data(query)
    assert SINCE_COST <= paid.points < 2 * SINCE_COST
