"""One loop decides, posts, and decides again when another writer was faster."""

import pytest

from services.common.clock import ManualClock
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.commands.post_decided import ATTEMPTS_MAX, Contended, post_decided
from services.points.ledger.domain.guards import InsufficientPoints
from services.points.ledger.domain.hash_chain import fingerprint_of
from services.points.ledger.domain.posting import Posted, PostingRequest
from services.points.ledger.domain.record import Body, RecordChanged, RecordKind
from services.points.ledger.domain.repeat import Asked, RequestIdReused
from tests.builders import NEW_YEAR, earn, spend
from tests.fakes import FakeLedgerStore
from tests.unit.points.ledger.watched_store import balance

COUNTER: RecordKind[int] = RecordKind("counter", lambda brand, body: int(body["n"]))


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(FakeLedgerStore(), ManualClock(NEW_YEAR))


def counting(version: int, request_id: str = "r") -> PostingRequest:
    body: Body = {"n": version + 1}
    records = (COUNTER.record("c", version, body),)
    return earn("mem_ann", 1, request_id=request_id, records=records)


class Counting:
    """Decides to count on; `others` write between its reading and its posting."""

    def __init__(self, ledger: Ledger, others: int = 0) -> None:
        self.ledger = ledger
        self.others = others
        self.decided = 0

    async def __call__(self) -> PostingRequest:
        known = await self.ledger.record("tea", COUNTER, "c")
        version = known.version if known else 0
        self.decided += 1
        if self.decided <= self.others:
            await self.ledger.post(counting(version, f"other-{self.decided}"))
        return counting(version)


def asked(request: PostingRequest) -> Asked:
    return Asked(request.brand, request.request_id, fingerprint_of(request))


async def test_a_decision_that_lost_a_race_is_made_anew(ledger: Ledger) -> None:
    decide = Counting(ledger, others=2)
    posted = await post_decided(ledger, None, decide)
    assert not posted.replayed
    assert decide.decided == 3
    assert await ledger.record("tea", COUNTER, "c") == (3, 3)


async def test_one_that_never_wins_is_given_up(ledger: Ledger) -> None:
    decide = Counting(ledger, others=99)
    with pytest.raises(Contended) as given_up:
        await post_decided(ledger, None, decide)
    assert given_up.value.reason == "OVERLOADED"
    assert decide.decided == ATTEMPTS_MAX


async def test_a_repeat_gets_the_first_answer(ledger: Ledger) -> None:
    decide = Counting(ledger)
    first = await post_decided(ledger, asked(counting(0)), decide)
    again = await post_decided(ledger, asked(counting(0)), decide)
    assert again == Posted(first.posting, replayed=True)


async def test_other_content_under_the_id_of_a_request_is_refused(ledger: Ledger) -> None:
    await post_decided(ledger, asked(counting(0)), Counting(ledger))

    async def refuse() -> PostingRequest:
        raise AssertionError("the same request has used everything up")

    with pytest.raises(RequestIdReused):
        await post_decided(ledger, Asked("tea", "r", "other"), refuse)


async def test_a_refusal_that_the_same_request_caused_is_its_first_answer(ledger: Ledger) -> None:
    """Another attempt of the request is written after the look-up and before the decision."""
    request = counting(0)

    async def decide() -> PostingRequest:
        await ledger.post(request)
        raise ValueError("nothing is left")

    posted = await post_decided(ledger, asked(request), decide)
    assert posted.replayed


async def test_what_needs_no_posting_is_given_back(ledger: Ledger) -> None:
    async def decide() -> PostingRequest | None:
        return None

    assert await post_decided(ledger, None, decide) is None


async def test_only_the_refusals_that_are_named_are_decided_anew(ledger: Ledger) -> None:
    await ledger.post(earn("mem_ann", 5))
    wanted = [9, 9, 5]

    async def decide() -> PostingRequest:
        return spend("mem_ann", wanted.pop(0))

    with pytest.raises(InsufficientPoints):
        await post_decided(ledger, None, decide)
    await post_decided(ledger, None, decide, retry_on=(RecordChanged, InsufficientPoints))
    assert await balance(ledger) == 0
