"""Verify notices every single field of the ledger that differs from what was written."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

from services.common.clock import ManualClock
from services.common.mongo import Database, Document, DuplicateKeyError
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.commands.verify import Verifier
from services.points.ledger.storage.ledger import MongoLedgerStore
from services.points.wiring import migrate
from tests.builders import NEW_YEAR, capture, claw_back, earn, hold, release, reverse, spend
from tests.fakes_points import FakeBrandRules

LATER = NEW_YEAR + timedelta(days=90)

UNNOTICED = {
    "accounts version change": "only tells who writes at the same time that it changed",
    # Known gap, not harmless: the next posting is recorded then at the earliest.
    "accounts recorded_at change": "nothing else says which posting without entries came last",
    "accounts effective_to drop": "it is taken to be recorded_at then, which costs a look back",
    "accounts holds swap": "a hold is found by its id",
    "postings metadata swap": "the digest is of sorted pairs, and so is every reader's view",
    "postings metadata.* double": "the same pair twice reads as once",
    # Known gap, not harmless: such a posting isn't found.
    "postings finds drop": "what the brand asked for when it was written is not kept",
    "postings finds.* drop": "as above",
}
"""What may differ without being noticed, and why."""


async def fill(ledger: Ledger, clock: ManualClock) -> None:
    ordered = {"order_id": "o1", "rule": "spend"}
    day = timedelta(days=1)
    await ledger.post(earn("mem_ann", 50, request_id="one", metadata=ordered))
    await ledger.post(earn("mem_ann", 20, request_id="soon", expire_at=NEW_YEAR + day))
    await ledger.post(earn("mem_ann", 9, request_id="late", expire_at=LATER))
    await ledger.post(earn("mem_bob", 7, request_id="wait", available_at=LATER))
    await ledger.post(earn("mem_ann", 3, request_id="else", brand="retail"))
    for name in ("kept", "ended", "freed"):
        await ledger.post(hold("mem_ann", 6, LATER, hold_id=name, request_id=name))
    await ledger.post(capture("mem_ann", 4, hold_id="kept", request_id="captured"))
    await ledger.post(release("mem_ann", hold_id="ended", request_id="released"))
    spent = await ledger.post(spend("mem_ann", 5, request_id="spent"))
    await ledger.post(reverse(spent.posting.id, request_id="undone"))
    await ledger.post(claw_back("mem_cas", 8, request_id="debt"))
    clock.advance(day * 2)
    await ledger.post(earn("mem_ann", 1, request_id="swept"))


def other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return value + "x"
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:]
    if isinstance(value, datetime):
        return value + timedelta(hours=1)
    raise TypeError(value)


def tampered(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Each document that differs from `document` in one thing: where, how, and itself."""

    def walk(node: Any, path: list[Any]) -> Iterator[tuple[list[Any], Any]]:
        for key in list(node) if isinstance(node, dict) else range(len(node)):
            if [*path, key] == ["_id"]:
                continue
            yield [*path, key], node[key]
            if isinstance(node[key], (dict, list)):
                yield from walk(node[key], [*path, key])

    def at(path: list[Any]) -> tuple[Document, Any]:
        changed: Document = deepcopy(document)
        node: Any = changed
        for key in path[:-1]:
            node = node[key]
        return changed, node

    for path, value in walk(document, []):
        name = ".".join(map(str, path))
        changed, node = at(path)
        del node[path[-1]]
        yield name, "drop", changed
        if isinstance(value, list):
            if len(value) > 1:
                changed, node = at(path)
                node[path[-1]][:2] = reversed(value[:2])
                yield name, "swap", changed
        elif not isinstance(value, dict):
            changed, node = at(path)
            node[path[-1]] = other(value)
            yield name, "change", changed
        if isinstance(path[-1], int):
            changed, node = at(path)
            node.append(deepcopy(value))
            yield name, "double", changed


async def outcome(verifier: Verifier) -> str:
    try:
        async with asyncio.timeout(20):
            report = await verifier.verify("tea")
    except TimeoutError:
        return "HANGS"
    except Exception as error:
        return f"RAISES {type(error).__name__}"
    return "red" if report.problems else "GREEN"


async def unnoticed(db: Database, verifier: Verifier) -> dict[str, set[str]]:
    """What went on unnoticed, by collection, field and kind of change."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in ("accounts", "postings"):
        documents = await db[name].find({"brand": "tea"}).to_list(None)
        for document in documents:
            which = {"_id": document["_id"]}
            for field, how, changed in tampered(document):
                try:
                    await db[name].replace_one(which, changed)
                except DuplicateKeyError:
                    continue
                said = await outcome(verifier)
                if said != "red":
                    general = re.sub(r"\.\d+", ".*", field)
                    told = str(document.get("request", document["_id"]))
                    found[f"{name} {general} {how} {said}"].add(f"{told}:{field}")
                await db[name].replace_one(which, document)
            await db[name].delete_one(which)
            said = await outcome(verifier)
            if said != "red":
                found[f"{name} (document) drop {said}"].add(str(document["_id"]))
            await db[name].insert_one(document)
    return found


async def test_every_field_is_proven_but_those_listed(db: Database) -> None:
    await migrate(db)
    store = MongoLedgerStore(db)
    clock = ManualClock(NEW_YEAR)
    await fill(Ledger(store, clock, rules=FakeBrandRules(tea={"rule"})), clock)
    verifier = Verifier(store, clock)
    assert (await verifier.verify("tea")).problems == []
    found = await unnoticed(db, verifier)
    assert dict(found) == {f"{what} GREEN": found[f"{what} GREEN"] for what in UNNOTICED}


async def test_an_account_that_says_it_is_one_before_it_is_named_once(
    db: Database,
) -> None:
    await migrate(db)
    store, clock = MongoLedgerStore(db), ManualClock(NEW_YEAR)
    await Ledger(store, clock).post(earn("mem_bob", 7))
    await db["accounts"].update_one({"_id": "tea/mem_bob/POINTS"}, {"$set": {"owner": "mem_ann"}})
    async with asyncio.timeout(20):
        report = await Verifier(store, clock).verify("tea")
    assert [one.where for one in report.problems] == ["account tea/mem_bob/POINTS"]
