"""Dry runs in GraphQL: an operator asks for one and reads what came of it."""

from collections.abc import Callable

from gateway.core.ids import to_global
from tests.gateway.conftest import Client

As = Callable[..., Client]
START = """mutation($input: StartDryRunInput!) { startDryRun(input: $input) {
  dryRun { id state report { refusedNow } } userErrors { code field } } }"""
READ = """query($id: ID) { dryRun(id: $id) { state complete failure report {
  assets { asset now draft membersGain nowWorth { minorUnits } draftWorth { currencyCode } }
  rules { rule now draft } members { memberId now draft } refusedDraft } } }"""


async def test_an_operator_asks_for_a_dry_run_and_reads_its_report(as_: As) -> None:
    ann = as_("operator")
    given = {"requestId": "r-1", "sourceYaml": "a: 1", "days": 30}
    started = (await ann.data(START, {"input": given}))["startDryRun"]
    assert started == {
        "dryRun": {"id": "dry_1", "state": "QUEUED", "report": None},
        "userErrors": [],
    }
    run = (await ann.data(READ, {"id": "dry_1"}))["dryRun"]
    points, growth = run["report"]["assets"]
    assert points == {
        "asset": "POINTS",
        "now": 100,
        "draft": 150,
        "membersGain": 2,
        "nowWorth": {"minorUnits": 500},
        "draftWorth": {"currencyCode": "CNY"},
    }
    assert growth["draftWorth"] is None
    assert run["report"]["members"] == [
        {"memberId": to_global("Member", "mem_3"), "now": 60, "draft": 90}
    ]
    assert (run["state"], run["complete"], run["failure"]) == ("DONE", True, None)


async def test_a_draft_that_is_none_is_refused_and_a_run_that_is_none_is_null(as_: As) -> None:
    ann = as_("operator")
    given = {"requestId": "r-1", "sourceYaml": "broken", "days": 30}
    refused = (await ann.data(START, {"input": given}))["startDryRun"]
    assert refused["userErrors"] == [{"code": "PROGRAMME_INVALID", "field": "sourceYaml"}]
    assert (await ann.data(READ, {"id": "dry_2"}))["dryRun"] is None
