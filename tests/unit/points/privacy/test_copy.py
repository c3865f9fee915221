"""A copy has a member's own part of a posting, and each of its parts has a text in the index."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from gateway.http.export_archive import PARTS
from services.common.member_export import as_json
from services.feedback.privacy.storage import exported as feedback_copy
from services.members.privacy.storage.exported import exported as members_copy
from services.points.privacy.storage import exported as points_copy
from services.points.privacy.storage import parts


class Collections:
    """Stands where a database does: the collections are not read."""

    def __getitem__(self, name: str) -> Any:
        return SimpleNamespace(name=name)


def test_each_part_of_each_service_has_a_text_in_the_index() -> None:
    db: Any = Collections()
    identities: Any = None
    copies = {
        "members": members_copy(db, identities, b"s"),
        "points": points_copy(db, b"s"),
        "feedback": feedback_copy(db, b"s"),
    }
    names = {f"{service}/{part.name}" for service, copy in copies.items() for part in copy.parts}
    assert names == set(PARTS)
    assert len(set(PARTS.values())) == len(PARTS)


def test_of_a_gift_the_other_side_is_not_told() -> None:
    db: Any = Collections()
    postings = next(part for part in parts(db) if part.name == "postings")
    posting = {
        "_id": "pst_1",
        "brand": "tea",
        "kind": "TRANSFER",
        "effective_at": datetime(2026, 3, 1, tzinfo=UTC),
        "recorded_at": datetime(2026, 3, 1, tzinfo=UTC),
        "entries": [
            {"owner": "mem_ann", "asset": "POINTS", "amount": -5, "hash": b"x"},
            {"owner": "mem_bob", "asset": "POINTS", "amount": 5, "balance_after": 905},
        ],
        "digest": b"y",
    }
    told = as_json(postings.shape(posting, ["mem_ann"]))
    assert '"amount":-5' in told
    assert "2026-03-01T00:00:00+00:00" in told
    assert "905" not in told
    assert "hash" not in told
