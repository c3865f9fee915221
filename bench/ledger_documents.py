"""Data of the ledger's benchmark: requests in bytes, and documents as the service stores them."""

import itertools
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TypeAlias

from services.common.ids import new_id
from services.common.mongo import Document
from services.points.ledger.domain.account import Account, AccountKey
from services.points.ledger.domain.apply import apply
from services.points.ledger.domain.posting import Leg, PostingKind, PostingRequest
from services.points.ledger.storage.documents import from_account, from_posting
from tessera.points.v1 import ledger_pb2 as pb

DocumentBatches: TypeAlias = Iterator[tuple[Sequence[Document], Sequence[Document]]]

BRAND = "tea"
ACCOUNTS = 5_000
OPENING = 10**9
SPENDS = 0.5
"""The share of postings that are debits, whose guard checks the balance."""
GROUP = 512
PREPARED = 40
_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_METADATA = {"rule": "drink_spend", "order": "tm-20260101-000123"}
_run = new_id("run")
_numbers = itertools.count()


def owner(number: int) -> str:
    """A member's id, as long as a real one."""
    return f"mem_{number:026d}"


def openings(accounts: int) -> Iterator[bytes]:
    """Requests that give every account enough points for the whole run."""
    for start in range(0, accounts, GROUP):
        owners = range(start, min(start + GROUP, accounts))
        some = [_request(pb.POSTING_KIND_OPEN, n, OPENING, "house:opening") for n in owners]
        yield pb.BatchCreatePostingsRequest(requests=some).SerializeToString()


def batches(accounts: int, size: int) -> Iterator[bytes]:
    """Endless BatchCreatePostings requests over this many accounts."""
    while True:
        some = [_random(accounts) for _ in range(size)]
        yield pb.BatchCreatePostingsRequest(requests=some).SerializeToString()


def singles(accounts: int) -> Iterator[bytes]:
    """Endless CreatePosting requests."""
    while True:
        yield _random(accounts).SerializeToString()


def _random(accounts: int) -> pb.CreatePostingRequest:
    number, points = random.randrange(accounts), random.randint(1, 100)
    if random.random() < SPENDS:
        return _request(pb.POSTING_KIND_SPEND, number, -points, "house:redeemed")
    return _request(pb.POSTING_KIND_EARN, number, points, "house:issued")


def _request(
    kind: pb.PostingKind.ValueType, number: int, points: int, house: str
) -> pb.CreatePostingRequest:
    legs = [
        pb.Leg(owner=owner(number), asset="POINTS", amount=points),
        pb.Leg(owner=house, asset="POINTS", amount=-points),
    ]
    return pb.CreatePostingRequest(
        request_id=f"{_run}/{next(_numbers)}", kind=kind, legs=legs, metadata=_METADATA
    )


def document_batches() -> DocumentBatches:
    """Accounts and postings as a full group commit writes them, each posting new."""
    prepared = [_documents() for _ in range(PREPARED)]
    return _each_new(itertools.cycle(prepared))


def _each_new(made: DocumentBatches) -> DocumentBatches:
    for accounts, postings in made:
        yield accounts, [{**posting, "_id": new_id("pst")} for posting in postings]


def _documents() -> tuple[list[Document], list[Document]]:
    accounts: dict[AccountKey, Account] = {}
    postings = []
    for _ in range(GROUP):
        name, points = owner(random.randrange(ACCOUNTS)), random.randint(1, 100)
        legs = Leg(name, "POINTS", points), Leg("house:issued", "POINTS", -points)
        request_id = f"rpc/{_run}/{next(_numbers)}"
        request = PostingRequest(BRAND, request_id, PostingKind.EARN, legs, metadata=_METADATA)
        applied = apply(request, accounts, now=_NOW, new_id=lambda: new_id("pst"))
        accounts |= applied.accounts
        postings.append(from_posting(applied.posting))
    return [from_account(account) for account in accounts.values()], postings
