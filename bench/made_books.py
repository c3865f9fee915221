"""Books for benchmarks of many members: postings and accounts as the service keeps them, by plain
inserts, because a million postings by the service itself would take minutes."""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import islice

from bench.ledger_documents import BRAND
from services.common.ids import IdSequence
from services.common.mongo import Database
from services.points.ledger.commands.ledger import ID_PREFIX
from services.points.ledger.domain.apply import apply
from services.points.ledger.domain.posting import PostingRequest
from services.points.ledger.storage.documents import from_account, from_posting
from services.points.ledger.storage.indexes import ACCOUNTS, POSTINGS

AT_ONCE = 1_000


def member(number: int) -> str:
    """A member's id, as long as a real one; in no order of the numbers."""
    return f"mem_{number * 7_919 % 1_000_000_007:026d}"


async def write(
    db: Database,
    requests: Iterable[PostingRequest],
    at: datetime,
    new_id: Callable[[], str] | None = None,
) -> int:
    """Write the postings, each of accounts that no other names, recorded at `at`; how many."""
    next_id, left, count = new_id or IdSequence(ID_PREFIX).next, iter(requests), 0
    while some := list(islice(left, AT_ONCE)):
        applied = [apply(each, {}, now=at, new_id=next_id) for each in some]
        accounts = [from_account(a) for one in applied for a in one.accounts.values()]
        await db[ACCOUNTS].insert_many(accounts, ordered=False)
        postings = [from_posting(one.posting) for one in applied]
        await db[POSTINGS].insert_many(postings, ordered=False)
        count += len(some)
    return count


async def all_there(db: Database, members: int) -> None:
    """Raises RuntimeError where so many accounts are not there."""
    there = await db[ACCOUNTS].count_documents({"brand": BRAND})
    if there < members:
        raise RuntimeError(f"{there} accounts of {members}")
