"""The canonical form is for ever: what was hashed once must hash so again."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

from services.points.calendar.domain.instant import unix_ms
from services.points.ledger.domain import hash_chain as chain
from services.points.ledger.domain.account import AccountKey
from services.points.ledger.domain.posting import (
    Entry,
    HoldChange,
    HoldMove,
    HoldPlacement,
    Leg,
    Lot,
    Posting,
    PostingKind,
    PostingRequest,
)
from tests.builders import NEW_YEAR

DAY = timedelta(days=1)
SOON, LATER = NEW_YEAR + DAY, NEW_YEAR + 2 * DAY
POSTING = Posting(
    "pst_1",
    "tea",
    'rpc/"奶茶"\n',
    PostingKind.SPEND,
    (
        Entry("mem_ann", "POINTS", -7, 3, 5, b"x", lots=(Lot(4, SOON), Lot(3, None, SOON))),
        Entry("mem_bob", "POINTS", 2, 1, 2, b"y", SOON, NEW_YEAR, minimum=-1, unguarded=True),
        Entry("house:redeemed", "POINTS", 5),
    ),
    NEW_YEAR,
    SOON,
    "pst_0",
    {"规则": "兑换", "b": "\x00"},
    (HoldMove("h", "mem_ann", "POINTS", -7, LATER),),
    "f",
)
REQUEST = PostingRequest(
    "tea",
    "r",
    PostingKind.SPEND,
    (Leg("mem_ann", "POINTS", -7, None, None, 1, True, SOON, True), Leg("m", "P", 7, SOON, LATER)),
    (HoldPlacement("h", "mem_ann", "POINTS", 7, LATER),),
    (HoldChange("i", "mem_ann", "POINTS", 7), HoldChange("j", "mem_ann", "POINTS", 0, SOON)),
    NEW_YEAR,
    "pst_0",
    {"b": "2", "a": "1"},
)


def canonical(content: object) -> bytes:
    return json.dumps(content, separators=(",", ":"), ensure_ascii=True).encode()


def test_the_digest_is_that_of_canonical_json() -> None:
    new_year, soon, later = (unix_ms(at) for at in (NEW_YEAR, SOON, LATER))
    content = [
        "pst_1",
        "tea",
        'rpc/"奶茶"\n',
        "spend",
        new_year,
        soon,
        "pst_0",
        [["b", "\x00"], ["规则", "兑换"]],
        [
            ["mem_ann", "POINTS", -7, None, None, [[4, soon, None], [3, None, soon]], 0, False],
            ["mem_bob", "POINTS", 2, soon, new_year, [], -1, True],
            ["house:redeemed", "POINTS", 5, None, None, [], 0, False],
        ],
        [["h", "mem_ann", "POINTS", -7, later]],
        "f",
    ]
    assert chain.digest(POSTING) == hashlib.sha256(canonical(content)).digest()


def test_the_fingerprint_is_that_of_canonical_json() -> None:
    new_year, soon, later = (unix_ms(at) for at in (NEW_YEAR, SOON, LATER))
    content = [
        "spend",
        [
            ["mem_ann", "POINTS", -7, None, None, 1, True, soon, True],
            ["m", "P", 7, soon, later, 0, False, None, False],
        ],
        [["h", "mem_ann", "POINTS", 7, later]],
        [["i", "mem_ann", "POINTS", 7, None], ["j", "mem_ann", "POINTS", 0, soon]],
        new_year,
        "pst_0",
        [["a", "1"], ["b", "2"]],
    ]
    assert chain.fingerprint_of(REQUEST) == hashlib.sha256(canonical(content)).hexdigest()


def test_numbers_and_hashes_are_no_part_of_the_digest() -> None:
    entries = tuple(e._replace(sequence=9, balance_after=9, hash=b"z") for e in POSTING.entries)
    assert chain.digest(POSTING._replace(entries=entries)) == chain.digest(POSTING)


def test_a_link_covers_what_came_before_number_and_balance() -> None:
    key = AccountKey("tea", "mem_ann", "POINTS")
    digest = chain.digest(POSTING)
    first = chain.link(b"", digest, key, 1, 5)
    assert first == hashlib.sha256(digest + b"tea/mem_ann/POINTS/1/5").digest()
    others = {
        chain.link(first, digest, key, 1, 5),
        chain.link(b"", digest, key, 2, 5),
        chain.link(b"", digest, key, 1, 6),
        chain.link(b"", digest, key._replace(brand="retail"), 1, 5),
    }
    assert first not in others
    assert len(others) == 4
