"""What happened to a member: which changes are told, and how they are asked for later."""

from gateway.subscriptions import PointsMoved, points_moved
from tessera.points.v1 import ledger_pb2
from tests.gateway.services import entry


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


def test_growth_and_the_houses_own_accounts_are_no_change_of_points() -> None:
    entries = [
        ledger_pb2.Entry(owner="mem_1", asset="GROWTH", amount=5),
        ledger_pb2.Entry(owner="house:issued", asset="POINTS", amount=-5),
    ]
    assert _told(ledger_pb2.Posting(brand="tea", entries=entries)) == []
