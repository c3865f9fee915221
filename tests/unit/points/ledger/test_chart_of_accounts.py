"""Names that are kept for ever are written in one place: accounts, assets, prefixes of ids."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import services.points
from services.points.ledger.domain import chart_of_accounts as chart
from services.points.ledger.domain import request_ids

POINTS_SERVICE = Path(services.points.__file__).parent
FILES_OF_NAMES = {
    POINTS_SERVICE / "ledger/domain/chart_of_accounts.py",
    POINTS_SERVICE / "ledger/domain/request_ids.py",
}
PREFIXES = (chart.HOUSE_PREFIX, chart.REWARD_PREFIX, *request_ids.ALL)


def names_written_in(source: str) -> Iterator[str]:
    """Strings of `source` that are an asset or begin as an account or a request id does."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if node.value in chart.BUILT_IN_ASSETS or node.value.startswith(PREFIXES):
            yield f"line {node.lineno}: {node.value}"


@pytest.mark.parametrize(
    "source",
    ['A = "house:issued"', 'f"reward:{code}"', 'f"park/{key}"', '["rpc/" + x]', 'leg("POINTS")'],
)
def test_a_name_is_found_wherever_it_is_written(source: str) -> None:
    assert list(names_written_in(source))


def test_only_the_chart_and_the_request_ids_write_names() -> None:
    files = set(POINTS_SERVICE.rglob("*.py")) - FILES_OF_NAMES
    assert len(files) > 100
    found = {
        str(file.relative_to(POINTS_SERVICE)): names
        for file in sorted(files)
        if (names := list(names_written_in(file.read_text())))
    }
    assert found == {}


def test_the_chart_has_every_house_account_and_every_prefix() -> None:
    named = {value for value in vars(chart).values() if isinstance(value, str)}
    houses = {name for name in named if name.startswith(chart.HOUSE_PREFIX)}
    assert houses - {chart.HOUSE_PREFIX} == chart.HOUSE_OWNERS
    prefixes = {
        value
        for name, value in vars(request_ids).items()
        if name.isupper() and isinstance(value, str)
    }
    assert prefixes == request_ids.ALL


def test_no_prefix_of_a_request_id_begins_another() -> None:
    for prefix in request_ids.ALL:
        assert not any(other.startswith(prefix) for other in request_ids.ALL if other is not prefix)


def test_names_in_the_database_stay_as_they_are() -> None:
    assert {
        "house:issued",
        "house:redeemed",
        "house:expired",
        "house:clawed_back",
        "house:adjusted",
        "house:stock",
        "house:opening",
    } == chart.HOUSE_OWNERS
    assert chart.reward_owner("tote_bag") == "reward:tote_bag"
    assert set(chart.BUILT_IN_ASSETS) == {"POINTS", "GROWTH", "STOCK"}
    assert {
        "rpc/",
        "activity/",
        "refund/",
        "park/",
        "refused/",
        "redemption/",
        "voucher/",
        "stock/",
        "check_in/",
        "make_up/",
        "badge/",
        "tier_badge/",
        "task/",
        "task_return/",
        "streak/",
        "benefit_grant/",
        "benefit_use/",
        "gift/",
        "expire/",
        "remind/",
        "close/",
        "adjust/",
        "wish/",
        "reject/",
        "grant/",
        "rule_grant/",
        "checkout/",
        "coupon_revoke/",
        "lottery_seed/",
        "draw/",
        "budget/",
        "bulk_file/",
        "bulk_row/",
        "sign_up/",
        "seat/",
        "attendance/",
        "event_end/",
        "erase/",
        "extend/",
        "merge/",
        "wake_up/",
    } == request_ids.ALL


@pytest.mark.parametrize(
    ("asset", "spendable"), [("POINTS", True), ("STOCK", True), ("BEANS", True), ("GROWTH", False)]
)
def test_all_can_be_spent_but_growth(asset: str, spendable: bool) -> None:
    assert chart.is_spendable(asset) is spendable
