"""A collection is a member's, and copied, merged and erased as one, or it says why not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from services.common import dead_letters
from services.members.clients.storage import INDEXES as CLIENT_INDEXES
from services.members.member_collections import (
    BY_ID,
    COPIED,
    NAMED,
    ONE_EACH,
    PUT_BACK,
    SOME,
)
from services.members.merging.storage import OWN
from services.members.operators.storage import INDEXES as VIEW_INDEXES
from services.members.privacy.storage.exported import exported
from services.members.unit_of_work import indexes
from tests.member_collections import OF_NO_MEMBER

IN_OTHER_WORDS = {
    "activities": "activities",
    "former_identities": "profile",
    "identities": "profile",
    "member_names": "profile",
    "members": "profile",
    "merge_requests": "merge_requests",
    "merges": "merges",
    "occasions": "occasions",
    "referrals": "referrals",
}
"""By the collection, the part of the copy that tells it in words of its own."""


class Collections:
    """Stands where a database does: the collections are not read."""

    def __getitem__(self, name: str) -> Any:
        return SimpleNamespace(name=name)


def test_a_collection_with_an_index_is_listed_or_says_why_it_is_of_no_member() -> None:
    feed: Any = SimpleNamespace(indexes=dict)
    known = {*indexes(feed), *dead_letters.INDEXES, *CLIENT_INDEXES, *VIEW_INDEXES}
    listed = {each.name for each in (*ONE_EACH, *SOME)}
    assert known - listed - OF_NO_MEMBER.keys() == set()
    assert listed & OF_NO_MEMBER.keys() == set()


def test_the_copy_has_every_collection_that_is_a_members() -> None:
    identities: Any = None
    db: Any = Collections()
    parts = {part.name for part in exported(db, identities, b"s").parts}
    told = {each.part or IN_OTHER_WORDS[each.name] for each in (*ONE_EACH, *SOME)}
    assert told | {"disclosures"} == parts
    assert len({*BY_ID, *NAMED}) == len(BY_ID) + len(NAMED)


def test_an_undo_writes_back_only_what_a_merge_copied() -> None:
    assert set(PUT_BACK) <= set(COPIED)
    assert set(OWN) <= set(COPIED)
