"""An account with more entries than one call can look at is proven in several, by token."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.points.ledger.api import ledger as ledger_api
from services.points.ledger.commands import verify
from tessera.points.v1 import ledger_pb2 as pb
from tests.activities import NOON
from tests.component.points.conftest import As, Points

LOTS = 400


async def many_lots(till: As, owner: str) -> None:
    """One lot a posting, so that what a call hands to the next is as long as it gets."""
    requests = []
    for number in range(LOTS):
        request = pb.CreatePostingRequest(request_id=f"{number}", kind=pb.POSTING_KIND_EARN)
        request.legs.add(owner=owner, asset="POINTS", amount=number + 1)
        request.legs[0].expire_time.FromDatetime(NOON + timedelta(days=1, minutes=number))
        request.legs.add(owner="house:issued", asset="POINTS", amount=-number - 1)
        requests.append(request)
    await till.ledger.BatchCreatePostings(pb.BatchCreatePostingsRequest(requests=requests))


@pytest.mark.parametrize("tampered", [False, True])
async def test_an_account_is_proven_in_several_calls(
    points: Points, monkeypatch: pytest.MonkeyPatch, tampered: bool
) -> None:
    monkeypatch.setattr(verify, "STEP_ENTRIES_MAX", 60)
    monkeypatch.setattr(ledger_api, "VERIFY_STEP_S", 60.0)
    await many_lots(points.till(), "mem_ann")
    if tampered:
        await points.db["postings"].update_one(
            {"request": "tea/rpc/333"}, {"$set": {"entries.0.amount": 9}}
        )
    ann, token, told, longest = points.operator(), "", [], 0
    while True:
        answer = await ann.ledger.Verify(pb.VerifyRequest(owners=["mem_ann"], page_token=token))
        told += [f"{problem.check} {problem.where}" for problem in answer.problems]
        token = answer.next_page_token
        longest = max(longest, len(token))
        if not token:
            break
    assert longest > 10_000
    assert told == (["balance mem_ann/POINTS/334"] if tampered else [])
    assert answer.counts["entries"] == (360 if tampered else LOTS)
    assert answer.colour == (pb.VERIFY_COLOUR_RED if tampered else pb.VERIFY_COLOUR_GREEN)
