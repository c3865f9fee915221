"""Brings items that an earlier release wrote into today's form; part of `migrate`.

Places were response due and id; a receipt counted as the first response of a general item.
"""

from collections.abc import Callable
from dataclasses import replace

from services.common import idempotency
from services.common.mongo import Database
from services.feedback.items.domain.item import SYSTEM, Feedback
from services.feedback.items.domain.queue import place_of
from services.feedback.items.domain.states import State
from services.feedback.items.storage.collections import COLLECTION
from services.feedback.items.storage.documents import to_item

ANSWER = "tessera.feedback.v1.Feedback"
# Places of today begin with a letter, those of before with a year.
_OF_BEFORE = {"place": {"$lt": "a"}}


async def renew_items(db: Database) -> int:
    """How many were renewed; one that a server writes meanwhile is left to it."""
    items, renewed = db[COLLECTION], 0
    async for document in items.find(_OF_BEFORE):
        item = without_receipt(to_item(document))
        done = await items.update_one(
            {"_id": item.id, "timeline": document["timeline"], **_OF_BEFORE},
            {
                "$set": {
                    "place": place_of(item),
                    "first_response_at": item.first_response_at,
                    "response_due": item.response_due,
                }
            },
        )
        renewed += done.modified_count
    return renewed


def without_receipt(item: Feedback) -> Feedback:
    """`item` with a person's first response where it had the receipt's."""
    receipt = next(
        (e for e in item.timeline if (e.actor, e.state) == (SYSTEM, State.TRIAGED)), None
    )
    if receipt is None or item.first_response_at != receipt.at:
        return item
    answers = (
        entry.at
        for entry in item.timeline
        if entry.actor not in (SYSTEM, item.member_id)
        and (entry.message or entry.state is State.RESOLVED)
    )
    settled = receipt.message != "" and item.response_due == item.created_at
    return replace(
        item,
        first_response_at=next(answers, None),
        response_due=None if settled else item.response_due,
    )


async def renew_answers(db: Database, subject_of: Callable[[bytes], str]) -> int:
    """Name the member in answers that an earlier release kept, so that an erasure finds them."""
    requests, renewed = db[idempotency.COLLECTION], 0
    unnamed = {"type": ANSWER, "subject": {"$exists": False}}
    async for document in requests.find(unnamed, {"response": 1}):
        if member_id := subject_of(bytes(document["response"])):
            named = {"$set": {"subject": member_id}}
            renewed += (await requests.update_one({"_id": document["_id"]}, named)).modified_count
    return renewed
