"""What a member said follows a merge and its undo, wherever the process is killed meanwhile."""

from __future__ import annotations

from typing import Any, cast

from services.common.clock import ManualClock
from services.common.mongo import Database
from services.feedback.fact_store.storage import MongoMemberFacts
from services.feedback.ideas.storage.collections import IDEAS, PLACES, TRIALS, VOTES
from services.feedback.merges.commands import Merging
from services.feedback.merges.domain import Merged
from services.feedback.merges.storage import COLLECTION, MOVED, MongoMerges
from services.feedback.surveys.storage.members import MEMBERS
from services.feedback.topics.storage.collections import LIKES, POSTS
from tests.component.feedback.conftest import NOON
from tests.component.mortal import Killed, Killer, mortal
from tests.unit.common.redirects_at_hand import AtHand

OLD, NEW = "mem_old", "mem_new"
MERGED = Merged("tea", "mrg_1", OLD, NEW, NOON)


async def what_both_said(db: Database) -> None:
    """Of each kind something of either; one idea both voted for, one post both liked, one trial in
    which both have a place."""
    for name in await db.list_collection_names():
        await db[name].delete_many({})
    for name in MOVED:
        said = [{"_id": f"{who}/{name}", "brand": "tea", "member_id": who} for who in (OLD, NEW)]
        await db[name].insert_many(said)
    for name, of, things in ((VOTES, "idea", IDEAS), (LIKES, "post", POSTS)):
        counter = "votes" if name == VOTES else "likes"
        await db[things].insert_many(
            [
                {"_id": "both", "brand": "tea", "member_id": "mem_x", counter: 2},
                {"_id": "one", "brand": "tea", "member_id": "mem_x", counter: 1},
            ]
        )
        for who, what in ((OLD, "both"), (NEW, "both"), (OLD, "one")):
            liked = {"_id": f"{who}/{what}", "brand": "tea", "member_id": who, of: what}
            await db[name].insert_one(liked)
    await db[TRIALS].insert_many([{"_id": "both", "taken": 2}, {"_id": "one", "taken": 1}])
    for who, what in ((OLD, "both"), (NEW, "both"), (OLD, "one")):
        place = {"_id": f"{who}/{what}", "brand": "tea", "member_id": who, "trial": what}
        await db[PLACES].insert_one({**place, "answer": "accepted"})
    for who in (OLD, NEW):
        asked = {"_id": f"tea/{who}", "brand": "tea", "member_id": who, "asked_at": NOON}
        await db[MEMBERS].insert_one(asked)


async def kept(db: Database) -> dict[str, list[Any]]:
    """All documents but the merge's, whose lists have no order."""
    found = {}
    for name in sorted(await db.list_collection_names()):
        documents = sorted(await db[name].find({}).to_list(None), key=lambda one: str(one["_id"]))
        for each in documents if name == COLLECTION else ():
            each["ids"] = {of: sorted(ids) for of, ids in each["ids"].items()}
        if documents:
            found[name] = documents
    return found


async def until_done(db: Database, redirects: AtHand, step: str, number: int) -> int:
    """Carry `step` out; killed once, it comes again to another process. How many writes there were
    until the kill, or the end."""
    killer = Killer(number)
    for _ in range(2):
        ours = mortal(db, killer)
        merging = Merging(MongoMerges(ours), redirects, MongoMemberFacts(ours), ManualClock(NOON))
        try:
            await getattr(merging, step)(MERGED)
        except Killed:
            continue
        return killer.writes
    raise AssertionError("killed twice")


async def test_a_merge_and_its_undo_end_the_same_wherever_they_are_killed(
    db: Database,
) -> None:
    async def lived(killed: int) -> tuple[int, list[object]]:
        redirects = AtHand()
        await what_both_said(db)
        writes = await until_done(db, redirects, "carry_out", killed)
        merged = (await kept(db), redirects.of("tea", OLD))
        undone = await until_done(db, redirects, "undo", killed)
        return max(writes, undone), [merged, await kept(db), redirects.of("tea", OLD)]

    writes, unharmed = await lived(0)
    (merged, stands_for), parted, own = cast("Any", unharmed)
    assert (stands_for, own) == (NEW, OLD)
    assert not [each for each in merged[MOVED[0]] if each["member_id"] == OLD]
    votes = {each["_id"]: each["votes"] for each in merged[IDEAS] if "votes" in each}
    assert votes == {"both": 1, "one": 1}
    votes = {each["_id"]: each["votes"] for each in parted[IDEAS] if "votes" in each}
    assert votes == {"both": 2, "one": 1}
    assert writes > 2 * len(MOVED)
    for number in range(1, writes + 1):
        assert (await lived(number))[1] == unharmed, f"killed at write {number}"
